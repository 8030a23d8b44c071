"""Finding and opening files: paths, folders, globs and addresses to the files below them, each under a name that does not depend on the
machine.

In: paths as typed, or addresses that fsspec knows (`s3://…`, `https://…`, `memory://…`). Out: `Found` files, sorted; the name begins with
the last part of the path that was given. Not here: what is in them.
"""

import glob
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from sijill.errors import InputError, UserError
from sijill.store.location import is_register

STANDARD_INPUT = "-"
STANDARD_INPUT_NAME = "standard-input"
BUFFER = 1 << 18
_GLOB = frozenset("*?[")
_ADDRESS = "://"


class Found(NamedTuple):
    """A file: its name, where it is (a path, an address, or `-`), and its length in bytes (0: not known)."""

    name: str
    address: str
    size: int


def find_files(paths: Sequence[str]) -> list[Found]:
    """Return every file that the paths and addresses stand for; raises InputError for one that leads nowhere."""
    found: list[Found] = []
    for path in paths:
        if path == STANDARD_INPUT:
            found.append(Found(STANDARD_INPUT_NAME, path, 0))
        elif _ADDRESS in path:
            found += _find_at_address(path)
        else:
            found += [Found(name, str(file), file.stat().st_size) for name, file in iter_files([path])]
    return found


def open_file(address: str) -> io.BufferedReader:
    """Open a file for reading in pieces, wherever it is; raises InputError."""
    try:
        if address == STANDARD_INPUT:
            return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False), BUFFER)
        if _ADDRESS in address:
            system, path = get_filesystem(address)
            return io.BufferedReader(cast("io.RawIOBase", _Raw(system.open(path, "rb"))), BUFFER)
        return io.BufferedReader(io.FileIO(Path(address).expanduser()), BUFFER)
    except OSError as error:
        raise InputError(error.strerror or str(error) or "cannot be opened", file=address) from error


def iter_files(paths: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Yield name and path of every file; hidden files and folders, and registers, are passed over in folders. Raises InputError."""
    for given in paths:
        for path in find_paths(given):
            if path.is_dir():
                yield from _iter_folder(path.resolve().name, path)
            else:
                yield path.name, path


def find_paths(given: str) -> list[Path]:
    """Return what a path or glob stands for, sorted; raises InputError when there is nothing."""
    path = Path(given).expanduser()
    if path.exists():
        return [path]
    if _GLOB & set(given):
        found = sorted(Path(p) for p in glob.glob(str(path), recursive=True))
        if found:
            return found
        raise InputError("no file matches", file=given)
    raise InputError("there is no such file or folder", file=given)


def _iter_folder(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if not is_register(path):
                yield from _iter_folder(f"{name}/{path.name}", path)
        elif path.is_file():
            yield f"{name}/{path.name}", path


def get_filesystem(address: str) -> tuple[Any, str]:
    """Return the file system of an address and the path in it; raises UserError where fsspec or a part of it is missing."""
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(address)
    except ImportError as error:
        raise UserError(f"addresses such as {address} need further packages: pip install 'sijill[archives]' ({error})") from error
    except ValueError as error:
        raise InputError(str(error), file=address) from error
    return system, str(path)


def _find_at_address(address: str) -> list[Found]:
    """Return the files at an address: the one it names, those a glob matches, or all below a folder."""
    system, path = get_filesystem(address)
    try:
        if _GLOB & set(address):
            paths = [p for p in system.glob(path) if not system.isdir(p)]
        else:
            paths = system.find(path) if system.isdir(path) and not system.isfile(path) else [path]
        found = [Found(_name(system, path, p), str(system.unstrip_protocol(p)), int(system.size(p) or 0)) for p in sorted(paths)]
    except OSError as error:
        raise InputError(error.strerror or str(error) or "cannot be read", file=address) from error
    if not found:
        raise InputError("no file is there", file=address)
    return found


def _name(system: Any, given: str, path: str) -> str:
    """Return the name of a file at an address: from the last part of the given folder on, else its own last part."""
    base = given.rstrip("/")
    below = str(path).removeprefix(base + "/")
    last = base.rpartition("/")[2] or str(system.protocol if isinstance(system.protocol, str) else system.protocol[0])
    return f"{last}/{below}" if below != path and not _GLOB & set(base) else str(path).rpartition("/")[2]


class _Raw(io.RawIOBase):
    """A file object of fsspec as one that Python's buffered reader takes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
