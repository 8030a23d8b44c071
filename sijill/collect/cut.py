"""Cutting files of many reports into rows: JSON Lines, JSON, CSV, Parquet.

In: a stream in UTF-8 from its beginning, and its name. Out: `Row` slices with their line numbers, or issues that name file and line; rows
of Parquet are JSON objects. Never more than one row (of JSON: one file, of Parquet: one batch) is held in memory.
Not here: what a row says (`sijill.read.rows`), other encodings (`sijill.collect.records` converts them first).
"""

import csv
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import msgspec

from sijill.errors import UserError
from sijill.model import Issue
from sijill.model.document import MediaType

MAX_ROW = 64_000_000
MAX_JSON = 1 << 30
_BLANK = b" \t\r\n\xef\xbb\xbf"
_DELIMITERS = ",;\t|"
_PARQUET_ROWS = 256


class Row(NamedTuple):
    """A slice of a file: line (from 1), offset and length in bytes, and headers that reading it needs."""

    line: int
    offset: int
    data: bytes
    media_type: MediaType
    headers: dict[str, str]


def cut_json_lines(file: IO[bytes], name: str) -> Iterator[Row | Issue]:
    """Yield the lines that are not blank."""
    offset = number = 0
    while line := file.readline(MAX_ROW):
        number += 1
        start = offset
        offset += len(line)
        if len(line) == MAX_ROW and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_ROW)) and not rest.endswith(b"\n"):
                offset += len(rest)
            offset += len(rest)
            yield _make_issue("too_long", f"the line is longer than {MAX_ROW:,} bytes", name, number)
        elif body := line.strip(_BLANK):
            yield Row(number, start + line.index(body), body, "application/json", {})


def cut_json(file: IO[bytes], name: str) -> Iterator[Row | Issue]:
    """Yield the objects of a JSON list, or the one object that the file is."""
    data = file.read(MAX_JSON + 1)
    if len(data) > MAX_JSON:
        yield _make_issue("too_long", f"a JSON file must be below {MAX_JSON:,} bytes; JSON Lines has no limit", name)
        return
    body = data.strip(_BLANK)
    start = data.index(body)
    try:
        items = msgspec.json.decode(body, type=list[msgspec.Raw]) if body.startswith(b"[") else [msgspec.Raw(body)]
        msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        yield _make_issue("broken_json", f"not JSON: {error}", name, 1 + data.count(b"\n", 0, start + _find_byte(str(error))))
        return
    position, line = start, 1 + data.count(b"\n", 0, start)
    for item in items:
        raw = bytes(item)
        found = data.index(raw, position)
        line += data.count(b"\n", position, found)
        yield Row(line, found, raw, "application/json", {})
        line += raw.count(b"\n")
        position = found + len(raw)


def cut_csv(file: IO[bytes], name: str, columns: dict[str, str] | None) -> Iterator[Row | Issue]:
    """Yield the records below the header line; `columns` maps our names to the file's. Without a text column there is only an issue.

    `columns` of None is for tables whose rows are no texts.
    """
    csv.field_size_limit(MAX_ROW)
    lines = _Lines(file)
    delimiter = "\t" if name.lower().endswith(".tsv") else _find_delimiter(lines.peek())
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        lines.take()
        problem = None if columns is None else check_columns(header, columns)
        if problem:
            yield _make_issue("missing_column", problem, name, 1)
            return
        headers = {"columns": msgspec.json.encode(header).decode(), "delimiter": delimiter}
        while True:
            offset, line = lines.offset, lines.number + 1
            record = next(reader, None)
            if record is None:
                return
            data = lines.take()
            if record:
                yield Row(line, offset, data, "text/csv", headers)
    except csv.Error as error:
        yield _make_issue("broken_csv", f"not CSV: {error}; the rest of the file was left out", name, lines.number)


def cut_parquet(file: IO[bytes], name: str, columns: dict[str, str] | None) -> Iterator[Row | Issue]:
    """Yield the rows of a Parquet file as JSON objects, without their empty cells; `offset` is 0, since they are no slices of the file."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UserError("Parquet needs the package pyarrow: pip install 'sijill[archives]'") from error
    number = 0
    try:
        table = ParquetFile(file)
        problem = None if columns is None else check_columns(table.schema_arrow.names, columns)
        if problem:
            yield _make_issue("missing_column", problem, name)
            return
        for batch in table.iter_batches(batch_size=_PARQUET_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield _to_json_row(row, number, name)
    except (pa.ArrowException, OSError) as error:
        yield _make_issue("broken_parquet", f"not Parquet: {error}; the rest of the file was left out", name, number + 1)


def _to_json_row(row: dict[str, Any], number: int, name: str) -> Row | Issue:
    try:
        data = msgspec.json.encode({column: cell for column, cell in row.items() if cell is not None})
    except (TypeError, UnicodeEncodeError) as error:
        return _make_issue("bad_row", f"a cell cannot be read: {error}", name, number)
    return Row(number, 0, data, "application/json", {})


def check_columns(header: list[str], columns: dict[str, str]) -> str | None:
    """Return what is wrong with a header line, None when it has a text column and all mapped ones."""
    wanted = {"text": "text", **columns}
    missing = [theirs for theirs in wanted.values() if theirs not in header]
    if not missing:
        return None
    have = ", ".join(header) or "none"
    return f"there is no column {', '.join(map(repr, missing))}; columns are: {have}. Name yours with --map text=COLUMN"


class _Lines:
    """Text lines of a file for the csv module, which remembers the bytes of the current record."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._next: bytes | None = None
        self._record: list[bytes] = []
        self.offset = 0
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.peek()
        if not line:
            raise StopIteration
        self._next = None
        self._record.append(line)
        self.offset += len(line)
        self.number += 1
        return line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")

    def peek(self) -> bytes:
        """Return the line that comes next, empty at the end."""
        if self._next is None:
            self._next = self._file.readline(MAX_ROW)
        return self._next

    def take(self) -> bytes:
        """Return the bytes of the record and begin a new one."""
        record, self._record = b"".join(self._record), []
        return record


def _find_delimiter(line: bytes) -> str:
    header = line[:65536].decode("utf-8", errors="replace")
    return max(_DELIMITERS, key=lambda d: (header.count(d), -_DELIMITERS.index(d)))


def _find_byte(message: str) -> int:
    """Return the byte that a message of msgspec names, 0 for none."""
    digits = message.rpartition("(byte ")[2].rstrip(")")
    return int(digits) if digits.isdecimal() else 0


def _make_issue(code: str, detail: str, name: str, line: int | None = None) -> Issue:
    return Issue(stage="collect", code=code, severity="skip", detail=detail, subject=name, file=name, line=line)
