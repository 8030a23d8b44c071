"""Accounts: sessions, links, throttling, what pages offer whom. Who may use which route: `test_permissions`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from sijill.errors import UserError
from sijill.settings import Settings
from sijill.web.app import make_app
from sijill.web.people import FILE, MAX_FAILURES, ROLES, People
from tests.web.world import fill_register

PASSWORD = "orange lamp river stone"
STRANGER = "stranger"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A register with a person of every role."""
    made = tmp_path_factory.mktemp("people") / "register"
    fill_register(made)
    people = People(made)
    for role in ROLES:
        people.join(people.make_link(role), f"the {role}", PASSWORD)
    return made


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[FastAPI]:
    """The workbench with accounts."""
    made = make_app(folder, Settings(), accounts=True)
    yield made
    made.state.workbench.register.close()


@pytest.fixture(scope="module")
def sessions(folder: Path) -> dict[str, str | None]:
    """Role → secret of a session."""
    people = People(folder)
    return {role: people.log_in(f"the {role}", PASSWORD) for role in ROLES}


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A browser that nobody has logged in with."""
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def enter(client: TestClient, sessions: dict[str, str], role: str) -> None:
    """Give the browser the session of a role."""
    if role != STRANGER:
        client.cookies.set("sijill_session", sessions[role])


def get_token(client: TestClient) -> str:
    return re.search(r'name="form_token" value="([^"]+)"', client.get("/login").text).group(1)


def send(client: TestClient, path: str, **fields: str):
    return client.post(path, data={"form_token": get_token(client), **fields})


def log_in(client: TestClient, role: str, password: str = PASSWORD):
    return send(client, "/login", name=f"the {role}", password=password)


@pytest.mark.parametrize("role", ROLES)
def test_pages_offer_only_what_the_role_may_do(client, sessions, role):
    enter(client, sessions, role)
    questions = "".join(client.get(f"/review?at={at}").text for at in range(6))
    assert ('name="kind" value="accept"' in questions) == (role != "reader")
    assert ('name="kind" value="same"' in questions) == (role in {"reviewer", "administrator"})
    assert ('href="/import"' in client.get("/documents").text) == (role != "reader")
    assert ('href="/people"' in client.get("/").text) == (role == "administrator")
    assert client.get("/people").status_code == (200 if role == "administrator" else 403)


def test_a_session_ends_with_the_log_out(client):
    assert log_in(client, "reader").headers["location"] == "/"
    kept = client.cookies["sijill_session"]
    assert client.get("/").status_code == 200
    assert send(client, "/logout").headers["location"] == "/login"
    client.cookies.set("sijill_session", kept)
    assert client.get("/").status_code == 303


def test_decisions_carry_the_name_of_who_made_them(tmp_path):
    fill_register(tmp_path / "register")
    people = People(tmp_path / "register")
    people.join(people.make_link("reviewer"), "Salma", PASSWORD)
    with TestClient(
        make_app(tmp_path / "register", Settings(), accounts=True), base_url="http://127.0.0.1", follow_redirects=False
    ) as client:
        send(client, "/login", name="Salma", password=PASSWORD)
        subject = client.get("/api/v1/incidents").json()["rows"][0]["incident_id"]
        assert send(client, "/decisions", kind="grade", subject=subject, grade="weak", reason="one source").status_code == 303
        assert client.get("/api/v1/decisions").json()[0]["author"] == "Salma"


def test_the_log_in_leads_only_to_our_own_pages(client):
    answer = send(client, "/login", name="the reader", password=PASSWORD, next_address="https://elsewhere.example/")
    assert answer.headers["location"] == "/"


def test_too_many_attempts_close_the_door_for_a_while(tmp_path):
    people = People(tmp_path)
    people.join(people.make_link("reader"), "Nadia", PASSWORD)
    for _ in range(MAX_FAILURES):
        assert people.log_in("Nadia", "wrong") is None
    assert people.log_in("Nadia", PASSWORD) is None


def test_a_link_works_once(tmp_path):
    people = People(tmp_path)
    link = people.make_link("administrator")
    assert people.find_link(link) == "administrator"
    people.join(link, "Huda", PASSWORD)
    assert people.find_link(link) is None
    with pytest.raises(UserError, match="used already"):
        people.join(link, "Omar", PASSWORD)


@pytest.mark.parametrize(
    ("name", "password"), [("Huda", "short"), ("Huda", "aaaaaaaaaaaaaaaa"), ("x", PASSWORD), ("a\u202eb", PASSWORD), ("Huda", "x" * 2000)]
)
def test_weak_passwords_and_strange_names_are_refused(tmp_path, name, password):
    people = People(tmp_path)
    with pytest.raises(UserError):
        people.join(people.make_link("reader"), name, password)


def test_the_file_holds_no_secret_that_could_be_used(tmp_path):
    people = People(tmp_path)
    link = people.make_link("reader")
    people.join(link, "Huda", PASSWORD)
    session = people.log_in("Huda", PASSWORD)
    data = (tmp_path / FILE).read_bytes()
    for secret in (link, PASSWORD, session):
        assert secret.encode() not in data
    assert b"$argon2id$" in data


def test_the_last_administrator_stays(tmp_path):
    people = People(tmp_path)
    people.join(people.make_link("administrator"), "Huda", PASSWORD)
    with pytest.raises(UserError, match="administrator"):
        people.change("Huda", "reader", active=True)
    assert [p.role for p in people.list_people()] == ["administrator"]


def test_a_closed_account_is_out_at_once(tmp_path):
    people = People(tmp_path)
    people.join(people.make_link("administrator"), "Huda", PASSWORD)
    people.join(people.make_link("reader"), "Omar", PASSWORD)
    session = people.log_in("Omar", PASSWORD)
    people.change("Omar", "reader", active=False)
    assert people.find_person(session) is None
    assert people.log_in("Omar", PASSWORD) is None
