"""Whatever an edition holds and whatever a profile keeps back: nothing of it is in the bytes of any format."""

import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sijill.model import (
    Assessment,
    Attribution,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimWeapon,
    Disagreement,
    DocumentContext,
    FieldAssessment,
    Incident,
    IncidentActor,
    IncidentPlace,
    Link,
    PartialDate,
    PlaceCandidate,
    SourceGroup,
    SourceValue,
    Trigger,
)
from sijill.packs import load_packs
from sijill.publish import EXPORTERS, export_edition
from sijill.publish.base import Edition
from sijill.publish.profile import Profile
from sijill.publish.redact import redact_edition
from tests.make import make_claim, make_document, make_harm, make_incident

PACKS = load_packs()
QUOTE, ADDRESS, SOURCE, PLACE, PROVINCE, TEXT = KINDS = ("zzquote", "zzaddress", "zzsource", "zzplace", "zzprovince", "zztext")

profiles = st.builds(
    lambda quotes, place, **rest: Profile(id="drawn", title="Drawn", quotes=quotes if place == "exact" else "drop", place=place, **rest),
    quotes=st.sampled_from(["keep", "drop"]),
    place=st.sampled_from(["exact", "grid", "admin1", "country"]),
    addresses=st.sampled_from(["keep", "drop"]),
    sources=st.sampled_from(["keep", "drop"]),
    grid_km=st.floats(1, 50),
)
frills = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6)
degrees = st.tuples(st.floats(-60, 60), st.floats(-170, 170)).map(lambda p: (round(p[0], 6) + 3e-7, round(p[1], 6) + 3e-7))


class Marks:
    """Texts with a mark of what they are: the mark survives any escaping, whatever is drawn around it."""

    def __init__(self, draw) -> None:
        self._draw = draw

    def __call__(self, kind: str) -> str:
        return f"{self._draw(frills)}{kind}{self._draw(frills)}"


@st.composite
def editions(draw) -> tuple[Edition, tuple[float, float]]:
    """An edition in which every text is marked, and the exact point that it holds."""
    mark, (lat, lon) = Marks(draw), draw(degrees)
    document_id = mark(ADDRESS)
    claim = make_marked_claim(mark, document_id, lat, lon)
    incident = make_marked_incident(mark, document_id, lat, lon)
    document = make_document(
        id=document_id, text=mark(TEXT), title=mark(QUOTE), source=mark(SOURCE), url=mark(ADDRESS), extra={"note": mark(TEXT)}
    )
    edition = Edition(
        incidents=lambda: [(incident, (claim,))],
        documents=lambda: [document],
        packs=PACKS,
        version="1",
        released=date(2031, 6, 1),
        all_claims=lambda: [claim, make_marked_claim(mark, document_id, lat, lon)],
    )
    return edition, (lat, lon)


def make_marked_claim(mark: Marks, document_id: str, lat: float, lon: float) -> Claim:
    return make_claim(
        document_id=document_id,
        trigger=Trigger(mark(QUOTE), 0, 3),
        triggers=(Trigger(mark(QUOTE), 0, 3),),
        attributed_to=(Attribution(mark(SOURCE), 0, 3, None), Attribution(mark(SOURCE), 0, 3, "local_sources")),
        date=PartialDate("2031-03-04", "2031-03-04", "day", mark(QUOTE), 0, 3, "relative"),
        place=ClaimPlace(
            quote=mark(PLACE),
            start=0,
            end=3,
            place_id=mark(PLACE),
            name=mark(PLACE),
            name_ar=mark(PLACE),
            lat=lat,
            lon=lon,
            precision=1,
            country="SY",
            admin1=mark(PROVINCE),
            admin2=mark(PLACE),
            within=(mark(PLACE),),
            candidates=(PlaceCandidate(mark(PLACE), 0.4, mark(PLACE), lat, lon, (mark(PLACE),)),),
            reasons=(mark(PLACE),),
        ),
        perpetrator=(ClaimActor(quote=mark(QUOTE), start=0, end=3, actor_id=None),),
        target=(ClaimActor(quote=mark(QUOTE), start=0, end=3, actor_id=None, kind="civilian"),),
        weapon=(ClaimWeapon(mark(QUOTE), 0, 3, None), ClaimWeapon(mark(QUOTE), 0, 3, "air_delivered_munition")),
        harm=(make_harm(quote=mark(QUOTE), reason=mark(QUOTE)),),
        document=DocumentContext(source=mark(SOURCE), published=None, url=mark(ADDRESS), title=mark(QUOTE), signature=mark(TEXT)),
    )


