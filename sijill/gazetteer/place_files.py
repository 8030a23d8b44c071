"""The places of a user's files, made ready for the index: names from names' files, regions by the world's codes.

In: place files with their column maps, the world's index. Out: `PlaceRecord`s whose `admin1` is GeoNames' code of the region.
Not here: the formats (`sijill.gazetteer.readers`), the index file (`sijill.gazetteer.build`).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.index import PlaceIndex
from sijill.gazetteer.place import Place, PlaceRecord
from sijill.gazetteer.readers import is_names_file, iter_names, read_place_file
from sijill.lang.names import make_name_key

NEAREST_KM = 60.0
_BROAD = frozenset(("country", "continent", "water"))


def iter_file_places(files: Mapping[Path, dict[str, str]], world: PlaceIndex) -> Iterator[PlaceRecord]:
    """Yield the places of all files with the names that names' files have for them, then the world's places that only those name; raises
    InputError or PackError.
    """
    only_names = [path for path, columns in files.items() if not columns and is_names_file(path)]
    named: dict[str, list[str]] = {}
    districts: dict[str, str] = {}
    for row in (row for path in only_names for row in iter_names(path)):
        named.setdefault(row.place_id, []).append(row.name)
        if row.code:
            districts[row.code] = row.name
    for path, columns in files.items():
        for record in read_place_file(path, columns) if path not in only_names else ():
            record.names += named.pop(record.place_id, ())
            if record.feature:
                record.admin2 = districts.get(f"{record.country}.{record.admin1}.{record.admin2}", record.admin2)
            yield _complete(record, world)
    for place_id, names in named.items():
        for number in world.find("i", place_id):
            yield _copy(world.get_place(number), names)


def fill_from_world(places: list[PlaceRecord], world: PlaceIndex) -> list[PlaceRecord]:
    """Return the places, those that their file puts in no country or region in those of the nearest town, if one is near."""
    for place in places:
        if place.kind in _BROAD or (place.country and (place.admin1 or place.kind == "region")):
            continue
        point, found = (place.lat, place.lon), []
        for number in world.iter_near(*point, NEAREST_KM):
            country = world.get_country(number)
            if world.get_kind(number) == "settlement" and place.country in ("", country):
                found.append((get_distance_km(point, (world.lat[number], world.lon[number])), number))
        km, nearest = min(found, default=(NEAREST_KM, 0))
        if km < NEAREST_KM:
            place.country = world.get_country(nearest)
            place.admin1 = place.admin1 or world.get_region(nearest).partition(".")[2]
    return places


def _complete(record: PlaceRecord, world: PlaceIndex) -> PlaceRecord:
    """Return a record with the population and names that the world's index has for the same id, and a region as the world's own."""
    if world.find_region_place(f"{record.country}.{record.admin1}") is None:
        record.admin1 = _find_region_code(record, world)
    region = world.find_region_place(f"{record.country}.{record.admin1}") if record.kind == "region" else None
    if region is not None:
        known = world.get_place(region)
        record.names = list(dict.fromkeys([*known.names, record.name, *record.names]))
        record.place_id, record.name, record.population = known.place_id, known.name, known.population
    for number in world.find("i", record.place_id):
        known = world.get_place(number)
        record.population = record.population or known.population
        record.admin1 = record.admin1 or known.admin1_code
        record.seat = record.seat or known.seat
        record.names = list(dict.fromkeys([*record.names, *known.names]))
    return record


def _find_region_code(record: PlaceRecord, world: PlaceIndex) -> str:
    """Return the code of the region that a table names in words, or the words themselves where the world has no such region."""
    spellings = [record.admin1, *((record.name, *record.names) if record.kind == "region" else ())]
    for number in (n for spelling in spellings if spelling for n in world.find("n", make_name_key(spelling))):
        if world.get_kind(number) == "region" and world.get_country(number) == record.country:
            return world.get_region(number).partition(".")[2]
    return record.admin1


def _copy(place: Place, names: list[str]) -> PlaceRecord:
    """Return a place of the world's index as a record with further names."""
    return PlaceRecord(
        place_id=place.place_id, name=place.name, lat=place.lat, lon=place.lon, kind=place.kind, country=place.country,
        admin1=place.admin1_code, admin2=place.admin2 or "", population=place.population, names=[*place.names, *names], source=place.source,
        within=place.within or "", seat=place.seat, radius_km=place.radius_km or 0.0,
    )  # fmt: skip
