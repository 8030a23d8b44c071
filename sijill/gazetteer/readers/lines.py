"""The lines of place files: plain, gzipped, or zipped with a notice beside them."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from sijill.errors import InputError

_READABLE = (".txt", ".csv", ".tsv", ".json", ".geojson", ".jsonl", ".ndjson")
_ENCODING = "utf-8-sig"  # a mark that some programs write in front is no letter of the first name


def open_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file that may be zipped or gzipped; raises InputError."""
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding=_ENCODING) as lines:
                yield from lines
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from io.TextIOWrapper(archive.open(_choose_member(archive, path)), encoding=_ENCODING)
        else:
            with path.open(encoding=_ENCODING) as lines:
                yield from lines
    except UnicodeDecodeError as error:
        raise InputError(f"cannot be read as a place file: not UTF-8 ({error.reason})", file=str(path)) from error
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise InputError(f"cannot be read as a place file: {error}", file=str(path)) from error


def _choose_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """Return the largest table or dump of an archive; raises InputError."""
    inner = [m for m in archive.infolist() if m.filename.lower().endswith(_READABLE) and "readme" not in m.filename.lower()]
    if not inner:
        raise InputError(f"no place file in the archive; it may end in {', '.join(_READABLE)}", file=str(path))
    largest = max(inner, key=lambda m: m.file_size)
    if largest.flag_bits & 1:
        raise InputError("the archive is locked with a password", file=str(path))
    return largest
