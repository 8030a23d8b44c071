"""Tokens of programs: what they open, what they do not, and that their secrets are nowhere."""

import re

import pytest
from starlette.testclient import TestClient

from sijill.errors import UserError
from sijill.settings import Settings
from sijill.store import Register
from sijill.web.app import make_app
from sijill.web.people import FILE, People
from sijill.web.tokens import Tokens
from tests.web.world import fill_register

PASSWORD = "orange lamp river stone"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("tokens") / "register"
    fill_register(made)
    people = People(made)
    people.join(people.make_link("administrator"), "Huda", PASSWORD)
    return made


@pytest.fixture
def client(folder):
    with TestClient(make_app(folder, Settings(), accounts=True), base_url="http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def tokens(folder):
    return Tokens(People(folder))


def call(client, secret, **body):
    headers = {"authorization": f"Bearer {secret}"}
    return client.post("/api/v1/decisions", json=body, headers=headers) if body else client.get("/api/v1/incidents", headers=headers)


def test_a_token_opens_the_api_and_no_page(client, tokens):
    secret = tokens.make_token("dashboard", "reader", "Huda")
    assert client.get("/api/v1/incidents").status_code == 401
    assert call(client, secret).status_code == 200
    assert call(client, "sijill_wrong").status_code == 401
    assert client.get("/incidents", headers={"authorization": f"Bearer {secret}"}).status_code == 303


def test_a_token_does_what_its_role_may_and_signs_as_a_program(client, tokens):
    reader, reviewer = tokens.make_token("reads", "reader", "Huda"), tokens.make_token("grades", "reviewer", "Huda")
    incident = call(client, reader).json()["rows"][0]["incident_id"]
    grade = {"kind": "grade", "subject": incident, "value": '"weak"', "reason": "one source"}
    assert call(client, reader, **grade).status_code == 403
    assert call(client, reviewer, **grade).status_code == 201
    decision = client.get("/api/v1/decisions", headers={"authorization": f"Bearer {reader}"}).json()[0]
    assert (decision["author"], decision["author_kind"]) == ("grades", "machine")


def test_a_revoked_token_is_worthless_at_once(client, tokens):
    secret = tokens.make_token("old", "reader", "Huda")
    tokens.revoke("old")
    assert call(client, secret).status_code == 401
    with pytest.raises(UserError):
        tokens.revoke("old")


def test_the_file_keeps_no_secret(folder, tokens):
    secret = tokens.make_token("kept", "reader", "Huda")
    assert secret.encode() not in (folder / FILE).read_bytes()


def test_no_token_has_the_name_of_a_person_or_looks_after_accounts(tokens):
    with pytest.raises(UserError, match="taken"):
        tokens.make_token("Huda", "reader", "Huda")
    with pytest.raises(UserError, match="token is"):
        tokens.make_token("root", "administrator", "Huda")


def test_the_page_shows_a_secret_once(client, folder):
    def find_field(page):
        return re.search(r'name="form_token" value="([^"]+)"', page).group(1)

    client.post("/login", data={"form_token": find_field(client.get("/login").text), "name": "Huda", "password": PASSWORD})
    made = client.post("/people/tokens", data={"form_token": find_field(client.get("/people").text), "name": "nightly", "role": "analyst"})
    secret = re.search(r"sijill_[\w-]{40,}", made.text).group()
    assert Tokens(People(folder)).find_person(secret).role == "analyst"
    page = client.get("/people").text
    assert secret not in page
    assert "nightly" in page
    client.post("/people/tokens/revoke", data={"form_token": find_field(page), "name": "nightly"})
    assert Tokens(People(folder)).find_person(secret) is None
    with Register.open(folder) as register, register.read() as connection:
        actions = [row[0] for row in connection.exec_driver_sql("SELECT action FROM audit ORDER BY seq")]
    assert actions[-2:] == ["make token", "revoke token"]


def test_the_description_says_how_to_log_in(client, tokens):
    headers = {"authorization": f"Bearer {tokens.make_token('reads openapi', 'reader', 'Huda')}"}
    description = client.get("/api/openapi.json", headers=headers).json()
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
