"""Review on pages: questions, decisions, undo; nobody else's page can decide."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sijill.settings import Settings
from sijill.store import Register, views
from sijill.web.app import make_app
from tests.web.world import fill_register

BASE = "http://127.0.0.1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register of one's own to decide on."""
    fill_register(tmp_path / "register")
    return tmp_path / "register"


@pytest.fixture
def reviewer(folder: Path) -> Iterator[TestClient]:
    """Someone at the keyboard of this machine."""
    with TestClient(make_app(folder, Settings()), base_url=BASE, follow_redirects=False) as opened:
        yield opened


def get_token(client: TestClient) -> str:
    return re.search(r'name="form_token" value="([^"]+)"', client.get("/review").text).group(1)


def decide(client: TestClient, **fields: str):
    return client.post("/decisions", data={"form_token": get_token(client), **fields})


def find_row(folder: Path):
    with Register.open(folder) as register:
        return next(row for row in views.list_incidents(register).rows if row.event_type == "air_strike")


def load_decisions(folder: Path):
    with Register.open(folder) as register:
        return list(register.iter_decisions())


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_kind_of_question_has_a_page(reviewer, lang):
    first = reviewer.get(f"/review?lang={lang}").text
    total = int(re.search(r"(\d+) (?:open question|أسئلة|سؤال)", first).group(1))
    assert total >= 4
    for at in range(total + 2):
        assert reviewer.get(f"/review?at={at}").status_code == 200


def test_a_corrected_number_is_applied_at_once_and_can_be_taken_back(reviewer, folder):
    row = find_row(folder)
    answer = decide(
        reviewer, kind="correct", subject=row.incident_id, field="killed.civilian", min="12", max="12", best="12", reason="counted by name"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert find_row(folder).killed.best == 12
    (decision,) = load_decisions(folder)
    assert (decision.kind, decision.value, decision.reason) == ("correct", {"min": 12, "max": 12, "best": 12}, "counted by name")
    assert decide(reviewer, kind="undo", subject=decision.decision_id).status_code == 303
    assert find_row(folder).killed.max == row.killed.max
    assert "taken back" in reviewer.get("/review?lang=en").text


def test_two_claims_that_are_different_come_apart(reviewer, folder):
    with Register.open(folder) as register:
        claims = views.get_incident_claims(register, find_row(folder).incident_id)
    for other in claims[1:]:
        assert decide(reviewer, kind="different", subject=claims[0].claim_id, other=other.claim_id).status_code == 303
    with Register.open(folder) as register:
        assert len(views.list_incidents(register).rows) == 3


def test_a_grade_needs_a_reason(reviewer, folder):
    row = find_row(folder)
    answer = decide(reviewer, kind="grade", subject=row.incident_id, grade="confirmed")
    assert answer.status_code == 400
    assert "a reason is needed" in answer.text
    assert decide(reviewer, kind="grade", subject=row.incident_id, grade="confirmed", reason="the ministry admitted it").status_code == 303
    assert find_row(folder).grade == "confirmed"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "same", "subject": "clm_nothing", "other": "clm_other"},
        {"kind": "undo", "subject": "dec_nothing"},
        {"kind": "explode", "subject": "x"},
        {"kind": "accept"},
        {"kind": "correct", "subject": "inc_nothing", "field": "killed.civilian", "value": "{", "reason": "x"},
        {"kind": "correct", "subject": "INCIDENT", "field": "../../etc", "value": "1", "reason": "x"},
        {"kind": "correct", "subject": "INCIDENT", "field": "place", "value": "[1]", "reason": "x"},
        {"kind": "correct", "subject": "INCIDENT", "field": "killed.civilian", "value": '"many"', "reason": "x"},
    ],
)
def test_decisions_that_make_no_sense_are_refused_and_not_kept(reviewer, folder, fields):
    if fields.get("subject") == "INCIDENT":
        fields = fields | {"subject": find_row(folder).incident_id}
    assert decide(reviewer, **fields).status_code == 400
    assert load_decisions(folder) == []


def test_a_form_without_our_token_is_refused(reviewer, folder):
    fields = {"kind": "accept", "subject": find_row(folder).incident_id, "field": "killed.civilian"}
    get_token(reviewer)
    assert reviewer.post("/decisions", data=fields).status_code == 403
    assert reviewer.post("/decisions", data={**fields, "form_token": "wrong"}).status_code == 403
    assert load_decisions(folder) == []


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}])
def test_a_form_from_another_page_is_refused(reviewer, folder, headers):
    data = {"kind": "accept", "subject": find_row(folder).incident_id, "field": "killed.civilian", "form_token": get_token(reviewer)}
    assert reviewer.post("/decisions", data=data, headers=headers).status_code == 403
    assert load_decisions(folder) == []


def test_the_workbench_answers_only_under_its_own_name(reviewer):
    assert reviewer.get("/", headers={"host": "rebound.example"}).status_code == 400


def test_a_workbench_that_others_reach_is_read_only(folder):
    with TestClient(make_app(folder, Settings(), hosts=["*"], writable=False), base_url="http://register.example") as client:
        page = client.get("/review?lang=en").text
        assert '<form method="post"' not in page
        client.cookies.set("sijill_form", "known")
        answer = client.post("/decisions", data={"kind": "accept", "subject": find_row(folder).incident_id, "form_token": "known"})
        assert answer.status_code == 403


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_incident_is_kept_back_with_a_reason_and_let_go_again(reviewer, folder, lang):
    incident_id = find_row(folder).incident_id
    assert decide(reviewer, kind="redact", subject=incident_id).status_code == 400  # no reason
    assert decide(reviewer, kind="redact", subject=incident_id, field="place", reason="a witness lives there").status_code == 303
    shown = reviewer.get(f"/incidents/{incident_id}?lang={lang}").text
    assert "a witness lives there" in shown
    assert 'value="redact"' not in shown
    (made,) = load_decisions(folder)
    decide(reviewer, kind="undo", subject=made.decision_id)
    assert 'value="redact"' in reviewer.get(f"/incidents/{incident_id}").text


def test_a_report_is_kept_back_on_the_page_of_its_claim(reviewer, folder):
    with Register.open(folder) as register:
        claim_id = views.get_incident_claims(register, find_row(folder).incident_id)[0].claim_id
    assert decide(reviewer, kind="redact", subject=claim_id, field="place", reason="no").status_code == 400
    assert decide(reviewer, kind="redact", subject=claim_id, reason="the source is in danger").status_code == 303
    assert "the source is in danger" in reviewer.get(f"/claims/{claim_id}").text
