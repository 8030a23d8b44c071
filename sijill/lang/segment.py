"""Words and sentences of folded text.

In: folded text (`sijill.lang.script`). Out: sentences as (start, end) and tokens with offsets, all in the folded text.
A hyphen and an underscore separate words, a hash sign is nothing; an English possessive is a token of its own.
Not here: what a word means (`sijill.extract.lexicon`).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sijill.lang.script import fold
from sijill.packs.language import PackFile

_TOKEN = re.compile(r"\d+(?:[.,]\d{3})+(?!\d)|\d+(?:[.:]\d+)?|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*|'s\b|[^\w\s#]")
LONGEST_SENTENCE = 1200


class Token(NamedTuple):
    """A word, number or sign: its form and where it stands (end exclusive)."""

    form: str
    start: int
    end: int


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]`, with offsets into `text`."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)]


class Splitter:
    """Splits texts of one language into sentences."""

    def __init__(self, pack: PackFile) -> None:
        enders = re.escape(pack.enders)
        blank = r"\s*\n\s*\n\s*|\n"
        clauses = "|".join(re.escape(fold(words)) for words in pack.clauses) or "(?!)"
        self._ends = re.compile(rf"[{enders}]+[\"')\]]*(?=\s|$|[^\W\d_]{{2}})|{blank}|[,\u060c]\s*(?=(?:{clauses})\s)")
        self._abbreviations = frozenset(pack.abbreviations.split())
        self._continues = pack.continues

    def split(self, text: str, source: str | None = None) -> list[tuple[int, int]]:
        """Return the sentences of folded `text`; `source` is the text as given where it has the same length (capital letters)."""
        found, start = [], 0
        given = source if source is not None and len(source) == len(text) else None
        for match in self._ends.finditer(text):
            if match.start() < start or not self._is_end(text, match, given):
                continue
            found.append((start, match.end()))
            start = match.end()
        found.append((start, len(text)))
        return [part for sentence in found for part in _trim(text, *sentence)]

    def _is_end(self, text: str, match: re.Match[str], given: str | None) -> bool:
        """Does a sentence end here? Not after an abbreviation or a single letter, nor before a small letter."""
        after = text[match.end() : match.end() + 40].lstrip()
        following = given[match.end() : match.end() + 40].lstrip() if given else after
        if "\n" in match.group():
            before = text[max(0, match.start() - 1) : match.start()]
            return not (self._continues and following[:1].islower() and given is not None and (before.isalpha() or before in ",-"))
        if match.group()[0] != ".":
            return True
        word = re.search(r"[\w.]*$", text[max(0, match.start() - 12) : match.start()])
        last = word.group() if word else ""
        if last in self._abbreviations or (len(last) == 1 and last.isalpha()):
            return False
        glued = match.end() < len(text) and not text[match.end()].isspace()
        if glued and not self._continues and not text[match.end()].isascii():
            return len(last) > 3  # a script without capitals, and no space after the full stop
        if glued:
            return given is not None and given[match.end()].isupper() and not following[1:2].isupper() and len(last) > 1 and "." not in last
        return not (given is not None and following[:1].islower() and self._continues)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence without surrounding space; overlong ones in pieces cut at spaces."""
    while start < end:
        cut = end
        if end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
            cut = space if space > 0 else start + LONGEST_SENTENCE
        left = start + len(text[start:cut]) - len(text[start:cut].lstrip())
        right = left + len(text[left:cut].rstrip())
        if left < right:
            yield left, right
        start = cut
