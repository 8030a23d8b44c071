"""Correcting a claim with words chosen in the text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sijill.settings import Settings
from sijill.store import Register, views
from sijill.web.app import make_app
from tests.web.world import ENGLISH, fill_register


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register of one's own."""
    fill_register(tmp_path / "register")
    return tmp_path / "register"


@pytest.fixture
def analyst(folder: Path) -> Iterator[TestClient]:
    """Someone at the keyboard of this machine."""
    with TestClient(make_app(folder, Settings()), base_url="http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def claim_id(folder: Path) -> str:
    """The claim of the English agency."""
    with Register.open(folder) as register:
        return views.get_document_claims(register, "wire/1?a=b")[0].claim_id


def correct(client: TestClient, claim_id: str, **fields: object):
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(f"/claims/{claim_id}").text).group(1)
    return client.post(f"/claims/{claim_id}", data={"form_token": token, "reason": "read again", **fields})


def get_killed(folder: Path):
    with Register.open(folder) as register:
        return next(row.killed for row in views.list_incidents(register).rows if row.event_type == "air_strike")


def test_a_corrected_number_rests_on_the_chosen_words(analyst, folder, claim_id):
    start = ENGLISH.index("eleven civilians")
    end = start + len("eleven civilians")
    assert correct(analyst, claim_id, what="number", row=0, min=16, max=16, start=start, end=end).status_code == 303
    assert get_killed(folder).max == 16
    with Register.open(folder) as register:
        (decision,) = register.iter_decisions()
        assert views.get_claim(register, claim_id).harm[0].min == 11
    assert decision.field == "harm.0"
    assert decision.value["quote"] == "eleven civilians"
    page = analyst.get(f"/claims/{claim_id}?lang=en").text
    assert "corrected" in page
    assert "read again" in page


def test_a_date_and_a_kind_of_event_can_be_corrected(analyst, claim_id):
    assert correct(analyst, claim_id, what="date", first_day="2031-03-03").status_code == 303
    assert correct(analyst, claim_id, what="event", event_type="drone_strike").status_code == 303
    page = analyst.get(f"/claims/{claim_id}?lang=en").text
    assert "3 March 2031" in page or 'value="2031-03-03"' in page
    assert "Drone strike in" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "number", "row": 99, "min": 1},
        {"what": "number", "row": 0},
        {"what": "number", "row": 0, "min": 9, "max": 3},
        {"what": "number", "row": 0, "min": 1, "start": 5, "end": 100_000},
        {"what": "number", "row": 0, "min": 1, "start": 9, "end": 4},
        {"what": "date", "first_day": "2031-02-30"},
        {"what": "date", "first_day": "2031-03-03", "last_day": "2031-03-01"},
        {"what": "event", "event_type": "picnic"},
        {"what": "place", "place_id": "nowhere"},
        {"what": "nothing"},
        {"what": "number", "row": 0, "min": 1, "reason": " "},
    ],
)
def test_corrections_that_make_no_sense_are_refused(analyst, folder, claim_id, fields):
    assert correct(analyst, claim_id, **fields).status_code == 400
    with Register.open(folder) as register:
        assert list(register.iter_decisions()) == []


def test_a_rejected_claim_is_marked_and_no_longer_counted(analyst, folder, claim_id):
    token = re.search(r'name="form_token" value="([^"]+)"', analyst.get(f"/claims/{claim_id}").text).group(1)
    fields = {"form_token": token, "kind": "reject", "subject": claim_id, "reason": "a copy of another report"}
    assert analyst.post("/decisions", data=fields).status_code == 303
    assert "rejected" in analyst.get(f"/claims/{claim_id}?lang=en").text
    with Register.open(folder) as register:
        assert claim_id not in {c for i in views.iter_incidents(register) for c in i.claim_ids}
