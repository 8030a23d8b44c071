"""CSV with a table schema: our own tables for people who use a spreadsheet, R or Stata.

In: an edition. Out: one CSV file for each of `TABLES` and `datapackage.json`, a Data Package (specs.frictionlessdata.io) that describes
every column. UTF-8 without a byte order mark, comma, line feed, an empty cell for "not said".
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from sijill.publish.base import Edition, Exporter
from sijill.publish.claim_tables import CLAIM_HARM, CLAIMS, DOCUMENTS
from sijill.publish.incident_tables import INCIDENT_HARM, INCIDENTS
from sijill.publish.table import Table, to_text

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
        files = tuple(write_table(table, edition, folder / f"{table.name}.csv") for table in TABLES)
        package = folder / "datapackage.json"
        package.write_bytes(msgspec.json.format(msgspec.json.encode(make_data_package(TABLES, edition)), indent=2) + b"\n")
        return (*files, package)


def write_table(table: Table[Any], edition: Edition, path: Path, *, second_row: Sequence[str] = ()) -> Path:
    """Write a table as CSV; `second_row` goes below the header (HXL's hashtags). Return `path`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.names)
        if second_row:
            writer.writerow(second_row)
        for cells in table.iter_rows(edition):
            writer.writerow([to_text(cell) for cell in cells])
    return path


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
