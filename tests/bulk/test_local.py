import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sijill.bulk import BatchJob, BatchResult, run_local
from sijill.errors import InputError
from sijill.extract.pool import Recipe
from sijill.packs import load_packs
from sijill.pipeline.incidents import make_incidents
from sijill.settings import Settings

OUTPUTS = ("documents.jsonl", "claims.jsonl", "incidents.jsonl", "issues.jsonl")


def write_documents(path: Path, count: int = 30) -> Path:
    places = ("Raqqa", "Idlib", "Aleppo", "Homs", "Hama")
    rows = [
        {"id": f"d{n}", "text": f"An air strike killed {n % 7 + 1} civilians in {places[n % 5]} on {n % 28 + 1} March 2031."}
        for n in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(source: Path, out: Path, partition: int = 7) -> BatchResult:
    job = BatchJob(paths=[str(source)], out=out, recipe=Recipe(Settings()), rule="range", partition=partition)
    return run_local(job, make_incidents=lambda claims: make_incidents(claims, packs=load_packs()).incidents, on_progress=lambda *_: None)


def read_outputs(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUTS}


def test_writes_documents_claims_issues_and_incidents(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    source.write_bytes(source.read_bytes() + b"broken\n")
    result = run(source, tmp_path / "out")
    assert (result.counts["documents"], result.counts["issues"]) == (30, 1)
    assert result.counts["claims"] >= 30
    lines = (tmp_path / "out" / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == result.counts["incidents"] > 0
    issue = json.loads((tmp_path / "out" / "issues.jsonl").read_text(encoding="utf-8"))
    assert (issue["file"], issue["line"]) == (str(source), 31)


def test_the_size_of_partitions_does_not_matter(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    run(source, tmp_path / "small", 4)
    run(source, tmp_path / "large", 1000)
    assert read_outputs(tmp_path / "small") == read_outputs(tmp_path / "large")


def test_a_finished_run_is_not_repeated(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl")
    first = run(source, tmp_path / "out")
    before = (tmp_path / "out" / "claims.jsonl").stat().st_mtime_ns
    assert run(source, tmp_path / "out") == first
    assert (tmp_path / "out" / "claims.jsonl").stat().st_mtime_ns == before


def test_refuses_the_folder_of_another_job(tmp_path: Path):
    run(write_documents(tmp_path / "docs.jsonl"), tmp_path / "out")
    with pytest.raises(InputError, match="--restart"):
        run(write_documents(tmp_path / "others.jsonl", 3), tmp_path / "out")


@pytest.mark.slow
def test_a_killed_run_goes_on_from_the_last_partition(tmp_path: Path):
    source = write_documents(tmp_path / "docs.jsonl", 200)
    run(source, tmp_path / "undisturbed", 2000)
    command = [sys.executable, "-m", "sijill", "batch", str(source), "--out", str(tmp_path / "killed"), "--jobs", "1", "--partition", "5"]
    moments = random.Random(11)
    for _ in range(3):
        process = subprocess.Popen(command)
        try:
            process.wait(timeout=moments.uniform(0.8, 2.0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert subprocess.run(command, check=False).returncode == 0
    assert read_outputs(tmp_path / "killed") == read_outputs(tmp_path / "undisturbed")
