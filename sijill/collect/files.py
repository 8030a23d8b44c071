"""Finding files: paths, folders and globs to the files below them, each under a name that does not depend on the machine.

In: paths as typed. Out: `(name, path)`, sorted; the name begins with the last part of the path that was given.
Not here: opening them.
"""

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from sijill.errors import InputError

STANDARD_INPUT = "-"
_GLOB = frozenset("*?[")


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
            if not (path / "register.db").is_file():
                yield from _iter_folder(f"{name}/{path.name}", path)
        elif path.is_file():
            yield f"{name}/{path.name}", path
