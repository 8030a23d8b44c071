"""What the benchmarks of bulk runs share: running the command, what it cost, archives to run it on, and what it wrote.

Not here: the benchmarks (`scale_curve`, `scale_faults`, `scale_ratio`, `scale_spark`), the command that starts them (`scale`).
"""

import hashlib
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.archive import Shape, write_archive

SIJILL = (sys.executable, "-m", "sijill")


class Run(NamedTuple):
    """A command that ended: exit status, seconds by the clock, processor seconds, peak memory of all its processes (MB), what it said."""

    status: int
    clock: float
    cpu: float
    peak: float
    said: str


def run(arguments: list[str]) -> Run:
    """Run a command of Sijill to its end."""
    return measure([*SIJILL, *arguments])


def measure(command: list[str]) -> Run:
    """Run a program to its end."""
    before, began, peak, seen = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), 0.0, 0.0
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        family = find_family(process.pid)
        peak, seen = max(peak, sum(map(measure_memory, family))), max(seen, sum(map(measure_time, family)))
        time.sleep(0.5)
    said = process.stderr.read().decode(errors="replace") if process.stderr else ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Of Java, for which nobody waits, the system tells only while it lives.
    return Run(process.returncode, time.monotonic() - began, max(cpu, seen), peak, said)


def find_family(pid: int) -> list[int]:
    """Return a process and those it started, directly or not."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(member for child in children for member in find_family(int(child)))]


def measure_memory(pid: int) -> float:
    """Return the memory of a process in MB; what several share counts once in all."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) / 1024


def measure_time(pid: int) -> float:
    """Return the processor seconds of a process and of those of its children that ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def find_archive(folder: Path, count: int, shape: Shape) -> Path:
    """Return an archive of that size, making it first where it is not there."""
    path = folder / f"archive-{count}-{shape.relevant}-{shape.figurative}{'-scattered' if shape.scattered else ''}"
    if not path.is_dir():
        write_archive(path.with_suffix(".new"), count, shape)
        path.with_suffix(".new").rename(path)
    return path


def read_counts(out: Path) -> dict[str, int]:
    """Return the numbers of a finished run."""
    return dict(msgspec.json.decode((out / "manifest.json").read_bytes())["counts"])


def hash_files(out: Path) -> str:
    """Return a hash of the names and bytes of all files below a folder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(out)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()
