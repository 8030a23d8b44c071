"""Names of people stay on the server until a reader asks for them."""

import re

import pytest
from starlette.testclient import TestClient

from sijill.packs import load_packs
from sijill.pipeline import link_register
from sijill.settings import Settings
from sijill.store import Register
from sijill.web.app import make_app
from tests.web.world import Teller, document

REPORT = "Shelling of Qarn on Wednesday killed 2 civilians, the teacher Karim Odeh, 31, and his son Omar."


@pytest.fixture
def client(tmp_path):
    told = document("report", REPORT, "Shelling kills Karim Odeh, 31", "en", "Northern Wire", "2031-03-06")
    teller = Teller(told)
    claim = teller.claim(
        "Shelling", event_type="shelling", day="2031-03-05", when="Wednesday", place="Qarn",
        harm=(teller.harm("2 civilians", 2), teller.harm("Karim Odeh, 31", 1, group="men")),
    )  # fmt: skip
    with Register.create(tmp_path / "register") as register:
        register.add_documents([told.__class__(**{n: getattr(told, n) for n in told.__struct_fields__ if n != "capture_id"})])
        register.add_claims([claim])
        link_register(register, load_packs(), extractor="given", rule="range")
    with TestClient(make_app(tmp_path / "register", Settings()), base_url="http://127.0.0.1") as opened:
        yield opened, claim


def list_pages(client, claim):
    incident = client.get("/api/v1/incidents").json()["rows"][0]["incident_id"]
    return [
        f"/incidents/{incident}",
        "/documents/report",
        f"/claims/{claim.claim_id}",
        "/documents",
        "/documents?q=Odeh",
        "/review",
        "/contradictions",
    ]


def test_no_page_holds_a_name_until_it_is_asked_for(client):
    browser, claim = client
    for path in list_pages(browser, claim):
        text = re.sub(r'value="Odeh"', "", browser.get(path).text)
        assert "Karim" not in text, path
        assert "Omar" not in text, path
    page = browser.get("/documents/report").text
    assert "hidden here" in page
    browser.get("/preferences?names=shown&next=/documents/report")
    assert "Karim Odeh" in browser.get("/documents/report").text
    browser.get("/preferences?names=hidden&next=/documents/report")
    assert "Karim" not in browser.get("/documents/report").text


def test_offsets_stay_so_that_words_can_be_chosen(client):
    browser, _ = client
    page = browser.get("/documents/report").text
    text = re.search(r'<div class="text"[^>]*>(.*?)</div>', page, re.S).group(1)
    assert len(re.sub(r"<[^>]+>", "", text)) == len(REPORT)
