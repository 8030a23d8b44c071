"""Doubtful records in a file of places: doubles, names in the wrong script, points outside the country.

In: `PlaceRecord`s and the world's layers. Out: `Issue`s. Nothing is changed.
"""

from collections.abc import Iterable, Iterator

from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.place import PlaceRecord
from sijill.lang.names import make_name_key
from sijill.lang.script import get_script
from sijill.model import Issue

DOUBLE_KM = 5.0
OUTSIDE_KM = 80.0


def check_places(records: Iterable[PlaceRecord], world: Layers, file: str) -> Iterator[Issue]:
    """Yield an issue for every doubtful record: same name twice within 5 km, no letters, a point where only other countries have towns."""
    seen: dict[str, list[PlaceRecord]] = {}
    for record in records:
        yield from _check_names(record, file)
        for code, detail in (*_find_doubles(record, seen), *_find_misplaced(record, world)):
            yield Issue(stage="places", code=code, severity="note", detail=detail, subject=record.place_id, file=file)
        seen.setdefault(make_name_key(record.name), []).append(record)


def _check_names(record: PlaceRecord, file: str) -> Iterator[Issue]:
    for name in (record.name, *record.names):
        if get_script(name) == "Zyyy" and name.isascii():
            yield Issue(
                stage="places",
                code="no_letters",
                severity="note",
                detail=f"the name {name!r} has no letters",
                subject=record.place_id,
                file=file,
            )
    if get_script(record.name) == "Arab":
        detail = f"{record.name} has no name in Latin letters, so it is shown in Arabic everywhere"
        yield Issue(stage="places", code="no_latin_name", severity="note", detail=detail, subject=record.place_id, file=file)


def _find_doubles(record: PlaceRecord, seen: dict[str, list[PlaceRecord]]) -> Iterator[tuple[str, str]]:
    for other in seen.get(make_name_key(record.name), ()):
        km = get_distance_km((record.lat, record.lon), (other.lat, other.lon))
        if km < DOUBLE_KM and other.kind == record.kind:
            yield "double", f"{record.name} stands {km:.1f} km from {other.place_id} of the same name"


def _find_misplaced(record: PlaceRecord, world: Layers) -> Iterator[tuple[str, str]]:
    if not record.country or record.kind in ("country", "water", "continent") or world.find_country(record.country) is None:
        return
    near = [(get_distance_km((record.lat, record.lon), world.get_point(n)), n) for n in world.iter_near(record.lat, record.lon, OUTSIDE_KM)]
    near = sorted(pair for pair in near if pair[0] <= OUTSIDE_KM)
    if near and not any(world.get_place(n).country == record.country for _, n in near):
        other = world.get_place(near[0][1])
        yield "outside_country", f"{record.name} is said to be in {record.country}, but the nearest town is {other.name} in {other.country}"
    if record.lat == 0.0 and record.lon == 0.0:
        yield "no_point", f"{record.name} lies at 0, 0"
