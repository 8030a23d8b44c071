"""What people decided must not leave, in every format."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as change

from sijill.model import Decision
from sijill.publish import EXPORTERS, apply_profile, export_edition
from tests.publish.test_redact import LAT, LON, SECRET, make_secret_edition, read_everything


def make_redaction(subject: str, field: str | None = None, **values: str) -> Decision:
    return Decision(kind="redact", subject=subject, field=field, author="amal", made_at="2031-05-01T10:00:00+00:00", **values)


def withhold(*decisions: Decision, profile: str = "partners"):
    return apply_profile(replace(make_secret_edition(), decisions=lambda: decisions), profile)


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS])
@pytest.mark.parametrize("redaction", [make_redaction("inc_1", "place"), make_redaction("clm_1")])
def test_what_a_person_keeps_back_survives_in_no_format(name, redaction, tmp_path):
    edition = withhold(redaction)
    if redaction.field is None:  # the account stays back, not where it happened
        edition = replace(edition, incidents=lambda: [(i, c) for i, c in strip_places(edition)])
    secrets = (SECRET, str(LAT), str(LON)) if redaction.field else (SECRET,)
    for path in export_edition(edition, name, tmp_path):
        for secret in secrets:
            assert secret.encode() not in read_everything(path), f"{secret} in {path.name}"


def strip_places(edition):
    """Incidents and claims without a place, the name of which is marked too."""
    for incident, claims in withhold(make_redaction("clm_1")).incidents():
        yield change(incident, place=None, title=None), tuple(change(c, place=None) for c in claims)


def test_an_incident_stays_back_with_its_documents_and_so_does_what_it_became():
    edition = withhold(make_redaction("inc_1"))
    assert list(edition.incidents()) == []
    assert list(edition.documents()) == []
    ((incident, claims),) = make_secret_edition().incidents()
    merged = replace(make_secret_edition(), incidents=lambda: [(change(incident, previous_ids=("inc_gone",)), claims)])
    assert list(apply_profile(replace(merged, decisions=lambda: [make_redaction("inc_gone")]), "partners").incidents()) == []


def test_the_numbers_of_an_account_that_stays_back_still_count():
    ((incident, (claim,)),) = withhold(make_redaction("clm_1")).incidents()
    assert claim.harm[0].min == 3
    assert incident.assessment.fields[0].values[0].source == "source 1"
    assert incident.document_ids == (claim.document_id,) != (SECRET,)


def test_a_redaction_that_was_taken_back_binds_no_longer():
    redaction = make_redaction("inc_1")
    undone = Decision(kind="undo", subject=redaction.decision_id, author="amal", made_at="2031-05-02T10:00:00+00:00")
    assert len(list(withhold(redaction, undone).incidents())) == 1


def test_ids_of_documents_agree_between_incidents_claims_and_documents():
    edition = withhold(make_redaction("clm_1"))
    ((incident, (claim,)),) = edition.incidents()
    assert [d.id for d in edition.documents()] == [claim.document_id] == list(incident.document_ids)
