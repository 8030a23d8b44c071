"""CSV with a table schema: our own tables for people who use a spreadsheet, R or Stata.

In: an edition. Out: one CSV file for each of `TABLES` and `datapackage.json`, a Data Package (specs.frictionlessdata.io) that describes
every column. UTF-8 without a byte order mark, comma, line feed, an empty cell for "not said".
"""

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from sijill.publish.base import Edition, Exporter
from sijill.publish.claim_tables import CLAIM_HARM, CLAIMS, DOCUMENTS
from sijill.publish.incident_tables import INCIDENT_HARM, INCIDENTS
from sijill.publish.table import Table, iter_all_rows, to_text

TABLES: tuple[Table[Any], ...] = (INCIDENTS, INCIDENT_HARM, CLAIMS, CLAIM_HARM, DOCUMENTS)


class CsvTables(Exporter):
    """Tables of incidents, claims, numbers and documents as CSV, with a schema that says what each column means."""

    name = "csv"
    title = "CSV tables with a schema"
    readers = "R, Stata, pandas, frictionless, spreadsheets (import as UTF-8)"
    cannot_say = (
        "`incidents.csv` has columns for killed and injured only; every other outcome is in `incident_harm.csv`.",
        "Lists share a cell, separated by `; `.",
        "Why two claims were linked, candidates of a place and the result under other rules are in JSON Lines only.",
        "Quoted words stand as the source wrote them, so a cell may begin with `=`: import as text, do not open by double click.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the tables and their description."""
        files = write_tables(TABLES, edition, folder)
        package = folder / "datapackage.json"
        package.write_bytes(msgspec.json.format(msgspec.json.encode(make_data_package(TABLES, edition)), indent=2) + b"\n")
        return (*files, package)


def write_tables(tables: Sequence[Table[Any]], edition: Edition, folder: Path, *, prefix: str = "") -> tuple[Path, ...]:
    """Write tables as CSV in one pass over the edition; return the files in the order of the tables."""
    paths = [folder / f"{prefix}{table.name}.csv" for table in tables]
    with ExitStack() as stack:
        writers = {}
        for table, path in zip(tables, paths, strict=True):
            file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            writers[table.name] = csv.writer(file, lineterminator="\n")
            writers[table.name].writerow(table.names)
            if table.tags:
                writers[table.name].writerow(table.tags)
        for table, cells in iter_all_rows(tables, edition):
            writers[table.name].writerow([to_text(cell) for cell in cells])
    return tuple(paths)


def make_data_package(tables: Sequence[Table[Any]], edition: Edition) -> dict[str, Any]:
    """Return the description of the tables as a Data Package."""
    return {
        "profile": "tabular-data-package",
        "name": "sijill-register",
        "title": edition.title,
        "version": edition.version,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "path": f"{table.name}.csv",
                "title": table.title,
                "encoding": "utf-8",
                "schema": table.to_schema(),
            }
            for table in tables
        ],
    }
