"""Numbers in digits and words.

In: word forms one after the other. Out: the value of the longest number that begins there, or a vague word's interval.
English "two hundred and five", "twenty-five" and Arabic unit-before-ten order are one grammar over the values of a pack.
Not here: what is counted, and "at least" (`sijill.extract.people`).
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sijill.lang.script import fold
from sijill.packs.language import NumberWords

_DIGITS = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")
LARGEST = 2_000_000


class ParsedNumber(NamedTuple):
    """`low` to `high` (None: open end) over `length` words; `vague` when a word such as "dozens" stands for an interval."""

    low: int
    high: int | None
    length: int
    vague: bool


class NumberReader:
    """Reads numbers of one language."""

    def __init__(self, words: NumberWords) -> None:
        self._values = {fold(word): value for word, value in words.values.items()}
        self._multipliers = {fold(word): value for word, value in words.multipliers.items()}
        self._vague = {tuple(fold(word).split()): interval for word, interval in words.vague.items()}
        self._unit_before_ten = words.unit_before_ten
        self._firsts = {*self._values, *self._multipliers, *(words[0] for words in self._vague)}

    def starts(self, form: str) -> bool:
        """Can a number begin with this word?"""
        return form[0].isdigit() or form in self._firsts

    def parse(self, forms: Sequence[str], is_and: Callable[[str], bool]) -> ParsedNumber | None:
        """Return the longest number at the beginning of `forms`, or None."""
        for length in (4, 3, 2, 1):
            interval = self._vague.get(tuple(forms[:length])) if len(forms) >= length else None
            if interval is not None:
                return ParsedNumber(interval[0], interval[1] if len(interval) > 1 else None, length, True)
        total, current, used, at = 0, None, 0, 0
        while at < len(forms):
            step = 1
            joined = used > 0 and (is_and(forms[at]) or forms[at] == "-")
            if joined:
                at, step = at + 1, 2
                if at >= len(forms):
                    break
            value = self._value(forms[at])
            multiplier = self._multipliers.get(forms[at])
            if multiplier is not None and not (joined and forms[at - 1] != "-"):
                current = (current or 1) * multiplier
                if multiplier >= 1000:
                    total, current = total + current, 0
            elif value is not None and self._fits(current, value, joined and forms[at - 1] != "-", used):
                current = (current or 0) + value
            else:
                break
            at += 1
            used += step
        if not used:
            return None
        number = total + (current or 0)
        return ParsedNumber(number, number, used, False) if number <= LARGEST else None

    def _value(self, form: str) -> int | None:
        """Return the value of one word or of digits, or None."""
        if form[0].isdigit():
            return int(re.sub("[.,]", "", form)) if _DIGITS.fullmatch(form) else None
        return self._values.get(form)

    def _fits(self, current: int | None, value: int, joined: bool, used: int) -> bool:
        """May `value` be added to the number read so far?"""
        if current is None or not used:
            return not joined
        if current == 0:
            return True
        if current % 100 == 0:
            return 0 < value < 100
        tens = value % 10 == 0 and 10 <= value < 100
        if self._unit_before_ten:
            return current % 100 < 10 and tens and (joined or value == 10)
        return not joined and current % 10 == 0 and current % 100 >= 20 and 0 < value < 10
