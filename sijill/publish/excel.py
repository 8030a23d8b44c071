"""Excel: our tables as sheets of one workbook, with a reading guide.

In: an edition. Out: `sijill.xlsx`. Not here: the file format (`workbook`).
"""

from datetime import datetime
from pathlib import Path

from sijill.errors import UserError
from sijill.publish.base import Edition, Exporter
from sijill.publish.csv_tables import TABLES
from sijill.publish.table import iter_all_rows, to_scalar
from sijill.publish.workbook import BOLD, MAX_ROWS, WRAPPED, Sheet, Workbook

GUIDE = (
    "An empty cell means that no source says anything. It does not mean zero.",
    "min and max are the lowest and highest number that independent sources give; an empty max beside a min means `at least`.",
    "best is chosen by the rule named in the column `rule`. It is a rule's result, not the truth.",
    "killed_children and other groups are part of the totals: never add them.",
    "place_precision 1 is an exact place, 4 only a province. A point on a map looks exact whatever its precision.",
    "Do not add up incidents of every grade: counts usually take `confirmed` and `fair` only, and say so.",
    "The words behind every number are in the sheet claim_harm; the documents they stand in, in documents.",
)


class Excel(Exporter):
    """The tables as sheets of one workbook, with a sheet that says how to read them."""

    name = "excel"
    title = "Excel workbook"
    readers = "Excel, LibreOffice, Google Sheets"
    suffix = ".xlsx"
    cannot_say = (
        "Lists share a cell, separated by `; `.",
        "A sheet holds 1,048,575 rows: a larger register is refused. A cell holds 32,767 characters: longer words are cut.",
        "Dates before 1900 have no place in Excel, so dates are text (ISO 8601).",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write guide and tables."""
        path = folder / "sijill.xlsx"
        with Workbook(path, title=edition.title, comment=f"Release {edition.version}", created=make_created(edition)) as book:
            write_guide(book.add_sheet("Read me first", widths=(26, 30, 100), is_table=False), edition)
            sheets = {table.name: book.add_sheet(table.name) for table in TABLES}
            for table in TABLES:
                sheets[table.name].write(table.names, BOLD)
            write_rows(sheets, edition)
        return (path,)


def make_created(edition: Edition) -> datetime:
    """Return the day of the release, or a fixed day, so that the same edition gives the same bytes."""
    day = edition.released
    return datetime(1980, 1, 1) if day is None else datetime(day.year, day.month, day.day)


def write_guide(sheet: Sheet, edition: Edition) -> None:
    """Write the first sheet: how to read the others, and what each column means."""
    sheet.write([f"{edition.title}, release {edition.version}"], BOLD)
    sheet.write([])
    for sentence in GUIDE:
        sheet.write([None, None, sentence], WRAPPED)
    for table in TABLES:
        sheet.write([])
        sheet.write([table.name, None, table.title], BOLD)
        for column in table.columns:
            sheet.write([None, column.name, column.description], WRAPPED)


def write_rows(sheets: dict[str, Sheet], edition: Edition) -> None:
    """Write the rows of all tables; raises UserError when one has more rows than a sheet holds."""
    for table, cells in iter_all_rows(TABLES, edition):
        sheet = sheets[table.name]
        if sheet.rows == MAX_ROWS:
            raise UserError(f"{table.name} has more rows than an Excel sheet holds; use the format csv or sqlite")
        sheet.write([to_scalar(cell) for cell in cells])
