"""From a chosen place to the place of a claim: UCDP precision, radius, region names, or the region that the text falls back on.

In: a mention and its weighed candidates. Out: `ClaimPlace`. Scale: UCDP GED codebook (where_prec): 1 exact, 2 near (25 km),
3 second-order division, 4 first-order division, 5 linear or fuzzy, 6 country, 7 international waters or airspace.
"""

from math import sqrt
from typing import NamedTuple

from sijill.gazetteer.around import IN_REGION
from sijill.gazetteer.candidates import OTHER_SCRIPT, PEOPLE, SAME_SOUND
from sijill.gazetteer.geometry import CONTAINERS, HALF_RADIUS, RADIUS_KM, get_distance_km, get_part, get_radius, shift
from sijill.gazetteer.groups import ELSEWHERE, Group, Weighed
from sijill.gazetteer.place import Place, PlaceMention, is_own_place
from sijill.gazetteer.resolve import EXACT, FAR_AWAY, LARGE_TOWN, SPEAKS_OF, STRAY, is_famous
from sijill.model import ClaimPlace, PlaceCandidate

RESOLVED = 0.35
SURE_COUNTRY = 0.7  # what the candidates of one country must share before one of them is taken
SURE_STRAY = 0.8  # how certain a famous place must be in a country that nothing else points to
ONLY_COUNTRY = 0.9  # from this share a region needs nothing else that points to its country
ALIKE, SIMILAR = 0.6, 0.7  # names below this are not alike enough, whatever is near: with the same consonants, with similar ones
PART_KM = 15.0
OUTSKIRTS_KM = 3.0  # what lies beyond a town's own radius and is still its edge
_NEIGHBOURHOOD, _KNOWN = "neighbourhood", 10_000
_SEAT = 2  # of a first-level division
_TOWN_WORDS = frozenset(("city", "town", "village"))
_PRECISION = {"country": 6, "continent": 7, "region": 4, "district": 3, "subdistrict": 3, "water": 5, "terrain": 5, "area": 5, "road": 5}
_SHIFT_KM = {"countryside": 12.0, "direction": 4.0}


class Around(NamedTuple):
    """What the text names around a place, and what its words may mean besides.

    `place` is what it lies in and `mention` the words for that, or its neighbour in a list (`listed`); `town` the town that a part of a
    town lies in, `namesake` the region that is meant instead of the town it is named after, `other` the second end of "between A and B".
    """

    place: Place | None = None
    mention: PlaceMention | None = None
    town: Place | None = None
    namesake: Place | None = None
    other: Place | None = None
    listed: bool = False


def is_part_of_region(mention: PlaceMention) -> bool:
    """Do the words name a part or the countryside of something that may be a region ("southern Idlib", not "south of Idlib city")?"""
    part = mention.kind == "countryside" or (mention.kind == "direction" and not mention.linked)
    return part and mention.type_word not in _TOWN_WORDS


def make_claim_place(mention: PlaceMention, group: Group, around: Around) -> ClaimPlace | None:
    """Return the place of a mention; what the text names around it is used when nothing was resolved."""
    best, town = group.best, around.town
    candidates = tuple(_make_candidate(w) for w in group.weighed[:5])
    if town is not None and not _stands_alone(mention, best):
        inside = next(
            (w for w in group.weighed if get_distance_km((w.place.lat, w.place.lon), (town.lat, town.lon)) < PART_KM and w.quality > 0.75),
            None,
        )
        if inside is None or inside.place.place_id == town.place_id:
            return _make_part(mention, town, candidates)
        best = inside
    if (mention.kind == "translated" or mention.anaphor) and (best is None or not is_resolved(best)):
        return None
    if best is None or not (is_resolved(best) or town is not None):
        return _make_fallback(mention, Around() if _lies_elsewhere(mention, group, around) else around, candidates)
    place = around.namesake or best.place
    (lat, lon), (precision, radius) = _shift(mention, place), get_precision(mention, place)
    if around.other is not None:
        lat, lon, radius = _get_midpoint(place, around.other)
    return ClaimPlace(
        quote=mention.quote, start=mention.start, end=mention.end, place_id=place.place_id, name=place.name, lat=lat, lon=lon,
        precision=precision, country=place.country or None, admin1=place.admin1,
        within=_get_within(mention, place, around.place),
        candidates=candidates, name_ar=place.name_ar, admin2=place.admin2, radius_km=radius, reasons=best.reasons,
    )  # fmt: skip


