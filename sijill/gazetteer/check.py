"""Doubtful records in a file of places: doubles, names in the wrong script, points outside the country.

In: `PlaceRecord`s and the world's layers. Out: `Issue`s. Nothing is changed.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.place import PlaceRecord
from sijill.lang.names import make_name_key
from sijill.lang.script import get_script
from sijill.model import Issue

DOUBLE_KM = 5.0
OUTSIDE_KM = 80.0
_SCRIPTS = frozenset(("LATIN", "CYRILLIC", "ARABIC", "GREEK", "HEBREW", "ARMENIAN"))


def check_places(records: Iterable[PlaceRecord], world: Layers, file: str) -> Iterator[Issue]:
    """Yield an issue for every doubtful record: a name twice within 5 km, a wrong script, a point where only other countries have towns."""
    seen: dict[str, list[PlaceRecord]] = {}
    for record in records:
        for code, detail in (*_check_names(record), *_find_doubles(record, seen), *_find_misplaced(record, world)):
            yield Issue(stage="places", code=code, severity="note", detail=detail, subject=record.place_id, file=file)
        seen.setdefault(make_name_key(record.name), []).append(record)


def _check_names(record: PlaceRecord) -> Iterator[tuple[str, str]]:
    for name in (record.name, *record.names):
        if get_script(name) == "Zyyy" and name.isascii():
            yield "no_letters", f"the name {name!r} has no letters"
        if is_mixed(name):
            yield "mixed_letters", f"the name {name!r} is written in two scripts at once"
    for name in record.misfiled:
        yield "wrong_script", f"the name {name!r} stands in the Arabic column and has no Arabic letter"
    if get_script(record.name) == "Arab":
        yield "no_latin_name", f"{record.name} has no name in Latin letters, so it is shown in Arabic everywhere"


def is_mixed(name: str) -> bool:
    """Do the letters of one word come from two scripts, such as a Cyrillic o among Latin letters?"""
    return any(len({unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()} & _SCRIPTS) > 1 for word in name.split())


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
