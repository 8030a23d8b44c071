"""The end of a bulk run: the claims of a folder are linked, and the incidents written.

In: the folder of an extracted job, and an engine. Out: `incidents/`, and the finished manifest. The stages are functions of bytes:

    a file of claims → accounts of single claims, without texts    `read_singles`      any process
    these, by document → accounts                                  `Linker.make_accounts`
    all accounts → which claim belongs to which incident           `Assignment`        one process
    the claims of a run of incidents → a file of incidents         `write_part`        any process

An engine runs those that any process may run, and brings the claims of a run of incidents together; so memory holds accounts, which
are small, and the claims of few incidents. Not here: linking (`sijill.link`), assessing (`sijill.assess`), engines (`local`, `spark`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from sijill.assess import assess_incident
from sijill.bulk.folder import Folder
from sijill.bulk.job import BatchJob
from sijill.bulk.manifest import WORK, Manifest, list_tables, save_manifest
from sijill.bulk.plan import name_partition
from sijill.bulk.tables import TableWriter, iter_lines, iter_rows
from sijill.link.account import Account
from sijill.link.identity import Group, assign_ids
from sijill.link.linker import load_linker
from sijill.model import Claim, Cluster
from sijill.packs import load_packs

PART = 20_000
Ints = npt.NDArray[np.int64]
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[Account])
_DECODE_CLAIM = msgspec.json.Decoder(Claim).decode


class LinkEngine(Protocol):
    """What runs the stages of linking on files of claims, which are given in the order of the input."""

    def make_accounts(self, names: Sequence[str]) -> Sequence[Account]:
        """Return the accounts of all documents."""

    def write_incidents(self, names: Sequence[str], assignment: "Assignment") -> int:
        """Write every part of the incidents and return how many incidents there are."""


class Assignment(msgspec.Struct, frozen=True):
    """Which claims belong to which incident. Incidents are in order of their ids and numbered from `first`, claims in order of theirs.

    Incidents are written in parts, `size` to a file.
    """

    size: int
    first: int
    incidents: npt.NDArray[np.bytes_]
    claims: npt.NDArray[np.bytes_]
    numbers: Ints

    @property
    def parts(self) -> int:
        """The number of parts; one where there are no incidents."""
        return max(1, -(-len(self.incidents) // self.size))

    def find(self, claim_ids: Sequence[bytes]) -> Ints:
        """Return the numbers of the incidents of claims, -1 for claims that belong to none."""
        if not len(self.claims):
            return np.full(len(claim_ids), -1, dtype=np.int64)
        wanted = np.array(claim_ids, dtype=np.bytes_)
        at = np.minimum(np.searchsorted(self.claims, wanted), len(self.claims) - 1)
        return np.where(self.claims[at] == wanted, self.numbers[at], -1)

    def take(self, part: int) -> "Assignment":
        """Return what belongs to one part."""
        first = part * self.size
        held = (self.numbers >= first) & (self.numbers < first + self.size)
        return Assignment(self.size, first, self.incidents[first : first + self.size], self.claims[held], self.numbers[held])


class _Key(msgspec.Struct):
    """As much of a claim as sorting needs."""

    claim_id: str


_DECODE_KEY = msgspec.json.Decoder(_Key).decode


def link_folder(job: BatchJob, manifest: Manifest, engine: LinkEngine) -> Manifest:
    """Link all claims of a folder, write the incidents, and return the finished manifest."""
    folder = Folder(job.out)
    folder.clear(("incidents", WORK))
    names = list_tables(folder, "claims")
    linker = load_linker(load_packs(job.recipe.pack_dirs))
    assignment = make_assignment(linker.group_accounts(engine.make_accounts(names)))
    count = engine.write_incidents(names, assignment)
    folder.clear((WORK,))
    folder.sweep()
    manifest = msgspec.structs.replace(manifest, counts={**manifest.counts, "incidents": count}, is_finished=True)
    save_manifest(folder, manifest)
    return manifest


def read_singles(job: BatchJob, name: str) -> Iterator[Account]:
    """Yield the accounts that single claims of a file make."""
    linker = load_linker(load_packs(job.recipe.pack_dirs))
    return linker.iter_singles(iter_rows(Folder(job.out).read(name) or b"", "claims"))


def pack_accounts(accounts: Iterable[Account]) -> bytes:
    """Return accounts as bytes."""
    return _ENCODER.encode(list(accounts))


def unpack_accounts(parts: Iterable[bytes]) -> Iterator[Account]:
    """Yield accounts from bytes; values that many accounts have are held once."""
    known: dict[Any, Any] = {}
    shared = [name for name in Account.__struct_fields__ if name not in _OWN]
    for part in parts:
        for account in _DECODER.decode(part):
            values = {name: getattr(account, name) for name in shared}
            yield msgspec.structs.replace(account, **{name: known.setdefault(value, value) for name, value in values.items()})


# Numbers are left out too: 1 and True are one key.
_OWN = frozenset({"claim_ids", "marks", "published", "detail", "start", "focus"})


def make_assignment(groups: Sequence[Group]) -> Assignment:
    """Return the incidents of groups of claim ids."""
    named = sorted((name, group) for (name, _), group in zip(assign_ids(groups, {})[0], groups, strict=True))
    claims = np.array([claim.encode() for _, group in named for claim in group], dtype=np.bytes_)
    numbers = np.repeat(np.arange(len(named), dtype=np.int64), [len(group) for _, group in named])
    order = np.argsort(claims)
    return Assignment(PART, 0, np.array([name.encode() for name, _ in named], dtype=np.bytes_), claims[order], numbers[order])


def iter_sorted(data: bytes, assignment: Assignment) -> Iterator[tuple[int, bytes]]:
    """Yield the claims of a file as lines of JSON, each with the part of the incidents that it belongs to, in their order."""
    lines = list(iter_lines(data, "claims"))
    numbers = assignment.find([_DECODE_KEY(line).claim_id.encode() for line in lines])
    return ((number // assignment.size, line) for number, line in zip(numbers.tolist(), lines, strict=True) if number >= 0)


def write_part(job: BatchJob, part: int, lines: Iterable[bytes], assignment: Assignment) -> int:
    """Write the incidents of a part from its claims, in the order of the input, and return how many there are.

    Where a claim is given twice the last counts, as in linking.
    """
    claims = {claim.claim_id: claim for claim in map(_DECODE_CLAIM, lines)}
    members: dict[int, list[str]] = defaultdict(list)
    for number, claim_id in zip(assignment.find([c.encode() for c in claims]).tolist(), claims, strict=True):
        members[number].append(claim_id)
    packs, table = load_packs(job.recipe.pack_dirs), TableWriter("incidents", job.options.form)
    for number in sorted(members):
        name = assignment.incidents[number - assignment.first].decode()
        cluster = Cluster(incident_id=name, claim_ids=tuple(sorted(members[number])))
        incident = assess_incident(cluster, claims, packs=packs, rule=job.options.rule)
        # As `sijill link` writes them: how every value came about is large, and is made again when asked for.
        table.add(msgspec.structs.replace(incident, assessment=None))
    Folder(job.out).write(f"incidents/part-{name_partition(0, part)}.{job.options.form}", table.finish())
    return table.count


def iter_table(folder: Folder, table: str) -> Iterator[Any]:
    """Yield the rows of a table, in the order of the input."""
    for name in list_tables(folder, table):
        yield from iter_rows(folder.read(name) or b"", table)
