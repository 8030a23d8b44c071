"""`make bench`: run the benchmarks, print each as a Markdown section that can be pasted into RESULTS.md.

In: `--only NAME`, `--limit N`. Out: Markdown on standard output. One process at a time. Not here: what is measured (one module each).
"""

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import exports, peer, speed, start, workbench, yardstick

ROOT = Path(__file__).parent.parent
BENCHMARKS = {
    "start": start.measure,
    "speed": speed.measure,
    "peer": peer.measure,
    "exports": exports.measure,
    "workbench": workbench.measure,
    "yardstick": yardstick.measure,
}


def describe_machine() -> str:
    """Return processor, number of processors, memory and Python in a line."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor() or platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB, Python {platform.python_version()}, {platform.system()}"


def describe_commit() -> str:
    """Return the short hash of the commit, with a plus where files have changed since."""
    answer = subprocess.run(["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "unknown"


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description="Measure Sijill.")
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="this benchmark only (may be given several times)")
    parser.add_argument("--limit", type=int, default=None, help="fewer cases, for a quick look")
    options = parser.parse_args()
    day = datetime.now(UTC).date().isoformat()
    for name in options.only or BENCHMARKS:
        table = BENCHMARKS[name](options.limit)
        limit = f" --limit {options.limit}" if options.limit else ""
        command = f'make bench ARGS="--only {name}{limit}"'
        sys.stdout.write(f"### {name}, {day}\n\nCommit {describe_commit()}; `{command}`; {describe_machine()}.\n\n{table}\n\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
