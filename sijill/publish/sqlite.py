"""SQLite, ready for Datasette: our tables with types, keys, full text, and a description of every column.

In: an edition. Out: `sijill.db` and `metadata.json` (`datasette sijill.db --metadata metadata.json`).
Not here: the register's own database (`sijill.store`), which this file cannot replace.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from sijill.lang.script import fold
from sijill.publish.base import Edition, Exporter
from sijill.publish.csv_tables import TABLES
from sijill.publish.table import Cell, Column, Table, iter_all_rows, to_scalar

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
            statements = {table.name: make_table(database, table) for table in TABLES}
            for table, cells in iter_all_rows(TABLES, edition):
                database.execute(statements[table.name], to_values(cells))
            for table in TABLES:
                make_indexes(database, table)
            database.execute("COMMIT")
            database.execute("VACUUM")
        metadata.write_bytes(msgspec.json.format(msgspec.json.encode(make_metadata(edition)), indent=2) + b"\n")
        return path, metadata


def make_table(database: sqlite3.Connection, table: Table[Any]) -> str:
    """Make a table; return the statement that inserts a row."""
    database.execute(make_statement(table))
    return f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'


def make_indexes(database: sqlite3.Connection, table: Table[Any]) -> None:
    """Make a filled table's indexes and its full-text search, in which accents and Arabic spelling are folded."""
    for column in INDEXED.get(table.name, ()):
        database.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
    searched = SEARCHED.get(table.name, ())
    if searched:
        names, folded = ", ".join(f'"{name}"' for name in searched), ", ".join(f'fold("{name}")' for name in searched)
        database.create_function("fold", 1, lambda text: fold(text) if isinstance(text, str) else text, deterministic=True)
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


def to_values(cells: list[Cell]) -> list[str | int | float | None]:
    """Return cells as SQLite stores them; empty lists become nothing."""
    return [None if cell == () else to_scalar(cell) for cell in cells]


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
