"""Marks of a passage: hashes of its telling words, by which two accounts of one event are found in whatever script they are written.

In: a text and the spans that an account rests on. Out: `make_marks`, a hexadecimal string of hashes. Names count by how they sound (the
consonant skeleton that Arabic and Latin spellings share), numbers as they are; the passage is the sentences that hold the spans with
one sentence before and after. In Latin script only capitalised words are names, in Arabic any word may be.
Not here: how much a mark that two accounts share is worth (`link.marks`), copies of texts (`lang.shingles`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from sijill.lang.hashes import make_hash, write_hashes
from sijill.lang.names import make_name_key, make_skeleton

MARKS = 96
MIN_SOUNDS = 2
MIN_DIGITS = 2
_END = re.compile("[.!?\u061f\n]+")
_WORD = re.compile(r"[^\W_]+")
_CLITICS = re.compile("^[\u0648\u0641]?(?:[\u0628\u0643]?\u0627\u0644|\u0644\u0644)(?=[\u0621-\u064a]{3})")


class Passages:
    """The sentences of one text; they are found once for all accounts of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bounds = [0, *(m.end() for m in _END.finditer(text)), len(text)]

    def make_marks(self, starts: Iterable[int]) -> str:
        """Return the marks of the passage around some offsets."""
        at = [bisect_right(self._bounds, start) - 1 for start in starts]
        first, last = max(0, min(at) - 1), min(len(self._bounds) - 1, max(at) + 2)
        return make_marks(self._text[self._bounds[first] : self._bounds[last]])


def make_marks(passage: str) -> str:
    """Return the marks of a passage: at most `MARKS`, in order of their hashes."""
    found = {mark for word in _WORD.findall(passage) if (mark := _find_mark(word)) is not None}
    return write_hashes(found, MARKS)


def find_sound_mark(word: str) -> int | None:
    """Return the mark of a word of a name, None for one of too few sounds; the word is a look-up key (`lang.names.make_name_key`)."""
    skeleton = make_skeleton(_CLITICS.sub("", word))
    return make_hash(skeleton) if len(skeleton) >= MIN_SOUNDS else None


@lru_cache(maxsize=65536)
def _find_mark(word: str) -> int | None:
    """Return the hash of a name's sound or of a number, None for a word that tells nothing."""
    if word.isdigit():
        return make_hash(word) if len(word) >= MIN_DIGITS else None
    return None if word[0].islower() else find_sound_mark(make_name_key(word))
