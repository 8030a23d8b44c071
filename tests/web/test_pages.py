"""Every page in both languages, without a browser: what it says, what it must never do."""

import re

import pytest

from sijill.web.pages.incidents import make_line
from sijill.web.pages.preferences import to_local

PAGES = ["/", "/incidents", "/contradictions", "/documents", "/sources", "/actors", "/runs", "/review"]
HOSTILE = ["/documents/hostile-1", "/documents", "/incidents", "/", "/sources", "/contradictions", "/runs"]


def find_incident(client, name="Tell Asfar"):
    page = client.get("/incidents?lang=en").text
    return re.search(rf'href="(/incidents/inc_\w+)"[^>]*>[^<]* in <bdi>{name}', page).group(1)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_both_languages(client, path, lang):
    answer = client.get(path, params={"lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in answer.text
    assert answer.headers["content-language"] == lang


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_documents_are_shown_harmless(client, path):
    text = client.get(path).text
    body = text.partition("<body>")[2]
    assert "<script" not in body
    assert "<img" not in body
    assert "<style" not in body
    assert "<i>Nobody" not in body
    assert "<b>" not in body
    assert "\u202e" not in body
    assert not re.search(r"\bon\w+\s*=\s*[\"']", re.sub(r"&#\d+;|&\w+;", "", body))


def test_no_address_of_a_document_becomes_a_link(client):
    assert not re.search(r'href="javascript', client.get("/documents/hostile-1").text)


def test_an_incident_shows_harm_by_source_and_who_denies(client):
    page = client.get(find_incident(client)).text
    assert "Civilians killed" in page
    assert "denies it" in page
    assert "0–14" in page  # one source says that those killed were militants
    assert "طيران الحكومة" in page


def test_a_cell_leads_to_the_words_in_the_document(client):
    page = client.get(find_incident(client)).text
    url = re.search(r'href="(/documents/arabic-1\?claim=clm_\w+&amp;from=(\d+)&amp;to=\d+)#w\2"', page).group(1).replace("&amp;", "&")
    assert "w-sought" in client.get(url).text


def test_a_document_with_a_strange_identifier_has_an_address(client):
    answer = client.get("/documents/wire%2F1%3Fa%3Db")
    assert answer.status_code == 200
    assert "vegetable market" in answer.text


def test_the_original_bytes_are_sent_as_a_file_that_nothing_runs(client):
    answer = client.get("/documents/hostile-1/original")
    assert answer.content.startswith(b"<script>")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_facets_narrow_the_list(client):
    assert "Qarn" in client.get("/incidents?event=shelling").text
    assert "Qarn" not in client.get("/incidents?event=air_strike").text.partition('class="incidents"')[2]
    assert "No incident passes" in client.get("/incidents?event=protest").text


@pytest.mark.parametrize("words", ["market", "غارة", "الغارات", "tell asfar"])
def test_search_finds_incidents_in_both_scripts(client, words):
    assert client.get("/incidents", params={"q": words}).status_code == 200


@pytest.mark.parametrize("words", ['"', "'; DROP TABLE incidents; --", "*", "NEAR(", "\u202e", "<b>", "a" * 5000, "-", "AND", "\x00"])
def test_strange_searches_do_no_harm(client, words):
    for path in ("/incidents", "/documents"):
        answer = client.get(path, params={"q": words})
        assert answer.status_code == 200
        assert "<b>" not in answer.text.partition("<body>")[2]


def test_csv_holds_what_is_shown(client):
    answer = client.get("/incidents.csv?event=shelling")
    lines = answer.text.splitlines()
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(lines) == 2
    assert "Qarn" in lines[1]


def test_csv_cells_cannot_become_formulas():
    assert make_line(["=1+1", "@x", "fine", -3]) == "'=1+1,'@x,fine,-3\r\n"


def test_the_map_gets_points_with_their_doubt(client):
    features = client.get("/map/incidents.geojson").json()["features"]
    assert {f["properties"]["area_km"] for f in features} == {2.0}
    assert all(f["properties"]["url"].startswith("/incidents/inc_") for f in features)


def test_an_incident_map_shows_the_other_candidates(client):
    features = client.get(f"/map{find_incident(client)}.geojson").json()["features"]
    assert [f["properties"]["label"] for f in features] == ["Tell Asfar", "Tell Asfar al-Sharqi"]


def test_towns_are_named_in_the_language_of_the_reader(client):
    features = client.get("/map/towns.geojson?bbox=35,33,37,34&lang=ar").json()["features"]
    assert "دمشق" in {f["properties"]["name"] for f in features}


@pytest.mark.parametrize("path", ["/nothing", "/incidents/inc_nothing", "/documents/nothing", "/documents/%00"])
def test_what_is_not_there_is_said_in_words(client, path):
    answer = client.get(path, params={"lang": "en"})
    assert answer.status_code == 404
    assert "Nothing is here" in answer.text


def test_every_answer_has_the_security_headers(client):
    for path in ("/", "/nothing", "/map/incidents.geojson", "/static/manifest.json"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_pages_have_nothing_inline(client):
    for path in (*PAGES, find_incident(client), "/documents/arabic-1"):
        text = client.get(path).text
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)", text), path
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text), path


def test_preferences_are_kept_and_lead_back(client):
    answer = client.get("/preferences?lang=ar&theme=dark&notice=seen&next=/incidents%3Fgrade%3Dfair")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/incidents?grade=fair"
    page = client.get("/").text
    assert 'dir="rtl" data-theme="dark"' in page
    assert 'class="notice"' not in page


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", None, "/x\r\nSet-Cookie: a=b"],
)
def test_preferences_never_lead_elsewhere(address):
    assert to_local(address) == "/"


def test_the_browser_s_language_is_taken_where_nothing_was_chosen(client):
    assert 'lang="ar"' in client.get("/", headers={"accept-language": "fr,ar-SY;q=0.8"}).text