def _lies_elsewhere(mention: PlaceMention, group: Group, around: Around) -> bool:
    """Was a place of that very name left open, so that no other is to be thought of?

    A village may well have a small namesake elsewhere, but not where nothing more than another country is named.
    """
    best = group.best
    if best is None or best.quality < EXACT or ELSEWHERE in best.reasons:
        return False
    if mention.type_word is None or best.place.population > LARGE_TOWN:
        return True
    known = {w.place.country for w in group.weighed if w.quality >= EXACT}
    return around.place is not None and around.place.kind == "country" and around.place.country not in known


def _stands_alone(mention: PlaceMention, best: Weighed | None) -> bool:
    """Is a camp, bridge or airport named after a place that is well known by itself ("the bridge of Crimea")?"""
    if best is None or mention.type_word == _NEIGHBOURHOOD or best.quality < EXACT or not is_resolved(best):
        return False
    return best.place.kind in ("country", "region") or best.place.population > _KNOWN


def _make_part(mention: PlaceMention, town: Place, candidates: tuple[PlaceCandidate, ...]) -> ClaimPlace:
    """Return the town for a part of it that the gazetteer does not hold."""
    return ClaimPlace(
        quote=mention.quote, start=mention.start, end=mention.end, place_id=town.place_id, name=town.name, lat=town.lat, lon=town.lon,
        precision=1, country=town.country or None, admin1=town.admin1, within=(town.name, *([town.admin1] if town.admin1 else [])),
        candidates=candidates, name_ar=town.name_ar, radius_km=round(1.0 + sqrt(town.population) / 150, 1),
        reasons=(f"part of {town.name}, which the text names beside it",),
    )  # fmt: skip


def is_resolved(best: Weighed) -> bool:
    """Is the best candidate good enough? A name that is only similar needs something near it, a small place far away is none."""
    if best.certainty < RESOLVED or ELSEWHERE in best.reasons or (FAR_AWAY in best.reasons and best.place.population < LARGE_TOWN):
        return False
    if not (is_own_place(best.place) or any(reason in (IN_REGION, PEOPLE) for reason in best.reasons)):
        stray = any(reason.startswith(STRAY) for reason in best.reasons)
        if best.national < SURE_COUNTRY or (stray and not _is_known_abroad(best)):
            return False
    if best.quality <= OTHER_SCRIPT and not any(reason.startswith(SPEAKS_OF) for reason in best.reasons):
        return False
    needed = ALIKE if best.reasons[0] == SAME_SOUND else SIMILAR
    return best.quality >= EXACT or (best.quality >= needed and len(best.reasons) > 1)


def _is_known_abroad(best: Weighed) -> bool:
    """May a text mean a place in a country that nothing else in it points to: a country or a famous place, or a region's capital, if no
    other place of its name is likely, or a region?
    """
    if best.place.kind == "country" or is_famous(best.place):
        return best.certainty > SURE_STRAY
    if best.place.seat == _SEAT and best.place.population > LARGE_TOWN:
        return best.certainty > ONLY_COUNTRY
    return best.place.kind == "region" and best.national > ONLY_COUNTRY


def get_precision(mention: PlaceMention, place: Place) -> tuple[int, float]:
    """Return UCDP's precision and the radius in kilometres in which the true place lies."""
    precision = _PRECISION.get(place.kind, 1)
    radius = get_radius(place)
    if is_countryside(mention, place) and precision <= 3:
        return (4 if place.population > 60_000 else 2), 30.0
    if mention.kind == "outskirts" and place.kind not in CONTAINERS and precision <= 3:
        return 2, radius + OUTSKIRTS_KM
    if mention.kind == "direction" and place.kind not in CONTAINERS and precision <= 3:
        return 2, 20.0
    if mention.direction is not None and place.kind in CONTAINERS:
        return precision, round(HALF_RADIUS * radius, 1)
    if mention.kind in ("between", "pair"):
        return max(precision, 5), max(radius, 15.0)
    return precision, radius


