"""The bulk engine of a cluster: the tasks of a job on Spark's workers (PySpark 4, `pip install 'sijill[spark]'`).

In: a job whose inputs and output every worker can reach (a shared file system, or addresses such as s3://…). Out: its folder, with the same
files as the engine of one machine writes: Spark hands out the tasks, repeats those of workers that are lost, and nothing else.
A task that is repeated passes over the partitions it had finished. Not here: the work (`task`), linking (`spark_linking`), packing an
environment for workers (docs/how-to/run-on-spark.md).
"""

import os
import pickle
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from sijill.bulk.folder import Folder
from sijill.bulk.job import BatchJob
from sijill.bulk.linking import link_folder
from sijill.bulk.local import OnProgress, Progress
from sijill.bulk.manifest import PROGRESS, Manifest, find_finished, note_extracted, open_manifest
from sijill.bulk.plan import Task, plan_tasks, plan_units
from sijill.bulk.spark_linking import SparkLinking
from sijill.bulk.task import make_worker, run_task
from sijill.bulk.work import Worker
from sijill.collect.files import STANDARD_INPUT
from sijill.errors import UserError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

# Two processors; a task may fail three times, since a lost worker is no reason to give up.
MASTER = "local[*,4]"
_TASKS_PER_WORKER = 3
_LOOK = 2.0


def run_on_spark(job: BatchJob, *, master: str | None, on_progress: OnProgress) -> Manifest:
    """Run or continue a job on Spark and return its manifest; raises UserError where PySpark or Java is missing."""
    if any(file.address == STANDARD_INPUT for file in job.files):
        raise UserError("standard input cannot be read by a cluster; give files or addresses")
    folder = Folder(job.out)
    manifest = open_manifest(folder, job)
    if manifest.is_finished:
        return manifest
    session = open_session(master or MASTER)
    try:
        if not manifest.is_extracted:
            _extract(session, job, on_progress)
            manifest = note_extracted(folder, manifest)
        folder.clear((PROGRESS,))
        on_progress(Progress(manifest.counts, 1.0, 0.0, is_linking=True))
        with name_failure():
            return link_folder(job, manifest, SparkLinking(session, job))
    finally:
        session.stop()


def open_session(master: str) -> "SparkSession":
    """Return a session on a cluster; raises UserError where PySpark or Java is missing."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UserError("the engine spark needs PySpark: pip install 'sijill[spark]'") from error
    if master.startswith("local"):
        # Else Spark starts its workers with whatever `python3` is first in the path.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.master(master)
        .appName("sijill batch")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
    )
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    try:
        session: SparkSession = builder.getOrCreate()
    except PySparkException as error:
        raise UserError(f"Spark does not start; it needs Java 17 or later (Debian: default-jre-headless): {error}") from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _extract(session: "SparkSession", job: BatchJob, on_progress: OnProgress) -> None:
    """Run all tasks and show how far they are; raises UserError when Spark gives up."""
    workers = session.sparkContext.defaultParallelism * _TASKS_PER_WORKER
    tasks = plan_tasks(plan_units(job.files), workers)
    failures: list[UserError] = []

    def run() -> None:
        try:
            with name_failure():
                # One row in each of Spark's partitions, and each stands for a task: Spark does not look inside.
                rows = session.range(0, len(tasks), 1, len(tasks))
                rows.mapInArrow(_make_function(job, tasks), "unit bigint, records bigint").collect()
        except UserError as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    began = time.monotonic()
    thread.start()
    seen: dict[str, dict[str, int]] = {}
    while thread.is_alive():
        thread.join(_LOOK)
        on_progress(_look(Folder(job.out), seen, time.monotonic() - began))
    if failures:
        raise failures[0]


@contextmanager
def name_failure() -> Iterator[None]:
    """Raise UserError where Spark gives up."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise UserError(f"Spark gave up; give the same command again and it goes on where it stopped. {error}") from error


def _make_function(job: BatchJob, tasks: Sequence[Task]) -> Any:
    """Return the function that Spark runs on its workers: numbers of tasks in, numbers of what was done out."""
    packed = pickle.dumps(job)

    def extract(batches: Iterator["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
        import pyarrow as pa

        here: BatchJob = pickle.loads(packed)
        for batch in batches:
            for number in batch.column(0).to_pylist():
                finished = frozenset(find_finished(Folder(here.out)))
                for report in run_task(here, tasks[number], _get_worker(packed), finished):
                    yield pa.RecordBatch.from_pydict({"unit": [report.unit], "records": [report.counts.get("records", 0)]})

    return extract


@lru_cache(maxsize=1)
def _get_worker(packed: bytes) -> Worker:
    """Return this process's worker for a job; Spark keeps its processes for further tasks."""
    return make_worker(pickle.loads(packed))


def _look(folder: Folder, seen: dict[str, dict[str, int]], seconds: float) -> Progress:
    """Return how far the run is, by the notes of finished partitions; how much is left cannot be told from them."""
    for name in sorted(find_finished(folder) - seen.keys()):
        seen[name] = msgspec.json.decode(folder.read(f"{PROGRESS}/{name}.json") or b"{}", type=dict[str, int])
    names = {key for counts in seen.values() for key in counts}
    return Progress({key: sum(counts.get(key, 0) for counts in seen.values()) for key in names}, 0.0, seconds)