def make_marked_incident(mark: Marks, document_id: str, lat: float, lon: float) -> Incident:
    source = mark(SOURCE)
    value = SourceValue(source=source, claim_ids=("clm_1",), min=3, max=3, exactness="exact", words=mark(QUOTE))
    field = FieldAssessment(field="killed.civilian", values=(value,), min=3, max=3, best=3, sensitivity={}, contested=False)
    return make_incident(
        place=IncidentPlace(
            place_id=mark(PLACE),
            name=mark(PLACE),
            name_ar=mark(PLACE),
            lat=lat,
            lon=lon,
            precision=1,
            country="SY",
            admin1=mark(PROVINCE),
            admin2=mark(PLACE),
            within=(mark(PLACE),),
        ),
        perpetrator=(IncidentActor(actor_id=None, claim_ids=("clm_1",), quote=mark(QUOTE)),),
        document_ids=(document_id,),
        title=mark(QUOTE) + mark(PLACE),
        extra={"note": mark(TEXT)},
        assessment=Assessment(
            rule="range@1",
            sources=(SourceGroup(key=source, document_ids=(document_id,), claim_ids=("clm_1",), reason="own account"),),
            fields=(field,),
            disagreements=(Disagreement(field="place", positions={mark(QUOTE) + mark(PLACE): ("clm_1",)}),),
            grade_reasons=(),
            links=(Link(left="clm_1", right="clm_2", probability=0.9, features={"date: same_day": 1.0}),),
        ),
    )


def read_everything(path: Path) -> bytes:
    """Return all that can be found in a file, unpacked where it is packed, in small letters (indexes fold them)."""
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            data += b"".join(book.read(name) for name in book.namelist())
    if path.suffix == ".parquet":
        file = pyarrow.parquet.ParquetFile(path)
        data += str(file.read().to_pylist()).encode() + str(file.metadata.to_dict()).encode()
    if path.suffix in {".db", ".gpkg"}:
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA freelist_count").fetchone() == (0,), "pages that were freed may hold anything"
            data += "\n".join(database.iterdump()).encode() if path.suffix == ".db" else b""
    return data.lower()


def list_withheld(profile: Profile) -> list[str]:
    """Return the marks that must not be found."""
    kept = {
        QUOTE: profile.quotes == "keep",
        ADDRESS: profile.addresses == "keep",
        SOURCE: profile.sources == "keep",
        PLACE: profile.place == "exact",
        PROVINCE: profile.place != "country",
        TEXT: False,
    }
    return [kind for kind in KINDS if not kept[kind]]


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=editions(), profile=profiles)
def test_nothing_that_a_profile_withholds_is_in_any_format(tmp_path_factory, name, drawn, profile):
    edition, (lat, lon) = drawn
    written = export_edition(redact_edition(edition, profile), name, tmp_path_factory.mktemp("out"))
    data = b"".join(map(read_everything, written))
    for kind in list_withheld(profile):
        assert kind.encode() not in data, f"{kind} under {profile}"
    if profile.place != "exact":
        for exact in (lat, lon):
            assert str(exact).encode() not in data
            assert f"{exact:.6f}".encode() not in data


@given(drawn=editions())
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_marks_are_found_where_nothing_is_withheld(tmp_path_factory, drawn):
    data = b"".join(map(read_everything, export_edition(drawn[0], "jsonl", tmp_path_factory.mktemp("out"))))
    assert all(kind.encode() in data for kind in KINDS)