def is_countryside(mention: PlaceMention, place: Place) -> bool:
    """Is the land around a place meant? Machine translation also says "villages of X" when X is a city."""
    return mention.kind == "countryside" or (mention.type_word == "village" and place.population > 60_000)


def _shift(mention: PlaceMention, place: Place) -> tuple[float, float]:
    """Return the point: moved in the direction that the words give ("north of X"), to the middle of that part of a region."""
    if mention.direction is None or place.kind in ("country", "continent"):
        return place.lat, place.lon
    if place.kind in CONTAINERS:
        return get_part(place, mention.direction)[:2]
    return shift(place.lat, place.lon, mention.direction, _SHIFT_KM.get(mention.kind, 0.0))


def _get_midpoint(a: Place, b: Place) -> tuple[float, float, float]:
    """Return the middle between two places and a radius that reaches both."""
    km = get_distance_km((a.lat, a.lon), (b.lat, b.lon))
    return round((a.lat + b.lat) / 2, 5), round((a.lon + b.lon) / 2, 5), max(2.0, round(km / 2, 1))


def _get_within(mention: PlaceMention, place: Place, region: Place | None) -> tuple[str, ...]:
    names = [
        *mention.within,
        *([place.within] if place.within else []),
        *([place.admin2] if place.admin2 else []),
        *([place.admin1] if place.admin1 else []),
    ]
    if region is not None and region.admin1_code == place.admin1_code and region.country == place.country:
        names += [region.name]
    return tuple(dict.fromkeys(n for n in names if n != place.name or place.kind != "region"))


def _make_candidate(weighed: Weighed) -> PlaceCandidate:
    place = weighed.place
    return PlaceCandidate(place.place_id, weighed.score, place.name, place.lat, place.lon, weighed.reasons)


def _make_neighbour(mention: PlaceMention, place: Place, candidates: tuple[PlaceCandidate, ...]) -> ClaimPlace:
    """Return the point of the town that a name not found stands beside in a list."""
    return ClaimPlace(
        quote=mention.quote, start=mention.start, end=mention.end, place_id=place.place_id, name=place.name, lat=place.lat, lon=place.lon,
        precision=2, country=place.country or None, admin1=place.admin1, within=(place.admin1,) if place.admin1 else (),
        candidates=candidates, name_ar=place.name_ar, radius_km=RADIUS_KM["district"], unlocated=mention.name,
        reasons=(f"the name was not found; the text lists it beside {place.name}",),
    )  # fmt: skip


def _make_fallback(mention: PlaceMention, around: Around, candidates: tuple[PlaceCandidate, ...]) -> ClaimPlace | None:
    """Return what the text names around the place, or a place without coordinates that keeps the words."""
    place = around.place
    if place is not None and around.listed:
        return _make_neighbour(mention, place, candidates)
    if place is None:
        return ClaimPlace(
            quote=mention.quote, start=mention.start, end=mention.end, place_id=None, name=None, lat=None, lon=None, precision=None,
            country=None, admin1=None, candidates=candidates, reasons=("no candidate is good enough",), unlocated=mention.name,
        )  # fmt: skip
    lat, lon = (place.lat, place.lon) if around.mention is None else _shift(around.mention, place)
    precision, radius = (6, RADIUS_KM["country"]) if place.kind == "country" else get_precision(around.mention or mention, place)
    return ClaimPlace(
        quote=mention.quote, start=mention.start, end=mention.end, place_id=place.place_id, name=place.name, lat=lat, lon=lon,
        precision=max(precision, 2), country=place.country, admin1=place.admin1, within=(place.name,), candidates=candidates,
        name_ar=place.name_ar, radius_km=max(radius, RADIUS_KM["district"]), unlocated=mention.name,
        reasons=(f"the name was not found; the text names {place.name} around it",),
    )  # fmt: skip
