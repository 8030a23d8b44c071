"""The bulk engine of one machine: documents are extracted in partitions on all processors, then the claims are linked.

In: JSON Lines files of documents. Out: `documents.jsonl`, `claims.jsonl`, `issues.jsonl`, `incidents.jsonl` and `manifest.json` in one
folder. A killed run goes on from the last finished partition; nothing is lost or doubled.
Not here: what an incident is (the function is passed in), other engines.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec

from sijill import __version__
from sijill.bulk.manifest import Manifest, describe_inputs, load_or_start, save
from sijill.collect.lines import Line, iter_lines
from sijill.errors import InputError
from sijill.extract.pool import ExtractionPool, Recipe
from sijill.model import Claim, Document, Incident, Issue
from sijill.packs import Packs, load_packs
from sijill.read import READER, parse_line, read_one

PARTITION = 2000
OUTPUTS = ("documents", "claims", "issues")
MakeIncidents = Callable[[Sequence[Claim]], Sequence[Incident]]
_ENCODER = msgspec.json.Encoder(order="deterministic")


class BatchJob(msgspec.Struct, frozen=True, kw_only=True):
    """What a bulk run is asked to do. `partition` is the number of input lines between two safe points."""

    paths: list[str]
    out: Path
    recipe: Recipe
    rule: str
    jobs: int = 1
    partition: int = PARTITION

    def make_manifest(self) -> Manifest:
        """Return the manifest of a run that has not begun."""
        options = {"reader": READER, "rule": self.rule, "places": self.recipe.settings.places, "packs": self.recipe.settings.packs}
        return Manifest(version=__version__, inputs=describe_inputs(self.paths), options=options)


class BatchResult(msgspec.Struct, frozen=True):
    """Numbers of a finished run."""

    counts: dict[str, int]


def run_local(job: BatchJob, *, make_incidents: MakeIncidents, on_progress: Callable[[int, int], None]) -> BatchResult:
    """Run or continue a job; `on_progress` is called with documents and claims so far. Raises InputError for a folder of another job."""
    job.out.mkdir(parents=True, exist_ok=True)
    manifest = load_or_start(job.out, job.make_manifest())
    if not manifest.is_extracted:
        manifest = _extract(job, manifest, on_progress)
    if not manifest.is_finished:
        manifest = _link(job, manifest, make_incidents)
    return BatchResult(manifest.counts)


def _extract(job: BatchJob, manifest: Manifest, on_progress: Callable[[int, int], None]) -> Manifest:
    """Extract the partitions that are left."""
    lines = islice(iter_lines(job.paths), manifest.lines, None)
    with ExitStack() as stack:
        pool = stack.enter_context(ExtractionPool(job.recipe, job.jobs))
        files = {name: stack.enter_context(_reopen(job.out / f"{name}.jsonl", manifest.sizes.get(name, 0))) for name in OUTPUTS}
        while partition := list(islice(lines, job.partition)):
            counts = _extract_partition(partition, pool, files)
            manifest = msgspec.structs.replace(
                manifest,
                lines=manifest.lines + len(partition),
                partitions=manifest.partitions + 1,
                sizes={name: _sync(file) for name, file in files.items()},
                counts={name: manifest.counts.get(name, 0) + n for name, n in counts.items()},
            )
            save(job.out, manifest)
            on_progress(manifest.counts["documents"], manifest.counts["claims"])
    manifest = msgspec.structs.replace(manifest, is_extracted=True)
    save(job.out, manifest)
    return manifest


def _extract_partition(partition: Sequence[Line | Issue], pool: ExtractionPool, files: dict[str, IO[bytes]]) -> dict[str, int]:
    counts = dict.fromkeys(OUTPUTS, 0)

    def write(name: str, value: Any) -> None:
        files[name].write(_ENCODER.encode(value) + b"\n")
        counts[name] += 1

    issues: list[Issue] = []
    for document, extraction in pool.run(_read(partition, load_packs(pool.recipe.pack_dirs), issues)):
        write("documents", document)
        for claim in extraction.claims:
            write("claims", claim)
        issues += extraction.issues
    for issue in issues:
        write("issues", issue)
    return counts


def _read(partition: Sequence[Line | Issue], packs: Packs, issues: list[Issue]) -> Iterator[Document]:
    """Yield the documents of a partition's lines; what cannot be read is added to `issues`."""
    for line in partition:
        if isinstance(line, Issue):
            issues.append(line)
            continue
        try:
            documents, found = read_one(parse_line(line.data), packs)
        except InputError as error:
            issues.append(Issue(stage="read", code="broken_line", severity="skip", detail=str(error), file=line.file, line=line.number))
            continue
        issues += [msgspec.structs.replace(issue, file=line.file, line=line.number) for issue in found]
        yield from documents


def _link(job: BatchJob, manifest: Manifest, make_incidents: MakeIncidents) -> Manifest:
    """Link all claims and write the incidents in one step."""
    claims = list(_iter_claims(job.out / "claims.jsonl"))
    temporary = job.out / "incidents.new"
    count = 0
    with temporary.open("wb") as file:
        for incident in make_incidents(claims):
            # As `sijill link` writes them: how every value came about is large, and is made again when asked for.
            file.write(_ENCODER.encode(msgspec.structs.replace(incident, assessment=None)) + b"\n")
            count += 1
        _sync(file)
    temporary.replace(job.out / "incidents.jsonl")
    manifest = msgspec.structs.replace(manifest, counts={**manifest.counts, "incidents": count}, is_finished=True)
    save(job.out, manifest)
    return manifest


def _iter_claims(path: Path) -> Iterator[Claim]:
    decoder = msgspec.json.Decoder(Claim)
    with path.open("rb") as file:
        for line in file:
            yield decoder.decode(line)


def _reopen(path: Path, size: int) -> IO[bytes]:
    """Open an output for appending, cut back to what the manifest vouches for."""
    path.touch()
    file = path.open("r+b")
    file.truncate(size)
    file.seek(size)
    return file


def _sync(file: IO[bytes]) -> int:
    """Put what was written on disk and return the file's length."""
    file.flush()
    os.fsync(file.fileno())
    return file.tell()
