"""`sijill batch` on archives: beside spaCy, along a curve of sizes, on Spark, and under faults. One command each:

    python benchmarks/scale.py ratio  --documents 1000      documents a second and core, beside spaCy and beside each stage alone
    python benchmarks/scale.py curve  --documents 10000 100000 1000000 --relevant 0.01
    python benchmarks/scale.py spark  --documents 100000    the engine of one machine and Spark on the same archive
    python benchmarks/scale.py faults --kills 50            kills at random moments, damage, a full disk, a lost worker, a 2 GB file

Archives are invented (`archive.py`) and kept in `--folder`. Out: Markdown tables for RESULTS.md. Times are processor seconds of all
processes of a run, which depend little on what else the machine does, and seconds by the clock beside them.
"""

import argparse
import math
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

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
    """Run a command to its end."""
    before, began, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), 0.0
    process = subprocess.Popen([*SIJILL, *arguments], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, measure_memory(process.pid))
        time.sleep(0.5)
    said = process.stderr.read().decode(errors="replace") if process.stderr else ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(process.returncode, time.monotonic() - began, cpu, peak, said)


def measure_memory(pid: int) -> float:
    """Return the memory of a process and those it started, in MB; what they share counts once."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) / 1024
    return own + sum(measure_memory(int(child)) for child in children)


def find_archive(folder: Path, count: int, shape: Shape) -> Path:
    """Return an archive of that size, making it first where it is not there."""
    path = folder / f"archive-{count}-{shape.relevant}-{shape.figurative}{'-scattered' if shape.scattered else ''}"
    if not path.is_dir():
        write_archive(path.with_suffix(".new"), count, shape)
        path.with_suffix(".new").rename(path)
    return path


def measure_curve(counts: list[int], folder: Path, shape: Shape) -> str:
    """Return time, memory and exponents by size; linking is measured apart, on the claims that were written."""
    rows = [
        "| documents | MB unpacked | claims | extraction, processor s | a second and core | exponent | linking, processor s | exponent "
        "| clock, s | peak, MB |",
        "| --- " * 10 + "|",
    ]
    last: tuple[int, float, int, float] | None = None
    for count in counts:
        out = folder / f"out-{count}"
        whole = run(["batch", str(find_archive(folder, count, shape)), "--out", str(out), "--restart"])
        if whole.status:
            return f"failed: {whole.said}"
        linked = run(["link", *(str(p) for p in sorted((out / "claims").glob("*.jsonl")))])
        counts_of = read_counts(out)
        extraction = max(whole.cpu - linked.cpu, 0.001)
        first = f"{math.log(extraction / last[1]) / math.log(count / last[0]):.2f}" if last else ""
        second = f"{math.log(linked.cpu / last[3]) / math.log(counts_of['claims'] / last[2]):.2f}" if last else ""
        rate = f"{extraction:.0f} | {count / extraction:,.0f} | {first}"
        sizes = f"{count:,} | {counts_of['bytes'] / 1e6:,.0f} | {counts_of['claims']:,}"
        rows.append(f"| {sizes} | {rate} | {linked.cpu:.1f} | {second} | {whole.clock:.0f} | {whole.peak:,.0f} |")
        print(rows[-1], file=sys.stderr, flush=True)
        last = (count, extraction, counts_of["claims"], linked.cpu)
    return "\n".join(rows)


def read_counts(out: Path) -> dict[str, int]:
    """Return the numbers of a finished run."""
    import msgspec

    return dict(msgspec.json.decode((out / "manifest.json").read_bytes())["counts"])


def main() -> None:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(description="Measure bulk runs.")
    parser.add_argument("what", choices=("ratio", "curve", "spark", "faults"))
    parser.add_argument("--documents", type=int, nargs="+", default=[1000])
    parser.add_argument("--relevant", type=float, default=0.02)
    parser.add_argument("--figurative", type=float, default=0.2)
    parser.add_argument("--scattered", action="store_true", help="places drawn from eight countries at random, the hardest archive")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/sijill-scale"))
    options = parser.parse_args()
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parent.parent))
    shape = Shape(relevant=options.relevant, figurative=options.figurative, scattered=options.scattered)
    if options.what == "ratio":
        from benchmarks.scale_ratio import measure_ratio

        print(measure_ratio(options.documents[0]))
    elif options.what == "curve":
        print(measure_curve(options.documents, options.folder, shape))
    elif options.what == "spark":
        from benchmarks.scale_spark import measure_spark

        print(measure_spark(find_archive(options.folder, options.documents[0], shape), options.folder))
    else:
        from benchmarks.scale_faults import measure_faults

        print(measure_faults(options.folder, options.kills))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
