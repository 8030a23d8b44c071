"""Names in Latin script that the index does not hold as spelled, where the surroundings promise a place: "the town of X", "X village",
lists.

In: the tokens and accepted hits of a passage. Out: further `Hit`s without places; they are resolved by sound, near the text's other places.
Not here: names after prepositions alone in texts on countries whose names have one spelling.
"""

from sijill.gazetteer.hits import Hit
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon
from sijill.gazetteer.tokens import Tokens
from sijill.lang.names import make_skeleton

_LONGEST = 4
_ACRONYM = 5
_TYPES = frozenset(
    ("village", "town", "city", "neighbourhood", "camp", "area", "district", "crossing", "field", "dam", "bridge", "airport", "front")
)


_TRANSLATED = frozenset(("village", "town", "city"))


class UnknownFinder:
    """Finds unknown names of one passage; `regional` says that the text is about countries whose names are found by sound."""

    def __init__(self, tokens: Tokens, capital: list[bool], layers: Layers, lexicon: Lexicon, *, regional: bool) -> None:
        self.tokens, self.capital, self.layers, self.lexicon, self.regional = tokens, capital, layers, lexicon, regional

    def find(self, hits: list[Hit], rejected: set[int]) -> list[Hit]:
        """Return unknown names beside `hits` (accepted ones, in order); `rejected` are first words of names judged to be no places."""
        taken = {i for hit in hits for i in range(hit.first, hit.last)}
        listed = {hit.last: hit for hit in hits if not hit.people}
        found: list[Hit] = []
        at = 0
        while at < len(self.tokens):
            hit = None if at in taken else self._find_at(at, taken, rejected, listed) or self._find_translated(at, taken)
            if hit is None:
                at += 1
                continue
            found.append(hit)
            listed[hit.last] = hit
            at = hit.last
        return found + self._find_again(found, taken) if self.regional else found

    def _find_again(self, found: list[Hit], taken: set[int]) -> list[Hit]:
        """Return the other places where the unknown names stand, which nothing beside them promises."""
        taken = taken | {i for hit in found for i in range(hit.first, hit.last)}
        known = {hit.key: hit for hit in reversed(found) if hit.type_word is not None and not hit.translated}
        longest, again = max((hit.last - hit.first for hit in found), default=0), []
        for at in range(len(self.tokens)):
            for last in range(min(at + longest, len(self.tokens)), at, -1):
                hit = known.get(" ".join(self.tokens.keys[at:last]))
                if hit is not None and self._stands_again(at, last, taken):
                    again.append(Hit(at, last, hit.key, (), strength=hit.strength, type_word=hit.type_word))
                    taken |= set(range(at, last))
                    break
        return again

    def _stands_again(self, at: int, last: int, taken: set[int]) -> bool:
        """Is it the whole of a capitalised name that nothing else has taken?"""
        return taken.isdisjoint(range(at, last)) and self._find_end(at, taken) == last

    def _find_at(self, at: int, taken: set[int], rejected: set[int], listed: dict[int, Hit]) -> Hit | None:
        last = self._find_end(at, taken)
        if last is None:
            return None
        kind, strength = self._find_evidence(at, last, listed)
        if strength < 0.5 or (at in rejected and last == at + 1 and strength < 0.7):
            return None
        if self._find_list(at, listed) is None or not self._ends_item(last):
            last = self._shorten(at, last)
        return Hit(at, last, " ".join(self.tokens.keys[at:last]), (), strength=strength, type_word=kind)

    def _find_translated(self, at: int, taken: set[int]) -> Hit | None:
        """Return a common word before a type word ("the hybrid town") whose translation is a place's name, or None."""
        tokens, key = self.tokens, self.tokens.keys[at]
        if not self.regional or at + 1 >= len(tokens) or at + 1 in taken or not tokens.joined[at + 1]:
            return None
        kind = self.lexicon.types_after.get(tokens.keys[at + 1])
        names = self.lexicon.translations.get(key, ())
        if kind not in _TRANSLATED or not any(self.layers.has("n", name) for name in names):
            return None
        return Hit(at, at + 1, key, (), translated=True, strength=0.5, type_word=kind)

    def _find_end(self, at: int, taken: set[int]) -> int | None:
        """Return the end of the run of capitalised words that begins at a word and could be a name, or None."""
        tokens, lexicon = self.tokens, self.lexicon
        begins = self.capital[at] or (
            tokens.keys[at] in lexicon.articles and at + 1 < len(tokens) and self.capital[at + 1] and "-" in tokens.gaps[at + 1]
        )
        goes_on = at > 0 and tokens.joined[at] and self.capital[at - 1] and not tokens.possessive[at - 1]
        if not begins or (goes_on and tokens.keys[at - 1] not in lexicon.types_before):
            return None
        last = at + 1
        while last < len(tokens) and last - at < _LONGEST and tokens.joined[last] and last not in taken and not tokens.possessive[last - 1]:
            inner = tokens.keys[last] in lexicon.articles and last + 1 < len(tokens) and self.capital[last + 1]
            if not (self.capital[last] or inner) or tokens.keys[last] in lexicon.types_after:
                break
            last += 1
        word = tokens.keys[at]
        if last == at + 1 and len(word) <= _ACRONYM and tokens.words[at].isupper():
            return None
        plain = (
            lexicon.is_common(word)
            or word in lexicon.given_names
            or word in lexicon.titles
            or word in lexicon.harmless
            or word in lexicon.directions
        )
        if (plain and word not in lexicon.articles and word not in lexicon.name_heads) or len("".join(tokens.keys[at:last])) < 4:
            return None
        return last

    def _find_evidence(self, at: int, last: int, listed: dict[int, Hit]) -> tuple[str | None, float]:
        """Return the type of place that the surroundings name and how strongly they promise a place."""
        tokens, lexicon = self.tokens, self.lexicon
        before = tokens.keys[at - 1] if at and tokens.joined[at] else ""
        if before in lexicon.linking and at > 1:
            kind = lexicon.types_before.get(tokens.keys[at - 2])
            if kind in _TYPES or tokens.keys[at - 2] in lexicon.countryside:
                return kind, 0.8
            if self.regional and tokens.keys[at - 2] in lexicon.directions:
                return None, 0.7
        kind = lexicon.types_before.get(before)
        if kind in _TYPES and self.regional:
            return kind, 0.6
        if last < len(tokens) and tokens.joined[last] and not self.capital[last]:
            kind = lexicon.types_after.get(tokens.keys[last])
            if kind in _TYPES and self.regional:
                return kind, 0.65
        listed_before = self._find_list(at, listed)
        if listed_before is not None and self.regional:
            return listed_before.type_word, 0.7 if listed_before.type_word else 0.6
        if self.regional and before in lexicon.prepositions and self._sounds_known(at, last):
            return None, 0.55
        return None, 0.0

    def _find_list(self, at: int, listed: dict[int, Hit]) -> Hit | None:
        """Return the name that a list began with ("the towns of A, B, X and C"), when that is a town or unknown itself."""
        hit = self._find_listed(at, listed)
        while hit is not None and hit.type_word is None and hit.places:
            hit = self._find_listed(hit.first, listed)
        return hit

    def _ends_item(self, last: int) -> bool:
        """Does a comma or a conjunction stand behind the word before `last`?"""
        tokens = self.tokens
        return last < len(tokens) and (tokens.gaps[last].strip() == "," or tokens.keys[last] in self.lexicon.conjunctions)

    def _find_listed(self, at: int, listed: dict[int, Hit]) -> Hit | None:
        """Return the name before it in a list, behind a comma or a conjunction."""
        if not at:
            return None
        hit = listed.get(at) if self.tokens.gaps[at].strip() == "," else None
        return listed.get(at - 1) if hit is None and self.tokens.keys[at - 1] in self.lexicon.conjunctions else hit

    def _sounds_known(self, at: int, last: int) -> bool:
        skeleton = make_skeleton(" ".join(self.tokens.keys[at:last]))
        return len(skeleton) > 2 and self.layers.has("s", skeleton)

    def _shorten(self, at: int, last: int) -> int:
        """Return the end of the longest part of a run that sounds like a known name; else of one word, or two after a name head or
        article."""
        head, articles = self.tokens.keys[at], self.lexicon.articles
        least = 3 if at + 1 < last and self.tokens.keys[at + 1] in articles else 1  # "Nahr al-Imam"
        for end in range(last, at + least - 1, -1):
            if self._sounds_known(at, end):
                return end
        return min(last, at + max(least, 2)) if head in self.lexicon.name_heads or head in articles else last
