"""The sample corpus through the whole pipeline, compared with what a careful reader took from it (`docs/sample.md`).

`python -m benchmarks.sample --errors` prints what is missing, wrong and too much.
"""

import pytest

from sijill.packs.check import check_packs
from tests import golden
from tests.sample import Run, drop_any, run_sample

# Measured; they may only rise.
FLOORS = {
    "claim.f1": 0.78,
    "event_type": 0.73,
    "modality": 0.77,
    "date": 0.71,
    "place": 0.69,
    "perpetrator": 0.63,
    "harm_row.f1": 0.73,
    "attributed_to": 0.61,
    "link.pairs.f1": 0.65,
    "incidents": 0.35,
}
# The same, when the expected claims are linked and assessed instead of the claims that were read.
FLOORS_OF_LINKING = {"link.pairs.f1": 0.80, "link.precision": 0.76, "link.recall": 0.83, "incidents": 0.77}
# Incidents that are wholly right: type, place, day, numbers, parties, grade. Names may only be added.
EXACT = ("abduction", "ayn_tuffaha")


# Claims of harm read out of reports in which nothing happened; may only fall.
HARM_IN_NOTHING = 2


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The pipeline's work on the sample."""
    return run_sample(tmp_path_factory.mktemp("sample"))


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


def test_the_figures_do_not_fall(run: Run) -> None:
    figures = run.measure()
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}


def test_linking_and_assessment_do_not_get_worse_when_reading_is_perfect(run: Run) -> None:
    figures = run.link_expected().measure()
    assert {name: figures[name] for name, floor in FLOORS_OF_LINKING.items() if figures[name] < floor} == {}


@pytest.mark.parametrize("name", EXACT)
def test_a_key_incident_is_wholly_right(run: Run, name: str) -> None:
    expected = next(i for i in run.expected_incidents if i["incident"] == name)
    assert golden.find_faults(expected, golden.find_incident(expected, run.align(), run.incidents)) == []


def test_reports_of_nothing_give_no_incident_with_harm(run: Run) -> None:
    telling = {e["document_id"] for e in run.expected}
    harmed = [c["document_id"] for c in run.claims if c["document_id"] not in telling and c.get("harm")]
    assert len(harmed) <= HARM_IN_NOTHING
