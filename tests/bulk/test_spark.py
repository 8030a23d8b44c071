"""The same job on Spark, with real Java: the same files as on one machine, also when a worker is lost in the middle."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.bulk import linking, run_on_spark
from tests.bulk.make import make_job, read_files, run, write_documents

pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Files of very different lengths, one of them broken."""
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(b"\x1f\x8b\x08 no archive")
    return [write_documents(tmp_path / "long.jsonl", 300), broken, write_documents(tmp_path / "short.jsonl", 2)]


def run_spark(sources: list[Path], out: Path) -> None:
    run_on_spark(make_job(sources, out), master="local[2,4]", on_progress=lambda _: None)


def test_the_result_is_that_of_one_machine(sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(linking, "PART", 5)
    run(sources, tmp_path / "here")
    run_spark(sources, tmp_path / "there")
    assert read_files(tmp_path / "there") == read_files(tmp_path / "here")
    assert len(list((tmp_path / "there" / "incidents").iterdir())) > 2
    assert (tmp_path / "there" / "manifest.json").read_bytes() == (tmp_path / "here" / "manifest.json").read_bytes()


def test_a_worker_that_is_killed_costs_nothing(sources: list[Path], tmp_path: Path):
    run(sources, tmp_path / "here")
    killed: list[int] = []

    def kill() -> None:
        deadline = time.monotonic() + 120
        while not killed and time.monotonic() < deadline:
            time.sleep(0.05)
            if (tmp_path / "there" / "progress").is_dir():
                killed.extend(list(find_python_workers())[:1])
        for worker in killed:
            os.kill(worker, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    run_spark(sources, tmp_path / "there")
    thread.join()
    assert killed
    assert read_files(tmp_path / "there") == read_files(tmp_path / "here")


def find_python_workers() -> Iterator[int]:
    """Yield the Python processes below this one's Java that work on a task, not the one that starts them."""
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes() if entry.name.isdecimal() else b""
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1]) if b"pyspark" in command else 0
            if parent and b"pyspark.daemon" in command and b"pyspark.daemon" in (Path("/proc") / str(parent) / "cmdline").read_bytes():
                yield int(entry.name)
        except OSError:
            continue
