"""Bulk runs by size: time, memory and exponents of growth of extraction and of linking, on invented archives.

In: numbers of documents. Out: a Markdown table. Called by `scale.py curve`.
"""

import math
import sys
from pathlib import Path

from benchmarks.archive import Shape
from benchmarks.scale_runs import find_archive, read_counts, run


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
