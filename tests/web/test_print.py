"""An incident as PDF, from the workbench."""

import re

import pytest

pytest.importorskip("typst")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_incident_page_leads_to_its_pdf(client, lang):
    first = re.search(r'/incidents/(inc_\w+)"', client.get("/incidents").text).group(1)
    assert f'href="/incidents/{first}.pdf"' in client.get(f"/incidents/{first}").text
    answer = client.get(f"/incidents/{first}.pdf", params={"lang": lang})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert f"{first}.{lang}.pdf" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"%PDF")


def test_an_unknown_incident_has_no_pdf(client):
    assert client.get("/incidents/inc_none.pdf").status_code == 404
