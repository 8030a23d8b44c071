import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.errors import PackError, UserError
from sijill.model import (
    Assessment,
    Attribution,
    ClaimActor,
    ClaimPlace,
    ClaimWeapon,
    DocumentContext,
    FieldAssessment,
    IncidentActor,
    IncidentDate,
    IncidentPlace,
    PartialDate,
    PlaceCandidate,
    SourceGroup,
    SourceValue,
    Trigger,
)
from sijill.packs import load_packs, load_yaml
from sijill.publish import EXPORTERS, apply_profile, export_edition
from sijill.publish.base import Edition
from sijill.publish.profile import Profile, get_profile, list_profiles
from sijill.publish.redact import find_cell_middle
from tests.make import make_claim, make_document, make_harm, make_incident

SECRET = "QQSECRETQQ"
LAT, LON = 20.512345, 50.267891


def make_secret_edition() -> Edition:
    """An edition in which every text that could tell on somebody is marked."""
    place = {
        "place_id": SECRET,
        "name": SECRET,
        "lat": LAT,
        "lon": LON,
        "precision": 1,
        "country": "SA",
        "admin1": "Sanhar",
        "within": (SECRET,),
    }
    candidates = (PlaceCandidate(SECRET, 0.4, SECRET, LAT, LON, (SECRET,)),)
    claim = make_claim(
        document_id=SECRET,
        trigger=Trigger(SECRET, 0, 3),
        triggers=(Trigger(SECRET, 0, 3),),
        attributed_to=(Attribution(SECRET, 0, 3, None), Attribution(SECRET, 0, 3, "local_sources")),
        date=PartialDate("2031-03-04", "2031-03-04", "day", SECRET, 0, 3, "relative"),
        place=ClaimPlace(quote=SECRET, start=0, end=3, candidates=candidates, reasons=(SECRET,), name_ar=SECRET, admin2=SECRET, **place),
        perpetrator=(ClaimActor(quote=SECRET, start=0, end=3, actor_id=None),),
        target=(ClaimActor(quote=SECRET, start=0, end=3, actor_id=None, kind="civilian"),),
        weapon=(ClaimWeapon(SECRET, 0, 3, None), ClaimWeapon(SECRET, 0, 3, "air_delivered_munition")),
        harm=(make_harm(quote=SECRET, reason=SECRET),),
        document=DocumentContext(source=SECRET, source_id=SECRET, published="2031-03-05", url=SECRET, title=SECRET, signature=SECRET),
    )
    value = SourceValue(source=SECRET, claim_ids=("clm_1",), min=3, max=3, exactness="exact", words=SECRET, published=SECRET)
    field = FieldAssessment(field="killed.civilian", values=(value,), min=3, max=3, best=3, sensitivity={}, contested=False)
    group = SourceGroup(key=SECRET, document_ids=(SECRET,), claim_ids=("clm_1",), reason="own account")
    incident = make_incident(
        place=IncidentPlace(name_ar=SECRET, admin2=SECRET, **place),
        perpetrator=(IncidentActor(actor_id=None, claim_ids=("clm_1",), quote=SECRET),),
        document_ids=(SECRET,),
        title=SECRET,
        extra={"note": SECRET},
        assessment=Assessment(rule="range@1", sources=(group,), fields=(field,), disagreements=(), grade_reasons=()),
    )
    documents = [make_document(id=SECRET, text=SECRET, title=SECRET, source=SECRET, url=SECRET, extra={"note": SECRET})]
    return Edition(
        incidents=lambda: [(incident, (claim,))], documents=lambda: documents, packs=load_packs(), version="1", released=date(2031, 6, 1)
    )


def read_everything(path: Path) -> bytes:
    """Return what a file holds, unpacked where it is packed, with all that stands between its values."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return b"".join(book.read(name) for name in book.namelist())
    if path.suffix == ".parquet":
        file = pyarrow.parquet.ParquetFile(path)
        return path.read_bytes() + str(file.read().to_pylist()).encode() + str(file.metadata.to_dict()).encode()
    return path.read_bytes()


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS])
def test_nothing_that_is_redacted_survives_in_any_format(name, tmp_path):
    written = export_edition(apply_profile(make_secret_edition(), "cautious"), name, tmp_path)
    for path in written:
        data = read_everything(path)
        for secret in (SECRET, str(LAT), str(LON), "20.5123", "50.2679"):
            assert secret.encode() not in data, f"{secret} in {path.name}"
    assert any(b"inc_1" in read_everything(path) or name in {"acled", "ucdp"} for path in written)


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS])
def test_the_secrets_are_found_where_nothing_is_redacted(name, tmp_path):
    found = b"".join(read_everything(path) for path in export_edition(make_secret_edition(), name, tmp_path))
    assert SECRET.encode() in found


def test_no_profile_lets_texts_out(tmp_path):
    for profile in list_profiles():
        documents = list(apply_profile(make_secret_edition(), profile).documents())
        assert [d.text for d in documents] == [""]
        assert [d.extra for d in documents] == [{}]


def test_young_and_undated_incidents_are_held_back():
    young = make_incident(incident_id="inc_young", date=IncidentDate("2031-05-20", "2031-05-20", "day"))
    undated = make_incident(incident_id="inc_undated", date=IncidentDate(None, None, "unknown"))
    old = make_incident(incident_id="inc_old", date=IncidentDate("2031-03-04", "2031-03-04", "day"))
    edition = replace(make_secret_edition(), incidents=lambda: [(i, ()) for i in (young, undated, old)])
    assert [i.incident_id for i, _ in apply_profile(edition, "cautious").incidents()] == ["inc_old"]
    with pytest.raises(UserError, match="say from which day"):
        apply_profile(replace(edition, released=None), "cautious")
    assert len(list(apply_profile(edition, "public").incidents())) == 3


def test_documents_of_incidents_that_stay_back_stay_back():
    edition = replace(make_secret_edition(), released=date(2031, 3, 5))
    assert list(apply_profile(edition, "cautious").documents()) == []


def test_every_profile_loads_and_an_unknown_one_is_refused():
    assert [get_profile(name).id for name in list_profiles()] == list(list_profiles())
    with pytest.raises(UserError, match="profiles are cautious, partners, public"):
        get_profile("secret")


def test_a_profile_that_would_name_the_place_is_refused(tmp_path):
    path = tmp_path / "wrong.yml"
    path.write_text("{id: wrong, title: Wrong, quotes: keep, addresses: keep, sources: keep, place: grid}", encoding="utf-8")
    with pytest.raises(PackError, match="quotes must be dropped"):
        load_yaml(path, Profile)


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(1, 100))
def test_a_blurred_point_is_near_and_the_same_for_the_whole_cell(lat, lon, km):
    middle = find_cell_middle(lat, lon, km)
    assert abs(middle[0] - lat) <= km / 111 / 2 + 0.0001
    assert find_cell_middle(*middle, km) == pytest.approx(middle, abs=0.001) or abs(middle[0]) > 85
