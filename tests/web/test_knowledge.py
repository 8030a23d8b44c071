"""Actors, sources and places of the register, added and corrected on pages: kept in its packs, checked, audited."""

import re

import pytest
from starlette.testclient import TestClient

from sijill.packs import load_packs
from sijill.settings import Settings
from sijill.store import Register
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


def load(tmp_path):
    load_packs.cache_clear()
    with Register.open(tmp_path / "register") as register:
        return load_packs(register.pack_dirs())


def test_a_new_actor_is_in_the_packs_of_the_register_and_on_its_page(client, tmp_path):
    answer = send(
        client, "/actors/new", names_en="Sanhar Valley Brigade\r\nValley Brigade of Sanhar", names_ar="لواء وادي سنهار", countries="sa"
    )
    assert answer.headers["location"] == "/actors/sanhar_valley_brigade"
    actor = load(tmp_path).actors["sanhar_valley_brigade"]
    assert actor.names["en"] == ("Sanhar Valley Brigade", "Valley Brigade of Sanhar")
    assert actor.countries == ("SA",)
    assert "لواء وادي سنهار" in client.get("/actors/sanhar_valley_brigade").text
    with Register.open(tmp_path / "register") as register, register.read() as connection:
        (row,) = connection.exec_driver_sql("SELECT subject, detail FROM audit WHERE action = 'save actor'").all()
    assert row[0] == "sanhar_valley_brigade"
    assert "Valley Brigade of Sanhar" in row[1]


def test_an_alias_for_a_built_in_actor_keeps_what_else_is_known_of_it(client, tmp_path):
    known = load_packs().actors["russia"]
    names = "\n".join((*known.names["en"], "Kremlin expeditionary force"))
    fields = {"kind": known.kind, "parent": known.parent or "", "countries": " ".join(known.countries)}
    assert send(client, "/actors/russia", names_en=names, names_ar="\n".join(known.names["ar"]), **fields).status_code == 303
    actor = load(tmp_path).actors["russia"]
    assert actor.names["en"][-1] == "Kremlin expeditionary force"
    assert (actor.acled_name, actor.side, actor.home) == (known.acled_name, known.side, known.home)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/actors/new", {"names_en": ""}),
        ("/actors/new", {"names_en": "Some Group", "kind": "picnic"}),
        ("/actors/new", {"names_en": "Some Group", "parent": "nobody_at_all"}),
        ("/actors/new", {"names_en": "Some Group", "countries": "Syria"}),
        ("/actors/new", {"names_en": "Russia"}),
        ("/actors/nobody_at_all", {"names_en": "Some Group"}),
        ("/sources/new", {"names_en": "Some Paper", "domains": "not a domain!"}),
        ("/places/new", {"names_en": "Some Town", "lat": "95", "lon": "1"}),
        ("/places/new", {"names_en": "Some Town"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(client, tmp_path, path, fields):
    assert send(client, path, **fields).status_code == 400
    load(tmp_path)
    assert list((tmp_path / "register" / "packs").rglob("workbench.*")) == []
    assert client.get("/actors").status_code == 200


def test_a_source_and_a_place_can_be_added_and_corrected(client, tmp_path):
    assert (
        send(client, "/sources/new", names_en="Tilal Post", domains="www.tilal-post.example").headers["location"] == "/sources/tilal_post"
    )
    assert load(tmp_path).find_source("tilal-post.example").id == "tilal_post"
    answer = send(client, "/places/new", names_en="Tell Zahra", names_ar="تل الزهرة", lat="20.7", lon="50.4", country="SA")
    assert answer.headers["location"] == "/places/own:tell_zahra"
    send(client, "/places/own:tell_zahra", names_en="Tell Zahra\nTal Zahrah", lat="20.8", lon="50.4", country="SA")
    page = client.get("/places/own:tell_zahra").text
    assert "Tal Zahrah" in page
    assert "20.8" in page
    assert "Tell Zahra" in client.get("/places").text
    assert (tmp_path / "register/packs/places/workbench.yml").read_text(encoding="utf-8").count("own:tell_zahra") == 1


def test_a_run_reads_again_under_what_was_added(client):
    runs = client.get("/runs").text.count("<code")
    assert send(client, "/runs").status_code == 303
    page = client.get("/runs").text
    assert page.count("<code") > runs
    assert "run" in page
