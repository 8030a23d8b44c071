"""Finding many words in a text at once (Aho and Corasick 1975).

In: words, and folded text. Out: where which of them stand. Not here: what they mean.
"""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation

_DENSE = 4000  # up to so many words the automaton is laid out for speed


class WordScan:
    """An automaton for some words; `words` are in the order of their numbers."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._automaton = AhoCorasick(self.words, implementation=Implementation.DFA if len(self.words) < _DENSE else None)

    def find(self, text: str, *, overlapping: bool = False) -> list[tuple[int, int, int]]:
        """Return (number of the word, start, end) of all matches in order, those inside others only where `overlapping`."""
        try:
            found = self._automaton.find_matches_as_indexes(text, overlapping=overlapping)
        except UnicodeEncodeError:  # a lone surrogate: no character, and one that the automaton cannot take
            found = self._automaton.find_matches_as_indexes(text.encode(errors="replace").decode(), overlapping=overlapping)
        return list(found)
