"""Unpacking `.gz` and `.zip`, within limits, so that a file made to burst does no harm.

In: a packed file. Out: its members as names and chunks of bytes. What passes a limit or cannot be unpacked raises `UnpackError`.
Not here: `.tar`, `.zst` and WARC (to come with archives).
"""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

CHUNK = 1 << 20
# A member may grow to this size whatever its ratio; beyond it the ratio of unpacked to packed bytes counts.
FREE_SIZE = 64 << 20
MAX_SIZE = 16 << 30
MAX_RATIO = 200
MAX_MEMBERS = 1_000_000


class UnpackError(Exception):
    """A packed file is broken or passes a limit; `str()` says which."""


def iter_gzip(path: Path) -> Iterator[bytes]:
    """Yield the unpacked bytes of a gzip file; raises UnpackError."""
    try:
        with gzip.open(path) as file:
            yield from _iter_limited(file, path.stat().st_size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnpackError(f"cannot be unpacked: {error}") from error


def iter_members(path: Path) -> list[zipfile.ZipInfo]:
    """Return the files of a zip archive in its own order; raises UnpackError."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not is_hidden(m.filename)]
    except (zipfile.BadZipFile, OSError) as error:
        raise UnpackError(f"cannot be unpacked: {error}") from error
    if len(members) > MAX_MEMBERS:
        raise UnpackError(f"it holds {len(members):,} files, the limit is {MAX_MEMBERS:,}")
    return members


def iter_member(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the unpacked bytes of one file of a zip archive; raises UnpackError."""
    if member.flag_bits & 1:
        raise UnpackError("it is encrypted")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            yield from _iter_limited(file, member.compress_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnpackError(f"cannot be unpacked: {error}") from error


def is_hidden(name: str) -> bool:
    """Is a member of an archive hidden, or one of the files that macOS adds?"""
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _iter_limited(file: IO[bytes] | gzip.GzipFile, packed: int) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > MAX_SIZE or (size > FREE_SIZE and size > MAX_RATIO * max(packed, 1)):
            raise UnpackError(f"it grows beyond {size:,} bytes from {packed:,}: taken for an archive made to do harm")
        yield chunk
