"""Hostile content is shown harmless: on every page, in every field that a document, a source or a person fills in."""

import re
import time
from urllib.parse import quote

import msgspec
import pytest
from lxml import html
from starlette.testclient import TestClient

from sijill.model import Decision, Issue, PlaceCandidate
from sijill.packs import load_packs
from sijill.pipeline import link_register
from sijill.settings import Settings
from sijill.store import Register
from sijill.store.searches import save_search
from sijill.web import importing
from sijill.web.app import make_app
from tests.web.world import Teller, document

ATTACKS = {
    "script": "<script>window.broken = 1</script>",
    "handler": "<img src=x onerror=\"window.broken = 1\"> \" onmouseover='window.broken = 1' x=\"",
    "link": "javascript:window.broken=1 <a href=\"javascript:alert(1)\">x</a> data:text/html,<script>1</script>",
    "style": "<style>body{display:none}</style><link rel=stylesheet href=//elsewhere.example/x.css> <p style='position:fixed'>",
    "template": "{{ 7 * 7 }} {% include 'base.html' %} ${7*7} #{7*7}",
    "frame": "<iframe src=//elsewhere.example></iframe><object data=x></object><svg onload=alert(1)><base href=//elsewhere.example>",
    "direction": "\u202egnihtyna \u2066x\u2069 \u202c\ufeff \x07\x1b[31m",
    "closing": "</title></textarea></svg></a></div>--><![CDATA[ ]]><plaintext>",
    "cut": "\r\nSet-Cookie: a=b\r\n\r\n<b>",
}  # fmt: skip
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module", params=ATTACKS, ids=str)
def attacked(request, tmp_path_factory):
    """A workbench whose every text is hostile, and the addresses of its pages."""
    bad = ATTACKS[request.param]
    folder = tmp_path_factory.mktemp("hostile") / "register"
    told = document(f"doc {bad}"[:60], f"Shelling of Qarn on Wednesday killed 2 civilians. {bad}", bad, "en", bad, "2031-03-06")
    told = msgspec.structs.replace(told, capture_id=None, url=bad)
    teller = Teller(told)
    harm = (teller.harm("2 civilians", 2),)
    claim = teller.claim("Shelling", event_type="shelling", day="2031-03-05", when="Wednesday", place="Qarn", harm=harm)
    other = PlaceCandidate(place_id=bad, score=0.5, name=bad, lat=1.0, lon=1.0)
    place = msgspec.structs.replace(claim.place, name=bad, name_ar=bad, admin1=bad, within=(bad,), candidates=(other,))
    claim = msgspec.structs.replace(claim, place=place, rules=(bad,), issues=(bad,))
    note = Decision(kind="note", subject=claim.claim_id, author=bad, made_at="2031-03-07T00:00:00+00:00", value=bad, reason=bad)
    with Register.create(folder) as register:
        register.add_documents([told])
        register.add_claims([claim])
        register.record_issues([Issue(stage="read", code="x", severity="skip", detail=bad, file=bad)])
        register.record_decision(note)
        save_search(register, "search " + re.sub(r"[^ -~]", "", bad)[:60], "q=x", "Huda")
        link_register(register, load_packs(), extractor="given", rule="range")
    with TestClient(make_app(folder, Settings()), base_url="http://127.0.0.1") as client:
        incident = client.get("/api/v1/incidents").json()["rows"][0]["incident_id"]
        paths = ["/", "/incidents", "/contradictions", "/documents?q=qarn", "/sources", "/actors", "/places", "/runs", "/review"]
        found = html.fromstring(client.get("/documents").text).xpath("//a[@data-item]/@href")
        yield client, bad, [*paths, f"/incidents/{incident}", f"/claims/{claim.claim_id}", *found]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_nothing_of_a_document_becomes_markup(attacked, lang):
    client, bad, paths = attacked
    client.cookies.set("sijill_lang", lang)
    sent = quote(bad, safe="")
    for path in [*paths, f"/incidents?q={sent}&lang={sent}", f"/preferences?theme=dark&next={sent}", f"/claims/{sent}"]:
        answer = client.get(path)
        assert answer.status_code < 500, path
        check_page(answer, path)


def check_page(answer, path):
    """Check that a page holds no active content but our own files."""
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers.get_list("set-cookie") == [c for c in answer.headers.get_list("set-cookie") if c.startswith("sijill_")]
    if not answer.headers["content-type"].startswith("text/html"):
        return
    tree = html.fromstring(answer.text)
    assert all((script.get("src") or "").startswith("/static/") for script in tree.xpath("//script")), path
    assert tree.xpath("//style | //iframe | //object | //base | //plaintext | //*[@style]") == [], path
    assert [name for element in tree.iter() if isinstance(element.tag, str) for name in element.attrib if name.startswith("on")] == [], path
    for address in tree.xpath("//@href | //@src | //@action | //@formaction"):
        assert address.startswith(("/", "#", "data:,")), (path, address)
        assert not address.startswith("//"), (path, address)
    assert tree.xpath("//link[@rel='stylesheet'][not(starts-with(@href, '/static/'))]") == []
    assert not BIDI.search("".join(tree.xpath("//body//text()"))), path
    assert "49" not in tree.xpath("string(//h1)"), path


def test_a_million_nested_tags_are_read_or_refused_in_time(tmp_path):
    with Register.create(tmp_path / "register") as register:
        page = b"<html><body>" + b"<div>" * 1_000_000 + b"Shelling of Qarn killed 2 civilians on 5 March 2031." + b"</div>" * 1_000_000
        token = importing.keep_files(register, [("deep.html", page)])
        started = time.monotonic()
        found = importing.preview(register, load_packs(), Settings(), token)
        assert time.monotonic() - started < 60
        assert found.total <= 1
        assert found.total or found.issues


def test_a_hostile_file_name_stays_in_its_folder(tmp_path):
    with Register.create(tmp_path / "register") as register:
        names = ("../../../evil.txt", "..\\..\\evil.txt", "\u202etxt.exe", "a/b\x00.txt")
        token = importing.keep_files(register, [(name, name.encode()) for name in names])
        kept = [path for path in (tmp_path / "register").rglob("*") if path.is_file() and "incoming" in path.parts]
        assert len(kept) == 4
        assert all(path.parent == importing.find_folder(register, token) / "upload" for path in kept)
