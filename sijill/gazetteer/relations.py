"""How names stand to one another: which one says where another lies ("X in the countryside of Y", "X near Y"), which stand in one list.

In: `Tokens` and the mentions of one passage, in order. Out: the same mentions with `around`, `nearby` and `series` filled in.
Not here: the phrase around one name (`sijill.gazetteer.phrases`), what follows for resolution (`sijill.gazetteer.resolve`).
"""

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from sijill.gazetteer.lexicon import Lexicon
from sijill.gazetteer.place import PlaceMention
from sijill.gazetteer.tokens import Tokens

_MOST_WORDS = 4  # between a name and what it lies in
_LIST_MARKS = frozenset((",", "\u060c", "/", "\u2013", "-", "_"))
_ASIDE = frozenset(("", ",", "\u060c", "-", "\u2013", "#"))
_LYING = frozenset(("countryside", "outskirts", "direction"))


class RelationFinder:
    """Relates the mentions of one passage."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens, self.lexicon = tokens, lexicon

    def relate(self, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
        """Return the mentions with what they lie in or near, and the lists they stand in; what follows a list holds for all of it."""
        out = list(mentions)
        for n in range(len(out) - 2, -1, -1):
            this, after = out[n], out[n + 1]
            if this.kind == "people" or after.kind == "people" or this.other is not None:
                continue
            between = self._get_between(this, after)
            if between is None:
                continue
            if len(between) == 0 and self.tokens.possessive[between.stop - 1]:
                out[n + 1] = msgspec.structs.replace(after, around=this.name_start)  # "Aleppo's Salah al-Din district"
                continue
            if (this.kind in _LYING) == (after.kind in _LYING) and self._is_list(between, after):
                series = after.series if after.series is not None else after.name_start
                around = after.around if this.around is None else this.around
                out[n] = msgspec.structs.replace(this, series=series, around=around, nearby=after.nearby)
                out[n + 1] = msgspec.structs.replace(after, series=series)
            else:
                nearby = self._find_relation(between, this, after)
                if nearby is not None:
                    out[n] = msgspec.structs.replace(this, around=after.name_start, nearby=nearby)
        return out

    def _get_between(self, this: PlaceMention, after: PlaceMention) -> range | None:
        """Return the words between two mentions, or None where they are many or a sentence ends."""
        first, last = bisect_left(self.tokens.starts, this.end), bisect_left(self.tokens.starts, after.start)
        if last < len(self.tokens) and self.tokens.starts[last] > after.start:
            last -= 1  # the phrase begins behind a clitic
        if last - first > _MOST_WORDS or first > last:
            return None
        gaps = self.tokens.gaps[first : last + 1]
        return None if any(c in gap for gap in gaps for c in ".!?;:\n\u061f\u061b") else range(first, last)

    def _is_list(self, between: range, after: PlaceMention) -> bool:
        """Do two mentions stand in one list: behind a comma, a conjunction or both, with at most a type word before the second?"""
        tokens, lexicon = self.tokens, self.lexicon
        if len(between) == 0:
            return tokens.gaps[between.stop].strip() in _LIST_MARKS or self._has_conjunction(between.stop, after)
        return len(between) == 1 and tokens.keys[between.start] in lexicon.conjunctions

    def _has_conjunction(self, at: int, after: PlaceMention) -> bool:
        """Is a conjunction written on the front of a mention's first word ("وسراقب", "وبلدة سراقب")?"""
        lexicon, key = self.lexicon, self.tokens.keys[at]
        if not lexicon.conjoined or not key.startswith(lexicon.conjoined):
            return False
        return self.tokens.starts[at] < after.start or (self.tokens.starts[at] < after.name_start and key[1:] in lexicon.phrase_words)

    def _find_relation(self, between: range, this: PlaceMention, after: PlaceMention) -> bool | None:
        """Return whether the first of two mentions lies near the second (True) or in it (False), or None for neither."""
        tokens, lexicon = self.tokens, self.lexicon
        words = [{word for _, word in lexicon.iter_readings(tokens.keys[at])} for at in between]
        allowed = lexicon.lying | lexicon.inside | lexicon.near
        typed = [bool(w & lexicon.types_before.keys()) for w in words]
        # A name that is not known may stand between ("in the X hills east of Y").
        if any(not (w & allowed or typed[n] or (n and typed[n - 1])) for n, w in enumerate(words)):
            return None
        if any(w & lexicon.near and not w & lexicon.inside for w in words) or (after.kind == "direction" and after.linked):
            return True
        if this.type_word and any(w & lexicon.linking for w in words):
            return False  # "the Bajil district of Hodeidah"
        gap = tokens.gaps[between.stop].strip()
        if gap == "(":
            return False
        aside = gap in _ASIDE
        if any(w & lexicon.inside for w in words) or self._has_preposition(between.stop, after) or (after.kind in _LYING and aside):
            return False
        return None

    def _has_preposition(self, at: int, after: PlaceMention) -> bool:
        """Is a preposition written on the front of a mention's first word ("بريف إدلب")?"""
        key = self.tokens.keys[at]
        clitics = next((c for c, word in self.lexicon.iter_readings(key) if c and word in self.lexicon.phrase_words), "")
        if self.tokens.starts[at] < after.start or (after.start == after.name_start and key != after.name.split(" ")[0]):
            clitics = next((c for c, word in self.lexicon.iter_readings(key) if c and after.name.startswith(word)), clitics)
        return clitics[-1:] == self.lexicon.inside_clitic and clitics != ""
