"""The sample corpus through the whole pipeline, compared with what a careful reader took from it (`docs/sample.md`)."""

import json
from typing import Any, NamedTuple

import msgspec
import pytest

from sijill.packs import PACKS_FOLDER, Packs, load_packs
from sijill.packs.check import check_packs
from sijill.pipeline import RunOptions, add_paths, run_register
from sijill.settings import Settings
from sijill.store import Register, views
from tests import golden

SAMPLE = PACKS_FOLDER / "samples" / "wadi_sahm"
# Measured; they may only rise.
FLOORS = {
    "claim.f1": 0.62,
    "event_type": 0.63,
    "modality": 0.69,
    "date": 0.62,
    "place": 0.52,
    "perpetrator": 0.50,
    "harm_row.f1": 0.48,
    "attributed_to": 0.52,
    "link.pairs.f1": 0.27,
    "incidents": 0.10,
}
# Incidents that are wholly right: type, place, day, numbers, parties, grade. Names may only be added.
EXACT = ("hospital",)


# Claims of harm read out of reports in which nothing happened; may only fall.
HARM_IN_NOTHING = 5


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


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the pipeline over the sample; documents of text files and pages go by their path, as they do in `expected/`."""
    folder, reports = SAMPLE / "packs", SAMPLE / "reports"
    settings = Settings(packs=str(folder))
    with Register.create(tmp_path_factory.mktemp("sample")) as register:
        add_paths(register, [str(reports)])
        run_register(register, RunOptions(settings=settings))
        documents = list(register.iter_documents())
        names = {d.id: make_name(views.get_capture(register, d.capture_id or "").origin, d.id) for d in documents}
        claims = [msgspec.to_builtins(c) | {"document_id": names[c.document_id]} for c in register.iter_claims()]
        incidents = [msgspec.to_builtins(i) for i in views.iter_incidents(register)]
        texts = {names[d.id]: d.text for d in documents}
    return Run(texts, claims, incidents, load_lines("claims"), load_lines("incidents"), load_packs((folder,)))


def make_name(origin: str, document_id: str) -> str:
    """Return a file's path below `reports/`, or the id of a row."""
    return document_id if "#" in origin else origin.removeprefix("reports/")


def load_lines(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of expectations."""
    return [json.loads(line) for line in (SAMPLE / "expected" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_packs_of_the_sample_are_sound(run: Run) -> None:
    assert [issue.describe() for issue in check_packs(run.packs)] == []


def test_every_expected_quote_stands_where_it_is_said_to_stand(run: Run) -> None:
    assert len(run.texts) >= 100
    assert golden.find_ungrounded(run.expected, run.texts) == []


def test_expected_incidents_and_claims_name_each_other(run: Run) -> None:
    named = {e["incident"] for e in run.expected} - {None}
    assert named == {i["incident"] for i in run.expected_incidents}
    for incident in run.expected_incidents:
        assert set(incident["document_ids"]) <= {e["document_id"] for e in run.expected if e["incident"] == incident["incident"]}


def test_expectations_agree_with_themselves(run: Run) -> None:
    said = [{"modality": "asserted", **drop_any(e)} for e in run.expected]
    aligned = golden.Aligned(run.expected, said, run.texts, str)
    assert set(golden.score_claims(aligned, lambda actor: (actor,)).values()) == {1.0}
    assert golden.score_links(aligned, {e["claim_id"]: e["incident"] or "" for e in run.expected})["link.pairs.f1"] == 1.0


def drop_any(value: Any) -> Any:
    """Return an expectation without what is not judged."""
    if isinstance(value, dict):
        return {key: drop_any(part) for key, part in value.items() if part != "any"}
    return [drop_any(part) for part in value] if isinstance(value, list) else value


def measure(run: Run) -> dict[str, float]:
    """Return the figures of a run."""
    aligned = run.align()
    incident_of = {claim_id: i["incident_id"] for i in run.incidents for claim_id in i["claim_ids"]}
    right = [not golden.find_faults(e, golden.find_incident(e, aligned, run.incidents)) for e in run.expected_incidents]
    figures = golden.score_claims(aligned, run.packs.get_lineage) | golden.score_links(aligned, incident_of)
    return figures | {"incidents": round(sum(right) / len(right), 4)}


def test_the_figures_do_not_fall(run: Run) -> None:
    figures = measure(run)
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}


@pytest.mark.parametrize("name", EXACT)
def test_a_key_incident_is_wholly_right(run: Run, name: str) -> None:
    expected = next(i for i in run.expected_incidents if i["incident"] == name)
    assert golden.find_faults(expected, golden.find_incident(expected, run.align(), run.incidents)) == []


def test_reports_of_nothing_give_no_incident_with_harm(run: Run) -> None:
    telling = {e["document_id"] for e in run.expected}
    harmed = [c["document_id"] for c in run.claims if c["document_id"] not in telling and c.get("harm")]
    assert len(harmed) <= HARM_IN_NOTHING
