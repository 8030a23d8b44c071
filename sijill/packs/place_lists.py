"""Lists of places in the packs: the world's countries and regions that Sijill brings along, and a register's own places.

In: the files of `packs/places/`. Out: `Country`, `Region`, `District` rows and `OwnPlace` entries. Own places are every `places/*.yml` of
a pack folder except `countries.yml`.
Not here: the index made of them (`sijill.gazetteer`).
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sijill.packs.yaml import load_yaml

WORLD_LISTS = ("areas.yml", "camps.yml", "palestine.yml", "aliases.yml")
WORLD = Path(__file__).parent / "places"
REGION_COLUMNS = (
    "country",
    "admin1",
    "iso",
    "place_id",
    "name",
    "other_names",
    "arabic_names",
    "people",
    "lat",
    "lon",
    "radius",
    "population",
)
DISTRICT_COLUMNS = ("country", "admin1", "admin2", "place_id", "name", "arabic_names", "lat", "lon", "radius", "population")


class Country(msgspec.Struct, frozen=True):
    """A country: GeoNames id, ISO code, a point in its middle, names (first: display name) and what its people are called."""

    id: str
    country: str
    lat: float
    lon: float
    population: int
    en: list[str]
    ar: list[str]
    people: list[str]
    capital: str = ""


class Region(msgspec.Struct, frozen=True):
    """A first-level region: `admin1` is GeoNames' code, `iso` the ISO 3166-2 code where known; `radius_km` reaches its farthest towns."""

    country: str
    admin1: str
    iso: str
    place_id: str
    name: str
    other_names: list[str]
    arabic_names: list[str]
    people: list[str]
    lat: float
    lon: float
    radius_km: float
    population: int


class District(msgspec.Struct, frozen=True):
    """A second-level division (county, district), placed in the middle of its towns; `admin1`, `admin2` are GeoNames' codes."""

    country: str
    admin1: str
    admin2: str
    place_id: str
    name: str
    arabic_names: list[str]
    lat: float
    lon: float
    radius_km: float
    population: int


class OwnPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a register or pack adds: camps, dams, bridges, fronts, neighbourhoods, or a whole invented country.

    `kind` is a word of `OWN_KINDS`; `admin1` is the id of a region of the same list, or a region's name; `within` the id or name of
    the place that it is part of. `names` are spellings by language, the first English one is shown.
    """

    id: str
    names: dict[str, list[str]]
    lat: float
    lon: float
    kind: str = "settlement"
    country: str = ""
    admin1: str = ""
    within: str = ""
    population: int = 0
    people: list[str] = []


class OwnPlaces(msgspec.Struct, frozen=True):
    """A file of own places; `country` holds for entries that name none."""

    places: list[OwnPlace]
    country: str = ""
    source: str = ""
    licence: str = ""


def load_countries() -> list[Country]:
    """Return all countries."""
    return load_yaml(WORLD / "countries.yml", list[Country])


def iter_regions() -> Iterator[Region]:
    """Yield the first-level regions of the world."""
    for row in _rows(WORLD / "regions.tsv"):
        yield Region(
            row["country"],
            row["admin1"],
            row["iso"],
            row["place_id"],
            row["name"],
            _split(row["other_names"]),
            _split(row["arabic_names"]),
            _split(row["people"]),
            float(row["lat"]),
            float(row["lon"]),
            float(row["radius"]),
            int(row["population"]),
        )


def iter_districts() -> Iterator[District]:
    """Yield second-level divisions."""
    for row in _rows(WORLD / "districts.tsv"):
        yield District(
            row["country"],
            row["admin1"],
            row["admin2"],
            row["place_id"],
            row["name"],
            _split(row["arabic_names"]),
            float(row["lat"]),
            float(row["lon"]),
            float(row["radius"]),
            int(row["population"]),
        )


def find_own_place_files(folders: tuple[Path, ...]) -> list[Path]:
    """Return the files of own places in pack folders, in order."""
    return [path for folder in folders for path in sorted((folder / "places").glob("*.yml")) if path.parent != WORLD]


def load_own_places(path: Path) -> OwnPlaces:
    """Return a file of own places; raises PackError."""
    return load_yaml(path, OwnPlaces)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]
