"""The sample corpus (`docs/sample.md`) through the whole pipeline, beside what a careful reader took from it.

In: the sample's reports, packs and expectations. Out: texts, claims and incidents as plain dicts, and figures.
Not here: what the figures must be (`tests/test_golden.py`), how they are computed (`tests/golden.py`).
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sijill.packs import PACKS_FOLDER, Packs, load_packs
from sijill.pipeline import RunOptions, add_paths, run_register
from sijill.settings import Settings
from sijill.store import Register, views
from tests import golden

SAMPLE = PACKS_FOLDER / "samples" / "wadi_sahm"


class Run(NamedTuple):
    """What the pipeline made of the sample, and what it should have made."""

    texts: dict[str, str]
    claims: list[dict[str, Any]]
    incidents: list[dict[str, Any]]
    expected: list[dict[str, Any]]
    expected_incidents: list[dict[str, Any]]
    packs: Packs

    def align(self) -> golden.Aligned:
        """Return expected and found claims in pairs."""
        return golden.Aligned(self.expected, self.claims, self.texts, lambda kind: self.packs.codebook.event_types[kind].family)

    def measure(self) -> dict[str, float]:
        """Return the figures."""
        aligned = self.align()
        incident_of = {claim_id: i["incident_id"] for i in self.incidents for claim_id in i["claim_ids"]}
        right = [not golden.find_faults(e, golden.find_incident(e, aligned, self.incidents)) for e in self.expected_incidents]
        figures = golden.score_claims(aligned, self.packs.get_lineage) | golden.score_links(aligned, incident_of)
        return figures | {"incidents": round(sum(right) / len(right), 4)}


def run_sample(folder: Path) -> Run:
    """Run the pipeline in a new register in `folder`; documents of text files and pages go by their path, as in `expected/`."""
    settings = Settings(packs=str(SAMPLE / "packs"))
    with Register.create(folder) as register:
        add_paths(register, [str(SAMPLE / "reports")])
        run_register(register, RunOptions(settings=settings))
        documents = list(register.iter_documents())
        names = {d.id: make_name(views.get_capture(register, d.capture_id or "").origin, d.id) for d in documents}
        claims = [msgspec.to_builtins(c) | {"document_id": names[c.document_id]} for c in register.iter_claims()]
        incidents = [msgspec.to_builtins(i) for i in views.iter_incidents(register)]
        texts = {names[d.id]: d.text for d in documents}
    return Run(texts, claims, incidents, load_lines("claims"), load_lines("incidents"), load_packs(settings.pack_dirs()))


def make_name(origin: str, document_id: str) -> str:
    """Return a file's path below `reports/`, or the id of a row."""
    return document_id if "#" in origin else origin.removeprefix("reports/")


def load_lines(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of expectations."""
    return [json.loads(line) for line in (SAMPLE / "expected" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
