"""The sample corpus (`docs/sample.md`) through the whole pipeline, beside what a careful reader took from it.

In: the sample's reports, packs and expectations. Out: documents, claims and incidents as plain dicts, and figures.
Not here: what the figures must be (`tests/test_golden.py`), how they are computed (`tests/golden.py`).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sijill.lang.marks import Passages, make_marks
from sijill.lang.shingles import make_signature
from sijill.model import Claim, Document, DocumentContext
from sijill.packs import PACKS_FOLDER, Packs, load_packs
from sijill.packs.place_lists import OwnPlace, find_own_place_files, load_own_places
from sijill.pipeline import RunOptions, add_paths, run_register
from sijill.pipeline.incidents import make_incidents
from sijill.settings import Settings
from sijill.store import Register, views
from tests import golden

SAMPLE = PACKS_FOLDER / "samples" / "wadi_sahm"


class Run(NamedTuple):
    """What the pipeline made of the sample, and what it should have made."""

    documents: dict[str, Document]
    claims: list[dict[str, Any]]
    incidents: list[dict[str, Any]]
    expected: list[dict[str, Any]]
    expected_incidents: list[dict[str, Any]]
    packs: Packs

    @property
    def texts(self) -> dict[str, str]:
        """The documents' texts."""
        return {name: document.text for name, document in self.documents.items()}

    def align(self) -> golden.Aligned:
        """Return expected and found claims in pairs."""
        return golden.Aligned(self.expected, self.claims, self.texts, lambda kind: self.packs.codebook.event_types[kind].family)

    def measure(self) -> dict[str, float]:
        """Return the figures of claims, links and incidents."""
        aligned = self.align()
        right = [not golden.find_faults(e, golden.find_incident(e, aligned, self.incidents)) for e in self.expected_incidents]
        incident_of = {claim_id: i["incident_id"] for i in self.incidents for claim_id in i["claim_ids"]}
        figures = golden.score_claims(aligned, self.packs.get_lineage) | golden.score_links(aligned, incident_of)
        return figures | {"incidents": round(sum(right) / len(right), 4)}

    def link_expected(self) -> "Run":
        """Return a run in which reading was perfect: the required expected claims, linked and assessed."""
        places = {p.id: p for file in find_own_place_files((SAMPLE / "packs",)) for p in load_own_places(file).places}
        required = [e for e in self.expected if not e.get("optional")]
        claims = [make_claim(e, self.documents[e["document_id"]], places) for e in required]
        incidents = [msgspec.to_builtins(i) for i in make_incidents(claims, packs=self.packs).incidents]
        rows = [msgspec.to_builtins(c) | {"document_id": e["document_id"]} for c, e in zip(claims, required, strict=True)]
        return self._replace(claims=rows, incidents=incidents)


def run_sample(folder: Path) -> Run:
    """Run the pipeline in a new register in `folder`; documents of text files and pages go by their path, as in `expected/`."""
    settings = Settings(packs=str(SAMPLE / "packs"))
    with Register.create(folder) as register:
        add_paths(register, [str(SAMPLE / "reports")])
        run_register(register, RunOptions(settings=settings))
        kept = list(register.iter_documents())
        names = {d.id: make_name(views.get_capture(register, d.capture_id or "").origin, d.id) for d in kept}
        claims = [msgspec.to_builtins(c) | {"document_id": names[c.document_id]} for c in register.iter_claims()]
        incidents = [msgspec.to_builtins(i) for i in views.iter_incidents(register)]
    documents = {names[d.id]: d for d in kept}
    return Run(documents, claims, incidents, load_lines("claims"), load_lines("incidents"), load_packs(settings.pack_dirs()))


def make_name(origin: str, document_id: str) -> str:
    """Return a file's path below `reports/`, or the id of a row."""
    return document_id if "#" in origin else origin.removeprefix("reports/")


def load_lines(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of expectations."""
    return [json.loads(line) for line in (SAMPLE / "expected" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def drop_any(value: Any) -> Any:
    """Return an expectation without what is not judged."""
    if isinstance(value, dict):
        return {key: drop_any(part) for key, part in value.items() if part != "any"}
    return [drop_any(part) for part in value] if isinstance(value, list) else value


def make_claim(expected: Mapping[str, Any], document: Document, places: Mapping[str, OwnPlace]) -> Claim:
    """Return an expected claim as a perfect reader would hand it over."""
    said = drop_any(dict(expected))
    rows = [row for row in said.get("harm", []) if "outcome" in row and not row.get("optional")]
    harm = [{"who": "unknown", "group": None, "min": None, "max": None} | row for row in rows]
    fields = {name: said[name] for name in ("claim_id", "event_type", "modality")} | {
        "document_id": document.id,
        "lang": document.lang,
        "trigger": ground(said["trigger"], document.text),
        "attributed_to": [{"source_id": None} | ground(source, document.text) for source in said.get("attributed_to", [])],
        "date": make_date(said.get("date")),
        "place": make_place(said["place"], document.text, places) if said.get("place") else None,
        "perpetrator": [{"actor_id": None} | ground(actor, document.text) for actor in said.get("perpetrator", [])],
        "target": [{"actor_id": None} | ground(actor, document.text) for actor in said.get("target", [])],
        "harm": [ground(row, document.text) for row in harm],
        "document": DocumentContext(
            **{name: getattr(document, name) for name in ("source_id", "source", "published", "url", "title")},
            signature=make_signature(document.text),
            head=make_marks(document.text[:400]),
            marks=Passages(document.text).make_marks([document.text.index(said["trigger"]["quote"])]),
        ),
    }
    return msgspec.convert(msgspec.to_builtins(fields), Claim)


def ground(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a quoted value with offsets; one without them (in a web page) gets those of the first place where its quote stands."""
    start, end = golden.find_spans(item, text)[0]
    return dict(item) | {"start": start, "end": end}


def make_date(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return an expected date with its precision."""
    if said is None:
        return None
    precision = "unknown" if said["start"] is None else "day" if said["start"] == said["end"] else "range"
    return {"precision": precision, **said}


def make_place(said: Mapping[str, Any], text: str, places: Mapping[str, OwnPlace]) -> dict[str, Any]:
    """Return an expected place with its province and precision."""
    place = places[said["place_id"]]
    region = places.get(place.admin1)
    found = {"country": "XS", "admin1": region and region.names["en"][0], "precision": 4 if place.kind == "admin1" else 1}
    return found | {key: value for key, value in ground(said, text).items() if key != "tolerance_km"}
