"""`sijill batch` on archives: beside spaCy, along a curve of sizes, on Spark, and under faults. One command each:

    python -m benchmarks.scale ratio  --documents 1000      documents a second and core, beside spaCy and beside each stage alone
    python -m benchmarks.scale curve  --documents 10000 100000 1000000 --relevant 0.01
    python -m benchmarks.scale spark  --documents 100000    the engine of one machine and Spark on the same archive
    python -m benchmarks.scale link   --claims 10000 100000 1000000      linking alone, on synthetic claims
    python -m benchmarks.scale faults --kills 50            kills at random moments, damage, a full disk, a lost worker, a 2 GB file

Archives are invented (`archive.py`) and kept in `--folder`. Out: Markdown tables for RESULTS.md. Times are processor seconds of all
processes of a run, which depend little on what else the machine does, and seconds by the clock beside them.
"""

import argparse
import os
from pathlib import Path

from benchmarks.archive import Shape
from benchmarks.scale_curve import measure_curve
from benchmarks.scale_faults import measure_faults
from benchmarks.scale_linking import measure_linking
from benchmarks.scale_ratio import measure_ratio
from benchmarks.scale_runs import find_archive
from benchmarks.scale_spark import measure_spark


def main() -> None:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(description="Measure bulk runs.")
    parser.add_argument("what", choices=("ratio", "curve", "link", "spark", "faults"))
    parser.add_argument("--documents", type=int, nargs="+", default=[1000])
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", choices=("local", "spark"), default="local", help="what linking runs on")
    parser.add_argument("--relevant", type=float, default=0.02)
    parser.add_argument("--figurative", type=float, default=0.2)
    parser.add_argument("--scattered", action="store_true", help="places drawn from eight countries at random, the hardest archive")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/sijill-scale"))
    options = parser.parse_args()
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parent.parent))
    shape = Shape(relevant=options.relevant, figurative=options.figurative, scattered=options.scattered)
    if options.what == "ratio":
        print(measure_ratio(options.documents[0]))
    elif options.what == "curve":
        print(measure_curve(options.documents, options.folder, shape))
    elif options.what == "link":
        print(measure_linking(options.claims, options.folder, options.engine))
    elif options.what == "spark":
        print(measure_spark(find_archive(options.folder, options.documents[0], shape), options.folder))
    else:
        print(measure_faults(options.folder, options.kills))


if __name__ == "__main__":
    main()
