"""From hits to mentions: the phrase around a name ("eastern countryside of X", "north of X", "between A and B", "the A-B road").

In: `Tokens`, `Hit`s in order. Out: `PlaceMention`s. Not here: finding names, choosing places.
"""

from bisect import bisect_left

from sijill.gazetteer.hits import Hit
from sijill.gazetteer.lexicon import Lexicon
from sijill.gazetteer.place import MentionKind, PlaceMention
from sijill.gazetteer.relations import RelationFinder
from sijill.gazetteer.tokens import Tokens

_HYPHENS = ("-", "\u2010", "\u2011", "\u2013")


class PhraseBuilder:
    """Makes the mentions of one passage; `rtl` texts put direction adjectives behind the name."""

    def __init__(self, text: str, tokens: Tokens, lexicon: Lexicon, arabic: bool) -> None:
        self.text, self.tokens, self.lexicon, self.arabic = text, tokens, lexicon, arabic
        self.floor = 0  # the first word that no phrase before has taken

    def build(self, hits: list[Hit]) -> list[PlaceMention]:
        """Return one mention for each hit, and one for each phrase around a town that was named before ("east of the city")."""
        hits = sorted([*hits, *self._find_anaphors(hits)], key=lambda hit: hit.first)
        out: list[PlaceMention] = []
        for number, hit in enumerate(hits):
            after = hits[number + 1] if number + 1 < len(hits) else None
            self.floor = bisect_left(self.tokens.starts, out[-1].end) if out else 0
            mention = self._make(hit, after)
            if not hit.anaphor or mention.kind in ("countryside", "outskirts", "direction"):
                out.append(mention)
        return RelationFinder(self.tokens, self.lexicon).relate(out)

    def _find_anaphors(self, hits: list[Hit]) -> list[Hit]:
        """Return hits for words that stand for a town, where no name follows them."""
        tokens, anaphors = self.tokens, self.lexicon.anaphors
        width, heads = max((word.count(" ") + 1 for word in anaphors), default=0), {word.split(" ")[0] for word in anaphors}
        taken = {i for hit in hits for i in range(hit.first, hit.last)}
        found = []
        for first in range(len(tokens) - width + 1):
            if tokens.keys[first] not in heads:
                continue
            key, last = " ".join(tokens.keys[first : first + width]), first + width
            linked = last < len(tokens) and tokens.joined[last] and (tokens.keys[last] in self.lexicon.linking or last in taken)
            if key in anaphors and not linked and first not in taken:
                found.append(Hit(first, last, key, (), strength=0.6, anaphor=True))
        return found

    def _readings(self, at: int) -> tuple[str, ...]:
        """Return the readings of a word, clitics looked through."""
        key = self.tokens.keys[at]
        return tuple(word for _, word in self.lexicon.iter_readings(key))

    def _is(self, at: int, words: frozenset[str] | dict[str, str]) -> bool:
        return 0 <= at < len(self.tokens) and any(word in words for word in self._readings(at))

    def _is_doing(self, hit: Hit) -> bool:
        """Is it a country that does something, and no place ("the US-led coalition")?"""
        gaps, keys, last = self.tokens.gaps, self.tokens.keys, hit.last
        return last < len(keys) and keys[last] in self.lexicon.doing and gaps[last].strip() in _HYPHENS

    def _make(self, hit: Hit, after: Hit | None) -> PlaceMention:
        tokens = self.tokens
        first, last = hit.first, hit.last
        people = hit.people or self._is_doing(hit)
        kind: MentionKind = "people" if people else "translated" if hit.translated else "name" if hit.places else "unknown"
        direction, other, linked = None, None, False
        if not people:
            first, countryside, direction = self._look_left(first)
            linked = any(self._is(at, self.lexicon.linking) for at in range(first, hit.first))
            last, right_direction, right_countryside = self._look_right(last)
            direction = direction or right_direction
            if countryside or right_countryside:
                edge = any(self._is(at, self.lexicon.outskirts) for at in (*range(first, hit.first), *range(hit.last, last)))
                kind = "outskirts" if edge else "countryside"
            elif direction:
                kind = "direction"
            pair = self._find_pair(hit, after)
            if pair is not None:
                kind, other = pair, after.key if after is not None else None
        start, end = tokens.starts[first], tokens.ends[last - 1]
        name_start, name_end = self._name_span(hit)
        start = name_start if first == hit.first else start
        return PlaceMention(
            start=start,
            end=end,
            quote=self.text[start:end],
            name_start=name_start,
            name_end=name_end,
            name=self._spell(hit),
            kind=kind,
            type_word=hit.type_word,
            direction=direction,
            within=hit.within,
            other=other,
            anaphor=hit.anaphor,
            linked=linked,
            strength=round(hit.strength, 3),
        )

    def _name_span(self, hit: Hit) -> tuple[int, int]:
        """Return where the name stands, without clitics on its first word."""
        start, end = self.tokens.starts[hit.first], self.tokens.ends[hit.last - 1]
        if self.arabic:
            key, head = self.tokens.keys[hit.first], hit.key.split(" ")[0]
            if key != head and key.endswith(head):
                start += len(key) - len(head)
        return start, end

    def _spell(self, hit: Hit) -> str:
        """Return the name to look up: the hit's key, which is an abbreviation written out or a word without its clitics."""
        return hit.key

    def _look_left(self, first: int) -> tuple[int, bool, str | None]:
        """Return where the phrase begins, whether it is the countryside, and the direction, from the words before a name."""
        at, countryside, direction = first - 1, False, None
        begin = first
        if at >= 0 and self._joined(at) and self._is(at, self.lexicon.types_before) and not self._is(at, self.lexicon.countryside):
            begin, at = at, at - 1
        elif (
            at >= 1
            and self._joined(at)
            and self._is(at, self.lexicon.linking)
            and at > self.floor
            and self._is(at - 1, self.lexicon.types_before)
            and not self._is(at - 1, self.lexicon.countryside)
        ):
            begin, at = at - 1, at - 2
        linked = at >= 0 and self._joined(at) and self._is(at, self.lexicon.linking)
        if linked:
            at -= 1
        if at >= 0 and self._joined(at) and self._is(at, self.lexicon.countryside) and (linked or self.arabic or at + 1 == first):
            countryside, begin, at = True, at, at - 1
            linked = True
        if (self.arabic and not self._is_conjoined(begin)) or (not self.arabic and (linked or at + 1 == first)):
            at, direction = self._take_direction(at)
            if direction is not None:
                begin = at + 1
        return begin, countryside, direction

    def _take_direction(self, at: int) -> tuple[int, str | None]:
        """Return the word before one or two direction words that end at `at`, and the direction."""
        points: list[str] = []
        while len(points) < 2 and at >= 0 and self._joined(at) and self._is(at, self.lexicon.directions) and not self._is_adjective(at):
            points.append(next(self.lexicon.directions[w] for w in self._readings(at) if w in self.lexicon.directions))
            at -= 1
        return at, _combine(points)

    def _is_conjoined(self, at: int) -> bool:
        """Is a conjunction written on the front of a phrase's first word ("وبلدة"), so that what stands before belongs elsewhere?"""
        key = self.tokens.keys[at]
        return key.startswith(self.lexicon.conjoined) and key[1:] in self.lexicon.phrase_words

    def _is_adjective(self, at: int) -> bool:
        """Does a direction have an article, so that it belongs to the name before it ("ريف إدلب الجنوبي")?"""
        return self.arabic and self.tokens.keys[at].startswith(self.lexicon.article)

    def _joined(self, at: int) -> bool:
        """May the words `at` and `at + 1` belong to one phrase?"""
        return self.floor <= at and at + 1 < len(self.tokens) and self.tokens.joined[at + 1]

    def _look_right(self, last: int) -> tuple[int, str | None, bool]:
        """Return where the phrase ends, the direction and whether it is the countryside, from the words after a name."""
        tokens, lexicon, at = self.tokens, self.lexicon, last
        if at >= len(tokens):
            return last, None, False
        if self.arabic:
            points: list[str] = []
            while (
                len(points) < 2
                and at < len(tokens)
                and tokens.joined[at]
                and tokens.keys[at].startswith(lexicon.article)
                and tokens.keys[at] in lexicon.directions
            ):
                points.append(lexicon.directions[tokens.keys[at]])
                at += 1
            return at, _combine(points), False
        free = tokens.joined[at] or tokens.possessive[at - 1]
        direction = None
        probe = at
        if (
            free
            and probe < len(tokens)
            and tokens.keys[probe] in lexicon.directions
            and tokens.gaps[probe].strip() in ("", "'s", "\u2019s")
        ):
            direction, probe = lexicon.directions[tokens.keys[probe]], probe + 1
        if (
            free
            and probe < len(tokens)
            and tokens.keys[probe] in lexicon.countryside
            and tokens.gaps[probe].strip() in ("", "'s", "\u2019s")
        ):
            return probe + 1, direction, True
        if tokens.joined[at] and tokens.keys[at] in lexicon.types_after and not tokens.possessive[at - 1]:
            return at + 1, None, False
        return last, None, False

    def _find_pair(self, hit: Hit, after: Hit | None) -> MentionKind | None:
        """Return `between` for "between A and B", `pair` for "the A-B road", for the first of the two names."""
        if after is None or after.people or hit.people:
            return None
        tokens, lexicon = self.tokens, self.lexicon
        if after.first == hit.last and tokens.gaps[after.first].strip() in ("-", "\u2013", "\u2014", "/"):
            if self._is(after.last, lexicon.road) or self._is(hit.first - 1, lexicon.road):
                return "pair"
        joined = (after.first == hit.last + 1 and self._is(hit.last, lexicon.conjunctions)) or (self.arabic and after.first == hit.last)
        return "between" if joined and self._is(hit.first - 1, lexicon.between) else None


def _combine(points: list[str]) -> str | None:
    """Return one compass point of one or two ("n" and "w" in any order make "nw")."""
    letters = "".join(points)
    vertical, level = next((p for p in letters if p in "ns"), ""), next((p for p in letters if p in "ew"), "")
    return (vertical + level) or None
