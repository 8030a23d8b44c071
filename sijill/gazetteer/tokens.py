"""Tokens for finding names: words with their place in the text, folded, with what stands between them.

In: text and a range. Out: `Tokens`, parallel lists (a hot path). Not here: sentences (`sijill.lang.segment`).
"""

import re

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
    """Words of a stretch of text: `starts`, `ends` (code points, end exclusive; a possessive 's is outside), `keys` (folded), `words`.

    `gaps[i]` is what stands before word i; `joined[i]` says that words i-1 and i may be parts of one name.
    """

    __slots__ = ("ends", "gaps", "joined", "keys", "possessive", "starts", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        spans = [match.span() for match in _WORD.finditer(text, start, end)]
        self.starts = [first for first, _ in spans]
        self.ends = [last for _, last in spans]
        self.words = [text[first:last] for first, last in spans]
        self.gaps = [text[last:first] for last, first in zip([start, *self.ends], [*self.starts, end], strict=True)]
        self.possessive = [False] * len(spans)
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
