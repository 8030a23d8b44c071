"""The manifest of a bulk run: what was asked, and what is finished.

In and out: `manifest.json` (the job, and numbers when it is done) and a note for every finished partition in `progress/`; `linking/` holds
what is there only while claims are linked. A partition
counts as finished when its note is there, which is written after its files; files without a note are of a run that was cut short, and
are written again. Not here: the files themselves (`folder`).
"""

import msgspec

from sijill import __version__
from sijill.bulk.folder import Folder
from sijill.bulk.job import BatchJob
from sijill.bulk.plan import name_partition
from sijill.bulk.tables import KINDS
from sijill.bulk.work import Partition
from sijill.errors import InputError
from sijill.extract.pool import Recipe

NAME = "manifest.json"
PROGRESS = "progress"
WORK = "linking"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A bulk run: version, fingerprint of the job, files with their lengths, options; `counts` and `partitions` when it is finished.

    `partitions` maps the name of each partition to its rows by table.
    """

    version: str
    job: str
    files: tuple[tuple[str, int], ...]
    options: dict[str, str]
    counts: dict[str, int] = {}
    partitions: dict[str, dict[str, int]] = {}
    is_extracted: bool = False
    is_finished: bool = False


def open_manifest(folder: Folder, job: BatchJob) -> Manifest:
    """Return the manifest to go on from, writing it where the run is new; raises InputError when the folder is of another job."""
    data = folder.read(NAME)
    fingerprint = job.make_fingerprint()
    if data is None:
        manifest = Manifest(
            version=__version__,
            job=fingerprint,
            files=tuple((file.name, file.size) for file in job.files),
            options=_describe(job.recipe, job),
        )
        save_manifest(folder, manifest)
        return manifest
    where = f"{folder.address}/{NAME}"
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise InputError(f"not a manifest of a bulk run: {error}", file=where) from error
    if manifest.job != fingerprint:
        raise InputError("the folder holds a run of other inputs, options or version; give another --out, or add --restart", file=where)
    return manifest


def load_manifest(folder: Folder) -> Manifest:
    """Return the manifest of a finished run; raises InputError."""
    data = folder.read(NAME)
    if data is None:
        raise InputError("this is no result of a bulk run: it has no manifest.json", file=folder.address)
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise InputError(f"not a manifest of a bulk run: {error}", file=folder.address) from error
    if not manifest.is_finished:
        raise InputError("the bulk run is not finished; give its command again first", file=folder.address)
    return manifest


def save_manifest(folder: Folder, manifest: Manifest) -> None:
    """Replace the manifest in one step."""
    folder.write(NAME, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")


def write_partition(folder: Folder, name: str, partition: Partition, form: str) -> None:
    """Write the files of a partition, those without rows left out, and then the note that it is finished."""
    for table, data in partition.files.items():
        if partition.counts[table] or name == name_partition(0, 0):
            folder.write(f"{table}/part-{name}.{form}", data)
    folder.write(f"{PROGRESS}/{name}.json", msgspec.json.encode(partition.counts) + b"\n")


def find_finished(folder: Folder) -> set[str]:
    """Return the names of the finished partitions."""
    return {name.rpartition("/")[2].removesuffix(".json") for name in folder.list(PROGRESS)}


def note_extracted(folder: Folder, manifest: Manifest) -> Manifest:
    """Return the manifest with the numbers of all partitions, and write it; after that the notes may be deleted."""
    partitions: dict[str, dict[str, int]] = {}
    for name in folder.list(PROGRESS):
        partitions[name.rpartition("/")[2].removesuffix(".json")] = msgspec.json.decode(folder.read(name) or b"{}", type=dict[str, int])
    counts: dict[str, int] = {}
    for row in partitions.values():
        for key, value in row.items():
            counts[key] = counts.get(key, 0) + value
    manifest = msgspec.structs.replace(manifest, counts=counts, partitions=dict(sorted(partitions.items())), is_extracted=True)
    save_manifest(folder, manifest)
    return manifest


def list_tables(folder: Folder, table: str) -> list[str]:
    """Return the files of a table in order."""
    return [name for name in folder.list(table) if name.rpartition(".")[2] in ("jsonl", "parquet")]


def restart(folder: Folder) -> None:
    """Delete what a former run left in a folder, and nothing else."""
    folder.clear((NAME, PROGRESS, WORK, *KINDS))


def _describe(recipe: Recipe, job: BatchJob) -> dict[str, str]:
    """Return the options in words, for people; the fingerprint is what counts."""
    return {
        "rule": job.options.rule,
        "format": job.options.form,
        "partition": str(job.options.partition),
        "places": recipe.settings.places,
        "packs": recipe.settings.packs,
        "choice": msgspec.json.encode(job.options.choice).decode(),
    }
