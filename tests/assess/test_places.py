from typing import Any

import msgspec

from sijill.assess.places import find_place
from sijill.model import Claim, ClaimPlace
from tests.make import make_claim


def where(name: str, lat: float, lon: float = 50.0, *, precision: int = 1, radius_km: float = 2.0, **fields: Any) -> ClaimPlace:
    defaults = {"country": "SA", "admin1": "Sanhar", "within": ("Sanhar",)}
    return ClaimPlace(
        quote=name, start=0, end=len(name), place_id=f"own:{name}:{precision > 2}", name=name, lat=lat, lon=lon, precision=precision,
        radius_km=radius_km, **{**defaults, **fields},
    )  # fmt: skip


VILLAGE = where("Tell Asfar", 20.15)
FAR_VILLAGE = where("Bir Hamra", 24.0, admin1="Qasab", within=("Qasab",))
CITY = where("Sanhar", 20.0)
PROVINCE = where("Sanhar", 20.2, precision=4, radius_km=75, within=())
NORTH = where("Mazra", 20.1, precision=2, radius_km=20)


def choose(*places: ClaimPlace | Claim) -> str | None:
    claims = [p if isinstance(p, Claim) else make_claim(claim_id=f"clm_{i}", document_id=f"doc_{i}", place=p) for i, p in enumerate(places)]
    chosen = find_place(claims, {c.document_id: c.document_id for c in claims})
    return chosen.place_id if chosen else None


def test_a_village_wins_over_the_city_that_is_named_like_its_province():
    assert choose(CITY, CITY, CITY, VILLAGE) == VILLAGE.place_id


def test_a_quarter_of_the_city_does_not_mean_the_province():
    quarter = msgspec.structs.replace(CITY, quote="the Hamidiya quarter")
    assert choose(quarter, quarter, quarter, VILLAGE) == CITY.place_id


def test_the_city_stays_where_a_single_stray_stands_against_many():
    assert choose(*[CITY] * 4, VILLAGE) == CITY.place_id


def test_a_village_wins_over_the_countryside_of_a_town_that_as_many_name():
    assert choose(NORTH, VILLAGE) == VILLAGE.place_id
    assert choose(NORTH, NORTH, VILLAGE) == NORTH.place_id


def test_a_province_speaks_for_the_village_inside_it():
    assert choose(PROVINCE, FAR_VILLAGE, VILLAGE) == VILLAGE.place_id


def test_a_stray_village_does_not_outvote_reports_of_another_province():
    assert choose(PROVINCE, PROVINCE, FAR_VILLAGE) == PROVINCE.place_id


def test_a_place_of_the_title_alone_counts_half():
    titled = where("Abu Kamil", 20.6, inferred=True)
    assert choose(titled, VILLAGE) == VILLAGE.place_id


def test_background_names_the_place_only_where_nothing_else_does():
    past = [make_claim(claim_id=f"clm_past_{i}", document_id=f"doc_past_{i}", place=FAR_VILLAGE, background=True) for i in range(3)]
    assert choose(VILLAGE, *past) == VILLAGE.place_id
    assert choose(*past) == FAR_VILLAGE.place_id


def test_names_that_are_not_on_the_map_come_last_and_no_name_is_no_place():
    unknown = ClaimPlace(
        quote="the old mill", start=0, end=12, place_id=None, name=None, lat=None, lon=None, precision=None, country=None, admin1=None
    )
    assert choose(unknown, unknown, PROVINCE) == PROVINCE.place_id
    assert choose(make_claim(place=None)) is None
