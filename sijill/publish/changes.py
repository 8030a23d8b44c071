"""What changed between two releases: incidents added, changed, merged, split or withdrawn.

In: the index of the last release and of this one. Out: `Change` values, in the order of ids. Nothing is compared but ids, claims and
content hashes, so that a release can be compared without its data. Not here: the release's folder (`release`).
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from sijill.errors import InputError
from sijill.model import Incident

Kind = Literal["added", "changed", "merged", "split", "withdrawn"]
INDEX_COLUMNS = ("incident_id", "sha256", "claim_ids", "previous_ids")
CHANGE_COLUMNS = ("kind", "incident_id", "successors")
TOMBSTONE_COLUMNS = ("incident_id", "kind", "successors", "release")
_ENCODER = msgspec.json.Encoder(order="deterministic")


class Entry(NamedTuple):
    """One incident in the index of a release: its id, the SHA-256 of its content, its claims, and the ids that it continues."""

    incident_id: str
    sha256: str
    claim_ids: frozenset[str]
    previous_ids: tuple[str, ...]


class Change(NamedTuple):
    """What became of an incident; `successors` carry on one that was merged, split or withdrawn."""

    kind: Kind
    incident_id: str
    successors: tuple[str, ...] = ()


def make_entry(incident: Incident) -> Entry:
    """Return the index entry of an incident."""
    digest = hashlib.sha256(_ENCODER.encode(incident)).hexdigest()
    return Entry(incident.incident_id, digest, frozenset(incident.claim_ids), incident.previous_ids)


def write_index(path: Path, entries: Iterable[Entry]) -> None:
    """Write the index as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(INDEX_COLUMNS)
        for entry in entries:
            writer.writerow((entry.incident_id, entry.sha256, " ".join(sorted(entry.claim_ids)), " ".join(entry.previous_ids)))


def load_index(path: Path) -> dict[str, Entry]:
    """Return the index of a release by incident id; raises InputError where it is none."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        raise InputError(f"is no release: {error.strerror}", file=str(path)) from error
    if not rows or tuple(rows[0]) != INDEX_COLUMNS:
        raise InputError(f"the header should be {','.join(INDEX_COLUMNS)}", file=str(path), line=1)
    return {row[0]: Entry(row[0], row[1], frozenset(row[2].split()), tuple(row[3].split())) for row in rows[1:]}


def iter_changes(before: dict[str, Entry], after: dict[str, Entry]) -> Iterator[Change]:
    """Yield what became of every incident that is new, different or gone, by id."""
    homes = {claim: entry.incident_id for entry in after.values() for claim in entry.claim_ids}
    heirs: dict[str, set[str]] = {}
    for entry in after.values():
        for old in entry.previous_ids:
            heirs.setdefault(old, set()).add(entry.incident_id)
    for incident_id in sorted(before.keys() | after.keys()):
        if incident_id not in before:
            yield Change("added", incident_id)
        elif incident_id in after:
            if before[incident_id].sha256 != after[incident_id].sha256:
                yield Change("changed", incident_id)
        else:
            moved = {homes[claim] for claim in before[incident_id].claim_ids if claim in homes}
            yield make_tombstone(incident_id, tuple(sorted(heirs.get(incident_id, set()) | moved)))


def make_tombstone(incident_id: str, successors: tuple[str, ...]) -> Change:
    """Return how an incident ended: without successor it was withdrawn, with one merged into it, with several split."""
    kinds: dict[int, Kind] = {0: "withdrawn", 1: "merged"}
    return Change(kinds.get(len(successors), "split"), incident_id, successors)


def write_changes(path: Path, changes: Iterable[Change]) -> None:
    """Write changes as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CHANGE_COLUMNS)
        for change in changes:
            writer.writerow((change.kind, change.incident_id, " ".join(change.successors)))


def write_tombstones(path: Path, changes: Iterable[Change], version: str, previous: Path | None) -> None:
    """Write every incident that ended: those that the last release names, and those that are gone since."""
    ended: list[Sequence[str]] = []
    before = previous / path.name if previous is not None else None
    if before is not None and before.is_file():
        with before.open(encoding="utf-8", newline="") as file:
            ended += list(csv.reader(file))[1:]
    gone = (change for change in changes if change.kind in {"merged", "split", "withdrawn"})
    ended += [(change.incident_id, change.kind, " ".join(change.successors), version) for change in gone]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TOMBSTONE_COLUMNS)
        writer.writerows(ended)
