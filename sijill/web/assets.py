"""The built front end: which hashed file belongs to which entry.

In: `static/manifest.json`, written by Vite. Out: addresses of scripts and style sheets.
Not here: the building (`hatch_build.py`), the sources (`frontend/`).
"""

from pathlib import Path

import msgspec

from sijill.errors import DefectError

STATIC_FOLDER = Path(__file__).parent / "static"
STATIC_URL = "/static/"
ENTRY = "src/workbench.ts"


class Chunk(msgspec.Struct, frozen=True):
    """One entry of Vite's manifest."""

    file: str
    css: tuple[str, ...] = ()


class Assets(msgspec.Struct, frozen=True):
    """Addresses of what every page loads."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def load_assets(folder: Path = STATIC_FOLDER) -> Assets:
    """Return the addresses of the built files; raises DefectError when the front end was not built."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        raise DefectError(f"{manifest} is missing: this installation has no front end; build it with `python hatch_build.py`")
    entry = msgspec.json.decode(manifest.read_bytes(), type=dict[str, Chunk])[ENTRY]
    return Assets(scripts=(STATIC_URL + entry.file,), styles=tuple(STATIC_URL + name for name in entry.css))
