"""Cutting files of many reports into rows: JSON Lines, JSON, CSV.

In: a kept file in UTF-8 and its name. Out: `Row` slices with their line numbers, or issues that name file and line.
Not here: what a row says (`sijill.read.rows`), other encodings (`sijill.collect.captures` converts them first).
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from sijill.model import Issue
from sijill.model.document import MediaType

MAX_ROW = 64_000_000
MAX_JSON = 1 << 30
_BLANK = b" \t\r\n\xef\xbb\xbf"
_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """A slice of a file: line (from 1), offset and length in bytes, and headers that reading it needs."""

    line: int
    offset: int
    data: bytes
    media_type: MediaType
    headers: dict[str, str]


def cut_json_lines(path: Path, name: str) -> Iterator[Row | Issue]:
    """Yield the lines that are not blank."""
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if len(line) >= MAX_ROW:
                yield _make_issue("too_long", f"the line is longer than {MAX_ROW:,} bytes", name, number)
            elif body := line.strip(_BLANK):
                yield Row(number, offset + line.index(body), body, "application/json", {})
            offset += len(line)


def cut_json(path: Path, name: str) -> Iterator[Row | Issue]:
    """Yield the objects of a JSON list, or the one object that the file is."""
    if path.stat().st_size > MAX_JSON:
        yield _make_issue("too_long", f"a JSON file must be below {MAX_JSON:,} bytes; JSON Lines has no limit", name)
        return
    data = path.read_bytes()
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


def cut_csv(path: Path, name: str, columns: dict[str, str] | None) -> Iterator[Row | Issue]:
    """Yield the records below the header line; `columns` maps our names to the file's. Without a text column there is only an issue.

    `columns` of None is for tables whose rows are no texts.
    """
    csv.field_size_limit(MAX_ROW)
    with path.open("rb") as file:
        lines = _Lines(file)
        delimiter = _find_delimiter(path)
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
        self._record: list[bytes] = []
        self.offset = 0
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_ROW)
        if not line:
            raise StopIteration
        self._record.append(line)
        self.offset += len(line)
        self.number += 1
        return line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")

    def take(self) -> bytes:
        """Return the bytes of the record and begin a new one."""
        record, self._record = b"".join(self._record), []
        return record


def _find_delimiter(path: Path) -> str:
    if path.suffix == ".tsv":
        return "\t"
    with path.open("rb") as file:
        header = file.readline(65536).decode("utf-8", errors="replace")
    return max(_DELIMITERS, key=lambda d: (header.count(d), -_DELIMITERS.index(d)))


def _find_byte(message: str) -> int:
    """Return the byte that a message of msgspec names, 0 for none."""
    digits = message.rpartition("(byte ")[2].rstrip(")")
    return int(digits) if digits.isdecimal() else 0


def _make_issue(code: str, detail: str, name: str, line: int | None = None) -> Issue:
    return Issue(stage="collect", code=code, severity="skip", detail=detail, subject=name, file=name, line=line)
