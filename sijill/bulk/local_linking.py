"""Linking on one machine: files of claims are read in processes, and put down by part of the incidents before these are assessed.

In: a job, how many processes. Out: accounts, then the files of incidents. Memory holds accounts, and the claims of one part in each
process; the disk holds the claims a second time meanwhile, in the folder of the results (in the system's folder for temporary files
where those are at an address). Not here: the stages (`linking`).
"""

import signal
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sijill.bulk.folder import Folder, name_lack_of_room
from sijill.bulk.job import BatchJob
from sijill.bulk.linking import Assignment, iter_sorted, pack_accounts, read_singles, unpack_accounts, write_part
from sijill.bulk.manifest import WORK
from sijill.errors import UserError
from sijill.extract.pool import end_with_parent
from sijill.link.account import Account
from sijill.link.linker import load_linker
from sijill.packs import load_packs

ALONE = 20_000
MAX_LOSSES = 3
WINDOW = 4
T = TypeVar("T")
R = TypeVar("R")
_JOB: list[BatchJob] = []


class LocalLinking:
    """Runs the stages of linking in `jobs` processes; few claims are linked in this one, which costs no start-up."""

    def __init__(self, job: BatchJob, claims: int, jobs: int) -> None:
        self._job = job
        self._jobs = jobs if claims > ALONE else 1

    def make_accounts(self, names: Sequence[str]) -> list[Account]:
        """Return the accounts of all documents."""
        linker = load_linker(load_packs(self._job.recipe.pack_dirs))
        return linker.make_accounts(unpack_accounts(self._run(_pack_singles, names)))

    def write_incidents(self, names: Sequence[str], assignment: Assignment) -> int:
        """Write every part of the incidents and return how many incidents there are."""
        with _open_work(self._job.out) as work:
            self._sort_claims(names, assignment, work)
            parts = [(part, assignment.take(part), work) for part in range(assignment.parts)]
            return sum(self._run(_write_part, parts))

    def _sort_claims(self, names: Sequence[str], assignment: Assignment, work: Path) -> None:
        """Write the claims of each part into a file of its own."""
        folder = Folder(self._job.out)
        with name_lack_of_room(str(work), "the claims of every incident together"):
            for part in range(assignment.parts):
                _name(work, part).touch()
            for name in names:
                held: dict[int, list[bytes]] = defaultdict(list)
                for part, line in iter_sorted(folder.read(name) or b"", assignment):
                    held[part].append(line.rstrip(b"\n") + b"\n")
                for part, lines in held.items():
                    with _name(work, part).open("ab") as file:
                        file.writelines(lines)

    def _run(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """Yield what a function makes of items, in order; what a process that is lost had to do is done again."""
        if self._jobs == 1 or len(items) == 1:
            _JOB[:] = [self._job]
            yield from map(function, items)
            return
        done, losses = 0, 0
        while done < len(items):
            try:
                with ProcessPoolExecutor(self._jobs, get_context("spawn"), initializer=_start, initargs=(self._job,)) as pool:
                    for result in _map_few(pool, function, items[done:], WINDOW * self._jobs):
                        done += 1
                        yield result
            except BrokenProcessPool as error:
                losses += 1
                if losses >= MAX_LOSSES:
                    raise UserError(
                        "processes are ended from outside again and again (out of memory?): give the same command with --jobs 1"
                    ) from error


def _map_few(pool: ProcessPoolExecutor, function: Callable[[T], R], items: Sequence[T], window: int) -> Iterator[R]:
    """Yield what a function makes of items, in order; not more than `window` results wait."""
    running: deque[Future[R]] = deque()
    for item in items:
        running.append(pool.submit(function, item))
        if len(running) >= window:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


def _start(job: BatchJob) -> None:
    """Hand a process its job; it ends with its parent and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    _JOB[:] = [job]


def _pack_singles(name: str) -> bytes:
    return pack_accounts(read_singles(_JOB[0], name))


def _write_part(task: tuple[int, Assignment, Path]) -> int:
    part, assignment, work = task
    with _name(work, part).open("rb") as lines:
        return write_part(_JOB[0], part, lines, assignment)


def _name(work: Path, part: int) -> Path:
    return work / f"claims-{part:05}.jsonl"


@contextmanager
def _open_work(out: str) -> Iterator[Path]:
    """Yield an empty folder for claims; whoever clears the folder of the results after a kill deletes it with them."""
    if "://" in out:
        with TemporaryDirectory(prefix="sijill-") as folder:
            yield Path(folder)
        return
    work = Path(out) / WORK
    work.mkdir(parents=True, exist_ok=True)
    yield work
