"""Where an incident happened: the most precise place that its sources support, the vaguer words counting for what lies inside them.

In: claims of one incident, and which independent source each document belongs to. Out: `IncidentPlace`.
The rule is written in `docs/method/precision.md`. Not here: what a name means (`sijill.gazetteer`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import cos, hypot, radians

import msgspec

from sijill.lang.names import make_name_key, make_skeleton
from sijill.model import Claim, ClaimPlace, IncidentPlace

VAGUE_KM = 10.0  # words that leave the place open by this much ("north of the town") are no point
NEAR_KM = 3.0
DIVISION_SHARE = 1 / 3  # a town named like the division around a village yields to the village from this share of its sources
INFERRED = 0.5  # what a source's own words do not say counts half
_NOT_ON_MAP = 9
_COUNTRY = 6
_DIVISIONS = (3, 4)


class _Option(msgspec.Struct):
    """A place that claims name, with how much each independent source stands behind it by naming it."""

    key: str
    place: ClaimPlace
    sources: dict[str, float]

    @property
    def own(self) -> float:
        return sum(self.sources.values())


def find_place(claims: Sequence[Claim], source_of: Mapping[str, str]) -> IncidentPlace | None:
    """Return the place with the most support among the most precise ones that vaguer places do not outvote."""
    options = _find_options(claims, source_of)
    if not options:
        return None
    support = {o.key: _count_support(o, options) for o in options}

    def preference(option: _Option) -> tuple[bool, int, float, float, str]:
        return _gives_way(option, options, support), _get_coarseness(option.place), -support[option.key], -option.own, option.key

    best = min(options, key=preference).place
    return IncidentPlace(
        place_id=best.place_id, name=best.name or best.quote, lat=best.lat, lon=best.lon, precision=best.precision, country=best.country,
        admin1=best.admin1, within=best.within, name_ar=best.name_ar, admin2=best.admin2, radius_km=best.radius_km,
    )  # fmt: skip


def is_settlement(place: ClaimPlace) -> bool:
    """Is it a place in which one thing happens, and no region? A town named like its province may be either."""
    return place.unlocated is not None or (not _is_vague(place) and not (place.name is not None and place.name == place.admin1))


def make_settlement_key(place: ClaimPlace) -> str:
    """Return a key that is equal for equal settlements: by what they are on the map, else by how their names sound."""
    return make_skeleton(place.unlocated) if place.unlocated is not None else _make_key(place)


def is_there(place: ClaimPlace, main: ClaimPlace) -> bool | None:
    """Is a place that a claim names the same settlement, or a part of it? None: it may lie there, in vaguer words."""
    if make_settlement_key(place) == make_settlement_key(main) or _is_beside(place, main):
        return True
    return False if is_settlement(place) else None if _contains(place, main) else False


def _find_options(claims: Sequence[Claim], source_of: Mapping[str, str]) -> list[_Option]:
    """Return the places that claims name, each in its most precise words, sorted by key."""
    news = [c for c in claims if not c.background] or list(claims)
    named: dict[str, list[tuple[ClaimPlace, str]]] = defaultdict(list)
    for claim in news:
        if claim.place is not None:
            named[_make_key(claim.place)].append((claim.place, source_of[claim.document_id]))
    options = []
    for key, said in sorted(named.items()):
        sources: dict[str, float] = {}
        for place, source in said:
            sources[source] = max(sources.get(source, 0.0), INFERRED if place.inferred else 1.0)
        best = min((p for p, _ in said), key=lambda p: (_get_coarseness(p), p.radius_km or 0.0, p.precision or 9, p.quote or ""))
        options.append(_Option(key, best, sources))
    return options


def _make_key(place: ClaimPlace) -> str:
    if place.unlocated is not None:
        return f"{place.country}/{place.admin1}/{make_skeleton(place.unlocated)}"
    if place.place_id and place.precision in _DIVISIONS:
        return f"{place.place_id}@{place.lat},{place.lon}"  # the north of a region is another place than its south
    return place.place_id or (place.name or place.quote or "").casefold()


def _count_support(option: _Option, options: Sequence[_Option]) -> float:
    """Return how much the sources stand behind a place that name it, a place beside it or a vaguer one that it lies in."""
    weights = dict(option.sources)
    for other in options:
        if other is not option and (_is_beside(option.place, other.place) or _contains(other.place, option.place)):
            for source, weight in other.sources.items():
                weights[source] = max(weights.get(source, 0.0), weight * INFERRED)
    return sum(weights.values())


def _gives_way(option: _Option, options: Sequence[_Option], support: Mapping[str, float]) -> bool:
    """Does a more precise place inside this one have enough support, or do more sources name a vaguer place elsewhere?"""
    others = [o for o in options if o is not option and o.place.lat is not None]
    return any(_yields_to(option, o) or (o.own > support[option.key] and _is_elsewhere(o.place, option.place)) for o in others)


def _yields_to(option: _Option, other: _Option) -> bool:
    """Is the other place inside this one, as precise as a settlement, and named by enough sources?"""
    if _is_named_like_division(option.place, other.place) and _get_coarseness(other.place) <= 1:
        return other.own >= option.own * DIVISION_SHARE
    return not _is_vague(other.place) and _contains(option.place, other.place) and other.own >= option.own


def _is_elsewhere(vague: ClaimPlace, place: ClaimPlace) -> bool:
    """Does a vague place below the country neither contain this one nor lie in it?"""
    return _is_vague(vague) and (vague.precision or 2) < _COUNTRY and not _contains(vague, place) and not _contains(place, vague)


def _get_coarseness(place: ClaimPlace) -> int:
    """Return 0 for a settlement or finer on the map, 1 for one that is only known to lie in a division, more for coarser places, most
    for places that are not on the map.
    """
    if place.lat is None:
        return _NOT_ON_MAP
    precision = place.precision or 2
    if place.unlocated is not None and precision < _COUNTRY:
        return 1
    return 0 if precision <= 2 else precision


def _is_vague(place: ClaimPlace) -> bool:
    return place.lat is not None and ((place.precision or 2) > 2 or (place.radius_km or 0.0) >= VAGUE_KM)


def _contains(outer: ClaimPlace, inner: ClaimPlace) -> bool:
    """Can `inner` be the exact place of what is told of `outer`?"""
    if outer.lat is None or inner.lat is None or (inner.radius_km or 0.0) > (outer.radius_km or 0.0) > 0:
        return _is_named_like_division(outer, inner)
    if _is_named_like_division(outer, inner):
        return True
    precision = outer.precision or 2
    if outer.place_id is not None and outer.place_id == inner.place_id:
        return (outer.radius_km or 0.0) > (inner.radius_km or 0.0)
    if precision >= _COUNTRY and outer.country and inner.country:
        return outer.country == inner.country
    if precision in _DIVISIONS and outer.admin1 == outer.name and inner.admin1:
        return False
    return _is_vague(outer) and _measure_km(outer, inner) <= (outer.radius_km or 0.0)


def _is_named_like_division(place: ClaimPlace, inner: ClaimPlace) -> bool:
    """Does `inner` lie in a division of that name ("Idlib" may be the province)?"""
    divisions = {d.casefold() for d in (inner.admin1, inner.admin2, *inner.within) if d}
    if place.name is None or place.unlocated is not None or _is_part_of_town(place):
        return False
    if inner.unlocated is not None:
        return place.name.casefold() in divisions
    shared = place.name.casefold() in divisions or any(c.name == inner.admin1 for c in place.candidates if c.name)
    return place.place_id != inner.place_id and place.name != inner.name and shared


def _is_part_of_town(place: ClaimPlace) -> bool:
    """Do the words name a part of the town and not the town itself ("the Hamidiya quarter"), so that no division of its name is meant?"""
    names = {make_skeleton(make_name_key(name)) for name in (place.name, place.name_ar) if name}
    words = make_skeleton(make_name_key(place.quote or place.name or ""))
    return (place.precision or 2) <= 2 and not any(name in words for name in names)


def _is_beside(a: ClaimPlace, b: ClaimPlace) -> bool:
    return not _is_vague(a) and not _is_vague(b) and _measure_km(a, b) <= NEAR_KM


def _measure_km(a: ClaimPlace, b: ClaimPlace) -> float:
    """Return the distance on a plane near the points, infinite for what is not on the map."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return float("inf")
    wide = (b.lon - a.lon + 180) % 360 - 180
    return hypot(b.lat - a.lat, wide * cos(radians((a.lat + b.lat) / 2))) * 111.2
