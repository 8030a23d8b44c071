"""Tokens for finding names: words with their place in the text, folded, with what stands between them.

In: text and ranges of it. Out: `Tokens`, parallel lists (a hot path). Not here: sentences (`sijill.lang.segment`).
"""

import re
from collections.abc import Sequence

from sijill.lang.script import fold

_LETTERS = r"[^\W\d_]+"
_MARKS_INSIDE = r"[\u064b-\u065f\u0670\u0300-\u036f]+"
_WORD = re.compile(
    r"(?:[A-Z]\.)+[A-Z][a-z]+(?=\.)|(?:[A-Z]\.){2,}|\d[\w-]*|"
    rf"{_LETTERS}(?:['\u2019\u02bc\u2018`\u00b4\u02bf\u02be]{_LETTERS}|{_MARKS_INSIDE}(?:{_LETTERS})?)*"
)
_POSSESSIVE = ("'s", "\u2019s", "`s")
_JOIN = re.compile(r"[ \u00a0\t_]?(?:[-\u2010\u2011\u2013_]?[ \u00a0]?|#)")
_MARKS = str.maketrans("", "", "'.")


class Tokens:
    """Words of stretches of text, in order: `starts`, `ends` (code points, end exclusive; a possessive 's is outside), `keys` (folded),
    `words`.

    `gaps[i]` is what stands before word i, a line's end between stretches; `joined[i]` says that words i-1 and i may be parts of one name.
    """

    __slots__ = ("ends", "gaps", "joined", "keys", "possessive", "starts", "words")

    def __init__(self, text: str, ranges: Sequence[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.gaps: list[str] = []
        rest = ""
        for start, end in ranges:
            spans = [match.span() for match in _WORD.finditer(text, start, end)]
            starts, ends = [first for first, _ in spans], [last for _, last in spans]
            gaps = [text[last:first] for last, first in zip([start, *ends], [*starts, end], strict=True)]
            gaps[0] = rest + gaps[0]
            rest = gaps.pop() + "\n"
            self.starts += starts
            self.ends += ends
            self.gaps += gaps
        self.gaps.append(rest[:-1])
        self.words = [text[first:last] for first, last in zip(self.starts, self.ends, strict=True)]
        self.possessive = [False] * len(self.words)
        if any(sign in text for sign in _POSSESSIVE):
            self._cut_possessives()
        self.keys = fold("\n".join(self.words)).translate(_MARKS).split("\n") if self.words else []
        self.joined = [gap == " " or (gap != "" and _JOIN.fullmatch(gap) is not None) for gap in self.gaps]

    def _cut_possessives(self) -> None:
        for number, word in enumerate(self.words):
            if word[-2:] in _POSSESSIVE and len(word) > 3:
                self.words[number], self.possessive[number] = word[:-2], True
                self.ends[number] -= 2

    def __len__(self) -> int:
        return len(self.words)
