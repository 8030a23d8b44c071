"""Figures and errors of the sample corpus: what a reader expects of it and what the program makes of it (`docs/sample.md`).

`python -m benchmarks.sample` prints the figures, of the pipeline and of linking and assessment alone when reading is perfect.
`--errors` adds every claim that was missed or is too much, every wrong field, and incidents with what is wrong with them.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import golden
from tests.sample import Run, run_sample


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = run_sample(Path(folder))
    alone = run.link_expected()
    figures_alone = alone.measure()
    print(f"{'':20} pipeline  linking alone")
    for name, figure in run.measure().items():
        beside = f"{figures_alone[name]:.3f}" if name.startswith(("link", "incidents")) else ""
        print(f"{name:20} {figure:8.3f}  {beside:>13}".rstrip())
    if options.errors:
        print(*iter_claim_errors(run), *iter_incident_errors(run, "incident"), *iter_incident_errors(alone, "linking"), sep="\n")


def iter_claim_errors(run: Run) -> Iterator[str]:
    """Yield a line for each claim or field that is not as expected."""
    aligned = run.align()
    for e in aligned.missed:
        yield f"missed    {e['document_id']}: {e['event_type']} {show(e['trigger'])} at {show(e.get('place'))}"
    for f in aligned.spurious:
        yield f"too much  {f['document_id']}: {f['modality']} {f['event_type']} {show(f['trigger'])} {show(f.get('harm', []))}"
    for e, f, text in aligned.iter_pairs():
        for field in (*golden.SCALARS, *golden.LISTS):
            if golden.is_judged(field, e) and not golden.is_right(field, e, f, text, run.packs.get_lineage):
                yield f"{field:9} {e['document_id']}: {show(e['trigger'])} expected {show(e[field])} found {show(f.get(field))}"


def iter_incident_errors(run: Run, kind: str) -> Iterator[str]:
    """Yield a line for each expected incident that is not wholly right."""
    aligned = run.align()
    for e in run.expected_incidents:
        faults = golden.find_faults(e, golden.find_incident(e, aligned, run.incidents))
        if faults:
            yield f"{kind:9} {e['incident']}: {'; '.join(faults)}"


def show(value: Any) -> str:
    """Return a value of a claim in short."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(show(item) for item in value)}]"
    if not isinstance(value, dict):
        return str(value)
    parts = [repr(value.get("quote"))]
    parts += [str(value[k]) for k in ("name", "actor_id", "stance", "outcome", "who", "group", "min", "max", "start", "end") if k in value]
    return " ".join(parts)


if __name__ == "__main__":
    main()
