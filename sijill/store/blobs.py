"""Content-addressed files: raw bytes named by their SHA-256, written once and never changed.

In: bytes or a stream. Out: files `ab/cd/abcd…` under one folder; a file that has its name is complete.
Not here: the rows that describe captures (`sijill.store.register`).
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sijill.errors import RegisterError
from sijill.model import Capture, make_sha256


class Blobs:
    """A folder of raw bytes by SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_path(self, sha256: str) -> Path:
        """Return where the bytes with this hash are or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        """Are the bytes with this hash kept?"""
        return self.get_path(sha256).is_file()

    def write(self, chunks: Iterable[bytes]) -> str:
        """Keep the bytes and return their hash; they are on disk when this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(prefix=f"incoming-{os.getpid()}-", dir=self.folder)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in chunks:
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            self._publish(temporary, digest.hexdigest())
        finally:
            temporary.unlink(missing_ok=True)
        return digest.hexdigest()

    def read(self, sha256: str, offset: int = 0, length: int | None = None) -> bytes:
        """Return kept bytes, whole or a slice; raises RegisterError when they are missing."""
        path = self.get_path(sha256)
        try:
            with path.open("rb") as file:
                file.seek(offset)
                return file.read(-1 if length is None else length)
        except FileNotFoundError as error:
            raise RegisterError(f"the captured bytes {sha256} are missing from {self.folder}; restore them from a backup") from error

    def load(self, capture: Capture) -> bytes:
        """Return the bytes of a capture: its own file, or its slice of the file it is a row of; raises RegisterError."""
        container = capture.headers.get("container")
        if container is None:
            return self.read(capture.sha256)
        return self.read(container, int(capture.headers["offset"]), int(capture.headers["length"]))

    def check(self, sha256: str) -> bool:
        """Do the kept bytes still have their hash?"""
        return self.has(sha256) and make_sha256(self.read(sha256)) == sha256

    def drop_unfinished(self) -> int:
        """Delete temporary files of writers that are no longer there and return their number."""
        found = self.folder.glob("incoming-*") if self.folder.is_dir() else ()
        unfinished = [path for path in found if not _is_running(int(path.name.split("-")[1]))]
        for path in unfinished:
            path.unlink(missing_ok=True)
        return len(unfinished)

    def _publish(self, temporary: Path, sha256: str) -> None:
        target = self.get_path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)
        if os.name != "posix":
            return
        directory = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _is_running(process: int) -> bool:
    """Is there a process of this number? Where that cannot be asked: yes."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
