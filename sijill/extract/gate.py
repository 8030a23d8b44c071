"""The gate: which sentences can tell of an event at all. One scan of the folded text for every trigger word of the packs.

In: folded text and its sentences. Out: the numbers of the sentences worth reading. What does not pass costs the scan and no more.
Where words stand alone (no language pack with clitics), a trigger inside a longer word does not count ("ied" in "studied").
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from sijill.lang.scan import WordScan


class Gate:
    """A multi-pattern scan for the trigger words of one language; `whole` words only where nothing is written together with them."""

    def __init__(self, words: Iterable[str], *, whole: bool = False) -> None:
        self._whole = whole
        self._scan = WordScan(words)

    def find_hits(self, text: str) -> list[int]:
        """Return where trigger words begin in folded text, in order."""
        found = self._scan.find(text, overlapping=self._whole)
        if not self._whole:
            return [start for _, start, _ in found]
        return sorted({start for _, start, end in found if not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha()})

    def select(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[int]:
        """Return the numbers of the sentences with a trigger word, in order."""
        starts = [start for start, _ in sentences]
        return sorted({max(0, bisect_right(starts, hit) - 1) for hit in self.find_hits(text)})
