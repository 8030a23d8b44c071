"""Unpacking `.gz`, `.zst`, `.bz2`, `.zip` and `.tar`, within limits, so that a file made to burst does no harm.

In: a packed file or stream. Out: a stream of its bytes, or its members one after another. What passes a limit or cannot be unpacked
raises `UnpackError`, also in the middle of reading. Not here: what the members are (`sijill.collect.records`), WARC.
"""

import bz2
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any, cast

from sijill.collect.files import BUFFER

CHUNK = 1 << 20
# A member may grow to this size whatever its ratio; beyond it the ratio of unpacked to packed bytes counts.
FREE_SIZE = 64 << 20
MAX_SIZE = 1 << 40
MAX_RATIO = 200
MAX_MEMBERS = 1_000_000
_ZSTD_PIECE = 4096  # so little that even the densest frame unpacks to something that fits in memory
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError)


class UnpackError(Exception):
    """A packed file is broken or passes a limit; `str()` says which."""


class _Limited(io.RawIOBase):
    """The unpacked bytes of a packed stream, which must not grow out of proportion to it."""

    def __init__(self, unpacked: Any, packed: IO[bytes], size: int | None = None) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._packed_size = size
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data: bytes = self._unpacked.read(len(buffer))
        except (*_BROKEN, OSError) as error:
            raise UnpackError(f"cannot be unpacked: {error or type(error).__name__}") from error
        self._size += len(data)
        if self._size > FREE_SIZE:
            packed = self._packed.tell() if self._packed_size is None else self._packed_size
            if self._size > MAX_SIZE or self._size > MAX_RATIO * max(packed, 1):
                raise UnpackError(f"it grows beyond {self._size:,} bytes from {packed:,}: taken for an archive made to do harm")
        buffer[: len(data)] = data
        return len(data)


class _Zstd:
    """The bytes of Zstandard frames; unlike the package's own reader it notices when the last frame is cut off."""

    def __init__(self, file: IO[bytes]) -> None:
        from zstandard import ZstdDecompressor

        self._file = file
        self._make = ZstdDecompressor(max_window_size=1 << 31).decompressobj
        self._frame: Any = None
        self._ready = b""
        self._rest = b""

    def read(self, size: int) -> bytes:
        from zstandard import ZstdError

        while not self._ready:
            piece = self._rest or self._file.read(_ZSTD_PIECE)
            self._rest = b""
            if not piece:
                if self._frame is not None:
                    raise EOFError("the last frame is cut off")
                return b""
            self._frame = self._frame or self._make()
            try:
                self._ready = self._frame.decompress(piece)
            except ZstdError as error:
                raise EOFError(str(error)) from error
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        data, self._ready = self._ready[:size], self._ready[size:]
        return data


_STREAMS: tuple[tuple[bytes, str, Callable[[Any], Any]], ...] = (
    (b"\x1f\x8b\x08", ".gz", lambda file: gzip.GzipFile(fileobj=file)),
    (b"\x28\xb5\x2f\xfd", ".zst", _Zstd),
    (b"BZh", ".bz2", bz2.BZ2File),
)
PACKED = frozenset(suffix for _, suffix, _ in _STREAMS)


def open_unpacked(file: io.BufferedReader, name: str = "", depth: int = 0) -> io.BufferedReader | None:
    """Return the unpacked bytes of a stream that is packed by itself, by its first bytes, else None; raises UnpackError."""
    head = file.peek(4)[:4]
    for magic, _, opener in _STREAMS:
        if head.startswith(magic):
            try:
                unpacked = opener(file)
            except ImportError as error:
                raise UnpackError("it needs the package zstandard: pip install 'sijill[archives]'") from error
            return io.BufferedReader(_Limited(unpacked, file), BUFFER)
    if depth == 0 and name.lower().endswith(tuple(PACKED)):
        raise UnpackError("cannot be unpacked: it does not begin like a packed file")
    return None


def is_zip(file: io.BufferedReader, name: str) -> bool:
    """Is a stream a zip archive, by its name or first bytes?"""
    return name.lower().endswith(".zip") or file.peek(4)[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def is_tar(file: io.BufferedReader) -> bool:
    """Does a stream begin like a tar archive?"""
    return file.peek(512)[257:262] == b"ustar"


def iter_zip(file: IO[bytes]) -> Iterator[tuple[str, io.BufferedReader | UnpackError]]:
    """Yield name and bytes of the files in a zip archive, in its own order; raises UnpackError."""
    try:
        with zipfile.ZipFile(file if file.seekable() else io.BytesIO(_read_all(file))) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not is_hidden(m.filename)]
            if len(members) > MAX_MEMBERS:
                raise UnpackError(f"it holds {len(members):,} files, the limit is {MAX_MEMBERS:,}")
            for member in members:
                yield member.filename, _open_member(archive, member)
    except (*_BROKEN, OSError) as error:
        raise UnpackError(f"cannot be unpacked: {error}") from error


def iter_tar(file: IO[bytes]) -> Iterator[tuple[str, io.BufferedReader]]:
    """Yield name and bytes of the files in a tar archive as they come; raises UnpackError for what follows a broken place."""
    try:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for number, member in enumerate(archive):
                if number >= MAX_MEMBERS:
                    raise UnpackError(f"it holds more than {MAX_MEMBERS:,} files")
                content = archive.extractfile(member) if member.isreg() and not is_hidden(member.name) else None
                if content is not None:
                    yield member.name, io.BufferedReader(_Limited(content, file, member.size), BUFFER)
                archive.members.clear()  # type: ignore[attr-defined]  # else every header of a long archive stays in memory
    except (*_BROKEN, OSError) as error:
        raise UnpackError(f"cannot be unpacked: {error}") from error


def is_hidden(name: str) -> bool:
    """Is a member of an archive hidden, or one of the files that macOS adds?"""
    return any(part.startswith((".", "__MACOSX")) and part != "." for part in name.split("/"))


def _open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> io.BufferedReader | UnpackError:
    if member.flag_bits & 1:
        return UnpackError("it is encrypted")
    try:
        return io.BufferedReader(_Limited(archive.open(member), cast("Any", None), member.compress_size), BUFFER)
    except (*_BROKEN, OSError) as error:
        return UnpackError(f"cannot be unpacked: {error}")


def _read_all(file: IO[bytes]) -> bytes:
    """Return a stream whole, since the list of a zip archive is at its end; raises UnpackError for one too long to be held."""
    data = file.read(FREE_SIZE * 4 + 1)
    if len(data) > FREE_SIZE * 4:
        raise UnpackError(f"a zip archive that cannot be read from a file must be below {FREE_SIZE * 4:,} bytes")
    return data
