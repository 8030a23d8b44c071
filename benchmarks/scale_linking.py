"""Linking at the end of a bulk run, by number of claims: time, memory and exponent of growth, on synthetic claims in a folder.

In: numbers of claims. Out: a Markdown table. The claims are those of `linking_claims.py`, written as a run that is extracted writes them,
so that only linking is left to do. Called by `scale.py link`.
"""

import math
import random
import sys
from itertools import islice
from pathlib import Path

from benchmarks.linking_claims import iter_claims
from benchmarks.scale_runs import Run, hash_files, measure
from sijill.bulk.folder import Folder
from sijill.bulk.job import BatchJob
from sijill.bulk.linking import link_folder
from sijill.bulk.local_linking import LocalLinking
from sijill.bulk.manifest import Manifest
from sijill.bulk.plan import name_partition
from sijill.bulk.spark import open_session
from sijill.bulk.spark_linking import SparkLinking
from sijill.bulk.tables import TableWriter
from sijill.extract.pool import Recipe
from sijill.settings import Settings

CLAIMS_A_FILE = 7500


def measure_linking(sizes: list[int], folder: Path, engine: str) -> str:
    """Return time, memory and exponent by number of claims."""
    rows = ["| claims | incidents | processor s | exponent | clock, s | peak, MB | SHA-256 of the incidents |", "| --- " * 7 + "|"]
    last: tuple[int, float] | None = None
    for size in sizes:
        out = write_claims(folder / f"claims-{size}", size)
        ended: Run = measure([sys.executable, "-m", "benchmarks.scale_linking", str(out), str(size), engine])
        if ended.status:
            return f"failed: {ended.said}"
        exponent = f"{math.log(ended.cpu / last[1]) / math.log(size / last[0]):.2f}" if last else ""
        incidents = int(ended.said.split()[-1])
        cost = f"{ended.cpu:.0f} | {exponent} | {ended.clock:.0f} | {ended.peak:,.0f}"
        rows.append(f"| {size:,} | {incidents:,} | {cost} | `{hash_files(out / 'incidents')[:16]}` |")
        print(rows[-1], file=sys.stderr, flush=True)
        last = size, ended.cpu
    return "\n".join(rows)


def write_claims(out: Path, size: int) -> Path:
    """Write claims into a folder, unless they are there."""
    if not out.is_dir():
        folder, claims = Folder(f"{out}.new"), (claim for claim, _ in iter_claims(size, random.Random(1)))
        for number in range(-(-size // CLAIMS_A_FILE)):
            table = TableWriter("claims", "jsonl")
            for claim in islice(claims, min(CLAIMS_A_FILE, size - number * CLAIMS_A_FILE)):
                table.add(claim)
            folder.write(f"claims/part-{name_partition(0, number)}.jsonl", table.finish())
        Path(f"{out}.new").rename(out)
    return out


def main(out: str, claims: int, engine: str) -> None:
    """Link the claims of a folder, on two processors, and say how many incidents they make."""
    job = BatchJob(files=(), out=out, recipe=Recipe(Settings()))
    manifest = Manifest(version="", job="", files=(), options={}, counts={"claims": claims}, is_extracted=True)
    linking = SparkLinking(open_session("local[2,4]"), job) if engine == "spark" else LocalLinking(job, claims, 2)
    print(link_folder(job, manifest, linking).counts["incidents"], file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
