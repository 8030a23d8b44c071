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
_POSSESSIVE = re.compile(r"['\u2019`]s$")
_JOIN = re.compile(r"[ \u00a0\t_]?(?:[-\u2010\u2011\u2013_]?[ \u00a0]?|#)")
_MARKS = str.maketrans("", "", "'.")


class Tokens:
    """Words of a stretch of text: `starts`, `ends` (code points, end exclusive; a possessive 's is outside), `keys` (folded), `words`.

    `gaps[i]` is what stands before word i; `joined[i]` says that words i-1 and i may be parts of one name.
    """

    __slots__ = ("ends", "gaps", "joined", "keys", "possessive", "starts", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.gaps: list[str] = []
        self.possessive: list[bool] = []
        last = start
        for match in _WORD.finditer(text, start, end):
            word, at, to = match.group(), match.start(), match.end()
            owner = len(word) > 3 and word[-1] == "s" and _POSSESSIVE.search(word) is not None
            if owner:
                word, to = word[:-2], to - 2
            self.words.append(word)
            self.starts.append(at)
            self.ends.append(to)
            self.gaps.append(text[last:at])
            self.possessive.append(owner)
            last = match.end()
        self.gaps.append(text[last:end])
        self.keys = [key.translate(_MARKS) for key in fold("\n".join(self.words)).split("\n")] if self.words else []
        self.joined = [gap == " " or (gap != "" and _JOIN.fullmatch(gap) is not None) for gap in self.gaps]

    def __len__(self) -> int:
        return len(self.words)
