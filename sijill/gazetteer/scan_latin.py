"""Place names in Latin-script text: known names that their surroundings let stand for places, and unknown names after type words.

In: `Tokens` of a passage. Out: `Hit`s with a strength (0 to 1). Evidence is added up: what comes before (prepositions, titles,
given names), what comes after (a region, a type word, an organisation's word), how the word is used elsewhere in the text, how well
known the place is.
Not here: phrases around names (`sijill.gazetteer.phrases`), which place is meant (`sijill.gazetteer.resolve`).
"""

from collections import Counter

from sijill.gazetteer.commonness import KNOWN_TOWN, weigh_commonness
from sijill.gazetteer.hits import Hit, find_longest
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon
from sijill.gazetteer.scan_unknown import UnknownFinder
from sijill.gazetteer.tokens import Tokens

ACCEPT = 0.5
_REGIONS = ("country", "region", "continent", "area")
_LAND = frozenset(("water", "terrain", "facility", "district"))
_NAMESAKES = 8
_STRONG = 0.85
_LIST = 3
_BETWEEN = "-\u2010\u2011\u2013/"  # what stands between the two ends of a road


class LatinScanner:
    """Finds the names of one passage; `found` is in order of the text."""

    def __init__(self, tokens: Tokens, layers: Layers, lexicon: Lexicon) -> None:
        self.tokens, self.layers, self.lexicon = tokens, layers, lexicon
        words = tokens.words
        self.upper = sum(w.isupper() and len(w) > 3 for w in words) > 0.6 * sum(len(w) > 3 for w in words)
        self.capital = [w[0].isupper() for w in words]
        self.lower = Counter() if self.upper else Counter(k for k, c in zip(tokens.keys, self.capital, strict=True) if not c)
        self.people: set[str] = set()
        self.listed: set[int] = set()
        self.initial = [i == 0 or (not tokens.joined[i] and any(c in ".!?\n:" for c in tokens.gaps[i])) for i in range(len(words))]

    def scan(self) -> list[Hit]:
        """Return all accepted hits, in order, not overlapping."""
        hits = self._find_hits()
        self._note_people(hits)
        self._note_lists(hits)
        by_first = {hit.first: hit for hit in hits}
        by_last = {hit.last: hit for hit in hits}
        for hit in hits:
            hit.strength = self._weigh(hit, by_first, by_last)
        sure = {hit.key for hit in hits if hit.strength >= _STRONG}
        for hit in hits:
            if hit.key in sure and hit.strength < ACCEPT and hit.strength > 0.05:
                hit.strength += 0.35
        kept = [hit for hit in hits if hit.strength >= ACCEPT]
        self._extend_lists(hits, kept)
        kept.sort(key=lambda hit: hit.first)
        if self.upper:
            return kept
        finder = UnknownFinder(self.tokens, self.capital, self.layers, self.lexicon, regional=self._is_regional(kept))
        rejected = {hit.first for hit in hits if hit.strength < 0.1}
        return sorted(kept + finder.find(kept, rejected), key=lambda hit: hit.first)

    def _is_regional(self, kept: list[Hit]) -> bool:
        """Does the text name countries whose places are looked up by sound?"""
        # Behind a country's own table stand several towns and districts of the name before the region.
        named = ((hit, n) for hit in kept for n in hit.places[:_NAMESAKES])
        if any(self.layers.is_sounded(n) and (hit.people or self.layers.get_kind(n) in _REGIONS) for hit, n in named):
            return True
        towns = (hit.places for hit in kept if hit.type_word and hit.places)
        return any(all(map(self.layers.is_sounded, places)) for places in towns)  # "the town of Kafr Nabl": there is no other

    def _find_hits(self) -> list[Hit]:
        """Return known names, people's names and abbreviations among capitalised words, longest first at each word."""
        tokens, hits, at = self.tokens, [], 0
        while at < len(tokens):
            hit = None
            if self.capital[at] or (
                tokens.keys[at] in self.lexicon.articles and at + 1 < len(tokens) and self.capital[at + 1] and "-" in tokens.gaps[at + 1]
            ):
                hit = self._find_hit(at)
            if hit is None:
                at += 1
            else:
                hits.append(hit)
                at = hit.last
        return hits

    def _find_hit(self, at: int) -> Hit | None:
        tokens, lexicon = self.tokens, self.lexicon
        key = tokens.keys[at]
        abbreviation = lexicon.abbreviations.get(tokens.words[at].rstrip("."))
        if abbreviation and not self.upper and (tokens.words[at].endswith(".") or tokens.gaps[at + 1].startswith(".")):
            return Hit(at, at + 1, abbreviation, self._find_regions(abbreviation), reasons=["abbreviation"])
        if tokens.words[at] in lexicon.postal and at and "," in tokens.gaps[at]:
            return Hit(at, at + 1, tokens.words[at].lower(), self._find_postal(tokens.words[at]), reasons=["abbreviation"])
        hit = find_longest(tokens, at, self.layers)
        people = self.layers.find("p", " ".join(tokens.keys[at : at + 2])) if at + 1 < len(tokens) else ()
        if people and (hit is None or hit.last <= at + 2):
            return Hit(at, at + 2, " ".join(tokens.keys[at : at + 2]), people, people=True)
        while hit is not None and not self._is_capital(hit):
            hit = find_longest(tokens, at, self.layers, limit=hit.last - hit.first - 1) if hit.last - hit.first > 1 else None
        if hit is not None and self._is_cut_off(hit):
            return None
        if hit is None or hit.last == at + 1:
            people = () if key in lexicon.not_people else self.layers.find("p", key)
            if people:
                return Hit(at, at + 1, key, people, people=True)
        return hit

    def _find_regions(self, key: str) -> tuple[int, ...]:
        """Return the regions of a name, without the towns of the same name."""
        return tuple(n for n in self.layers.find("n", key) if self.layers.get_kind(n) == "region")

    def _find_postal(self, code: str) -> tuple[int, ...]:
        region = self.layers.find_region("US", code)
        return self.layers.find("i", region.place_id) if region else ()

    def _is_capital(self, hit: Hit) -> bool:
        """Does the name end with a capitalised word? (Small words inside are fine.)"""
        if hit.last - hit.first > 1 and self.tokens.keys[hit.last - 1] in self.lexicon.articles:
            return False
        begins = self.capital[hit.first] or self.tokens.keys[hit.first] in self.lexicon.articles
        return begins and (self.capital[hit.last - 1] or self._ends_with_type(hit))

    def _ends_with_type(self, hit: Hit) -> bool:
        """Is the last word a type of river, mountain or the like in small letters, which is a part of the name ("Dnipro river")?"""
        kinds = self.lexicon.type_kinds.get(self.lexicon.types_after.get(self.tokens.keys[hit.last - 1], ""), ())
        return hit.last - hit.first > 1 and any((kind := self.layers.get_kind(n)) in kinds and kind in _LAND for n in hit.places[:5])

    def _is_cut_off(self, hit: Hit) -> bool:
        """Is a little known name only the first word of a longer one that goes on with an article ("Nahr" of "Nahr al-Imam")?"""
        tokens, last = self.tokens, hit.last
        if last - hit.first > 1 or last + 1 >= len(tokens) or not tokens.joined[last] or tokens.keys[last] not in self.lexicon.articles:
            return False
        most = max(self.layers.get_population(n) for n in hit.places[:5])
        return tokens.gaps[last + 1] == "-" and self.capital[last + 1] and most < KNOWN_TOWN and not self._is_region(hit)

    def _is_region(self, hit: Hit) -> bool:
        return any(self.layers.get_kind(n) in _REGIONS for n in hit.places[:3])

    def _note_people(self, hits: list[Hit]) -> None:
        """Remember the last words of full names ("John Washington") so that they are not taken for places afterwards."""
        tokens, lexicon = self.tokens, self.lexicon
        for i in range(len(tokens) - 1):
            if not (self.capital[i] and self.capital[i + 1]) or not tokens.joined[i + 1]:
                continue
            if tokens.keys[i] in lexicon.given_names or (tokens.keys[i] in lexicon.titles and not lexicon.is_common(tokens.keys[i + 1])):
                last = i + 1
                while last + 1 < len(tokens) and self.capital[last + 1] and tokens.joined[last + 1] and last < i + 3:
                    last += 1
                if tokens.keys[last] not in lexicon.harmless and tokens.keys[last] not in lexicon.streets:
                    self.people.add(tokens.keys[last])

    def _note_lists(self, hits: list[Hit]) -> None:
        """Remember lists of three and more regions or countries, all of one kind: "Georgia" is a state beside Ohio and Utah."""
        run: list[Hit] = []
        for hit in [*hits, None]:
            if hit is not None and not hit.people and self._is_region(hit) and (not run or self._is_next(run[-1], hit)):
                run.append(hit)
                continue
            if len(run) >= _LIST:
                self.listed.update(h.first for h in run)
                countries = [h for h in run if self._is_kind(h, "country")]
                kind = "country" if 2 * len(countries) > len(run) else "region"
                for listed in run:
                    listed.type_word = kind if self._is_kind(listed, kind) else None
            run = [hit] if hit is not None and not hit.people and self._is_region(hit) else []

    def _is_kind(self, hit: Hit, kind: str) -> bool:
        return any(self.layers.get_kind(n) == kind for n in hit.places[:_NAMESAKES])

    def _is_next(self, before: Hit, hit: Hit) -> bool:
        """Does a name follow another in a list: behind a comma, "and" or both?"""
        tokens = self.tokens
        conjunction = hit.first == before.last + 1 and tokens.keys[before.last] in self.lexicon.conjunctions
        return conjunction or (hit.first == before.last and tokens.gaps[hit.first].strip() == ",")

    def _weigh(self, hit: Hit, by_first: dict[int, Hit], by_last: dict[int, Hit]) -> float:
        """Return how sure it is that a hit names a place."""
        if "abbreviation" in hit.reasons:
            before = by_last.get(hit.first)
            return 1.0 if before is not None or (hit.first and "," in self.tokens.gaps[hit.first]) or len(hit.key) > 2 else 0.6
        if not hit.places:
            return 0.0
        weight = 0.3 + self._weigh_fame(hit) + 0.2 * (hit.last - hit.first > 1)
        weight += self._weigh_before(hit, by_last) + self._weigh_after(hit, by_first)
        if hit.last - hit.first > 1 and not hit.people:
            hit.type_word = hit.type_word or self.lexicon.types_after.get(self.tokens.keys[hit.last - 1])
        if hit.last - hit.first == 1 and not hit.people:
            weight += self._weigh_word(hit)
        elif hit.key in self.lexicon.banks and self._has_river_before(hit, by_last):
            weight -= 0.9
        return max(0.0, min(1.0, weight))

    def _weigh_fame(self, hit: Hit) -> float:
        if hit.people or self._is_region(hit):
            return 0.35
        most = max(self.layers.get_population(n) for n in hit.places[:5])
        return 0.25 if most > 100_000 else 0.15 if most > 15_000 else 0.05

    def _weigh_word(self, hit: Hit) -> float:
        """Evidence about a single word: common words, surnames, the same word in small letters."""
        lexicon, key, weight = self.lexicon, hit.key, 0.0
        region = self._is_region(hit)
        short_form = region and not self.upper and self.tokens.words[hit.first].replace(".", "").isupper() and len(key) <= 4
        if not short_form:
            weight -= weigh_commonness(hit, key, lexicon, self.layers, stop=key in lexicon.stop_names)
        if key in self.people:
            weight -= 0.2 if region else 0.45
        elif key in lexicon.surnames or key in lexicon.given_names:
            weight -= 0.1 if region else 0.25
        if self.lower[key] and not short_form:
            weight -= 0.3
        if len(key) <= 3 and not region:
            weight -= 0.3
        if len(key) <= 4 and not region and not self.upper and self.tokens.words[hit.first].isupper():
            weight -= 0.3
        if self.upper:
            weight -= 0.25 if not region else 0.0
        return weight

    def _has_river_before(self, hit: Hit, by_last: dict[int, Hit]) -> bool:
        """Is a river named shortly before, so that "the west bank" is its bank?"""
        near = (by_last.get(last) for last in range(max(hit.first - 25, 0), hit.first + 1))
        return any(other is not None and any(self.layers.get_kind(n) == "water" for n in other.places[:3]) for other in near)

    def _weigh_before(self, hit: Hit, by_last: dict[int, Hit]) -> float:
        tokens, lexicon, at = self.tokens, self.lexicon, hit.first
        if at == 0:
            return 0.0
        key, gap = tokens.keys[at - 1], tokens.gaps[at]
        before = by_last.get(at)
        if before is not None and gap.strip() == "," and self._is_region(hit):
            return 0.5
        if before is not None and not before.people and gap.strip() and gap.strip() in _BETWEEN:
            return 0.15
        if not tokens.joined[at]:
            initials = gap.startswith(".") and (key in lexicon.titles or (len(key) == 1 and self.capital[at - 1]))
            return -0.9 if initials and not self._is_region(hit) else 0.0
        if (
            key in lexicon.linking
            and at > 1
            and (tokens.keys[at - 2] in lexicon.types_before or tokens.keys[at - 2] in lexicon.countryside)
            and not self._is_typed(by_last.get(at - 2), at - 2)
        ):
            hit.type_word = lexicon.types_before.get(tokens.keys[at - 2])
            return 0.5
        if not self.capital[at - 1] or self.upper:
            if key in lexicon.prepositions or key in lexicon.directions:
                return 0.35 if key in lexicon.inside or key in lexicon.near or self.upper else 0.25
            if key in lexicon.linking:
                return 0.15
            if key in lexicon.types_before:
                hit.type_word = lexicon.types_before[key]
                return 0.3
            return 0.05
        return self._weigh_capital_before(hit, key)

    def _is_typed(self, before: Hit | None, at: int) -> bool:
        """Does a type word belong to the name before it ("the Bajil district of Hodeidah")?"""
        return before is not None and not before.people and self.tokens.joined[at] and self.tokens.keys[at] in self.lexicon.types_after

    def _weigh_capital_before(self, hit: Hit, key: str) -> float:
        """Evidence from a capitalised word right before: titles and given names speak for a person, type words for a place."""
        lexicon, at = self.lexicon, hit.first
        if key in lexicon.types_before and key not in lexicon.titles:
            hit.type_word = lexicon.types_before[key]
            return 0.25
        if key in lexicon.compounds or key in lexicon.directions or key in lexicon.prepositions:
            return 0.1
        if hit.people:
            return 0.0
        if key in lexicon.titles and not self._is_region(hit):
            return -0.9
        if key in lexicon.given_names or (len(key) == 1):
            return -0.9
        if self.initial[at - 1] or key in lexicon.harmless or lexicon.is_common(key):
            return 0.0
        return -0.2 if self._is_region(hit) else -0.5

    def _weigh_after(self, hit: Hit, by_first: dict[int, Hit]) -> float:
        tokens, lexicon, to = self.tokens, self.lexicon, hit.last
        if to >= len(tokens):
            return 0.0
        key, gap = tokens.keys[to], tokens.gaps[to]
        after = by_first.get(to)
        if after is not None and self._contains(after, hit, gap, by_first):
            hit.within = (after.key,)
            after.type_word = after.type_word or "region"
            return 0.6 if not lexicon.is_common(hit.key) or not self.initial[hit.first] else 0.5
        if not tokens.joined[to] or tokens.possessive[to - 1]:
            return 0.05
        if hit.people:
            return 0.0
        if key in lexicon.types_after and (not self.capital[to] or key not in lexicon.streets):
            hit.type_word = hit.type_word or lexicon.types_after[key]
            return 0.3
        if not self.capital[to] or self.upper:
            return 0.0
        return self._weigh_capital_after(hit, key, after)

    def _contains(self, region: Hit, hit: Hit, gap: str, by_first: dict[int, Hit]) -> bool:
        """Does a name say where the name before it lies ("Paris, Texas", not the list "Oregon, Idaho and Utah")?"""
        if region.people or gap.strip() not in (",", ""):
            return False
        if "abbreviation" in region.reasons:
            return True
        if gap.strip() != "," or not self._is_region(region) or region.key in self.lexicon.directions:
            return False
        # A region lies in no region: either a town of that name is meant, or the names stand in a list.
        return not self._is_region(hit) or (self._has_inside(hit, region) and hit.first not in self.listed)

    def _has_inside(self, hit: Hit, region: Hit) -> bool:
        """Does a place of that name lie in a region or country of the other name?"""
        return any(self.layers.lies_in(n, r) for r in region.places[:_NAMESAKES] for n in hit.places if n != r)

    def _weigh_capital_after(self, hit: Hit, key: str, after: Hit | None) -> float:
        lexicon = self.lexicon
        if key in lexicon.streets:
            return -0.9
        if key in lexicon.harmless:
            return 0.15
        if key in lexicon.organisations:
            return -0.6
        if "-" in self.tokens.gaps[hit.last]:
            return 0.0 if self._is_region(hit) else -0.1
        if hit.key in lexicon.given_names or key in lexicon.surnames:
            return -0.9
        if after is not None and after.people:
            return 0.0
        return -0.25 if self._is_region(hit) else -0.5

    def _extend_lists(self, hits: list[Hit], kept: list[Hit]) -> None:
        """Accept names in a list with an accepted one ("in A, B and C")."""
        lexicon, tokens = self.lexicon, self.tokens
        accepted = {hit.last: hit for hit in kept}
        for hit in hits:
            if hit.strength >= ACCEPT or hit.strength < 0.2 or not hit.first:
                continue
            gap, key = tokens.gaps[hit.first].strip(), tokens.keys[hit.first - 1]
            end = hit.first if gap == "," else hit.first - 1 if key in lexicon.conjunctions else None
            before = accepted.get(end) if end is not None else None
            if before is not None and not before.people and not self._is_region(before):
                hit.strength += 0.3
                if hit.strength >= ACCEPT:
                    accepted[hit.last] = hit
                    kept.append(hit)
