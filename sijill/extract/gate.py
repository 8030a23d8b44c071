"""The gate: which sentences can tell of an event at all. One scan of the folded text for every trigger word of the packs.

In: folded text and its sentences. Out: the numbers of the sentences worth reading. What does not pass costs the scan and no more.
A trigger inside a longer word does not count ("ied" in "studied"), except behind clitics and before endings where the language has any.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from sijill.lang.scan import WordScan


class Gate:
    """A multi-pattern scan for the trigger words of one language; its `clitics` may be written together with them."""

    def __init__(self, words: Iterable[str], clitics: Iterable[str] = ()) -> None:
        self._clitics = frozenset(clitics)
        self._longest = max(map(len, self._clitics), default=0)
        self._scan = WordScan(words)

    def find_hits(self, text: str) -> list[int]:
        """Return where trigger words begin in folded text, in order."""
        found = self._scan.find(text, overlapping=True)
        return sorted({start for _, start, end in found if self._stands(text, start, end)})

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Does a word begin here, or behind clitics, and end with the trigger where nothing is written behind one?"""
        if not self._clitics:
            return not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha()
        at = start
        while at and start - at <= self._longest and text[at - 1].isalpha():
            at -= 1
        return at == start or text[at:start] in self._clitics

    def select(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[int]:
        """Return the numbers of the sentences with a trigger word, in order."""
        starts = [start for start, _ in sentences]
        return sorted({max(0, bisect_right(starts, hit) - 1) for hit in self.find_hits(text)})
