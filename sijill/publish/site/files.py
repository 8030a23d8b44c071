"""The data files of a site: what the map and the search read, as scripts, because a page opened from a folder may not fetch anything.

In: entries, the base map, a language. Out: JavaScript text that sets parts of `window.sijill`.
Not here: the scripts that use them (`sijill/web/frontend/src/site`).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sijill.present.charts.locator import Spot, keep_main, make_frame
from sijill.present.ground import Box, cut_ground, load_ground, make_ground
from sijill.present.landmarks import Town, list_towns
from sijill.present.own_layer import Layer
from sijill.present.places import get_radius, is_on_map, make_spot
from sijill.present.wording import EN_DASH, Wording
from sijill.publish.site.entries import Entry
from sijill.store.views import IncidentRow

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# The map shows this much around the incidents, so that a reader can see where in the world he is.
AROUND = 2.2
SMALLEST_DEGREES = 6.0
TOWNS = 160


def make_script(name: str, value: Any) -> str:
    """Return a script that sets one part of the data; `<` is escaped, so that it can stand inside a page too."""
    data = msgspec.json.encode(value).decode().replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"(window.sijill=window.sijill||{{}}).{name}={data};\n"


class MapArea(msgspec.Struct, frozen=True):
    """What the map of a site shows in detail (`main`), and how far a reader can go (`whole`, the same where nothing lies far away)."""

    main: Box
    whole: Box


def make_area(entries: Iterable[Entry]) -> MapArea | None:
    """Return the area around the incidents on the map; None where there are none."""
    spots = [make_spot(e.row) for e in entries if is_on_map(e.row)]
    if not spots:
        return None
    main, whole = make_box(keep_main(spots)), make_box(spots)
    inside = all(main[0] < s.lon < main[2] and main[1] < s.lat < main[3] for s in spots)
    return MapArea(main, main if inside else whole)


def make_box(spots: Sequence[Spot]) -> Box:
    """Return a box with much around the spots."""
    west, south, east, north = make_frame(spots, 3, 2)
    across = max((east - west) * AROUND, SMALLEST_DEGREES * 1.5)
    along = max((north - south) * AROUND, SMALLEST_DEGREES)
    middle = ((west + east) / 2, (south + north) / 2)
    box = (middle[0] - across / 2, middle[1] - along / 2, middle[0] + across / 2, middle[1] + along / 2)
    return max(box[0], -180.0), max(box[1], -80.0), min(box[2], 180.0), min(box[3], 83.0)


def make_ground_script(area: MapArea, own: Layer) -> str:
    """Return the base map and the register's own layer; where incidents lie far away, also the coarse map of all of it."""
    parts = [make_script("ground", make_ground(area.main))]
    if area.whole != area.main:
        parts.append(make_script("world", cut_ground(load_ground("coarse"), area.whole)))
    if own.features:
        parts.append(make_script("own", own))
    return "".join(parts)


def make_places_script(entries: Sequence[Entry], area: MapArea, wording: Wording) -> str:
    """Return the incidents on the map, those with the most people killed first, and the towns between them, in one language."""
    events = sorted({e.row.event_type for e in entries})
    grades = list(wording.packs.codebook.grades)
    shown = sorted((e.row for e in entries if is_on_map(e.row)), key=lambda row: (-get_harm(row), row.incident_id))
    rows = [
        [
            row.lon,
            row.lat,
            grades.index(row.grade),
            get_harm(row),
            get_radius(row.place_precision, row.radius_km),
            row.incident_id,
            events.index(row.event_type),
            wording.when_plain(row.start, row.end, row.date_precision),
            wording.place_name(row.place_name, row.place_name_ar) or "",
            describe_killed(row),
        ]
        for row in shown
    ]
    places = {"events": [wording.event(e) for e in events], "grades": grades, "killed": wording.text("map.killed"), "rows": rows}
    return make_script("places", places) + make_script("towns", to_features(list_towns(wording.lang, area.main, limit=TOWNS)))


def to_features(towns: Iterable[Town]) -> dict[str, Any]:
    """Return towns as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": town.name, "population": town.population},
            "geometry": {"type": "Point", "coordinates": [town.lon, town.lat]},
        }
        for town in towns
    ]
    return {"type": "FeatureCollection", "features": features}


def make_index_script(entries: Sequence[Entry], wording: Wording) -> str:
    """Return the search index: rows in the order of `entries`, and for each term the rows that have it."""
    lists: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for word in entry.words:
            lists.setdefault(word, []).append(number)
    # JavaScript compares strings by UTF-16 units; within the letters that names are made of, that is the order of code points.
    terms = sorted(lists, key=lambda term: term.encode("utf-16-be"))
    rows = [
        [
            e.row.incident_id,
            wording.plain_title(e.row.event_type, wording.place_name(e.row.place_name, e.row.place_name_ar)),
            wording.when_plain(e.row.start, e.row.end, e.row.date_precision),
            e.row.grade,
            wording.text("map.killed", range=killed) if (killed := describe_killed(e.row)) else "",
        ]
        for e in entries
    ]
    grades = {name: wording.grade(name) for name in wording.packs.codebook.grades}
    return make_script("index", {"rows": rows, "terms": terms, "lists": [_to_steps(lists[term]) for term in terms], "grades": grades})


def get_harm(row: IncidentRow) -> int:
    """Return the number of people that sizes a point."""
    return (row.killed.max or row.killed.min or 0) if row.killed else 0


def describe_killed(row: IncidentRow) -> str:
    """Return the range of people killed as plain text, or nothing."""
    ends = [n for n in (row.killed.min, row.killed.max) if n is not None] if row.killed else []
    return EN_DASH.join(str(n) for n in dict.fromkeys(ends))


def _to_steps(numbers: Sequence[int]) -> str:
    """Return ascending numbers as differences in base 36."""
    return " ".join(_to_base36(after - before) for before, after in zip((0, *numbers), numbers, strict=False))


def _to_base36(number: int) -> str:
    digits = DIGITS[number % 36]
    while number := number // 36:
        digits = DIGITS[number % 36] + digits
    return digits
