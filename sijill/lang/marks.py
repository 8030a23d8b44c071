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
from zlib import crc32

from sijill.lang.names import make_name_key, make_skeleton

MARKS = 96
MARK_DIGITS, MARK_BYTES = 8, 4
MIN_SOUNDS = 2
MIN_DIGITS = 2
_MIX = 0x9E3779B1
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
    return "".join(f"{mark:08x}" for mark in sorted(found)[:MARKS])


def pack_marks(marks: str | None) -> bytes:
    """Return the hashes of marks in order, four bytes each, the highest first."""
    return bytes.fromhex(marks[: len(marks) // MARK_DIGITS * MARK_DIGITS]) if marks else b""


def join_marks(packed: Iterable[bytes]) -> bytes:
    """Return the packed marks that one of several passages has, in order."""
    parts = {*packed}
    if len(parts) == 1:
        return parts.pop()
    return b"".join(sorted({part[i : i + MARK_BYTES] for part in parts for i in range(0, len(part), MARK_BYTES)}))


@lru_cache(maxsize=65536)
def _find_mark(word: str) -> int | None:
    """Return the hash of a name's sound or of a number, None for a word that tells nothing."""
    if word.isdigit():
        telling = word if len(word) >= MIN_DIGITS else ""
    elif word[0].isupper() or not word[0].islower():
        telling = make_skeleton(_CLITICS.sub("", make_name_key(word)))
        telling = telling if len(telling) >= MIN_SOUNDS else ""
    else:
        telling = ""
    return (crc32(telling.encode()) * _MIX) & 0xFFFFFFFF if telling else None
