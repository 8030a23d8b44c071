"""Hints at a date that nobody can resolve: "on Friday", "the 5th of March" in a text that is not dated still tell two days apart.

In: the words of an unresolved date and their language. Out: `Hint`. Not here: resolving dates (`sijill.lang.dates`).
"""

import re
from datetime import date
from functools import lru_cache

import msgspec

from sijill.lang.script import fold
from sijill.packs import PACKS_FOLDER, load_yaml
from sijill.packs.language import DateWords, iter_patterns

_DAY = re.compile(r"(?<!\d)(?:[1-9]|[12]\d|3[01])(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


class Hint(msgspec.Struct, frozen=True):
    """A weekday (Monday 1) and a day of the year (month * 32 + day), None where the words do not tell."""

    weekday: int | None
    month_day: int | None


@lru_cache(maxsize=65536)
def find_hint(quote: str, lang: str) -> Hint | None:
    """Return what the words tell, None for nothing."""
    words = _load_words(lang)
    if words is None:
        return None
    months, weekdays = words
    folded = fold(quote)
    tokens = _WORD.findall(folded)
    weekday = next((weekdays[t] for t in tokens if t in weekdays), None)
    month = next((number for name, number in months.items() if name in folded), None)
    days = _DAY.findall(folded)
    month_day = month * 32 + int(days[0]) if month and len(days) == 1 else None
    return Hint(weekday, month_day) if weekday or month_day else None


def make_hint(day: int) -> Hint:
    """Return the hint that a known day amounts to (ordinal)."""
    known = date.fromordinal(day)
    return Hint(known.isoweekday(), known.month * 32 + known.day)


@lru_cache(maxsize=16)
def _load_words(lang: str) -> tuple[dict[str, int], dict[str, int]] | None:
    """Return months (longest first) and weekdays by folded word."""
    path = PACKS_FOLDER / "languages" / lang / "dates.yml"
    if not path.exists():
        return None
    words = load_yaml(path, DateWords)
    months = {fold(form): number for number, block in words.months.items() for form in iter_patterns(block)}
    weekdays = {fold(form): number for number, block in words.weekdays.items() for form in iter_patterns(block)}
    return dict(sorted(months.items(), key=lambda item: -len(item[0]))), weekdays
