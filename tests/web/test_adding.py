"""Claims that people add, what they add to claims, and incidents that they merge and split."""

import re

import pytest
from starlette.testclient import TestClient

from sijill.packs import load_packs
from sijill.pipeline.linking import rebuild
from sijill.settings import Settings
from sijill.store import Register, views
from sijill.web.app import make_app
from tests.web.world import ENGLISH, fill_register, find


@pytest.fixture
def client(tmp_path):
    fill_register(tmp_path / "register")
    with TestClient(make_app(tmp_path / "register", Settings()), base_url="http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


def send(client, path, **fields):
    token = re.search(r'name="form_token" value="([^"]+)"', client.get("/incidents").text).group(1)
    return client.post(path, data={"form_token": token, **fields})


def add(client, words="clashes near Qarn", **fields):
    start, end = find(ENGLISH, words)
    data = {"start": start, "end": end, "event_type": "clash", "reason": "missed"} | fields
    return send(client, "/documents/wire%2F1%3Fa%3Db/claims", **data)


def test_chosen_words_become_a_claim_of_their_own_with_its_author(client, tmp_path):
    answer = add(client)
    claim_id = answer.headers["location"].removeprefix("/claims/")
    claim = client.get(f"/api/v1/claims/{claim_id}").json()
    assert claim["trigger"]["quote"] == "clashes near Qarn" == ENGLISH[claim["trigger"]["start"] : claim["trigger"]["end"]]
    assert claim["origin"] == "person@1"
    decision = client.get("/api/v1/decisions").json()[0]
    assert (decision["kind"], decision["subject"], decision["reason"]) == ("accept", claim_id, "missed")
    with Register.open(tmp_path / "register") as register:
        assert claim_id in {i for incident in views.iter_incidents(register) for i in incident.claim_ids}
        before = [i.claim_ids for i in views.iter_incidents(register)]
        rebuild(register, load_packs())
        assert [i.claim_ids for i in views.iter_incidents(register)] == before


def test_words_may_be_typed_and_must_be_in_the_text(client):
    path = "/documents/wire%2F1%3Fa%3Db/claims"
    assert send(client, path, event_type="clash", words="clashes near Qarn").status_code == 303
    assert send(client, path, event_type="clash", words="words that nobody wrote").status_code == 400
    assert add(client, start=5, end=999_999).status_code == 400
    assert add(client, event_type="picnic").status_code == 400
    assert add(client).status_code == 400


def test_a_number_and_a_party_that_were_missed_are_added_with_their_words(client):
    path = add(client).headers["location"]
    start, end = find(ENGLISH, "without casualties")
    common = {"reason": "missed", "start": start, "end": end}
    assert send(client, path, what="number", row=0, outcome="killed", who="unknown", max=0, **common).status_code == 303
    assert send(client, path, what="party", role="perpetrator", actor_id="russia", **common).status_code == 303
    page = client.get(path).text
    assert load_packs().actors["russia"].get_label("en") in page
    kept = client.get("/api/v1/decisions").json()[:2]
    assert [d["field"] for d in kept] == ["perpetrator", "harm"]
    assert kept[1]["value"][0]["quote"] == "without casualties"
    assert send(client, path, what="number", row=0, outcome="killed", who="unknown", max=0, reason="no words").status_code == 303
    assert send(client, path, what="number", row=1, outcome="injured", who="unknown", max=3, reason="no words").status_code == 400
    assert send(client, path, what="party", actor_id="nobody_known", **common).status_code == 400


def list_ids(client):
    return [row["incident_id"] for row in client.get("/api/v1/incidents?sort=-sources").json()["rows"]]


def test_incidents_are_merged_and_split_after_a_preview(client):
    one, other = list_ids(client)[:2]
    total = len(list_ids(client))
    assert "1 incident" in client.get(f"/incidents/{one}/merge?other={other}").text
    assert send(client, f"/incidents/{one}/merge", other=other, reason="").status_code == 400
    assert send(client, f"/incidents/{one}/merge", other=other, reason="the same morning").status_code == 303
    assert len(list_ids(client)) == total - 1
    merged = list_ids(client)[0]
    claims = [claim["claim_id"] for claim in client.get(f"/api/v1/incidents/{merged}/claims").json()]
    assert "2 incidents" in client.get(f"/incidents/{merged}/split?claim={claims[-1]}").text


def test_some_claims_are_split_off(client):
    incident = list_ids(client)[0]
    total = len(list_ids(client))
    claims = [claim["claim_id"] for claim in client.get(f"/api/v1/incidents/{incident}/claims").json()]
    assert send(client, f"/incidents/{incident}/split", claim=claims, reason="all of them").status_code == 400
    assert send(client, f"/incidents/{incident}/split", claim=claims[:1], reason="another day").status_code == 303
    assert len(list_ids(client)) == total + 1
    assert not any(
        {claims[0], claims[1]} <= {c["claim_id"] for c in client.get(f"/api/v1/incidents/{i}/claims").json()} for i in list_ids(client)
    )


def test_an_incident_is_put_on_a_point_of_the_map(client):
    incident = list_ids(client)[0]
    fields = {"kind": "correct", "subject": incident, "field": "place", "value": "", "reason": "seen on a photograph"}
    assert send(client, "/decisions", **fields, lat="95", lon="50").status_code == 400
    assert send(client, "/decisions", **fields, lat="20.25", lon="50.5", place_name="The well").status_code == 303
    place = client.get(f"/api/v1/incidents/{incident}").json()["place"]
    assert (place["lat"], place["lon"], place["name"]) == (20.25, 50.5, "The well")
