"""Finding names of people who are no public figures, so that readers see them only when they ask to.

In: a text. Out: the (start, end) of names in it. A name is a run of words that begins with a common first name, or stands after a word such
as "journalist" or "named", before an age, or in a list with other names; one that stands after an office ("the minister …") is left alone.
Rather too much than too little: what is hidden wrongly is shown with one click, what is shown wrongly cannot be taken back.
What this misses is described in `docs/method/names.md`. Not here: places and parties (`sijill.gazetteer`, `sijill.extract`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from sijill.packs import Packs
from sijill.packs.names import NameWords, load_name_words

Span = tuple[int, int]
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\u02bc-][^\W\d_]+)*")
_HAMZA = str.maketrans({"\u0622": "\u0627", "\u0623": "\u0627", "\u0625": "\u0627", "\u0671": "\u0627", "\u0640": None, "\u2019": "'"})
_WAW = "\u0648"
_MARKS = re.compile("[\u064b-\u065f\u0670]")
_AGE = re.compile(r"\s*(?:,\s*(?:\w+\s+)?\d{1,3}\s*[,.;)]|\(\s*(?:\w+\s+)?\d{1,3}\s*\)|,?\s+aged\s+\d{1,3}|,\s*an?\s+\d{1,3}-year)")
_AND = "and"
_BETWEEN = re.compile(rf"(?:[\s,\u060c;\u061b&()\d\u2022*.:\u2013-]|\baged?\b|\b{_AND}\b|\b{_WAW}\b){{1,24}}")
_JOINED = re.compile(r"[ \u00a0]{1,2}|\. ?|-")
_LONGEST = {"Latn": 6, "Arab": 4}
_LONGEST_TITLE = 2


class Word(msgspec.Struct, frozen=True):
    """A word of a text: where it stands, how it is compared, whether it or a part of it begins with a capital."""

    start: int
    end: int
    form: str
    is_capital: bool


class NameFinder:
    """Finds names in one script."""

    def __init__(self, words: NameWords) -> None:
        self._script = words.script
        self._titles, self._public, self._given, self._joints, self._stops = (
            frozenset(_normalise(form) for form in forms) for forms in (words.titles, words.public, words.given, words.joints, words.stops)
        )

    def iter_names(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        """Yield the names in `text`, whose words are given, in its order."""
        at, last_end = 0, -1
        while at < len(words):
            titled = self._is_after(words, at, self._titles)
            listed = last_end >= 0 and _BETWEEN.fullmatch(text, last_end, words[at].start) is not None
            end = None if self._is_after(words, at, self._public) else self._find_end(text, words, at, expected=titled or listed)
            if end is None:
                at += 1
                continue
            last_end = words[end - 1].end
            yield words[at].start, last_end
            at = end

    def _find_end(self, text: str, words: Sequence[Word], at: int, *, expected: bool) -> int | None:
        """Return the number of the word after a name that begins at word `at`, or None where none begins; `expected` after a title."""
        if not self._can_begin(words[at]):
            return None
        end = at + 1
        while end < len(words) and end - at < _LONGEST[self._script] and self._goes_on(text, words, end):
            end += 1
        while end - 1 > at and words[end - 1].form in self._joints:
            end -= 1
        first = self._strip(words[at].form)
        known = first in self._given or (expected and first in self._joints)  # places too are called "Abu ..." and "Umm ..."
        if self._script == "Arab":
            second = end - at >= 2 and (words[at + 1].form in self._given or words[at + 1].form in self._joints)
            return end if known and (expected or second) else None
        enough = end - at >= 2 and (known or expected or _AGE.match(text, words[end - 1].end) is not None)
        return end if enough or (expected and first in self._given) else None

    def _can_begin(self, word: Word) -> bool:
        if word.form in self._stops or word.form in self._titles or word.form in self._public:
            return False
        return self._script == "Arab" or word.is_capital

    def _goes_on(self, text: str, words: Sequence[Word], at: int) -> bool:
        word, before = words[at], words[at - 1]
        if not _JOINED.fullmatch(text, before.end, word.start) or word.form in self._stops or word.form in self._titles:
            return False
        if self._script == "Arab":
            return not (word.form.startswith(_WAW) and word.form[1:] in self._given)
        return word.is_capital or (word.form in self._joints and at + 1 < len(words) and words[at + 1].is_capital)

    def _strip(self, form: str) -> str:
        """Return an Arabic word without "and" before it, where a first name is left."""
        return form[1:] if self._script == "Arab" and form.startswith(_WAW) and form[1:] in self._given else form

    def _is_after(self, words: Sequence[Word], at: int, phrases: frozenset[str]) -> bool:
        """Does one of the phrases stand right before word `at`?"""
        return any(" ".join(w.form for w in words[at - length : at]) in phrases for length in range(1, _LONGEST_TITLE + 1) if at >= length)


def find_names(text: str, packs: Packs) -> list[Span]:
    """Return the (start, end) of the names of people in `text`, in its order, none inside another."""
    words = [_make_word(match) for match in _WORD.finditer(text)]
    found = sorted(span for finder in _load_finders(packs) for span in finder.iter_names(text, words))
    return merge_spans(found)


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return spans as stretches that do not overlap, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=8)
def _load_finders(packs: Packs) -> tuple[NameFinder, ...]:
    return tuple(NameFinder(words) for words in load_name_words(packs.folders))


def _make_word(match: re.Match[str]) -> Word:
    is_capital = any(part[:1].isupper() for part in match.group().split("-"))
    return Word(match.start(), match.end(), _normalise(match.group()), is_capital)


def _normalise(word: str) -> str:
    """Return a word as it is compared: lower case, without accents and vowel marks, hamza on alif ignored; final letters stay apart."""
    plain = unicodedata.normalize("NFKD", word.translate(_HAMZA)).lower()
    return _MARKS.sub("", "".join(c for c in plain if not unicodedata.combining(c)))
