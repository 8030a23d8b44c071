"""Saved searches: kept under a name, opened by address, forgotten; all of it in the audit log."""

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from sijill.errors import UserError
from sijill.settings import Settings
from sijill.store import Register
from sijill.store.schema import audit
from sijill.store.searches import list_searches, save_search
from sijill.web.app import make_app
from tests.web.world import fill_register


@pytest.fixture
def client(tmp_path):
    fill_register(tmp_path / "register")
    with TestClient(make_app(tmp_path / "register", Settings()), base_url="http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


def send(client, path, **fields):
    token = re.search(r'name="form_token" value="([^"]+)"', client.get("/incidents").text).group(1)
    return client.post(path, data={"form_token": token, **fields})


def test_a_search_keeps_its_address_when_it_is_saved_again(client, tmp_path):
    answer = send(client, "/searches", name="Air strikes", query="event=air_strike&sort=-killed&nonsense=1")
    assert answer.headers["location"] == "/incidents?event=air_strike&sort=-killed"
    (saved,) = client.get("/api/v1/searches").json()
    assert client.get(f"/searches/{saved['search_id']}").headers["location"] == "/incidents?event=air_strike&sort=-killed"
    send(client, "/searches", name="air  strikes", query="event=shelling")
    (again,) = client.get("/api/v1/searches").json()
    assert again["search_id"] == saved["search_id"]
    assert client.get(f"/searches/{saved['search_id']}").headers["location"] == "/incidents?event=shelling"
    assert "air strikes" in client.get("/incidents").text


def test_saving_and_forgetting_are_in_the_audit_log(client, tmp_path):
    send(client, "/searches", name="All", query="")
    (saved,) = client.get("/api/v1/searches").json()
    assert send(client, f"/searches/{saved['search_id']}/drop").headers["location"] == "/incidents"
    assert client.get("/api/v1/searches").json() == []
    assert client.get(f"/searches/{saved['search_id']}").status_code == 404
    with Register.open(tmp_path / "register") as register, register.read() as connection:
        actions = [row.action for row in connection.execute(select(audit).order_by(audit.c.seq))]
    assert actions[-2:] == ["save search", "drop search"]


def test_a_name_is_shown_and_never_run(client):
    send(client, "/searches", name="<script>x</script>", query="q=<b>")
    assert "<script>x" not in client.get("/incidents").text


@pytest.mark.parametrize("name", ["", "   ", "a\u202eb", "x" * 101])
def test_strange_names_are_refused(tmp_path, name):
    with Register.create(tmp_path / "register") as register:
        with pytest.raises(UserError):
            save_search(register, name, "", "Huda")
        assert list_searches(register) == []
