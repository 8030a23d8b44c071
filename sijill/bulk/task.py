"""One process's share of a bulk run: a task's partitions, read and written one after another.

In: a job and a task. Out: files in the job's folder, and a report after each partition. A partition that is finished already is passed
over, and one that is written twice is written with the same bytes, so that a task may be repeated anywhere at any time.
Not here: who runs which task (`local`, `spark`).
"""

from collections.abc import Callable, Iterator

import msgspec

from sijill.bulk.folder import Folder
from sijill.bulk.job import BatchJob
from sijill.bulk.manifest import write_partition
from sijill.bulk.plan import Task, iter_partitions, name_partition
from sijill.bulk.work import Worker
from sijill.collect import Record, iter_records
from sijill.model import Issue
from sijill.packs import load_packs


class Report(msgspec.Struct, frozen=True):
    """How far a task is: the bytes of its files that are read, and the numbers of the partition it has finished."""

    unit: int
    share: int
    position: int
    counts: dict[str, int] = {}


class _Position:
    """Counts the bytes of a unit's files as they are read."""

    def __init__(self) -> None:
        self.before = 0
        self.here: Callable[[], int] = lambda: 0

    def get(self) -> int:
        """Return how many bytes of the unit were read."""
        return self.before + self.here()


def make_worker(job: BatchJob) -> Worker:
    """Return what reads partitions in this process; opens packs and gazetteer."""
    return Worker(job.recipe.make(), load_packs(job.recipe.pack_dirs), job.options)


def run_task(job: BatchJob, task: Task, worker: Worker, finished: frozenset[str]) -> Iterator[Report]:
    """Read and write the partitions of a task that are not finished, and yield a report after each."""
    folder = Folder(job.out)
    position = _Position()
    for number, records in enumerate(iter_partitions(_iter_unit(job, task, position), job.options.partition)):
        name = name_partition(task.unit.number, number)
        if name in finished or not task.owns(number):
            continue
        partition = worker.read(records)
        write_partition(folder, name, partition, job.options.form)
        yield Report(task.unit.number, task.share, position.get(), partition.counts)
    yield Report(task.unit.number, task.share, task.unit.size)


def _iter_unit(job: BatchJob, task: Task, position: _Position) -> Iterator[Record | Issue]:
    """Yield the records of all files of a unit."""
    for file in task.unit.files:
        yield from iter_records(file, job.options.collect, on_open=lambda tell: setattr(position, "here", tell))
        position.before, position.here = position.before + file.size, lambda: 0
