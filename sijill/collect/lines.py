"""Lines of JSON Lines files and of standard input, for the commands that work without a register.

In: paths and addresses (`-` is standard input). Out: every line with its file and number, one at a time, whatever the size of the file.
A line that is too long is skipped and reported; UTF-16 files are converted; packed files are read through.
Not here: other formats (`sijill.collect.records`), files kept in a register (`sijill.collect.captures`).
"""

import codecs
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple, cast

from sijill.collect.cut import cut_json_lines
from sijill.collect.files import STANDARD_INPUT, open_file
from sijill.collect.unpack import UnpackError, open_unpacked
from sijill.errors import InputError
from sijill.model import Issue

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
                for row in cut_json_lines(_unpack(file, path), name):
                    yield row if isinstance(row, Issue) else Line(name, row.line, row.data)
            except UnpackError as error:
                yield Issue(stage="collect", code="broken_archive", severity="skip", detail=f"the rest {error}", file=name)


def check_paths(paths: Sequence[str]) -> None:
    """Raise InputError for the first path that cannot be opened, before any work is done."""
    for path in paths:
        if path != STANDARD_INPUT:
            _open(path).close()


def _open(path: str) -> io.BufferedReader:
    if Path(path).is_dir():
        raise InputError("it is a folder; give JSON Lines files, or use `sijill add` or `sijill batch` for a folder of reports", file=path)
    return open_file(path)


def _unpack(file: io.BufferedReader, path: str) -> IO[bytes]:
    file = open_unpacked(file, path) or file
    if file.peek(2)[:2] in _UTF16:
        return cast("IO[bytes]", codecs.EncodedFile(file, "utf-8", "utf-16", errors="replace"))
    return file
