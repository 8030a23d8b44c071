"""Place names in Arabic-script text, where no capital letter helps: known names with evidence, and unknown names after type words.

In: `Tokens` of a passage. Out: `Hit`s with a strength (0 to 1); clitics written on the front of a name are looked through.
Not here: phrases around names (`sijill.gazetteer.phrases`).
"""

from sijill.gazetteer.commonness import FULL, HALF, KNOWN_CITY, weigh_commonness
from sijill.gazetteer.hits import Hit, find_longest
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon, get_lexicon
from sijill.gazetteer.tokens import Tokens
from sijill.lang.names import make_name_key

ACCEPT = 0.5
NAMES_LANGUAGE = "en"  # whose given names are also known in the Latin spelling of the gazetteer's display names
# Types of place whose word promises a name right behind it.
_SMALL = frozenset(("village", "town", "city", "neighbourhood", "camp", "dam", "bridge", "crossing", "district", "mountain"))
_HALVING = _SMALL | {"road"}


class ArabicScanner:
    """Finds the names of one passage; `found` is in order of the text."""

    def __init__(self, tokens: Tokens, layers: Layers, lexicon: Lexicon) -> None:
        self.tokens, self.layers, self.lexicon = tokens, layers, lexicon

    def scan(self) -> list[Hit]:
        """Return all accepted hits, in order, not overlapping."""
        kept: list[Hit] = []
        seen: dict[str, float] = {}
        at = 0
        while at < len(self.tokens):
            hit = self._find_hit(at, kept[-1] if kept else None)
            if hit is None:
                at += 1
                continue
            if ACCEPT > hit.strength > 0.2 and seen.get(hit.key, 0.0) > 0.7:
                hit.strength = ACCEPT
            if hit.strength >= ACCEPT:
                kept.append(hit)
                seen[hit.key] = max(hit.strength, seen.get(hit.key, 0.0))
                at = hit.last
            else:
                at += 1
        return kept

    def _find_hit(self, at: int, before: Hit | None) -> Hit | None:
        """Return the best reading of the name that begins at a word, or an unknown name where a type word promises one."""
        best: Hit | None = None
        readings = self.lexicon.iter_readings(self.tokens.keys[at])
        if at and self.tokens.joined[at] and self.find_type(at - 1) is not None:
            readings = readings[:1]  # a name follows its type word as it is
        for clitics, word in readings:
            hit = find_longest(self.tokens, at, self.layers, head=word)
            if hit is None or (hit.last == at + 1 and (word in self.lexicon.types_before or word in self.lexicon.countryside)):
                continue
            if clitics and best is not None and best.last >= hit.last and self._is_well_known(best):
                break  # "باريس" is Paris, and not "in Aris"
            hit.strength = self._weigh(hit, clitics, before)
            if best is None or (hit.last, hit.strength) > (best.last, best.strength + 0.001):
                best = hit
        if best is not None and best.strength >= ACCEPT and not self._is_cut_off(best):
            return best
        return self._find_unknown(at) or self._find_listed(at, before) or best

    def _is_well_known(self, hit: Hit) -> bool:
        """Does the word as it stands name a region or a city, and nothing else?"""
        most = max(self.layers.get_population(n) for n in hit.places[:5])
        known = most > KNOWN_CITY or any(self.layers.get_kind(n) in ("country", "region") for n in hit.places[:3])
        return known and not self.lexicon.is_common(hit.key)

    def _is_given_name(self, hit: Hit) -> bool:
        """Is it a given name, or a foreign town whose name is one in English ("فلاديمير" is Vladimir)?"""
        if hit.key in self.lexicon.given_names:
            return True
        place = self.layers.get_place(hit.places[0])
        return place.country not in self.lexicon.countries and make_name_key(place.name) in get_lexicon(NAMES_LANGUAGE).given_names

    def _is_cut_off(self, hit: Hit) -> bool:
        """Is the hit only the first word of a longer name ("Ayn" of "Ayn Laruz"), after a type word?"""
        tokens, last = self.tokens, hit.last
        if last - hit.first > 1 or hit.type_word not in _SMALL or hit.key not in self.lexicon.name_heads:
            return False
        return last < len(tokens) and tokens.joined[last] and not self.lexicon.is_common(tokens.keys[last])

    def find_type(self, at: int) -> str | None:
        """Return the type of the type word at a word (clitics looked through), or None."""
        if at < 0:
            return None
        for _, word in self.lexicon.iter_readings(self.tokens.keys[at]):
            found = self.lexicon.types_before.get(word)
            if found is not None:
                return found
        return None

    def _weigh(self, hit: Hit, clitics: str, before: Hit | None) -> float:
        lexicon, tokens, at = self.lexicon, self.tokens, hit.first
        weight = 0.3 + self._weigh_fame(hit) + 0.25 * (hit.last - hit.first > 1)
        hit.type_word = self.find_type(at - 1) if at and tokens.joined[at] else None
        if hit.last - hit.first > 1 and hit.type_word is None:
            hit.type_word = self.find_type(at)
        hit.many = hit.type_word is not None and self._promises_many(at - 1)
        if hit.type_word is None and before is not None and self._goes_on(at, before, clitics):
            hit.type_word, hit.many = before.type_word, True
        if hit.type_word is not None:
            weight += 0.5
        elif at and tokens.joined[at]:
            weight += self._weigh_before(at)
        if clitics and clitics[-1] in lexicon.prefixed:
            # "بايدن" is a name, and not "in Aydin": a foreign town needs more than a letter.
            weight += 0.15 if any(self.layers.get_country(n) in lexicon.countries for n in hit.places[:5]) else -0.1
        elif clitics and before is not None and before.last == at:
            weight += 0.3
        elif clitics:
            weight -= 0.15
        if before is not None and before.last == at and tokens.gaps[at].strip() in (",", "\u060c", "-", "_"):
            weight += 0.25
        if hit.last - hit.first == 1:
            weight -= self._weigh_word(hit)
        if hit.last < len(tokens) and tokens.joined[hit.last] and tokens.keys[hit.last] in lexicon.organisations:
            weight -= 0.6
        return max(0.0, min(1.0, weight))

    def _weigh_word(self, hit: Hit) -> float:
        """Evidence against a name that is also a common word or a person's name; a type word before it halves it."""
        lexicon = self.lexicon
        if hit.key in lexicon.directions:
            return FULL if hit.type_word == "region" else 2 * FULL
        stop = hit.key in lexicon.stop_names or self._is_given_name(hit)
        weight = weigh_commonness(hit, self.tokens.keys[hit.first], lexicon, self.layers, stop=stop)
        return min(weight, HALF) if hit.type_word in _HALVING and len(hit.key) > 3 else weight

    def _weigh_before(self, at: int) -> float:
        """Evidence from the word before: prepositions and directions for, titles and given names against."""
        lexicon = self.lexicon
        for _, word in self.lexicon.iter_readings(self.tokens.keys[at - 1]):
            if word in lexicon.countryside or word in lexicon.directions:
                return 0.4
            if word in lexicon.inside or word in lexicon.near:
                return 0.3
            if word in lexicon.motion:
                return 0.2
            if word in lexicon.titles or word in lexicon.given_names:
                return -0.9
        return 0.0

    def _weigh_fame(self, hit: Hit) -> float:
        if any(self.layers.get_kind(n) in ("country", "region", "continent", "area") for n in hit.places[:3]):
            return 0.3
        most = max(self.layers.get_population(n) for n in hit.places[:5])
        return 0.25 if most > 100_000 else 0.15 if most > 15_000 else 0.0

    def _find_unknown(self, at: int) -> Hit | None:
        """Return an unknown name after a type word ("the village of X"), of one word or of two after a name head, or None."""
        tokens, lexicon, key = self.tokens, self.lexicon, self.tokens.keys[at]
        kind = self.find_type(at - 1) if at and tokens.joined[at] else None
        if kind not in _SMALL or (len(key) < 3 and key not in lexicon.name_heads):
            return None
        follows = at + 1 < len(tokens) and tokens.joined[at + 1]
        if key in lexicon.name_heads and follows:
            second = {word for _, word in lexicon.iter_readings(tokens.keys[at + 1])}
            ends = second & lexicon.prepositions or second & lexicon.countryside or second & lexicon.directions.keys()
            return self._make_unknown(at, at + 1 if ends else at + 2, kind)
        readings = [word for _, word in lexicon.iter_readings(key)]
        # A name after its type word has no preposition: "مخيم للنازحين" is a camp for the displaced.
        conjoined = len(key) > 3 and key.startswith((*lexicon.conjoined, *lexicon.contracted))
        plain = lexicon.is_common(key) or self.find_type(at) is not None
        plain = plain or any(w in lexicon.prepositions or w in lexicon.directions or w in lexicon.countryside for w in readings)
        return None if conjoined or plain else self._make_unknown(at, at + 1, kind)

    def _find_listed(self, at: int, before: Hit | None) -> Hit | None:
        """Return an unknown name in a list of many ("قرى سرجة وبينين"), or None."""
        if before is None or before.type_word is None:
            return None
        lexicon, key = self.lexicon, self.tokens.keys[at]
        clitics = key[0] if key.startswith(lexicon.conjoined) else ""
        word = key[len(clitics) :]
        if not self._goes_on(at, before, clitics) or len(word) < 4 or self.find_type(at) is not None:
            return None
        words = {w for _, w in lexicon.iter_readings(key)}
        if lexicon.is_common(word) or words & lexicon.prepositions or words & lexicon.directions.keys() or words & lexicon.countryside:
            return None
        last = at + 2 if word in lexicon.name_heads and at + 1 < len(self.tokens) and self.tokens.joined[at + 1] else at + 1
        return Hit(at, last, " ".join((word, *self.tokens.keys[at + 1 : last])), (), strength=0.6, type_word=before.type_word, many=True)

    def _goes_on(self, at: int, before: Hit, clitics: str) -> bool:
        """Does a list of many names go on with a word: right behind its last name, after a conjunction or comma?"""
        mark = self.tokens.gaps[at].strip()
        return before.many and before.last == at and ((clitics != "" and mark in ("", ",", "\u060c")) or mark in (",", "\u060c"))

    def _promises_many(self, at: int) -> bool:
        return any(word in self.lexicon.many for _, word in self.lexicon.iter_readings(self.tokens.keys[at]))

    def _make_unknown(self, first: int, last: int, kind: str) -> Hit:
        key, many = " ".join(self.tokens.keys[first:last]), self._promises_many(first - 1)
        return Hit(first, last, key, (), strength=0.7, type_word=kind, many=many)
