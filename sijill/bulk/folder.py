"""The folder of a bulk run's results, on this machine or at an address that fsspec knows.

In: names and bytes. Out: the same. A file is there whole or not at all, and on disk when `write` returns; a full disk raises UserError and
leaves nothing behind. Not here: what the files mean (`tables`, `manifest`).
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sijill.errors import UserError

_HALF_WRITTEN = re.compile(r"\.(?:part-[\d-]+|manifest)\.\w+\.\d+")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def name_lack_of_room(address: str, what: str) -> Iterator[None]:
    """Raise UserError where what is done inside finds no room on the disk."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        message = f"{address}: there is no room to write {what}"
        raise UserError(f"{message}; make room and give the same command again: it goes on where it stopped") from error


class Folder:
    """A folder of results."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._system: Any = None
        self._root = address
        if "://" in address:
            from sijill.collect.files import get_filesystem

            self._system, self._root = get_filesystem(address)
        self._made: set[str] = set()

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place in one step, replacing it; raises UserError where there is no room."""
        with name_lack_of_room(self.address, f"{name} ({len(data):,} bytes)"):
            if self._system is not None:
                # An object store shows an object when it is complete; writing through a pipe keeps that promise.
                self._system.makedirs(f"{self._root}/{name}".rpartition("/")[0], exist_ok=True)
                self._system.pipe_file(f"{self._root}/{name}", data)
                return
            self._write_here(Path(self._root) / name, data)

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, None where there is none."""
        try:
            if self._system is not None:
                return bytes(self._system.cat_file(f"{self._root}/{name}"))
            return (Path(self._root) / name).read_bytes()
        except FileNotFoundError:
            return None

    def list(self, part: str) -> list[str]:
        """Return the names of the finished files in a part of the folder, sorted."""
        if self._system is not None:
            try:
                found = [str(path).rpartition("/")[2] for path in self._system.ls(f"{self._root}/{part}", detail=False)]
            except FileNotFoundError:
                found = []
        else:
            folder = Path(self._root) / part
            found = [entry.name for entry in os.scandir(folder)] if folder.is_dir() else []
        return sorted(f"{part}/{name}" for name in found if name and not name.startswith("."))

    def clear(self, parts: tuple[str, ...]) -> None:
        """Delete the given files and parts of the folder, and nothing else."""
        import shutil

        for part in parts:
            if self._system is not None:
                with suppress(FileNotFoundError):
                    self._system.rm(f"{self._root}/{part}", recursive=True)
            elif (Path(self._root) / part).is_dir():
                shutil.rmtree(Path(self._root) / part)
            else:
                (Path(self._root) / part).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what processes that were killed left half written."""
        if self._system is None:
            for path in [*Path(self._root).glob(".*"), *Path(self._root).glob("*/.*")]:
                if _HALF_WRITTEN.fullmatch(path.name):
                    path.unlink(missing_ok=True)

    def _write_here(self, path: Path, data: bytes) -> None:
        if str(path.parent) not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(str(path.parent))
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
