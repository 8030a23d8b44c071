"""Which places the mentions of a document mean: candidates of all names weighed together.

In: `PlaceMention`s and what is known of the document. Out: a `ClaimPlace` with candidates, scores and reasons for each mention, or None.
Method: weights are added like log odds - how well the name fits, how well known the place is, the type word beside the name, the
regions that the text names (beside the name, near it, anywhere), the distance to what its other names most likely mean, the country
of the source. A first round without distances gives anchors, three more rounds use them (Lieberman and Samet 2012 call this
adaptive context). `docs/method/places.md` has the weights.
Not here: finding the mentions, precision (`sijill.gazetteer.place_claims`).
"""

from collections.abc import Sequence
from math import exp, log10
from typing import NamedTuple

from sijill.gazetteer import candidates as find
from sijill.gazetteer.around import IN_REGION, weigh_around, weigh_siblings
from sijill.gazetteer.candidates import Candidate
from sijill.gazetteer.geometry import CONTAINERS, get_distance_km
from sijill.gazetteer.groups import BROAD, ELSEWHERE, Context, Group, Told, Weighed, get_gap, list_others, make_context, relate, tell
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon
from sijill.gazetteer.place import Place, PlaceMention
from sijill.lang.names import ARABIC, make_name_key

ROUNDS = 4
EXACT = 0.85  # candidates below this were found by sound
SHARED = 8  # candidates that share the certainty
LARGE_TOWN = 50_000
SPEAKS_OF = "the text speaks of"
STRAY = "nothing else in the text points to"
FAMOUS = 300_000  # people of a place that texts from elsewhere name without saying where it is
FAMOUS_REGION = 3_000_000
FAR_AWAY = "far from everything else in the text"
FAR_KM = 250.0
PART_KM = 60.0  # quarters and camps bear names that many places have: one far from all else is another one
RIVAL = 0.7  # from this quality on a place near that sounds alike rivals a famous one far away
SPOT_KM = 12.0
CLOSE_KM = 15.0  # how near the places of one list or sentence usually are
NEAR_KM = 60.0
REACH_KM = 400.0  # beyond this another place says nothing
NEIGHBOUR_KM = 700.0
_FAME = {"continent": 3.5, "district": 1.5, "area": 2.2, "water": 1.8, "terrain": 1.0}
# What the seat of a division counts as, at least, where its population is not known.
_SEAT_POPULATION = {1: 200_000, 2: 60_000, 3: 20_000, 4: 6_000, 5: 3_000}
_SEAT_FAME = {1: 0.7, 2: 0.7}
_OFFSET = {"country": 1.8, "region": 0.1}
_SMALLER = frozenset(("settlement", "neighbourhood", "facility", "subdistrict"))
_NAMED = frozenset(("country", "region", "continent"))


