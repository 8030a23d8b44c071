"""Places, mentions of places, and candidates: the values that the gazetteer takes and gives. No look-up here."""

from typing import Literal

import msgspec

PlaceKind = Literal[
    "country",
    "region",
    "district",
    "subdistrict",
    "settlement",
    "neighbourhood",
    "facility",
    "water",
    "terrain",
    "area",
    "continent",
    "road",
]
MentionKind = Literal["name", "people", "countryside", "outskirts", "direction", "between", "pair", "unknown", "translated"]

_CODES: dict[str, PlaceKind] = {
    "PCLI": "country", "PCL": "country", "PCLD": "country", "PCLF": "country", "PCLS": "country", "PCLIX": "country", "TERR": "country",
    "ADM1": "region", "ADM2": "district", "ADM3": "subdistrict", "ADM4": "subdistrict", "ADM5": "subdistrict", "ADMD": "district",
    "PPLX": "neighbourhood", "CONT": "continent", "RGN": "area", "RGNE": "area", "AREA": "area", "LCTY": "area",
    "RD": "road", "HWY": "road", "ST": "road", "PRK": "area", "DSRT": "terrain", "OCN": "water", "SEA": "water",
}  # fmt: skip
_CLASSES: dict[str, PlaceKind] = {
    "P": "settlement",
    "A": "district",
    "H": "water",
    "T": "terrain",
    "L": "area",
    "S": "facility",
    "R": "road",
    "V": "terrain",
    "U": "water",
}


def get_place_kind(feature_class: str, feature_code: str) -> PlaceKind:
    """Return our kind of a GeoNames feature class and code; what is not known counts as an area."""
    return _CODES.get(feature_code) or _CLASSES.get(feature_class, "area")


class PlaceRecord(msgspec.Struct):
    """A place as a file of places gives it, before indexing.

    `names` are all spellings in any script; `people` what its people and things are called ("Syrian"). `admin1` and `admin2` are codes
    within the country, in the source's own scheme. `population` 0 means unknown. `seat` is 1 for a country's capital, 2 to 5 for the seat
    of a first- to fourth-level division, else 0. `radius_km` is how far its ends lie from its point, 0 where unknown. `misfiled` are names
    that the file calls Arabic and that have no Arabic letter.
    """

    place_id: str
    name: str
    lat: float
    lon: float
    kind: PlaceKind
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    names: list[str] = []
    people: list[str] = []
    feature: str = ""
    source: str = ""
    within: str = ""
    seat: int = 0
    radius_km: float = 0.0
    misfiled: list[str] = []


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the gazetteer; `lat`, `lon` are WGS 84 degrees, `country` ISO 3166-1 alpha-2, `admin1` the region's English name,
    `radius_km` how far a division reaches from its point.
    """

    place_id: str
    name: str
    lat: float
    lon: float
    kind: PlaceKind
    country: str
    admin1: str | None
    admin1_code: str
    population: int
    names: tuple[str, ...]
    name_ar: str | None = None
    admin2: str | None = None
    source: str = ""
    within: str | None = None
    seat: int = 0
    radius_km: float | None = None


def is_own_place(place: Place) -> bool:
    """Was the place written for a pack or register, or added from a table, and not taken from the gazetteer of the world?"""
    return not place.place_id.startswith("geonames:")


class ScoredPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate: a place, how well it fits (0 to 1) and why."""

    place: Place
    score: float
    reasons: tuple[str, ...]


class PlaceMention(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name a place. `text[start:end] == quote` is the whole phrase ("eastern countryside of X"), the name is inside it.

    `kind` says how the place lies to the name: the place itself (`name`), what belongs to a country's people (`people`), the land around
    it (`countryside`), its edge (`outskirts`), in a `direction` from it, `between` two names, one of a `pair` such as a road's two ends, a
    name that the gazetteer does not know (`unknown`), or a common word that may be a name translated by meaning (`translated`).
    `type_word` is the pack's id of a word such as "town" beside the name, `direction` a compass point ("e", "nw").
    `within` holds names that the text itself gives as the place's surroundings; `other` is the second name of `between` and `pair`; an
    `anaphor` is no name but stands for the town named before ("east of the city").
    `around` is the `name_start` of the mention that says where this one lies: in it, or near it (`nearby`). `series` is the same number for
    all mentions of one list.
    `linked` tells "north of X" from "northern X", which is a part of X where X is a region.
    `strength` (0 to 1) says how sure it is that the words name a place at all.
    """

    start: int
    end: int
    quote: str
    name_start: int
    name_end: int
    name: str
    kind: MentionKind = "name"
    type_word: str | None = None
    direction: str | None = None
    within: tuple[str, ...] = ()
    other: str | None = None
    anaphor: bool = False
    linked: bool = False
    around: int | None = None
    nearby: bool = False
    series: int | None = None
    strength: float = 1.0
