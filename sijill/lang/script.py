"""Folding: one spelling for what readers take as the same letters, with a map back to the text as given.

In: any text. Out: `Folded`, whose `text` is lower case without accents, tashkeel, tatweel, bidirectional marks and joiners, with
Arabic letter variants, Arabic presentation forms, Persian letters and all decimal digits unified. Every folded character knows the
code point it came from, so that a match in folded text is quoted from the original. Dots and blanks beside a tatweel inside a word,
which posts use to dodge filters, are dropped.
Not here: word lists (packs), stemming, transliteration (`lang.names`).
"""

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache

# Arabic letters that are written for one another, by code point: hamza carriers, alif maqsura, ta marbuta, Persian and Urdu forms.
_LETTERS = {
    0x0622: 0x0627, 0x0623: 0x0627, 0x0625: 0x0627, 0x0671: 0x0627, 0x0649: 0x064A, 0x0629: 0x0647, 0x0624: 0x0648, 0x0626: 0x064A,
    0x06CC: 0x064A, 0x06D2: 0x064A, 0x06A9: 0x0643, 0x06AA: 0x0643, 0x06C1: 0x0647, 0x06C0: 0x0647, 0x06D5: 0x0647, 0x06BE: 0x0647,
}  # fmt: skip
_QUOTES = {c: 0x27 for c in (0x2018, 0x2019, 0x201B, 0x02BC, 0x02BB, 0x02BE, 0x02BF, 0x60, 0xB4, 0x02B9, 0x02C8)}
_DOUBLE = {c: 0x22 for c in (0x201C, 0x201D, 0x201E, 0x201F, 0xAB, 0xBB)}
_DASHES = {c: 0x2D for c in (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212)}
_SPACES = {c: 0x20 for c in (0xA0, 0x202F, 0x2007, 0x2009, 0x200A, 0x3000, 0x09)}
# The mark that lengthens Arabic words; also put between letters to dodge filters.
TATWEEL = "\u0640"
_DROPPED = (0x0640, 0x00AD, *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06ED), *range(0x200B, 0x2010), *range(0x202A, 0x202F),
            *range(0x2060, 0x206A), 0xFEFF)  # fmt: skip
# Marks put inside a word to dodge filters: dots, slashes or blanks beside a tatweel, and single joined letters with blanks between.
_LETTER = "[\u0621-\u063a\u0641-\u064a\u066e-\u06d3]"
_MARK = r"[.\u00b7\u2022*/_~]{1,4}"
_BROKEN = re.compile(
    rf"(?<={_LETTER})(?:\u0640+(?:{_MARK}| )\u0640+|\u0640+{_MARK}|{_MARK}\u0640+)(?={_LETTER})"
    rf"|(?<!{_LETTER})(?:{_LETTER}\u0640+ ){{2,}}(?={_LETTER})"
    rf"|(?<![{_LETTER[1:-1]}\u0640])(?:{_LETTER}\u0640* ){{3,}}(?={_LETTER}\u0640*(?![{_LETTER[1:-1]}\u0640]))"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    """Return the folded form of one character: usually one character, none for marks, several for ligatures."""
    code = ord(char)
    for table in (_LETTERS, _QUOTES, _DOUBLE, _DASHES, _SPACES):
        if code in table:
            return chr(table[code])
    if code in _DROPPED or unicodedata.combining(char):
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    simple = unicodedata.normalize("NFKD", char)
    if simple == char:
        return char.lower()
    return "".join(_fold_char(c) if c != char else c.lower() for c in simple)


class _Table(dict[int, str]):
    """A translation table that learns each character once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _Table()


class Folded:
    """Folded text and the way back: character `i` of `text` came from code point `origin(i)` of the text as given."""

    __slots__ = ("_origins", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source.translate(_TABLE)
        self._origins: list[int] | None = None
        broken = _find_broken(source) if TATWEEL in source else frozenset()
        if broken:
            self._origins = [i for i, c in enumerate(source) if i not in broken for _ in _TABLE[ord(c)]]
            self.text = "".join(_TABLE[ord(c)] for i, c in enumerate(source) if i not in broken)
        elif not source.isascii() and any(len(_TABLE[ord(c)]) != 1 for c in set(source)):
            self._origins = [i for i, c in enumerate(source) for _ in _TABLE[ord(c)]]

    @property
    def given(self) -> str:
        """The source letter by letter of the folded text, capitals as they were: as long as `text`."""
        return self.source if self._origins is None else "".join([self.source[i] for i in self._origins])

    def origin(self, index: int) -> int:
        """Return the offset in `source` of folded character `index` (`len(text)` gives `len(source)`)."""
        if self._origins is None:
            return index
        return self._origins[index] if index < len(self._origins) else len(self.source)

    def find(self, offset: int) -> int:
        """Return the first folded character that came from code point `offset` of `source` or from a later one."""
        return offset if self._origins is None else bisect_left(self._origins, offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return source offsets, end exclusive, of folded `text[start:end]` (`start < end`); marks on its last letter belong to it."""
        if self._origins is None:
            return start, end
        last = self._origins[end - 1] + 1
        while last < len(self.source) and not _TABLE[ord(self.source[last])]:
            last += 1
        return self._origins[start], last


def _find_broken(source: str) -> frozenset[int]:
    """Return the offsets of marks that only break words apart ("q.t.l" with tatweels)."""
    letter = re.compile(_LETTER)
    return frozenset(i for m in _BROKEN.finditer(source) for i in range(*m.span()) if not letter.match(source[i]))


def fold(text: str) -> str:
    """Return the folded text alone."""
    return text.translate(_TABLE)


def count_scripts(text: str) -> dict[str, int]:
    """Return how many letters of each script (`Arab`, `Latn`) there are in `text`."""
    arabic = 0 if text.isascii() else sum(map(len, _ARABIC.findall(text)))
    return {"Arab": arabic, "Latn": sum(map(len, _LATIN.findall(text)))}


def get_script(text: str) -> str:
    """Return `Arab` or `Latn`, whichever has more letters in `text`, or `Zyyy` for neither."""
    if text.isascii():
        return "Latn" if _LATIN.search(text) else "Zyyy"
    arabic, latin = count_scripts(text).values()
    if not arabic and not latin:
        return "Zyyy"
    return "Arab" if arabic >= latin else "Latn"
