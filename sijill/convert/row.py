"""A row of a table as a text with its cells in it, and the reading of single cells.

In: the bytes of a row as they were captured. Out: `Row`: its text has a line `column: value` for each cell that is not empty, in the
order of the table, so that every value can be quoted. What cannot be read becomes an issue that names file, line and column.
Not here: what the cells mean (`claims`).
"""

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec

from sijill.model import Capture, Issue
from sijill.model.issue import Severity
from sijill.packs.columns import UNIX_SECONDS, Coded, Where

STAGE = "convert"
_WHOLE = re.compile(r"(\d+)(?:\.0+)?")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")
_SHOWN = 60
# A day outside these years is a mistake of the table.
FIRST_YEAR, LAST_YEAR = 1800, 2200


class Row:
    """One row: `cells` by column without empty ones, `text`, and the issues found while it was read."""

    def __init__(self, cells: Mapping[str, str], *, file: str, line: int | None, capture_id: str | None = None) -> None:
        self.cells = {name: value.strip() for name, value in cells.items() if value.strip()}
        self.file = file
        self.line = line
        self.capture_id = capture_id
        self.issues: list[Issue] = []
        self._places: dict[str, tuple[int, int]] = {}
        lines, length = [], 0
        for name, value in self.cells.items():
            start = length + len(name) + 2
            self._places[name] = (start, start + len(value))
            lines.append(f"{name}: {value}")
            length = start + len(value) + 1
        self.text = "\n".join(lines)

    def get(self, column: str | None) -> str | None:
        """Return a cell, None where it is empty or no column is meant."""
        return self.cells.get(column or "")

    def find_span(self, *columns: str | None) -> tuple[str, int, int] | None:
        """Return the words from the first to the last of some cells with their offsets, None where all are empty."""
        places = [self._places[c] for c in columns if c is not None and c in self._places]
        if not places:
            return None
        start, end = min(p[0] for p in places), max(p[1] for p in places)
        return self.text[start:end], start, end

    def holds(self, where: Where) -> bool:
        """Holds each of the columns one of its values?"""
        return all(self.cells.get(column, "") in values for column, values in where.items())

    def note(self, code: str, column: str | None, detail: str, severity: Severity = "note") -> None:
        """Keep an issue; with a column its name and value stand before `detail`."""
        value = "" if column is None else repr((self.cells.get(column) or "")[:_SHOWN])
        words = detail if column is None else f"column {column!r}: {value} {detail}"
        where = f"{self.file}#{self.line}" if self.line else self.file
        self.issues.append(Issue(stage=STAGE, code=code, severity=severity, detail=words, subject=where, file=self.file, line=self.line))

    def find_code(self, coded: Coded | None) -> str | None:
        """Return what a cell's code is called here; an unknown code is an issue unless the map has a word for the others."""
        if coded is None:
            return None
        value = self.cells.get(coded.column or "", "")
        found = coded.codes.get(value, coded.other)
        if found is None and value:
            self.note("unknown_code", coded.column, "is none of the codes of the map")
        return found

    def find_number(self, column: str | None) -> int | None:
        """Return a whole number of people."""
        value = self.get(column)
        if value is None:
            return None
        match = _WHOLE.fullmatch(value.replace(",", ""))
        if match is None:
            self.note("bad_number", column, "is not a whole number of people")
            return None
        return int(match[1])

    def find_degrees(self, column: str | None, limit: float) -> float | None:
        """Return degrees north or east, at most `limit` either way."""
        value = self.get(column)
        if value is None:
            return None
        try:
            degrees = float(value)
        except ValueError:
            degrees = limit + 1
        if not -limit <= degrees <= limit:
            self.note("bad_coordinate", column, f"is not a number of degrees from -{limit:g} to {limit:g}")
            return None
        return degrees

    def find_day(self, column: str | None, formats: tuple[str, ...]) -> date | None:
        """Return a day: ISO 8601, or in one of `formats`."""
        value = self.get(column)
        if value is None:
            return None
        day = parse_day(value, formats)
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.note("bad_date", column, f"is not a date ({', '.join(('ISO 8601', *formats))})")
            return None
        return day


def parse_day(value: str, formats: tuple[str, ...]) -> date | None:
    """Return the day that a cell gives, or None."""
    try:
        if UNIX_SECONDS in formats and value.isdecimal():
            return datetime.fromtimestamp(int(value), UTC).date()
        if _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value[:10])
    except (ValueError, OverflowError, OSError):
        return None
    for pattern in formats:
        try:
            return datetime.strptime(value, pattern).date()
        except ValueError:
            continue
    return None


def get_header(capture: Capture, data: bytes) -> tuple[str, ...]:
    """Return the names of a row's columns, none where it is no row of a table."""
    if "columns" in capture.headers:
        return tuple(msgspec.json.decode(capture.headers["columns"], type=list[str]))
    try:
        return tuple(msgspec.json.decode(data, type=dict[str, msgspec.Raw]))
    except msgspec.DecodeError:
        return ()


def make_row(capture: Capture, data: bytes) -> Row:
    """Return the row that was captured; cells too many or too few, and what is no object of JSON, are its issues (to be skipped)."""
    file, _, line = capture.origin.rpartition("#")
    number = int(line) if line.isdecimal() else None
    cells, problem = _read_csv(capture, data) if "columns" in capture.headers else _read_json(data)
    row = Row(cells, file=file or capture.origin, line=number, capture_id=capture.capture_id)
    if problem:
        row.note("bad_row", None, problem, "skip")
    return row


def _read_csv(capture: Capture, data: bytes) -> tuple[dict[str, str], str]:
    columns = get_header(capture, data)
    reader = csv.reader(io.StringIO(data.decode("utf-8", errors="replace"), newline=""), delimiter=capture.headers.get("delimiter", ","))
    cells = next(reader, [])
    if len(cells) != len(columns):
        return {}, f"the row has {len(cells)} cells, the header {len(columns)}"
    return dict(zip(columns, cells, strict=True)), ""


def _read_json(data: bytes) -> tuple[dict[str, str], str]:
    try:
        value = msgspec.json.decode(data, type=dict[str, str | int | float | bool | list[msgspec.Raw] | dict[str, msgspec.Raw] | None])
    except (msgspec.DecodeError, RecursionError) as error:
        return {}, f"not an object of JSON: {error}"
    return {name: "" if cell is None else str(cell) for name, cell in value.items() if not isinstance(cell, list | dict)}, ""
