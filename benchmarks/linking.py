"""Linking at scale: time, memory, exponent of growth and quality on synthetic claims.

`python benchmarks/linking.py --claims 10000 100000 1000000` prints a line for each size (`processor`: seconds of
processor time, from which the exponent is taken). `--add 1000` takes the last documents of the
largest size away, links the rest, adds them again, and compares with the full run. Run it with `nice` on a quiet machine.
"""

import argparse
import resource
import time
from collections import Counter
from math import log

from linking_claims import make_claims

from sijill.link import link_claims
from sijill.link.growing import GrowingLinks
from sijill.model import Claim
from sijill.packs import load_packs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--add", type=int, default=0)
    sizes = parser.parse_args()
    packs, last = load_packs(), None
    for number in sizes.claims:
        claims, gold = make_claims(number, sizes.seed)
        before, used = time.perf_counter(), time.process_time()
        result = link_claims(claims, packs=packs, explain=False)
        seconds, used = time.perf_counter() - before, time.process_time() - used
        precision, recall = score_pairs([c.claim_ids for c in result.clusters], gold)
        growth = f"{log(used / last[1]) / log(len(claims) / last[0]):.2f}" if last else "-"
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"claims {len(claims)} events {len(set(gold.values()))} incidents {len(result.clusters)} seconds {seconds:.1f} "
            f"processor {used:.1f} exponent {growth} peak_gib {memory:.2f} pairs precision {precision:.3f} recall {recall:.3f}",
            flush=True,
        )
        last = len(claims), used
    if sizes.add:
        measure_growth(claims, sizes.add, sorted(c.claim_ids for c in result.clusters))


def measure_growth(claims: list[Claim], number: int, expected: list[tuple[str, ...]]) -> None:
    """Print how long adding the last documents takes, and whether the result is that of the full run."""
    documents = {c.document_id: None for c in claims[-number:]}
    links = GrowingLinks(load_packs())
    links.add([c for c in claims if c.document_id not in documents])
    late = [c for c in claims if c.document_id in documents]
    before, used = time.perf_counter(), time.process_time()
    growth = links.add(late)
    seconds, used = time.perf_counter() - before, time.process_time() - used
    equal = links.get_groups() == expected
    print(
        f"added {len(late)} claims seconds {seconds:.2f} processor {used:.2f} pairs {growth.compared} groups made {len(growth.made)} "
        f"equal to full run {equal}"
    )


def score_pairs(clusters: list[tuple[str, ...]], gold: dict[str, int]) -> tuple[float, float]:
    """Return precision and recall over pairs of claims that share a cluster."""
    hits = found = 0
    for members in clusters:
        found += len(members) * (len(members) - 1) // 2
        hits += sum(n * (n - 1) // 2 for n in Counter(gold[c] for c in members).values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(gold.values()).values())
    return hits / max(1, found), hits / max(1, wanted)


if __name__ == "__main__":
    main()
