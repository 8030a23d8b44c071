"""SQLite, ready for Datasette: our tables with types, keys, full text, and a description of every column.

In: an edition. Out: `sijill.db` and `metadata.json` (`datasette sijill.db --metadata metadata.json`).
Not here: the register's own database (`sijill.store`), which this file cannot replace.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from sijill.lang.script import fold
from sijill.publish.base import Edition, Exporter
from sijill.publish.csv_tables import TABLES
from sijill.publish.table import Cell, Column, Table, to_scalar

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT", "list": "TEXT"}
FACETS = {
    "incidents": ("event_type", "country", "admin1", "grade"),
    "incident_harm": ("outcome", "who", "contested"),
    "claims": ("source", "lang", "event_type", "modality"),
    "claim_harm": ("outcome", "who", "exactness"),
    "documents": ("source", "lang"),
}
SEARCHED = {
    "incidents": ("title", "place_name", "place_name_ar", "perpetrator_names", "targets", "sources"),
    "claims": ("trigger_quote", "place_quote", "perpetrator_quotes", "source"),
    "claim_harm": ("quote",),
    "documents": ("title",),
}
INDEXED = {"incidents": ("date_start", "country", "grade"), "claims": ("incident_id", "document_id"), "claim_harm": ("claim_id",)}


class Sqlite(Exporter):
    """The tables as one SQLite file with keys and full-text search, and the metadata that Datasette shows."""

    name = "sqlite"
    title = "SQLite for Datasette"
    readers = "Datasette, DB Browser, DuckDB, every language's SQLite library"
    cannot_say = (
        "Lists share a cell, separated by `; `.",
        "Texts of documents, decisions and reasons for links are not in it.",
        "Search folds Arabic spelling and accents: search for words as they are written, without tashkeel and in any hamza.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the database and its metadata."""
        path, metadata = folder / "sijill.db", folder / "metadata.json"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("BEGIN")
            for table in TABLES:
                fill_table(database, table, edition)
            database.execute("COMMIT")
            database.execute("VACUUM")
        metadata.write_bytes(msgspec.json.format(msgspec.json.encode(make_metadata(edition)), indent=2) + b"\n")
        return path, metadata


def fill_table(database: sqlite3.Connection, table: Table[Any], edition: Edition) -> None:
    """Make a table and its indexes, and write its rows as they are read."""
    database.execute(make_statement(table))
    for column in INDEXED.get(table.name, ()):
        database.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
    marks = ", ".join("?" * len(table.columns))
    searched = [table.names.index(name) for name in SEARCHED.get(table.name, ())]
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', iter_rows(table, edition))
    if searched:
        names = ", ".join(f'"{table.names[i]}"' for i in searched)
        database.create_function("fold", 1, lambda text: fold(text) if isinstance(text, str) else text, deterministic=True)
        folded = ", ".join(f'fold("{table.names[i]}")' for i in searched)
        database.execute(f'CREATE VIRTUAL TABLE "{table.name}_fts" USING fts5 ({names})')
        database.execute(f'INSERT INTO "{table.name}_fts" (rowid, {names}) SELECT rowid, {folded} FROM "{table.name}"')


def make_statement(table: Table[Any]) -> str:
    """Return the CREATE TABLE statement with types, keys and references."""
    parts = [f'"{c.name}" {_TYPES[c.type]}{" NOT NULL" if c.required else ""}{make_check(c)}' for c in table.columns]
    parts.append("PRIMARY KEY (" + ", ".join(f'"{k}"' for k in table.key) + ")")
    parts += [f'FOREIGN KEY ("{r.column}") REFERENCES "{r.table}" ("{r.column}")' for r in table.references]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n)"


def make_check(column: Column[Any]) -> str:
    """Return the constraint of a column of codes, or nothing."""
    if not column.allowed or column.type == "list":
        return ""
    codes = ", ".join(f"'{code}'" for code in column.allowed)
    return f' CHECK ("{column.name}" IN ({codes}))'


def iter_rows(table: Table[Any], edition: Edition) -> Iterator[list[Cell]]:
    """Yield rows with cells that SQLite stores; empty lists become nothing."""
    for cells in table.iter_rows(edition):
        yield [None if cell == () else to_scalar(cell) for cell in cells]


def make_metadata(edition: Edition) -> dict[str, Any]:
    """Return Datasette's metadata: titles, descriptions of columns, facets, full text."""
    tables: dict[str, Any] = {}
    for table in TABLES:
        tables[table.name] = {
            "title": table.title,
            "columns": {c.name: c.description for c in table.columns},
            "facets": list(FACETS[table.name]),
            "size": 50,
        }
        if table.name in SEARCHED:
            tables[table.name] |= {"fts_table": f"{table.name}_fts", "fts_pk": "rowid"}
        tables[f"{table.name}_fts"] = {"hidden": True}
    tables["incidents"] |= {"label_column": "title", "sort_desc": "date_start"}
    return {"title": edition.title, "description": f"Release {edition.version}", "databases": {"sijill": {"tables": tables}}}
