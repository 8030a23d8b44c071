"""The engine of one machine and Spark on the same archive: are the results equal, and what does Spark cost?

In: an archive. Out: a Markdown table. Needs Java and `pip install 'sijill[spark]'`. Called by `scale.py spark`.
"""

import os
from pathlib import Path

from benchmarks.scale_runs import hash_files, read_counts, run


def measure_spark(archive: Path, folder: Path) -> str:
    """Return processor and clock seconds of both engines on two processors, and whether every file is the same."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    runs = {
        "local, 2 processes": ["--jobs", "2"],
        "spark, local[2]": ["--engine", "spark", "--master", "local[2,4]"],
    }
    rows = ["| engine | documents | claims | incidents | clock, s | processor, s | peak, MB | SHA-256 of all files |", "| --- " * 8 + "|"]
    for name, options in runs.items():
        out = folder / f"out-{name[:5]}"
        result = run(["batch", str(archive), "--out", str(out), "--restart", *options])
        if result.status:
            return f"{name} failed: {result.said}"
        counts = read_counts(out)
        sizes = f"{counts['records']:,} | {counts['claims']:,} | {counts['incidents']:,}"
        rows.append(f"| {name} | {sizes} | {result.clock:.0f} | {result.cpu:.0f} | {result.peak:,.0f} | `{hash_files(out)[:16]}` |")
    return "\n".join(rows)
