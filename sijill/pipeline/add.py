"""Adding: files, folders and standard input become captures of a register.

In: paths. Out: captures with their bytes on disk, issues for what could not be taken in. Adding the same file again adds nothing.
Not here: what the bytes say (`sijill.pipeline.run`).
"""

from collections.abc import Sequence

import msgspec

from sijill.collect import CollectOptions, check_paths, iter_captures
from sijill.model import Capture, Issue
from sijill.pipeline.progress import Progress, be_silent
from sijill.store import Register

_BATCH = 500


class AddResult(msgspec.Struct, frozen=True):
    """How many captures are new, how many were known, and what could not be taken in."""

    added: int
    known: int
    issues: tuple[Issue, ...]


def add_paths(
    register: Register, paths: Sequence[str], *, options: CollectOptions | None = None, progress: Progress = be_silent
) -> AddResult:
    """Keep everything that `paths` lead to; raises InputError for a path that leads nowhere, before anything is kept."""
    check_paths(paths)
    register.blobs.drop_unfinished()
    added = seen = 0
    issues: list[Issue] = []
    batch: list[Capture] = []

    def keep() -> None:
        nonlocal added
        added += register.add_captures((capture, None) for capture in batch)
        batch.clear()
        progress("add", seen, None)

    for found in iter_captures(paths, register.blobs, options):
        if isinstance(found, Issue):
            issues.append(found)
            continue
        seen += 1
        batch.append(found)
        if len(batch) == _BATCH:
            keep()
    keep()
    register.record_issues(issues)
    return AddResult(added, seen - added, tuple(issues))
