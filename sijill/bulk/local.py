"""The bulk engine of one machine: tasks on all processors, then the claims are linked.

In: a job. Out: its folder. A process that is lost is replaced and goes on after the last finished partition; when the same happens again
and again without progress, UserError says so. Not here: the work on a partition (`work`), linking (`local_linking`), other engines
(`spark`).
"""

import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import msgspec

from sijill.bulk.folder import Folder
from sijill.bulk.job import BatchJob
from sijill.bulk.linking import link_folder
from sijill.bulk.local_linking import MAX_LOSSES, LocalLinking
from sijill.bulk.manifest import PROGRESS, Manifest, find_finished, note_extracted, open_manifest
from sijill.bulk.plan import Task, plan_tasks, plan_units
from sijill.bulk.task import Report, make_worker, run_task
from sijill.bulk.work import Worker
from sijill.collect.files import STANDARD_INPUT
from sijill.errors import UserError
from sijill.extract.pool import end_with_parent

_LOOK = 0.5


class Progress(msgspec.Struct, frozen=True):
    """How far a run is: numbers so far (`records`, `passed`, `claims` …), the share of the input's bytes that was read, and seconds.

    `is_linking` says that all is read, and the claims are being linked.
    """

    counts: dict[str, int]
    share: float
    seconds: float
    is_linking: bool = False

    @property
    def left(self) -> float | None:
        """Seconds that are left at the rate so far, None while it cannot be told."""
        return self.seconds / self.share - self.seconds if self.share > 0.005 else None


OnProgress = Callable[[Progress], None]


class Tally:
    """Adds up the reports of all tasks."""

    def __init__(self, tasks: Sequence[Task], on_progress: OnProgress) -> None:
        self._total = max(1, sum({t.unit.number: t.unit.size for t in tasks}.values()))
        self._shares = {t.unit.number: t.shares for t in tasks}
        self._positions: dict[tuple[int, int], int] = {}
        self._counts: dict[str, int] = {}
        self._began = time.monotonic()
        self._on_progress = on_progress

    def add(self, report: Report) -> None:
        """Take a report and show how far the run is."""
        self._positions[report.unit, report.share] = report.position
        for name, count in report.counts.items():
            self._counts[name] = self._counts.get(name, 0) + count
        read = sum(position / self._shares[unit] for (unit, _), position in self._positions.items())
        self._on_progress(Progress(dict(self._counts), min(1.0, read / self._total), time.monotonic() - self._began))


def run_batch(job: BatchJob, *, jobs: int, on_progress: OnProgress) -> Manifest:
    """Run or continue a job with `jobs` processes and return its manifest. Raises InputError for a folder of another job."""
    folder = Folder(job.out)
    manifest = open_manifest(folder, job)
    if not manifest.is_extracted:
        workers = 1 if any(file.address == STANDARD_INPUT for file in job.files) else jobs
        tasks = plan_tasks(plan_units(job.files), workers)
        _extract(job, tasks, workers, Tally(tasks, on_progress))
        manifest = note_extracted(folder, manifest)
    folder.clear((PROGRESS,))
    if manifest.is_finished:
        return manifest
    on_progress(Progress(manifest.counts, 1.0, 0.0, is_linking=True))
    return link_folder(job, manifest, LocalLinking(job, manifest.counts["claims"], jobs))


def _extract(job: BatchJob, tasks: Sequence[Task], workers: int, tally: Tally) -> None:
    """Extract the partitions that are left."""
    folder = Folder(job.out)
    if workers == 1:
        worker, finished = make_worker(job), frozenset(find_finished(folder))
        for task in tasks:
            for report in run_task(job, task, worker, finished):
                tally.add(report)
        return
    left, losses = list(tasks), 0
    while left:
        before = find_finished(folder)
        left = _run_pool(job, left, workers, tally)
        losses = losses + 1 if find_finished(folder) == before else 0
        if left and losses >= MAX_LOSSES:
            raise UserError("worker processes are ended from outside again and again (out of memory?): give the same command with --jobs 1")


def _run_pool(job: BatchJob, tasks: Sequence[Task], workers: int, tally: Tally) -> list[Task]:
    """Run tasks in processes and return those that were cut short because a process was lost."""
    context = multiprocessing.get_context("spawn")
    reports = context.Queue()
    finished = frozenset(find_finished(Folder(job.out)))
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(job, finished, reports))
    try:
        futures = {pool.submit(_run_task, task): task for task in tasks}
        while not _is_done(futures, reports, tally):
            pass
        return [task for future, task in futures.items() if _is_lost(future)]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        reports.close()


def _is_done(futures: dict[Future[None], Task], reports: Any, tally: Tally) -> bool:
    """Wait a moment, take the reports that came, and tell whether all tasks are over; raises what a task raised."""
    done, running = wait(futures, timeout=_LOOK)
    while True:
        try:
            tally.add(reports.get_nowait())
        except queue.Empty:
            break
    for future in done:
        if not _is_lost(future):
            future.result()
    return not running


def _is_lost(future: Future[None]) -> bool:
    return future.done() and isinstance(future.exception(), BrokenProcessPool)


class _Process:
    """What a worker process holds; made by `_start`, before its first task."""

    job: BatchJob
    worker: Worker
    finished: frozenset[str]
    reports: Any


def _start(job: BatchJob, finished: frozenset[str], reports: Any) -> None:
    """Make the worker of a process; it ends with its parent and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    _Process.job, _Process.worker, _Process.finished, _Process.reports = job, make_worker(job), finished, reports


def _run_task(task: Task) -> None:
    for report in run_task(_Process.job, task, _Process.worker, _Process.finished):
        _Process.reports.put(report)
