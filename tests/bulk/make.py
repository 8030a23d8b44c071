"""Jobs and archives for the tests of bulk runs. Everything in here is invented."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from sijill.bulk import BatchJob, BatchOptions, run_batch
from sijill.bulk.manifest import Manifest
from sijill.collect import find_files
from sijill.extract.pool import Recipe
from sijill.settings import Settings

PLACES = ("Raqqa", "Idlib", "Aleppo", "Homs", "Hama")


def make_rows(count: int = 30) -> list[dict[str, Any]]:
    """Reports of which every third tells of no event."""
    return [
        {"id": f"d{n}", "text": f"The market of {PLACES[n % 5]} opened late on Friday, traders said, and prices rose again."}
        if n % 3 == 2
        else {"id": f"d{n}", "text": f"An air strike killed {n % 7 + 1} civilians in {PLACES[n % 5]} on {n % 28 + 1} March 2031."}
        for n in range(count)
    ]


def write_documents(path: Path, count: int = 30) -> Path:
    """Write JSON Lines of reports."""
    path.write_text("".join(json.dumps(row) + "\n" for row in make_rows(count)), encoding="utf-8")
    return path


def make_job(paths: Sequence[Path], out: Path | str, **options: Any) -> BatchJob:
    """Return a job with small partitions and the gazetteer that is built in."""
    files = tuple(find_files([str(path) for path in paths]))
    return BatchJob(files=files, out=str(out), recipe=Recipe(Settings()), options=BatchOptions(**{"partition": 7, **options}))


def run(paths: Sequence[Path], out: Path, jobs: int = 1, **options: Any) -> Manifest:
    """Run a job on this machine."""
    return run_batch(make_job(paths, out, **options), jobs=jobs, on_progress=lambda _: None)


def read_files(out: Path) -> dict[str, bytes]:
    """Return all files of a result but the manifest, by their names."""
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file() and p.name != "manifest.json"}


def read_rows(out: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of JSON Lines, in order."""
    return [msgspec.json.decode(line) for p in sorted((out / table).glob("*.jsonl")) for line in p.read_bytes().splitlines()]
