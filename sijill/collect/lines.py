"""Lines of JSON Lines files and of standard input, for the commands that work without a register.

In: paths (`-` is standard input). Out: every line with its file and number, one at a time, whatever the size of the file.
A line longer than `MAX_LINE` is skipped and reported; UTF-16 files are converted; `.gz` is read through.
Not here: files kept in a register (`sijill.collect`).
"""

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple, cast

from sijill.errors import InputError
from sijill.model import Issue

MAX_LINE = 64_000_000
STANDARD_INPUT = "-"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Line(NamedTuple):
    """One line with where it stands; `number` counts from 1."""

    file: str
    number: int
    data: bytes


def iter_lines(paths: Sequence[str]) -> Iterator[Line | Issue]:
    """Yield the lines that are not blank, and an issue for each that cannot be read; raises InputError for a missing file."""
    for path in paths:
        name = "<standard input>" if path == STANDARD_INPUT else path
        with _open(path) as file:
            try:
                yield from _iter_file(file, name)
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                yield Issue(
                    stage="collect", code="broken_archive", severity="skip", detail=f"the rest cannot be unpacked: {error}", file=name
                )


def check_paths(paths: Sequence[str]) -> None:
    """Raise InputError for the first path that cannot be opened, before any work is done."""
    for path in paths:
        if path != STANDARD_INPUT:
            _open(path).close()


def _open(path: str) -> IO[bytes]:
    if path == STANDARD_INPUT:
        return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False))
    if Path(path).is_dir():
        raise InputError("it is a folder; give JSON Lines files, or use `sijill add` for a folder of reports", file=path)
    try:
        if path.endswith(".gz"):
            return cast("IO[bytes]", gzip.open(path))
        return Path(path).open("rb")
    except OSError as error:
        raise InputError(error.strerror or "cannot be opened", file=path) from error


def _iter_file(file: IO[bytes], name: str) -> Iterator[Line | Issue]:
    number = 0
    if isinstance(file, io.BufferedReader) and file.peek(2)[:2] in _UTF16:
        file = cast("IO[bytes]", codecs.EncodedFile(file, "utf-8", "utf-16", errors="replace"))
    while data := file.readline(MAX_LINE):
        number += 1
        if len(data) == MAX_LINE and not data.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            detail = f"the line is longer than {MAX_LINE:,} bytes"
            yield Issue(stage="collect", code="too_long", severity="skip", detail=detail, file=name, line=number)
        elif data.strip(b" \t\r\n\xef\xbb\xbf"):
            yield Line(name, number, data)
