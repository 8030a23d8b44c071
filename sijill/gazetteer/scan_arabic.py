"""Place names in Arabic-script text, where no capital letter helps: known names with evidence, and unknown names after type words.

In: `Tokens` of a passage. Out: `Hit`s with a strength (0 to 1); clitics written on the front of a name are looked through.
Not here: phrases around names (`sijill.gazetteer.phrases`).
"""

from sijill.gazetteer.hits import Hit, find_longest
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon
from sijill.gazetteer.tokens import Tokens

ACCEPT = 0.5
_ARTICLE = "\u0627\u0644"
_LAM = "\u0644"
_FRONT = frozenset(("\u0648", "\u0641"))
# Types of place whose word promises a name right behind it.
_SMALL = frozenset(("village", "town", "city", "neighbourhood", "camp", "dam", "bridge", "crossing"))
_PLACED = frozenset(("\u0628", "\u0644", "\u0643"))


def iter_bare(key: str) -> tuple[tuple[str, str], ...]:
    """Return a word's readings as (clitics, word): as it stands, then without conjunction, then without preposition."""
    readings = [("", key)]
    rest, front = key, ""
    if len(rest) > 3 and rest[0] in _FRONT:
        front, rest = rest[0], rest[1:]
        readings.append((front, rest))
    if rest.startswith(_LAM + _LAM) and len(rest) > 4:
        readings.append((front + _LAM, _ARTICLE + rest[2:]))
    elif len(rest) > 3 and rest[0] in _PLACED and not rest.startswith(_ARTICLE):
        readings.append((front + rest[0], rest[1:]))
    return tuple(readings)


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
        for clitics, word in iter_bare(self.tokens.keys[at]):
            hit = find_longest(self.tokens, at, self.layers, head=word)
            if hit is None or (hit.last == at + 1 and (word in self.lexicon.types_before or word in self.lexicon.countryside)):
                continue
            hit.strength = self._weigh(hit, clitics, before)
            if best is None or (hit.last, hit.strength) > (best.last, best.strength + 0.001):
                best = hit
        if best is not None and best.strength >= ACCEPT and not self._is_cut_off(best):
            return best
        return self._find_unknown(at) or best

    def _is_cut_off(self, hit: Hit) -> bool:
        """Is the hit only the first word of a longer name ("Ayn" of "Ayn Laruz"), after a type word?"""
        tokens, last = self.tokens, hit.last
        if last - hit.first > 1 or hit.type_word not in _SMALL or hit.key not in self.lexicon.name_heads:
            return False
        return last < len(tokens) and tokens.joined[last] and tokens.keys[last] not in self.lexicon.stop_names

    def find_type(self, at: int) -> str | None:
        """Return the type of the type word at a word (clitics looked through), or None."""
        if at < 0:
            return None
        for _, word in iter_bare(self.tokens.keys[at]):
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
        if hit.type_word is not None:
            weight += 0.5
        elif at and tokens.joined[at]:
            weight += self._weigh_before(at)
        if clitics and clitics[-1] in _PLACED:
            weight += 0.15
        elif clitics and before is not None and before.last == at:
            weight += 0.3
        elif clitics:
            weight -= 0.15
        if before is not None and before.last == at and tokens.gaps[at].strip() in (",", "\u060c", "-", "_"):
            weight += 0.25
        if hit.last - hit.first == 1 and hit.key in lexicon.stop_names:
            weight -= 0.25 if hit.type_word in _SMALL and len(hit.key) > 3 else 0.6
        if hit.last < len(tokens) and tokens.joined[hit.last] and tokens.keys[hit.last] in lexicon.organisations:
            weight -= 0.6
        return max(0.0, min(1.0, weight))

    def _weigh_before(self, at: int) -> float:
        """Evidence from the word before: prepositions and directions for, titles and given names against."""
        lexicon = self.lexicon
        for _, word in iter_bare(self.tokens.keys[at - 1]):
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
        tokens, lexicon = self.tokens, self.lexicon
        kind = self.find_type(at - 1) if at and tokens.joined[at] else None
        if (
            (tokens.keys[at][:1] in _FRONT and len(tokens.keys[at]) > 3)
            or kind not in _SMALL
            or tokens.keys[at] in lexicon.stop_names
            or len(tokens.keys[at]) < 3
        ):
            return None
        if self.find_type(at) or any(w in lexicon.prepositions or w in lexicon.directions for _, w in iter_bare(tokens.keys[at])):
            if tokens.keys[at] not in lexicon.name_heads:
                return None
        last = at + 1
        if tokens.keys[at] in lexicon.name_heads and last < len(tokens) and tokens.joined[last]:
            last += 1
        return Hit(at, last, " ".join(tokens.keys[at:last]), (), strength=0.7, type_word=kind)
