"""The JSON API: described, complete, and never a server error."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from sijill.model import Claim, Document, Incident
from sijill.settings import Settings
from sijill.store.views import IncidentPage
from sijill.web.app import make_app
from tests.web.world import fill_register

BASE = "http://127.0.0.1"
NONSENSE = ["", "%00", "..%2F..%2Fetc", "'--", "%F0%9F%92%A5", "a" * 300, "-1", "NaN", "%E2%80%AE"]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[TestClient]:
    """A program on this machine with a register of its own."""
    fill_register(tmp_path / "register")
    with TestClient(make_app(tmp_path / "register", Settings()), base_url=BASE) as opened:
        yield opened


def get_paths(client):
    return client.get("/api/openapi.json").json()["paths"]


def test_the_description_names_every_route_and_resolves_every_reference(client):
    description = client.get("/api/openapi.json").json()
    assert len(description["paths"]) > 15
    assert not any(path in description["paths"] for path in ("/", "/incidents"))
    known = description["components"]["schemas"]
    for name in re.findall(r"#/components/schemas/([^\"]+)", json.dumps(description)):
        assert name in known


def test_answers_are_values_of_the_model(client):
    page = msgspec.json.decode(client.get("/api/v1/incidents?event=air_strike").content, type=IncidentPage)
    assert page.total == 1
    url = f"/api/v1/incidents/{page.rows[0].incident_id}"
    incident = msgspec.json.decode(client.get(url).content, type=Incident)
    claims = msgspec.json.decode(client.get(f"{url}/claims").content, type=list[Claim])
    assert {claim.claim_id for claim in claims} == set(incident.claim_ids)
    document = msgspec.json.decode(client.get("/api/v1/documents/wire%2F1%3Fa%3Db").content, type=Document)
    assert document.id == "wire/1?a=b"


def test_every_route_without_a_subject_answers(client):
    for path, methods in get_paths(client).items():
        if "get" in methods and "{" not in path:
            assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_never_a_server_error(client, nonsense):
    for path, methods in get_paths(client).items():
        if "get" not in methods:
            continue
        assert client.get(re.sub(r"\{\w+\}", nonsense or "x", path)).status_code < 500, path
        for name in ("limit", "offset", "sort", "q", "since", "bbox", "grade", "bucket", "days", "km", "killed"):
            assert client.get(f"{re.sub(r'{[a-z_]+}', 'x', path)}?{name}={nonsense}").status_code < 500, (path, name)


def test_what_is_not_there_is_said_in_json(client):
    for path in ("/api/v1/incidents/inc_nothing", "/api/v1/nothing", "/api/v1/documents/nothing/claims"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["detail"]


def test_a_program_can_decide(writer):
    row = writer.get("/api/v1/incidents?event=air_strike").json()["rows"][0]
    value = json.dumps({"min": 9, "max": 11, "best": 10})
    body = {"kind": "correct", "subject": row["incident_id"], "field": "killed.civilian", "value": value, "reason": "counted again"}
    answer = writer.post("/api/v1/decisions", json=body)
    assert answer.status_code == 201
    assert writer.get(f"/api/v1/incidents/{row['incident_id']}").json()["harm"]["killed"]["civilian"]["best"] == 10
    assert writer.get("/api/v1/decisions").json()[0]["reason"] == "counted again"


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 422), ({"kind": "accept", "subject": "inc_nothing"}, 400), ({"kind": "grade", "subject": "x", "value": "1"}, 422), ([], 422)],
)
def test_decisions_that_make_no_sense_are_refused(writer, body, status):
    assert writer.post("/api/v1/decisions", json=body).status_code == status


def test_another_site_cannot_decide(writer):
    body = {"kind": "accept", "subject": "x"}
    assert writer.post("/api/v1/decisions", json=body, headers={"origin": "https://elsewhere.example"}).status_code == 403
