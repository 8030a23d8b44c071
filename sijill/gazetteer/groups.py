"""Names of a document in groups: all mentions of one name in one sense, its candidates, and what the other names say about it.

In: `PlaceMention`s. Out: `Group`s with the relations between them, and a `Context` for each. Not here: weights (`resolve`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple

from sijill.gazetteer.candidates import Candidate
from sijill.gazetteer.geometry import CONTAINERS, get_distance_km, get_part
from sijill.gazetteer.place import Place, PlaceMention

BESIDE = 80  # characters
ELSEWHERE = "not where the text says it lies"
HEARD = 6  # candidates of a name that other names are told of
BROAD = frozenset(("country", "continent", "area", "water"))
LISTED = 1.5  # how much more than right beside it a name in the same list counts


@dataclass(slots=True)
class Weighed:
    """A candidate with its weight and the reasons for it.

    `score` is its share against the others; `certainty` also counts candidates at the same spot (doubles in the
    data, a town and its quarter), `national` those in the same country.
    """

    place: Place
    quality: float
    weight: float
    reasons: tuple[str, ...]
    score: float = 0.0
    certainty: float = 0.0
    national: float = 0.0


@dataclass(slots=True)
class Group:
    """All mentions of one name in one sense: same key, same type word's kinds, same surrounding named beside it.

    `sought` says that places which sound alike were looked for near the text's other places, `rivalled` that a good one was found.
    `holds_part` says that a quarter, camp or bridge is said to lie in it.
    `around` has what the text says that it lies in, or near (True): the words and the group of their name; `siblings` are the other groups
    of the same name.
    """

    key: str
    mentions: list[PlaceMention]
    candidates: list[Candidate] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)
    sought: bool = False
    rivalled: bool = False
    holds_part: bool = False
    told: tuple["Told", ...] = ()
    around: list[tuple[PlaceMention, "Group", bool]] = field(default_factory=list)
    siblings: list["Group"] = field(default_factory=list)

    @property
    def direction(self) -> str | None:
        """The direction in which the text speaks of a part of the place, where it speaks of one part only."""
        directions = {m.direction for m in self.mentions if not m.linked}
        return directions.pop() if len(directions) == 1 else None

    @property
    def best(self) -> Weighed | None:
        """The best candidate so far."""
        return self.weighed[0] if self.weighed else None


def relate(groups: Sequence[Group], parts: frozenset[str]) -> None:
    """Fill in what each group lies in or near, and the other groups of its name; `parts` are the types that lie inside a town."""
    by_start = {m.name_start: (m, g) for g in groups for m in g.mentions}
    by_key: dict[str, list[Group]] = {}
    for group in groups:
        by_key.setdefault(group.key, []).append(group)
        found = ((by_start.get(m.around), m.nearby) for m in group.mentions if m.around is not None)
        group.around = [(*pair, nearby) for pair, nearby in found if pair is not None]
        if group.mentions[0].type_word in parts:
            for _, outer, nearby in group.around:
                outer.holds_part = outer.holds_part or not nearby
    for same in by_key.values():
        for group in same:
            group.siblings = [other for other in same if other is not group and other.mentions[0].kind != "people"]


class Other(NamedTuple):
    """Another name of the text as one name hears it: how much it is trusted, and how far its small places count as right beside."""

    group: Group
    trust: float
    beside: float


def list_others(group: Group, groups: Sequence[Group]) -> list[Other]:
    """Return all groups of other names, names near in the text trusted most."""
    at = group.mentions[0].start
    series = {m.series for m in group.mentions} - {None}
    others = []
    for other in groups:
        if other.key == group.key:
            continue
        gap = min([get_gap(m.start, at) for m in other.mentions])
        trust = (0.25 + exp(-gap / 600)) * (0.5 if other.mentions[0].kind == "people" else 1.0)
        listed = bool(series) and not series.isdisjoint(m.series for m in other.mentions)
        others.append(Other(other, trust, LISTED if listed else exp(-gap / 60)))
    return others


class Told(NamedTuple):
    """A likely candidate of a name as other names hear of it; `key` stands for the place and the part of it that the text speaks of.

    `point` and `reach_km` are those of the part ("in northern X").
    """

    place: Place
    score: float
    key: str
    point: tuple[float, float]
    reach_km: float
    region: tuple[str, str] | None

    def measure_km(self, place: Place) -> float:
        """Return how far a place lies from the candidate: from a town's point, from about the edge of an area."""
        km = get_distance_km(self.point, (place.lat, place.lon))
        if self.place.kind not in CONTAINERS:
            return km
        inside = (place.country, place.admin1_code) == (self.place.country, self.place.admin1_code)
        return max(0.0 if inside else km / 2, km - self.reach_km)


def tell(group: Group) -> tuple[Told, ...]:
    """Return what other names are told of a group's likeliest candidates."""
    told = []
    for weighed in group.weighed[:HEARD]:
        if ELSEWHERE in weighed.reasons:
            continue
        place = weighed.place
        lat, lon, reach = get_part(place, group.direction)
        region = (place.country, place.admin1_code) if place.admin1_code else None
        told.append(Told(place, weighed.score, f"{place.place_id} {group.direction}", (lat, lon), reach, region))
    return tuple(told)


class Anchor(NamedTuple):
    """A place that another name may mean, the trust in it, and the trust once more where it stands right beside the name in the text."""

    told: Told
    trust: float
    beside: float


@dataclass(slots=True)
class Context:
    """What the other names of a document say.

    `anchors` are likely places, `lands` likely countries with trust in them. `countries` and `regions` have the share (at most 1) of each.
    """

    anchors: list[Anchor] = field(default_factory=list)
    lands: list[tuple[Place, float]] = field(default_factory=list)
    countries: dict[str, float] = field(default_factory=dict)
    regions: dict[tuple[str, str], float] = field(default_factory=dict)
    total: float = 0.0


def make_context(others: Sequence[Other]) -> Context:
    """Return what all other groups say by what they most likely mean now."""
    context = Context()
    countries, regions = context.countries, context.regions
    for group, trust, beside in others:
        if not group.weighed:
            continue
        context.total += trust
        for told in group.told:
            share, place = trust * told.score, told.place
            if share < 0.02:
                break
            if place.kind not in BROAD:
                context.anchors.append(Anchor(told, share, told.score * beside if place.kind != "region" else 0.0))
            elif place.kind == "country":
                context.lands.append((place, share))
            if place.country:
                countries[place.country] = countries.get(place.country, 0.0) + share
            if told.region is not None:
                regions[told.region] = regions.get(told.region, 0.0) + share
    if context.total:
        context.countries = {k: v / context.total for k, v in countries.items()}
        context.regions = {k: v / context.total for k, v in regions.items()}
    return context


def get_gap(other: int, at: int) -> float:
    """Return how far another mention is in the text: what comes long after counts double, since texts name the area first."""
    gap = other - at
    return float(-gap if gap < 0 else gap if gap < BESIDE else 2 * gap - BESIDE)
