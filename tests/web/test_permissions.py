"""Who may what: every route of the application times every role, cell by cell. A route that is missing here fails the test."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from sijill.settings import Settings
from sijill.store import Register
from sijill.web.api import router as api_router
from sijill.web.app import make_app
from sijill.web.pages import ROUTERS
from sijill.web.people import ROLES, People
from tests.web.world import fill_register

PASSWORD = "orange lamp river stone"
STRANGER = "stranger"
EVERYONE = frozenset(ROLES)
ANALYSTS = EVERYONE - {"reader"}
REVIEWERS = ANALYSTS - {"analyst"}
ADMINISTRATORS = frozenset({"administrator"})
# Method and path of a route → who may use it. `OPEN` are the pages of people who have not logged in yet.
OPEN = {("GET", "/login"), ("POST", "/login"), ("GET", "/join"), ("POST", "/join"), ("GET", "/preferences")}
READERS = {
    "/", "/incidents", "/incidents.csv", "/incidents/{incident_id}", "/incidents/{incident_id}.pdf", "/contradictions",
    "/documents", "/documents/{document_id:path}",
    "/documents/{document_id:path}/original", "/claims/{claim_id}", "/sources", "/sources/{source_id}", "/actors", "/actors/{actor_id}",
    "/places", "/places/{place_id:path}", "/runs", "/review", "/import", "/searches/{search_id}", "/map/incidents.geojson",
    "/map/incidents/{incident_id}.geojson", "/map/claims/{claim_id}.geojson", "/map/point.geojson", "/map/towns.geojson",
    "/map/ground/{level}.json", "/map/own.geojson", "/map/tiles.json", "/map/tiles.pmtiles",
}  # fmt: skip
WRITERS: dict[tuple[str, str], frozenset[str]] = {
    ("POST", "/logout"): EVERYONE,
    ("POST", "/import"): ANALYSTS,
    ("GET", "/import/{token}"): ANALYSTS,
    ("POST", "/import/{token}"): ANALYSTS,
    ("POST", "/documents/{document_id:path}/claims"): ANALYSTS,
    ("POST", "/claims/{claim_id}"): ANALYSTS,
    ("POST", "/decisions"): ANALYSTS,
    ("POST", "/runs"): ANALYSTS,
    ("POST", "/searches"): ANALYSTS,
    ("POST", "/searches/{search_id}/drop"): ANALYSTS,
    ("POST", "/api/v1/decisions"): ANALYSTS,
    ("POST", "/review/apply"): REVIEWERS,
    ("GET", "/incidents/{incident_id}/merge"): REVIEWERS,
    ("POST", "/incidents/{incident_id}/merge"): REVIEWERS,
    ("GET", "/incidents/{incident_id}/split"): REVIEWERS,
    ("POST", "/incidents/{incident_id}/split"): REVIEWERS,
    ("POST", "/actors/{actor_id}"): REVIEWERS,
    ("POST", "/sources/{source_id}"): REVIEWERS,
    ("POST", "/places/{place_id:path}"): REVIEWERS,
    ("GET", "/people"): ADMINISTRATORS,
    ("POST", "/people"): ADMINISTRATORS,
    ("POST", "/people/tokens"): ADMINISTRATORS,
    ("POST", "/people/tokens/revoke"): ADMINISTRATORS,
}
# Tried apart: what ends the session, what takes long.
LASTING = {("POST", "/logout"), ("POST", "/runs")}
SUBJECTS = {
    "incident_id": "inc_x", "claim_id": "clm_x", "document_id:path": "arabic-1", "source_id": "reuters", "actor_id": "russia",
    "place_id:path": "own:nowhere", "search_id": "sea_x", "token": "0" * 24, "level": "coarse",
}  # fmt: skip
FORM = {"kind": "accept", "subject": "inc_x", "what": "event", "reason": "why", "name": "", "answer": "discard", "text": ""}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The workbench with a person of every role."""
    folder: Path = tmp_path_factory.mktemp("roles") / "register"
    fill_register(folder)
    people = People(folder)
    for role in ROLES:
        people.join(people.make_link(role), f"the {role}", PASSWORD)
    made = make_app(folder, Settings(), accounts=True)
    yield made
    made.state.workbench.register.close()