class Resolver:
    """Resolves the mentions of one document; `choose` gives the groups with their weighed candidates."""

    def __init__(self, layers: Layers, lexicon: Lexicon, country_hint: str | None) -> None:
        self.layers, self.lexicon, self.country_hint = layers, lexicon, country_hint
        self._nearness: dict[str, dict[str, Nearness]] = {}  # every round asks of the same pairs of places

    def choose(self, mentions: Sequence[PlaceMention]) -> dict[int, Group]:
        """Return the group of every mention, by the mention's index; each group's best candidate comes first."""
        groups: dict[tuple[object, ...], Group] = {}
        by_mention: dict[int, Group] = {}
        for number, mention in enumerate(mentions):
            identity = (
                mention.name,
                mention.kind if mention.kind in ("people", "translated") else "name",
                mention.within,
                self._get_kinds(mention),
            )
            group = groups.setdefault(identity, Group(mention.name, []))
            group.mentions.append(mention)
            by_mention[number] = group
        everything = list(groups.values())
        relate(everything, self.lexicon.parts)
        for group in everything:
            group.candidates = self._find_candidates(group)
        others = [list_others(group, everything) for group in everything]
        before: list[list[tuple[str, float, bool]]] = []
        for turn in range(ROUNDS):
            anchors = [(g, g.best) for g in everything if g.best is not None] if turn else []
            if turn == 1:
                for group in everything:
                    self._seek_near(group, anchors)
            contexts = [make_context(heard) if turn else Context() for heard in others]
            for group, context in zip(everything, contexts, strict=True):
                group.weighed = self._weigh_all(group, context)
                group.told = tell(group)
            after = [[(w.place.place_id, w.score, ELSEWHERE in w.reasons) for w in group.weighed[:SHARED]] for group in everything]
            if after == before:
                break  # a further round would be told the same by every group, and say the same
            before = after
        return by_mention

    def _get_kinds(self, mention: PlaceMention) -> tuple[str, ...]:
        return self.lexicon.type_kinds.get(mention.type_word or "", ())

    def _find_candidates(self, group: Group) -> list[Candidate]:
        if group.mentions[0].kind == "people":
            return find.find_people(self.layers, group.key) or find.find_exact(self.layers, group.key)
        if group.mentions[0].anaphor:
            return []
        if group.mentions[0].kind == "translated":
            return find.find_translated(self.layers, self.lexicon.translations.get(group.key, ()))
        return find.find_exact(self.layers, group.key)

    def _seek_near(self, group: Group, anchors: Sequence[tuple[Group, Weighed | None]]) -> None:
        """Add places that sound like the name and lie near the document's other places, unless a good exact match is near already."""
        first, best = group.mentions[0], group.best
        if first.kind in ("people", "translated") or first.anaphor or (best is not None and best.place.kind in _NAMED):
            return
        if first.type_word is None and self.lexicon.is_common(group.key):
            return
        points = self._get_points(group, anchors)
        close = any(get_distance_km((c.place.lat, c.place.lon), (p[0], p[1])) < 120 for c in group.candidates for p in points)
        minor = all(c.place.kind == "settlement" and c.place.population < find.SMALL_TOWN for c in group.candidates)
        countries = self._get_countries(group, anchors)
        # Do all exact candidates lie in countries that the document's other names do not point to?
        foreign = bool(countries) and not any(c.place.country in countries for c in group.candidates)
        if minor:
            group.candidates += self._find_headless(group, points)
        if not points or (group.candidates and (close or not (minor or foreign))):
            if not group.candidates:
                group.candidates = [c for c in find.find_by_sound(self.layers, group.key) if self._fits(c, countries)][:10]
            return
        known = {c.place.place_id for c in group.candidates}
        found = find.find_near(self.layers, group.key, points)
        # A village of that very name in a country the text is not about says little: villages that sound alike at home are as likely.
        everywhere = minor and foreign
        alike = (
            c
            for c in find.find_by_sound(self.layers, group.key)
            if everywhere or c.place.population > find.SMALL_TOWN or c.place.kind == "region"
        )
        found += [c for c in alike if self._fits(c, countries)]
        for candidate in found:
            if candidate.place.place_id not in known:
                known.add(candidate.place.place_id)
                group.candidates.append(candidate)
        group.sought, group.rivalled = True, any(c.quality >= RIVAL for c in found)

    def _find_headless(self, group: Group, points: Sequence[tuple[float, float, float]]) -> list[Candidate]:
        """Return places near whose first word the text leaves out."""
        known = {c.place.place_id for c in group.candidates}
        found = [c for c in find.find_headless(self.layers, group.key) if c.place.place_id not in known]
        return [c for c in found if any(get_distance_km((c.place.lat, c.place.lon), p[:2]) < find.SAME_SOUND_KM for p in points)]

    def _fits(self, candidate: Candidate, countries: set[str]) -> bool:
        """Does a place that only sounds alike lie in a country that the text, else its source, points to?"""
        return candidate.place.country in countries if countries else self.country_hint in (None, candidate.place.country)

    def _get_countries(self, group: Group, anchors: Sequence[tuple[Group, Weighed | None]]) -> set[str]:
        """Return the countries of what the text's other names surely mean."""
        return {w.place.country for g, w in anchors if w is not None and g.key != group.key and w.score > 0.5 and w.place.country}

    def _get_points(self, group: Group, anchors: Sequence[tuple[Group, Weighed | None]]) -> list[tuple[float, float, float]]:
        """Return up to four circles around the document's surest settlements and regions, those nearest in the text first."""
        at = group.mentions[0].start
        sure = [
            (min(get_gap(m.start, at) for m in g.mentions), w.place)
            for g, w in anchors
            if w is not None and g.key != group.key and w.score >= 0.4 and w.place.kind not in BROAD
        ]
        sure.sort(key=lambda pair: pair[0])
        return list(dict.fromkeys((p.lat, p.lon, find.SEARCH_KM) for _, p in sure))[:4]

    def _weigh_all(self, group: Group, context: Context) -> list[Weighed]:
        """Return all candidates of a group, best first, with scores that add up to at most 1."""
        surrounding = self._get_surrounding(group)
        weighed = [self._weigh(c, group, surrounding, context) for c in group.candidates]
        if not self._get_kinds(group.mentions[0]):
            _prefer_towns(weighed, context)
        if not weighed:
            return []
        weighed.sort(key=lambda w: (-w.weight, w.place.place_id))
        top = weighed[0].weight
        total = sum(exp(w.weight - top) for w in weighed[:SHARED]) + exp(-1.5 - top)
        for w in weighed:
            w.score = round(exp(w.weight - top) / total, 3)
        best = weighed[0].place
        weighed[0].certainty = sum(w.score for w in weighed[:SHARED] if _is_same_spot(best, w.place))
        weighed[0].national = sum(w.score for w in weighed if w.place.country == best.country)
        return weighed

    def _get_surrounding(self, group: Group) -> set[tuple[str, str | None]]:
        """Return (country, region code or None) of what the text names right beside the name ("X, Ohio")."""
        found: set[tuple[str, str | None]] = set()
        for name in group.mentions[0].within:
            for number in self.layers.find("n", make_name_key(name))[:8]:
                place = self.layers.get_place(number)
                if place.kind == "country":
                    found.add((place.country, None))
                elif place.kind == "region":
                    found.add((place.country, place.admin1_code))
        return found

    def _weigh(self, candidate: Candidate, group: Group, surrounding: set[tuple[str, str | None]], context: Context) -> Weighed:
        place, reasons = candidate.place, [candidate.reason]
        exact = candidate.quality >= EXACT
        weight = (5.0 if exact else 12.0) * (candidate.quality - 1.0) + get_fame(place) * (1.0 if exact else 0.25)
        other_name = candidate.reason == find.OTHER_NAME and group.key[:1] < ARABIC
        if other_name and place.kind == "settlement" and place.population < LARGE_TOWN:
            weight -= 2.0
        kinds = self._get_kinds(group.mentions[0])
        if kinds:
            weight += 1.5 if place.kind in kinds else -1.5
            if place.kind in kinds:
                reasons.append(f"is a {place.kind}")
        if surrounding:
            inside = (place.country, None) in surrounding or (place.country, place.admin1_code) in surrounding
            weight += 4.0 if inside else -4.0
            if inside:
                reasons.append(IN_REGION)
        if group.mentions[0].type_word == "village" and place.population > LARGE_TOWN:
            weight -= 1.0
        if group.mentions[0].type_word == "city" and (place.seat or place.population > find.SMALL_TOWN):
            weight += 0.8
            reasons.append("is a seat of government or large")
        if group.holds_part and place.kind == "settlement" and place.population > find.SMALL_TOWN:
            weight += 1.5
        if group.mentions[0].kind == "countryside" and place.kind == "region":
            weight += 1.2
        if self.country_hint and place.country == self.country_hint:
            weight += 1.0
            reasons.append("in the source's country")
        near, why = self._weigh_anchors(place, context, group)
        around, said = weigh_around(place, group.around)
        return Weighed(place, candidate.quality, weight + near + around + weigh_siblings(place, group, kinds), (*reasons, *said, *why))

    def _weigh_anchors(self, place: Place, context: Context, group: Group) -> tuple[float, list[str]]:
        """Return the weight of the document's other places, and the reasons: containing regions, countries, nearness."""
        near = named = neighbours = local = close = 0.0
        away, punish_far = 20000.0, group.sought
        part = group.mentions[0].type_word in self.lexicon.parts
        nearest: tuple[float, str] | None = None
        point = (place.lat, place.lon)
        for land, trust in context.lands:
            if land.country != place.country:
                neighbours += trust * exp(-get_distance_km(point, (land.lat, land.lon)) / NEIGHBOUR_KM)
        known = self._nearness.setdefault(place.place_id, {})
        for told, trust, beside in context.anchors:
            anchor = told.place
            if anchor.place_id == place.place_id:
                continue
            nearness = known.get(told.key) or known.setdefault(told.key, measure_nearness(place, told))
            km, tight, pull, beside_pull, names_region = nearness
            local += trust
            away = min(away, km)
            if names_region:
                named = max(named, trust)
            if km > REACH_KM:
                continue
            pull *= trust * tight
            close = max(close, beside * beside_pull)
            near = near + 0.35 * pull if near > pull else pull + 0.35 * near
            if km < NEAR_KM and anchor.kind not in CONTAINERS and trust > 0.2 and (nearest is None or km < nearest[0]):
                nearest = (km, anchor.name)
        reasons = [f"in {place.admin1}, which the text names"] if named > 0.3 else []
        if nearest is not None:
            reasons.append(f"{nearest[0]:.0f} km from {nearest[1]}")
        national = context.countries.get(place.country, 0.0) if place.country else 0.0
        regional = context.regions.get((place.country, place.admin1_code), 0.0) if place.admin1_code else 0.0
        if national > 0.5:
            reasons.append(f"{SPEAKS_OF} {place.country}")
        strength = min(context.total, 1.0)
        if national < 0.1 and context.total > 1.5 and (place.kind not in BROAD or place.kind == "country"):
            reasons.append(f"{STRAY} {place.country}")
        if part and away > PART_KM and local > 0.8 and place.kind not in BROAD:
            neighbours -= 4.0
        if punish_far and away > FAR_KM and local > 0.8 and national < 0.15 and place.kind not in BROAD:
            reasons.append(FAR_AWAY)
            neighbours -= 1.5 if is_famous(place) and not group.rivalled else 4.0
        elif punish_far and away > 2 * NEAR_KM and local > 0.8 and place.population < find.SMALL_TOWN and place.kind not in BROAD:
            reasons.append(f"{away:.0f} km from the other places of the text")
            neighbours -= 1.5
        return min(neighbours, 1.0) + 2.5 * min(named, 1.0) + 1.5 * close + 2.5 * min(near, 1.2) + (
            1.8 * national + 2.0 * regional
        ) * strength, reasons


