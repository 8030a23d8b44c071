"""What a text says of where a name lies ("X in the countryside of Y", "X near Y"), and the same name elsewhere in it, as weights.

In: a candidate place and the group of its name. Out: weights like log odds, and reasons. Not here: how names are related
(`sijill.gazetteer.relations`), what the text's other names weigh (`sijill.gazetteer.resolve`).
"""

from collections.abc import Sequence
from math import exp

from sijill.gazetteer.geometry import RADIUS_KM, get_distance_km, get_radius, measure_against
from sijill.gazetteer.groups import ELSEWHERE, HEARD, Group
from sijill.gazetteer.place import Place, PlaceMention

IN_REGION = "in the region named beside it"
FAR_OUTSIDE_KM, FAR_ASTRAY_KM = 100.0, 12.0
SURE_AROUND = 0.6  # from this certainty on it speaks against a place far outside
SURE = 0.4  # from this score on what is named beside a place counts as a reason
INSIDE, OUTSIDE, FADE_KM = 2.0, 7.0, 60.0
ABROAD_KM = 500.0
NEARBY_KM, COUNTRYSIDE_KM, DIRECTION_KM = 25.0, 30.0, 60.0
MIDDLE_KM, MIDDLE = 8.0, 0.2  # so far over the middle of a town, or by so much of a region's radius, a place still lies on either side
NAMESAKE_CITY = 60_000
SAME_SENSE = 2.0
_TOWN_KM = 15.0
_TOWN_WORDS = frozenset(("city", "town", "village"))
_SPOTS = frozenset(("settlement", "neighbourhood", "facility"))


def weigh_around(place: Place, around: Sequence[tuple[PlaceMention, Group, bool]]) -> tuple[float, tuple[str, ...]]:
    """Return the weight of what a name is said to lie in or near, the mean over its mentions, and the reasons."""
    weights, inside, elsewhere = [], False, False
    for mention, group, nearby in around:
        if group.best is None and group.around:  # a name that is not known, but lies somewhere itself
            mention, group, _ = group.around[0]
            nearby = True
        best = group.best
        if best is None or best.place.place_id == place.place_id:
            continue
        astray = measure_astray(place, mention, best.place)
        outside = measure_outside(place, mention, best.place, nearby=nearby) + astray
        weights.append(best.certainty * (INSIDE - OUTSIDE * (1.0 - exp(-outside / FADE_KM))))
        inside = inside or (outside == 0 and best.certainty > SURE)
        wrong = outside > FAR_OUTSIDE_KM or astray > FAR_ASTRAY_KM
        elsewhere = elsewhere or (wrong and best.certainty > SURE_AROUND)
    reasons = (IN_REGION,) if inside else (ELSEWHERE,) if elsewhere else ()
    return (sum(weights) / len(weights) if weights else 0.0), reasons


def measure_outside(place: Place, mention: PlaceMention, outer: Place, *, nearby: bool) -> float:
    """Return how many kilometres a place lies outside of what the words mean by `outer`; 0 inside."""
    if outer.kind in ("country", "continent"):
        return 0.0 if outer.kind == "continent" or place.country == outer.country else ABROAD_KM
    km = get_distance_km((place.lat, place.lon), (outer.lat, outer.lon))
    large = outer.seat in (1, 2) or outer.population > NAMESAKE_CITY or outer.name == outer.admin1
    # "In Deir ez-Zor" may mean the region of that name, "in the city of Deir ez-Zor" not.
    named_after = outer.kind == "settlement" and large and mention.type_word not in _TOWN_WORDS and not nearby
    if outer.kind == "region" or named_after:
        if (place.country, place.admin1_code) == (outer.country, outer.admin1_code):
            return 0.0
        return max(0.0, km - (outer.radius_km or RADIUS_KM["region"]))
    return max(0.0, km - _get_reach(mention, outer, nearby=nearby))


def measure_astray(place: Place, mention: PlaceMention, outer: Place) -> float:
    """Return how far a place lies on the wrong side where a direction is told ("a village west of Idlib"); the middle counts for both."""
    if mention.direction is None or outer.kind in ("country", "continent"):
        return 0.0
    astray = measure_against((outer.lat, outer.lon), (place.lat, place.lon), mention.direction)
    return max(0.0, astray - max(MIDDLE_KM, MIDDLE * get_radius(outer)))


def _get_reach(mention: PlaceMention, outer: Place, *, nearby: bool) -> float:
    if mention.kind == "direction":
        return DIRECTION_KM
    if nearby or mention.kind in ("countryside", "outskirts"):
        return (outer.radius_km or 0.0) + (NEARBY_KM if nearby else COUNTRYSIDE_KM)
    return outer.radius_km or RADIUS_KM.get(outer.kind, _TOWN_KM)


def weigh_siblings(place: Place, group: Group, kinds: Sequence[str]) -> float:
    """Return the weight of the same name elsewhere in the text: one place is most often meant by all ("the crossing of X", "X").

    `kinds` are those that fit the type word beside the name; a region and its town of one name are told apart by other means.
    """
    if kinds and place.kind not in kinds:
        return 0.0
    if place.kind not in _SPOTS and any(_is_town_of(c.place, place) for c in group.candidates):
        return 0.0
    scores = (w.score for sibling in group.siblings for w in sibling.weighed[:HEARD] if w.place.place_id == place.place_id)
    return SAME_SENSE * max(scores, default=0.0)


def _is_town_of(town: Place, region: Place) -> bool:
    return town.kind == "settlement" and (town.country, town.admin1_code) == (region.country, region.admin1_code)
