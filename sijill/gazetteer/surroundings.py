"""What a text names around a place: what it lies in, the town of a part of a town, the neighbours in a list.

In: the mentions of a document with their groups. Out: `Around`. Not here: what is made of it (`sijill.gazetteer.place_claims`).
"""

from collections.abc import Sequence
from math import exp

from sijill.gazetteer.around import NAMESAKE_CITY
from sijill.gazetteer.groups import Group, Weighed
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon
from sijill.gazetteer.place import Place, PlaceMention
from sijill.gazetteer.place_claims import Around, get_precision, is_part_of_region, is_resolved
from sijill.lang.names import make_name_key, make_skeleton

_SENTENCE = 250  # characters between names that may still stand in one sentence
_DOMINANT = 0.5
_LIST = 120  # characters between neighbours in a list
_AREAS = frozenset(("region", "district", "subdistrict", "area"))
_SPOTS = frozenset(("settlement", "neighbourhood", "facility"))


class Surroundings:
    """What the text names around a mention: the place it lies in, and for parts of towns the town."""

    def __init__(self, text: str, mentions: Sequence[PlaceMention], groups: dict[int, Group], layers: Layers, lexicon: Lexicon) -> None:
        self.text, self.layers, self.lexicon = text, layers, lexicon
        chosen = [(m, groups[i].weighed[0]) for i, m in enumerate(mentions) if groups[i].weighed and m.kind != "people"]
        found = ((m, w.place) for m, w in chosen if is_resolved(w))
        self.resolved = [(m, (self._find_namesake(m, p) if is_part_of_region(m) else None) or p) for m, p in found]
        self.by_start = {m.name_start: (m, p) for m, p in self.resolved}

    def find(self, mention: PlaceMention, best: Weighed | None) -> Around:
        """Return what the text names around a mention whose likeliest meaning is `best`."""
        neighbour = self._find_neighbour(mention) if best is None or not is_resolved(best) else None
        around = neighbour or self._find_container(mention)
        namesake = self._find_namesake(mention, best.place) if best is not None and is_part_of_region(mention) else None
        return around._replace(town=self._find_town(mention), namesake=namesake, other=self._find_other_end(mention))

    def _find_neighbour(self, mention: PlaceMention) -> Around | None:
        """Return the town named right beside it in a list ("the villages of X, Y and Z")."""
        near = [
            (abs(m.start - mention.start), m.start, p)
            for m, p in self.resolved
            if mention.series is not None and m.series == mention.series and m is not mention and p.kind in _SPOTS
        ]
        gap, _, place = min(near, key=lambda found: found[:2], default=(_LIST, 0, None))
        return Around(place, listed=True) if place is not None and gap < _LIST else None

    def _find_namesake(self, mention: PlaceMention, place: Place) -> Place | None:
        """Return the region that is a large town's countryside, or that the town gives its name to."""
        keys = (f"{word} {mention.name}" for word in self.lexicon.countryside) if mention.kind == "countryside" else ()
        for number in (n for key in keys for n in self.layers.find("n", key)):
            if self.layers.get_kind(number) == "region" and self.layers.get_country(number) == place.country:
                return self.layers.get_place(number)
        if place.kind != "settlement" or not (place.seat in (1, 2) or place.population > NAMESAKE_CITY):
            return None
        region = self.layers.find_region(place.country, place.admin1_code)
        sounds = {make_skeleton(make_name_key(name)) for name in region.names} if region is not None else set()
        return region if make_skeleton(make_name_key(place.name)) in sounds else None

    def _find_other_end(self, mention: PlaceMention) -> Place | None:
        """Return the second place of "between A and B" or "the A-B road"."""
        if mention.other is None:
            return None
        ends = (p for m, p in self.resolved if m.name == mention.other and 0 < m.start - mention.start < _SENTENCE)
        return next(ends, None)

    def _find_container(self, mention: PlaceMention) -> Around:
        """Return what a place lies in: the narrowest area named in its sentence, else the region of the towns named there, else the region
        or country that most names of the text lie in.
        """
        said = self.by_start.get(mention.around) if mention.around is not None else None
        if said is not None and said[1].kind not in ("country", "continent"):
            return Around(said[1], said[0])
        near = [(m, p) for m, p in self.resolved if m is not mention and p.country and self._is_beside(mention, m)]
        areas = [(m, p) for m, p in near if _is_area(m, p)]
        if areas:
            m, place = min(areas, key=lambda pair: (_get_reach(*pair) + 0.3 * abs(pair[0].start - mention.start), pair[0].start))
            return Around(place, m)
        for _, place in sorted(near, key=lambda pair: abs(pair[0].start - mention.start)):
            region = self.layers.find_region(place.country, place.admin1_code)
            if region is not None:
                return Around(region)
        return self._find_dominant(mention)

    def _is_beside(self, mention: PlaceMention, other: PlaceMention) -> bool:
        """Do two mentions stand in one sentence, less than some lines apart?"""
        first, last = sorted((mention, other), key=lambda m: m.start)
        if last.start - first.end >= _SENTENCE:
            return False
        between = self.text[first.end : last.start]
        return not any(end in between for end in self.lexicon.words.sentence_ends)

    def _find_dominant(self, mention: PlaceMention) -> Around:
        """Return the region that half of what the text names around lies in, or else the country; what is named as such counts double."""
        regions: dict[tuple[str, str], float] = {}
        countries: dict[str, float] = {}
        total = 0.0
        for m, place in self.resolved:
            if m is mention or not place.country:
                continue
            weight = exp(-abs(m.start - mention.start) / 1000) * (2.0 if place.kind == "region" or m.kind == "countryside" else 1.0)
            total += weight
            countries[place.country] = countries.get(place.country, 0.0) + weight
            if place.admin1_code:
                regions[place.country, place.admin1_code] = regions.get((place.country, place.admin1_code), 0.0) + weight
        region, share = max(regions.items(), key=lambda pair: pair[1], default=(("", ""), 0.0))
        found = self.layers.find_region(*region) if share >= _DOMINANT * total else None
        if found is None and countries:
            country, share = max(countries.items(), key=lambda pair: pair[1])
            found = self.layers.find_country(country) if share >= _DOMINANT * total else None
        return Around(found)

    def _find_town(self, mention: PlaceMention) -> Place | None:
        """Return the town that a neighbourhood or other part is said to lie in: the nearest one in the text, first those right behind."""
        if mention.type_word not in self.lexicon.parts:
            return None
        said = self.by_start.get(mention.around) if mention.around is not None and not mention.nearby else None
        if said is not None and said[1].kind == "settlement":
            return said[1]
        near = sorted(
            (m.start - mention.end if m.start >= mention.end else 4 * (mention.start - m.end), n)
            for n, (m, p) in enumerate(self.resolved)
            if p.kind == "settlement" and p.population > 10_000 and (m.end <= mention.start or m.start >= mention.end) and m.kind == "name"
        )
        limit = 60 if mention.type_word != "neighbourhood" else 600
        return self.resolved[near[0][1]][1] if near and near[0][0] < limit else None


def _is_area(mention: PlaceMention, place: Place) -> bool:
    """Do the words name an area that places may lie in, narrower than a country?"""
    return place.kind in _AREAS or (mention.kind in ("countryside", "outskirts", "direction") and place.kind == "settlement")


def _get_reach(mention: PlaceMention, place: Place) -> float:
    """Return about how many kilometres an area reaches: half as far where only its north is meant."""
    return get_precision(mention, place)[1] * (0.5 if mention.direction is not None else 1.0)