def is_famous(place: Place) -> bool:
    """Do texts from elsewhere name the place without saying where it is?"""
    return place.seat == 1 or place.population > (FAMOUS_REGION if place.kind == "region" else FAMOUS)


class Nearness(NamedTuple):
    """How near a place is to what another name may mean: kilometres, how tightly an area holds it, its pull, and that of a name right
    beside, both at full trust; whether the other names the place's region.
    """

    km: float
    tight: float
    pull: float
    beside: float
    names_region: bool


def measure_nearness(place: Place, told: Told) -> Nearness:
    """Return how near a place is to what another name may mean."""
    anchor, km = told.place, told.measure_km(place)
    # To lie in a wide region says less than to lie in a small one.
    tight = min(1.0, NEAR_KM / told.reach_km) if anchor.kind in CONTAINERS else 1.0
    return Nearness(km, tight, exp(-km / NEAR_KM), exp(-km / CLOSE_KM), place.kind != "region" and _names_region(anchor, place))


def _names_region(anchor: Place, place: Place) -> bool:
    """Does the anchor name the region that a place lies in: the region itself, or the town that it is named after?"""
    if anchor.country != place.country or anchor.admin1_code != place.admin1_code:
        return False
    return anchor.kind == "region" or ((anchor.seat in (1, 2) or anchor.population > 60_000) and anchor.name == anchor.admin1)