@pytest.fixture(scope="module")
def clients(app: FastAPI) -> dict[str, TestClient]:
    """A browser of every role, logged in, and one that is not."""
    made = {}
    for role in (STRANGER, *ROLES):
        client = made[role] = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        page = client.get("/login").text
        if role != STRANGER:
            secret = app.state.people.log_in(f"the {role}", PASSWORD)
            client.cookies.set("sijill_session", secret)
        client.headers["x-form"] = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
    return made


def list_cells() -> set[tuple[str, str]]:
    """Return method and path of every route of the pages and the API; what the API catches last is no route of its own."""
    routes = [route for router in (*ROUTERS, api_router) for route in router.routes if isinstance(route, APIRoute)]
    return {
        (method, route.path) for route in routes for method in route.methods if method != "HEAD" and route.path != "/api/v1/{path:path}"
    }


def test_every_route_is_in_the_matrix():
    cells = {cell for cell in list_cells() if not cell[1].startswith("/api/") or cell[0] != "GET"}
    assert cells
    assert cells == OPEN | {("GET", path) for path in READERS} | set(WRITERS)


@pytest.mark.parametrize("role", [STRANGER, *ROLES])
def test_who_may_what(clients, role):
    client = clients[role]
    wrong = []
    for method, path in sorted(list_cells() - OPEN - LASTING):
        address = re.sub(r"\{([\w:]+)\}", lambda match: SUBJECTS.get(match.group(1), "x"), path)
        data = FORM | {"form_token": client.headers["x-form"]}
        answer = client.post(address, data=data) if method == "POST" else client.get(address)
        if path == "/api/v1/decisions" and method == "POST":
            answer = client.post(address, json=FORM)
        allowed = EVERYONE if method == "GET" and (method, path) not in WRITERS else WRITERS[method, path]
        if role == STRANGER:
            turned_away = answer.status_code == 401 or answer.headers.get("location", "").startswith("/login")
            wrong += [] if turned_away else [(method, path, answer.status_code)]
        elif (answer.status_code == 403) == (role in allowed) or answer.status_code >= 500:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"kind": "accept", "subject": "inc_x"}, ANALYSTS),
        ({"kind": "reject", "subject": "clm_x", "reason": "why"}, ANALYSTS),
        ({"kind": "correct", "subject": "inc_x", "field": "place", "value": "null", "reason": "why"}, ANALYSTS),
        ({"kind": "note", "subject": "inc_x"}, ANALYSTS),
        ({"kind": "same", "subject": "clm_x", "other": "clm_y"}, REVIEWERS),
        ({"kind": "different", "subject": "clm_x", "other": "clm_y"}, REVIEWERS),
        ({"kind": "unsure", "subject": "clm_x", "other": "clm_y"}, REVIEWERS),
        ({"kind": "grade", "subject": "inc_x", "grade": "weak", "reason": "why"}, REVIEWERS),
        ({"kind": "undo", "subject": "dec_x"}, REVIEWERS),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_who_may_decide_what(clients, fields, allowed):
    for role in ROLES:
        answer = clients[role].post("/decisions", data=fields | {"form_token": clients[role].headers["x-form"]})
        assert answer.status_code == (400 if role in allowed else 403), role


def test_a_reader_starts_no_run(clients):
    assert clients["reader"].post("/runs", data={"form_token": clients["reader"].headers["x-form"]}).status_code == 403


@pytest.mark.parametrize("path", ["/actors/new", "/sources/new", "/places/new"])
def test_forms_for_new_entries_are_for_those_who_may_send_them(clients, path):
    assert {role for role in ROLES if clients[role].get(path).status_code == 200} == REVIEWERS


def test_the_round_changed_nothing(app):
    register: Register = app.state.workbench.register
    assert list(register.iter_decisions()) == []
