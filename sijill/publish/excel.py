"""Excel: our tables as sheets of one workbook, with a reading guide.

In: an edition. Out: `sijill.xlsx`, written row by row. Needs the extra `excel` (XlsxWriter).
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sijill.errors import UserError
from sijill.publish.base import Edition, Exporter
from sijill.publish.csv_tables import TABLES
from sijill.publish.table import Table, iter_all_rows, to_scalar

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
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
    extra = "excel"
    cannot_say = (
        "Lists share a cell, separated by `; `.",
        "A sheet holds 1,048,575 rows: a larger register is refused. A cell holds 32,767 characters: longer words are cut.",
        "Dates before 1900 have no place in Excel, so dates are text (ISO 8601).",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write guide and tables."""
        try:
            from xlsxwriter import Workbook
        except ImportError as error:
            raise UserError("the format `excel` needs XlsxWriter: pip install 'sijill[excel]'") from error
        path = folder / "sijill.xlsx"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with Workbook(path, options) as book:
            book.set_properties({"title": edition.title, "comments": f"Release {edition.version}", "created": make_created(edition)})
            write_guide(book, edition)
            write_rows({table.name: make_sheet(book, table) for table in TABLES}, edition)
        return (path,)


def make_created(edition: Edition) -> datetime:
    """Return the day of the release, or a fixed day, so that the same edition gives the same bytes."""
    day = edition.released
    return datetime(1980, 1, 1) if day is None else datetime(day.year, day.month, day.day)


def write_guide(book: "Workbook", edition: Edition) -> None:
    """Write the first sheet: how to read the others, and what each column means."""
    sheet = book.add_worksheet("Read me first")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 100)
    sheet.write_string(0, 0, f"{edition.title}, release {edition.version}", bold)
    row = 2
    for sentence in GUIDE:
        sheet.write_string(row, 2, sentence, wrap)
        row += 1
    for table in TABLES:
        row += 1
        sheet.write_string(row, 0, table.name, bold)
        sheet.write_string(row, 2, table.title, bold)
        for column in table.columns:
            row += 1
            sheet.write_string(row, 1, column.name)
            sheet.write_string(row, 2, column.description, wrap)
        row += 1


def make_sheet(book: "Workbook", table: Table[Any]) -> "Worksheet":
    """Make the sheet of a table with its header."""
    sheet = book.add_worksheet(table.name)
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for position, name in enumerate(table.names):
        sheet.write_string(0, position, name, bold)
    return sheet


def write_rows(sheets: dict[str, "Worksheet"], edition: Edition) -> None:
    """Write the rows of all tables; raises UserError when one has more rows than a sheet holds."""
    numbers = dict.fromkeys(sheets, 0)
    for table, cells in iter_all_rows(TABLES, edition):
        numbers[table.name] += 1
        number, sheet = numbers[table.name], sheets[table.name]
        if number >= MAX_ROWS:
            raise UserError(f"{table.name} has more rows than an Excel sheet holds; use the format csv or sqlite")
        for position, cell in enumerate(cells):
            value = to_scalar(cell)
            if isinstance(value, str):
                if value:
                    sheet.write_string(number, position, value[:MAX_TEXT])
            elif value is not None:
                sheet.write_number(number, position, value)
    for table in TABLES:
        sheets[table.name].autofilter(0, 0, numbers[table.name], len(table.columns) - 1)
