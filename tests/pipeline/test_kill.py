"""A run that is killed at any moment and started again loses and doubles nothing."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sijill.store import Register
from tests.pipeline.dump import dump_register
from tests.pipeline.reports import write_reports

KILLS = 5
LONGEST_SECONDS = 2.5
SCRIPT = """
import sys
from pathlib import Path
from sijill.pipeline import RunOptions, add_paths, run_register
from sijill.store import Register
with Register.open(Path(sys.argv[1])) as register:
    add_paths(register, [sys.argv[2]])
    run_register(register, RunOptions(batch=2))
"""


def start(folder: Path, reports: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(folder), str(reports)])


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path):
    reports = write_reports(tmp_path / "reports", 150)
    with Register.create(tmp_path / "undisturbed"):
        pass
    assert start(tmp_path / "undisturbed", reports).wait() == 0
    with Register.create(tmp_path / "killed"):
        pass
    moments = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        process = start(tmp_path / "killed", reports)
        try:
            process.wait(timeout=moments.uniform(0.3, LONGEST_SECONDS))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
    assert killed >= 1
    assert start(tmp_path / "killed", reports).wait() == 0
    with Register.open(tmp_path / "undisturbed") as expected, Register.open(tmp_path / "killed") as found:
        assert dump_register(found) == dump_register(expected)
        assert not list((tmp_path / "killed" / "captures").glob("incoming-*"))


@pytest.mark.slow
def test_two_runs_at_once_lose_and_double_nothing(tmp_path: Path):
    reports = write_reports(tmp_path / "reports", 30)
    for name in ("undisturbed", "twice"):
        with Register.create(tmp_path / name):
            pass
    assert start(tmp_path / "undisturbed", reports).wait() == 0
    for process in [start(tmp_path / "twice", reports) for _ in range(2)]:
        process.wait()
    assert start(tmp_path / "twice", reports).wait() == 0
    with Register.open(tmp_path / "undisturbed") as expected, Register.open(tmp_path / "twice") as found:
        assert dump_register(found) == dump_register(expected)