def _is_same_spot(best: Place, other: Place) -> bool:
    """Is the other candidate the same place for all that matters: very near, or the region that a town gives its name to?"""
    if {other.kind, best.kind} == {"region", "settlement"}:
        return other.country == best.country and other.admin1_code == best.admin1_code
    return get_distance_km((best.lat, best.lon), (other.lat, other.lon)) < SPOT_KM


def _prefer_towns(weighed: list[Weighed], context: Context) -> None:
    """A bare name means the town and not the region named after it, unless a smaller place of the region is near ("Binnish in Idlib")."""
    towns = {
        (w.place.country, w.place.admin1_code)
        for w in weighed
        if w.place.kind == "settlement" and w.quality > 0.85 and w.place.population > 20_000
    }
    for w in weighed:
        if w.place.kind == "region" and (w.place.country, w.place.admin1_code) in towns:
            region = (w.place.country, w.place.admin1_code)
            places = ((a.told.place, a) for a in context.anchors)
            inside = [(a.trust, a.beside) for p, a in places if p.kind in _SMALLER and (p.country, p.admin1_code) == region]
            beside, trust = max((b for _, b in inside), default=0.0), sum(t for t, _ in inside)
            w.weight += 0.6 if beside > 0.25 else 0.2 if trust > 0.5 else -0.85


def get_fame(place: Place) -> float:
    """Return the weight of how well known a place is: by kind, and by population 0.45 for each factor of ten."""
    fixed = _FAME.get(place.kind)
    if fixed is not None:
        return fixed
    people = max(place.population, _SEAT_POPULATION.get(place.seat, 0))
    return 0.45 * log10(people + 10) + _OFFSET.get(place.kind, 0.0) + _SEAT_FAME.get(place.seat, 0.0)
