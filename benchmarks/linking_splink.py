"""The same synthetic claims through Splink (DuckDB), for comparison; needs an environment of its own with `splink` and `pandas`.

`python benchmarks/linking_splink.py export 10000 rows.csv` writes rows with Sijill's environment; with Splink's environment
`python benchmarks/linking_splink.py run rows.csv` links them. Splink gets the same fields and comparable blocking (day and place, day and
province, place and toll), estimates its weights itself (random sampling and expectation maximisation), and clusters at probability 0.5.
Printed: seconds to import, to fit and predict, to cluster; scores over pairs.
"""

import csv
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

FIELDS = ("unique_id", "event", "day", "place", "admin1", "event_type", "killed", "injured", "perpetrator")


def export(number: int, path: Path) -> None:
    """Write synthetic claims as rows."""
    from linking_claims import make_claims

    claims, gold = make_claims(number)
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(FIELDS)
        for claim in claims:
            tolls = {h.outcome: h.min for h in claim.harm}
            place = claim.place.place_id if claim.place and claim.place.precision == 1 else None
            day = claim.date.start if claim.date else None
            admin1 = claim.place.admin1 if claim.place else None
            actor = claim.perpetrator[0].actor_id if claim.perpetrator else None
            tolled = [tolls.get("killed"), tolls.get("injured")]
            out.writerow([claim.claim_id, gold[claim.claim_id], day, place, admin1, claim.event_type, *tolled, actor])


def run(path: Path) -> None:
    """Link the rows with Splink."""
    started = time.perf_counter()
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    imported = time.perf_counter()
    rows = pd.read_csv(path, dtype={name: "string" for name in FIELDS if name not in ("killed", "injured")})
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.ExactMatch("day"), cl.ExactMatch("place"), cl.ExactMatch("admin1"), cl.ExactMatch("event_type"),
                     cl.ExactMatch("killed"), cl.ExactMatch("injured"), cl.ExactMatch("perpetrator")],
        blocking_rules_to_generate_predictions=[block_on("day", "place"), block_on("day", "admin1"), block_on("place", "killed")],
    )  # fmt: skip
    linker = Linker(DuckDBAPI().register(rows), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("day", "place", "event_type")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("day", "admin1"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("place", "event_type"))
    predicted = linker.inference.predict(threshold_match_probability=0.01)
    scored = time.perf_counter()
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.5).as_pandas_dataframe()
    done = time.perf_counter()
    groups = defaultdict(list)
    for cluster, event in zip(clusters["cluster_id"], clusters["event"], strict=True):
        groups[cluster].append(event)
    found = sum(len(g) * (len(g) - 1) // 2 for g in groups.values())
    hits = sum(n * (n - 1) // 2 for g in groups.values() for n in Counter(g).values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(rows["event"]).values())
    times = f"import {imported - started:.1f} fit and predict {scored - imported:.1f} cluster {done - scored:.1f} seconds"
    quality = f"pairs precision {hits / max(1, found):.3f} recall {hits / max(1, wanted):.3f}"
    print(f"rows {len(rows)} {times}, {quality}, largest group {max(map(len, groups.values()))}")


if __name__ == "__main__":
    if sys.argv[1] == "export":
        export(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        run(Path(sys.argv[2]))
