"""Linking on a cluster: Spark brings together the claims of one document, and then those of the incidents that share a file.

In: a session, a job whose folder every worker can reach. Out: accounts, then the files of incidents, as on one machine. The accounts of
whole documents are made on the workers, and come to where the command was started through the folder; which of them speak of one event
is found there; claims are assessed on the workers again. Not here: the stages (`linking`).
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from sijill.bulk.folder import Folder
from sijill.bulk.job import BatchJob
from sijill.bulk.linking import Assignment, iter_sorted, pack_accounts, read_singles, unpack_accounts, write_part
from sijill.bulk.manifest import WORK
from sijill.link.account import Account
from sijill.link.linker import load_linker
from sijill.packs import load_packs

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

ROWS = 2000
TASKS_PER_WORKER = 4
# The place of a claim in the input: the number of its file, then of its row.
_FILE = 1 << 32
_Batches = Iterator["pa.RecordBatch"]


class SparkLinking:
    """Runs the stages of linking on Spark's workers."""

    def __init__(self, session: "SparkSession", job: BatchJob) -> None:
        self._session = session
        self._job = job

    def make_accounts(self, names: Sequence[str]) -> list[Account]:
        """Return the accounts of all documents, in order."""
        if not names:
            return []
        singles = self._list(names).mapInArrow(_make_reader(self._job, names), "document string, place bigint, account binary")
        singles.repartition("document").mapInArrow(_make_pooler(self._job), "accounts bigint").collect()
        folder = Folder(self._job.out)
        accounts = unpack_accounts(folder.read(name) or b"" for name in folder.list(WORK))
        return sorted(accounts, key=lambda account: (account.document_id, account.key))

    def write_incidents(self, names: Sequence[str], assignment: Assignment) -> int:
        """Write every part of the incidents and return how many incidents there are."""
        if not len(assignment.incidents):
            return write_part(self._job, 0, [], assignment)
        shared = self._session.sparkContext.broadcast(assignment)
        claims = self._list(names).mapInArrow(_make_sorter(self._job, names, shared), "part bigint, place bigint, claim binary")
        counts = claims.groupBy("part").applyInArrow(_make_writer(self._job, shared), "incidents bigint").collect()
        return sum(row.incidents for row in counts)

    def _list(self, names: Sequence[str]) -> "DataFrame":
        """Return the numbers of files, in as many partitions as keep the workers busy."""
        tasks = min(len(names), self._session.sparkContext.defaultParallelism * TASKS_PER_WORKER)
        return self._session.range(0, len(names), 1, tasks)


def _make_reader(job: BatchJob, names: Sequence[str]) -> Callable[[_Batches], _Batches]:
    """Return what makes accounts of the single claims of files."""
    packed = pickle.dumps(job)

    def read(batches: _Batches) -> _Batches:
        for number in _iter_numbers(batches):
            singles = read_singles(pickle.loads(packed), names[number])
            rows = ((single.document_id, number * _FILE + row, pack_accounts([single])) for row, single in enumerate(singles))
            yield from _to_batches(rows, ("document", "place", "account"))

    return read


def _make_pooler(job: BatchJob) -> Callable[[_Batches], _Batches]:
    """Return what makes a file of accounts of a partition that holds whole documents."""
    packed = pickle.dumps(job)

    def pool(batches: _Batches) -> _Batches:
        from pyspark import TaskContext

        rows = [row for batch in batches for row in zip(*(batch.column(i).to_pylist() for i in (1, 2)), strict=True)]
        here: BatchJob = pickle.loads(packed)
        singles = unpack_accounts(account for _, account in sorted(rows))
        accounts = load_linker(load_packs(here.recipe.pack_dirs)).make_accounts(singles)
        context = TaskContext.get()
        if accounts and context is not None:
            Folder(here.out).write(f"{WORK}/accounts-{context.partitionId():05}", pack_accounts(accounts))
        yield from _to_batches([(len(accounts),)], ("accounts",))

    return pool


def _make_sorter(job: BatchJob, names: Sequence[str], shared: Any) -> Callable[[_Batches], _Batches]:
    """Return what reads the claims of files, each with the part of the incidents it belongs to."""
    packed = pickle.dumps(job)

    def sort(batches: _Batches) -> _Batches:
        folder = Folder(pickle.loads(packed).out)
        for number in _iter_numbers(batches):
            found = enumerate(iter_sorted(folder.read(names[number]) or b"", shared.value))
            yield from _to_batches(((part, number * _FILE + row, line) for row, (part, line) in found), ("part", "place", "claim"))

    return sort


def _make_writer(job: BatchJob, shared: Any) -> Callable[["pa.Table"], "pa.Table"]:
    """Return what writes the file of incidents of one part, of which all claims are given."""
    packed = pickle.dumps(job)

    def write(claims: "pa.Table") -> "pa.Table":
        import pyarrow as pa

        part, ordered = claims.column("part")[0].as_py(), claims.sort_by("place").column("claim")
        count = write_part(pickle.loads(packed), part, (line.as_py() for line in ordered), shared.value)
        return pa.table({"incidents": [count]})

    return write


def _iter_numbers(batches: _Batches) -> Iterator[int]:
    for batch in batches:
        yield from batch.column(0).to_pylist()


def _to_batches(rows: Iterable[tuple[Any, ...]], names: Sequence[str]) -> _Batches:
    """Yield rows as batches of columns."""
    import pyarrow as pa

    waiting = iter(rows)
    while held := list(islice(waiting, ROWS)):
        yield pa.RecordBatch.from_pydict(dict(zip(names, map(list, zip(*held, strict=True)), strict=True)))
