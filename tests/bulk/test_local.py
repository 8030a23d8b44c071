"""The engine of one machine: same rows whatever the partitions and processes, and a run that was cut short goes on."""

import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sijill.bulk import Choice, run_batch
from sijill.bulk.folder import Folder
from sijill.bulk.local import Progress
from sijill.errors import InputError, UserError
from tests.bulk.make import make_job, read_files, read_rows, run, write_documents


def test_writes_documents_claims_issues_and_incidents(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    source.write_bytes(source.read_bytes() + b"broken\n")
    manifest = run([source], tmp_path / "out")
    assert (manifest.counts["records"], manifest.counts["passed"], manifest.counts["documents"]) == (31, 21, 20)
    assert manifest.counts["claims"] == len(read_rows(tmp_path / "out", "claims")) >= 20
    assert manifest.counts["incidents"] == len(read_rows(tmp_path / "out", "incidents")) > 0
    (issue,) = read_rows(tmp_path / "out", "issues")
    assert (issue["file"], issue["line"], issue["code"]) == ("docs.jsonl", 31, "broken_json")
    assert manifest.counts["left_out"] == 1


def test_the_size_of_partitions_does_not_matter(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    run([source], tmp_path / "small", partition=4)
    run([source], tmp_path / "large", partition=1000)
    for table in ("documents", "claims", "incidents", "issues"):
        assert read_rows(tmp_path / "small", table) == read_rows(tmp_path / "large", table)


@pytest.mark.slow
def test_the_number_of_processes_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from sijill.bulk import plan

    monkeypatch.setattr(plan, "UNIT_BYTES", 1000)
    sources = [write_documents(tmp_path / f"docs{n}.jsonl", 12) for n in range(3)]
    alone = run(sources, tmp_path / "alone", partition=5)
    assert run(sources, tmp_path / "pool", jobs=2, partition=5) == alone
    assert read_files(tmp_path / "pool") == read_files(tmp_path / "alone")


def test_a_finished_run_is_not_repeated(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    first = run([source], tmp_path / "out")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*")}
    assert run([source], tmp_path / "out") == first
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*")} == before


def test_refuses_the_folder_of_another_job(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    run([source], tmp_path / "out")
    with pytest.raises(InputError, match="--restart"):
        run([write_documents(tmp_path / "others.jsonl", 3)], tmp_path / "out")
    with pytest.raises(InputError, match="--restart"):
        run([source], tmp_path / "out", rule="median")


def test_chooses_by_share_date_and_language(tmp_path: Path):
    rows = [
        {"id": "old", "text": "An air strike killed two civilians in Homs.", "published": "2030-01-05"},
        {"id": "new", "text": "An air strike killed three civilians in Homs.", "published": "2031-01-05"},
        {"id": "undated", "text": "An air strike killed four civilians in Hama."},
        {"id": "arabic", "text": "قتل ثلاثة مدنيين بقصف جوي على مدينة الرقة", "published": "2031-02-01"},
    ]
    source = tmp_path / "docs.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def choose(name: str, **fields: object) -> list[str]:
        run([source], tmp_path / name, choice=Choice(**fields))
        return [row["id"] for row in read_rows(tmp_path / name, "documents")]

    assert choose("since", since="2031-01-01") == ["new", "undated", "arabic"]
    assert choose("lang", langs=("ar",)) == ["arabic"]
    assert choose("none", sample=0.0) == []
    many = write_documents(tmp_path / "many.jsonl", 600)
    run([many], tmp_path / "sampled", choice=Choice(sample=0.25))
    assert 60 < len(read_rows(tmp_path / "sampled", "documents")) < 140


def test_everything_is_written_on_request(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    run([source], tmp_path / "some")
    run([source], tmp_path / "all", choice=Choice(everything=True))
    assert len(read_rows(tmp_path / "all", "documents")) == 30
    assert read_rows(tmp_path / "all", "claims") == read_rows(tmp_path / "some", "claims")


def test_progress_tells_how_much_is_read_and_left(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    states: list[Progress] = []
    job = make_job([source], tmp_path / "out")
    run_batch(job, jobs=1, on_progress=states.append)
    assert [s.counts["records"] for s in states] == [7, 14, 21, 28, 30, 30, 30]
    assert [s.is_linking for s in states] == [False] * 6 + [True]
    assert states[-2].share == 1.0
    assert states[-2].left == 0.0


@pytest.mark.slow
def test_a_killed_run_goes_on_from_the_last_partition(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl", 200)
    run([source], tmp_path / "undisturbed", partition=5)
    command = [sys.executable, "-m", "sijill", "batch", str(source), "--out", str(tmp_path / "killed"), "--jobs", "2", "--partition", "5"]
    moments = random.Random(11)
    for _ in range(4):
        process = subprocess.Popen(command)
        try:
            process.wait(timeout=moments.uniform(1.0, 5.0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert subprocess.run(command, check=False).returncode == 0
    assert read_files(tmp_path / "killed") == read_files(tmp_path / "undisturbed")


@pytest.mark.slow
def test_a_worker_process_that_is_lost_is_replaced(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl", 300)
    run([source], tmp_path / "undisturbed", partition=5)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sijill", "batch", str(source), "--out", str(out), "--jobs", "2", "--partition", "5"]
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 60
    while not (out / "progress").is_dir() and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in find_workers(process.pid)[:1]:
        os.kill(child, signal.SIGKILL)
    assert process.wait(timeout=120) == 0
    assert read_files(out) == read_files(tmp_path / "undisturbed")


def find_workers(parent: int) -> list[int]:
    """Return the processes that a run has started to extract, not the one that counts shared resources."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]


def test_a_full_disk_is_named_and_the_run_can_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    source = write_documents(tmp_path / "docs.jsonl")
    run([source], tmp_path / "undisturbed")
    writes = iter(range(100))
    real = os.fsync

    def fsync(file: int) -> None:
        if next(writes) == 6:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(UserError, match=r"there is no room to write .* goes on where it stopped"):
        run([source], tmp_path / "out")
    assert not list((tmp_path / "out").rglob(".*"))
    run([source], tmp_path / "out")
    assert read_files(tmp_path / "out") == read_files(tmp_path / "undisturbed")


@pytest.mark.slow
def test_a_limit_on_the_size_of_files_is_a_clear_message(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl", 60)
    command = [sys.executable, "-m", "sijill", "batch", str(source), "--out", str(tmp_path / "out"), "--jobs", "1", "--partition", "50"]

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    failed = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert failed.returncode == 2
    assert "there is no room to write" in failed.stderr
    assert subprocess.run(command, check=False).returncode == 0


def test_results_may_be_at_an_address(tmp_path: Path):
    pytest.importorskip("fsspec")
    source = write_documents(tmp_path / "docs.jsonl")
    run([source], tmp_path / "here")
    job = make_job([source], "memory://results/there")
    run_batch(job, jobs=1, on_progress=lambda _: None)
    there = Folder("memory://results/there")
    assert {name: there.read(name) for name in read_files(tmp_path / "here")} == read_files(tmp_path / "here")
