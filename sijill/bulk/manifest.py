"""The manifest of a bulk run: what it was asked, how far it is, and how long every output was at that moment.

In and out: `manifest.json` in the output folder, replaced in one step after each partition. Outputs are only appended to, so that a run
that was killed is continued by cutting them back to the lengths in the manifest.
"""

import os
from pathlib import Path

import msgspec

from sijill.errors import InputError

NAME = "manifest.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """State of a bulk run. `lines` of the input are done; `sizes` are the outputs' lengths in bytes; `counts` is for people."""

    version: str
    inputs: tuple[str, ...]
    options: dict[str, str]
    lines: int = 0
    partitions: int = 0
    sizes: dict[str, int] = {}
    counts: dict[str, int] = {}
    is_extracted: bool = False
    is_finished: bool = False

    def is_same_job(self, other: "Manifest") -> bool:
        """Was the same asked of the same version?"""
        return (self.version, self.inputs, self.options) == (other.version, other.inputs, other.options)


def load_or_start(folder: Path, wanted: Manifest) -> Manifest:
    """Return the manifest to go on from: the one in `folder`, else `wanted`; raises InputError when the folder is of another job."""
    path = folder / NAME
    if not path.exists():
        return wanted
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.DecodeError as error:
        raise InputError(f"not a manifest of a bulk run: {error}", file=str(path)) from error
    if not found.is_same_job(wanted):
        raise InputError("the folder holds a run of other inputs, options or version; give another --out, or add --restart", file=str(path))
    return found


def save(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step; it is on disk when this returns."""
    temporary = folder / (NAME + ".new")
    with temporary.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / NAME)


def describe_inputs(paths: list[str]) -> tuple[str, ...]:
    """Return what identifies the inputs: name and size."""
    return tuple(f"{p}:{Path(p).stat().st_size}" if Path(p).is_file() else p for p in paths)
