"""Time expressions: where they stand in folded text, and which days they mean.

In: folded text, the words of a language pack, a publication date where one is known. Out: `FoundDate` with the words and a
`PartialDate`. Words relative to an unknown publication date stay unresolved (precision `unknown`); a day without a year takes
the year that puts it last before the anchor.
Not here: which event a date belongs to (`sijill.extract.resolve`).
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from sijill.lang.scan import WordScan
from sijill.lang.script import fold
from sijill.lang.templates import Template
from sijill.model.dates import DateBasis, DatePrecision, make_month
from sijill.packs.language import DateWords, iter_patterns

# Dates and years in figures; what else a date needs is a word.
_FIGURES = re.compile(r"\d\d?[-/.]\d\d?[-/.]\d\d|\b(?:19|20)\d\d\b")
_AHEAD = 3
_HALF_YEAR = 6 * 32


class FoundDate(NamedTuple):
    """A time expression: offsets in the folded text, first and last day (None: unresolved), precision, basis, the folded words.

    What unresolved words still tell is kept: a weekday (Monday 1), a day of the year (month * 32 + day), how many days ago (first, last).
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: DatePrecision
    basis: DateBasis
    background: bool = False
    words: str = ""
    weekday: int | None = None
    month_day: int | None = None
    ago: tuple[int, int] | None = None


class DateReader:
    """Finds and resolves the time expressions of one language."""

    def __init__(self, words: DateWords) -> None:
        self._months = _index(words.months)
        self._hijri = _index(words.hijri)
        self._weekdays = _index(words.weekdays)
        self._ordinals = _index(words.ordinals)
        self._units = {fold(form): unit for unit, block in words.units.items() for form in iter_patterns(block)}
        self._last = {fold(w) for w in iter_patterns(words.last_weekday)}
        today, yesterday = ({fold(w) for w in iter_patterns(block)} for block in (words.today, words.yesterday))
        parts = {
            "day": r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)", "day2": r"(?P<day2>0?[1-9]|[12]\d|3[01])(?!\d)",
            "mm": r"(?P<mm>0?[1-9]|1[0-2])(?!\d)", "year": r"(?P<year>(?:19|20)\d\d)(?!\d)", "yy": r"(?P<yy>\d\d)(?!\d)",
            "hyear": r"(?P<hyear>14\d\d)(?!\d)", "number": r"(?P<number>\d{1,2})(?!\d)", "month": f"(?P<month>{_either(self._months)})",
            "hijri": f"(?P<hijri>{_either(self._hijri)})", "weekday": f"(?P<weekday>{_either(self._weekdays)})",
            "unit": f"(?P<unit>{_either(self._units)})", "last": f"(?P<last>{_either(self._last)})",
            "nth": f"(?P<nth>{_either(self._ordinals)})",
            "today": f"(?P<today>{_either(today)})", "yesterday": f"(?P<yesterday>{_either(yesterday)})",
        }  # fmt: skip
        needed = {
            "month": tuple(self._months), "hijri": tuple(self._hijri), "weekday": tuple(self._weekdays), "unit": tuple(self._units),
            "last": tuple(self._last), "nth": tuple(self._ordinals), "today": tuple(today), "yesterday": tuple(yesterday),
            "year": ("19", "20"), "hyear": ("14",),
        }  # fmt: skip
        needed |= dict.fromkeys(("day", "day2", "mm", "yy", "number"), tuple("0123456789"))
        joined = [fold(p) for p in iter_patterns(words.joined)]
        self._formats = [Template(f, parts, needed, joined) for f in words.formats]
        self._relative = [(Template(p, parts, needed, joined), span) for p, span in words.relative.items()]
        self._periods = [
            (Template(p, parts, needed, joined), value.split()[0], int(value.split()[1])) for p, value in words.periods.items()
        ]
        self._through = tuple(map(fold, iter_patterns(words.through)))
        begins = "|".join([r"\b", *(rf"(?<=\b{word})" for word in joined)])
        self._background = re.compile("|".join(rf"(?:{begins}){fold(p)}\b" for p in iter_patterns(words.background)) or r"(?!)")
        self._times = frozenset([*self._months, *self._hijri, *self._weekdays, *self._units, *map(fold, iter_patterns(words.times))])
        templates = [*self._formats, *(t for t, *_ in self._relative), *(t for t, *_ in self._periods)]
        self._clues = WordScan(self._times.union(*(need for t in templates for need in t.needs)))

    def find(self, text: str, start: int, end: int, anchor: date | None, *, year_only: bool = False,
             last_year: int | None = None) -> list[FoundDate]:  # fmt: skip
        """Return the time expressions in `text[start:end]`, leftmost and longest, resolved against `anchor`.

        With `year_only` the anchor completes a missing year but does not say when the text was written. Where there is none, or
        only that, a day with its weekday takes the last year up to the one after `last_year` in which the two go together.
        """
        clues = {self._clues.words[number] for number, _, _ in self._clues.find(text[start:end], overlapping=True)}
        if clues.isdisjoint(self._times) and not _FIGURES.search(text, start, end):
            return []
        found: list[FoundDate] = []
        told = None if year_only else anchor
        for template in self._formats:
            found += [self._resolve(m, anchor, told, last_year) for m in template.iter_matches(text, start, end, clues)]
        for template, span in self._relative:
            for m in template.iter_matches(text, start, end, clues):
                days = (told - timedelta(days=span[0]), told - timedelta(days=span[1])) if told and span else (None, None)
                ago = (span[1], span[0]) if span else None
                found.append(FoundDate(*m.span(), days[0], days[1], _precision(*days), "relative", ago=ago))
        for template, unit, count in self._periods:
            found += [self._period(m, told, unit, count) for m in template.iter_matches(text, start, end, clues)]
        chosen: list[FoundDate] = []
        for item in sorted(found, key=lambda f: (f.start, f.start - f.end, f.first is None)):
            if not chosen or item.start >= chosen[-1].end:
                chosen.append(item)
        told_of = [f._replace(background=f.background or self._is_background(text, max(start, f.start - 12), f.end)) for f in chosen]
        return [f._replace(words=text[f.start : f.end]) for f in self._join_periods(text, told_of)]

    def _is_background(self, text: str, start: int, end: int) -> bool:
        return self._background.search(text, start, end) is not None

    def _join_periods(self, text: str, found: list[FoundDate]) -> list[FoundDate]:
        """Return time expressions with those that end a period joined to its beginning ("since June, up to today")."""
        joined: list[FoundDate] = []
        for item in found:
            if joined and joined[-1].background and self._ends_period(text[joined[-1].start : item.start], text[item.start : item.end]):
                joined[-1] = joined[-1]._replace(end=item.end, last=item.last if joined[-1].first else None)
            else:
                joined.append(item)
        return joined

    def _ends_period(self, before: str, words: str) -> bool:
        """Do words end the period that the words before them begin?"""
        return bool(self._through) and (before.rstrip().endswith(self._through) or words.startswith(self._through))

    def _resolve(self, match: re.Match[str], anchor: date | None, told: date | None, last_year: int | None) -> FoundDate:
        """Return the days of a format's match."""
        got = {k: v for k, v in match.groupdict().items() if v}
        if "nth" in got:
            got["day"] = str(self._ordinals[got["nth"]])
        if "unit" in got:
            return self._ago(match, told, self._units[got["unit"]], int(got["number"]))
        year = int(got["year"]) if "year" in got else _century(int(got["yy"])) if "yy" in got else None
        if "hijri" in got:
            first, last, exact = _from_hijri(got, self._hijri[got["hijri"]])
            return FoundDate(*match.span(), first, last, exact, "absolute")
        month = self._months[got["month"]] if "month" in got else int(got["mm"]) if "mm" in got else None
        if month is None and year is None and "weekday" in got:
            ago = (0, 0) if "today" in got else (1, 1) if "yesterday" in got else None
            return self._weekday(match, told, self._weekdays[got["weekday"]], "last" in got)._replace(ago=ago)
        weekday = self._weekdays[got["weekday"]] if "weekday" in got else None
        if year is None and told is None and last_year is not None and month is not None and weekday is not None:
            year = _find_year(last_year, month, int(got.get("day", 1)), weekday)
        days = _calendar(year, month, got, anchor, weekday)
        if days is None:
            month_day = month * 32 + int(got["day"]) if month is not None and "day" in got and "day2" not in got else None
            return FoundDate(*match.span(), None, None, "unknown", "relative", weekday=weekday, month_day=month_day)
        precision: DatePrecision = _precision(*days) if "day" in got else "month" if month else "year"
        return FoundDate(*match.span(), *days, precision, "absolute" if year else "relative")

    @staticmethod
    def _weekday(match: re.Match[str], told: date | None, weekday: int, strictly: bool) -> FoundDate:
        """Return the last such weekday on or before the publication date (`strictly`: before it)."""
        if told is None:
            return FoundDate(*match.span(), None, None, "unknown", "relative", weekday=weekday)
        back = (told.isoweekday() - weekday) % 7
        day = told - timedelta(days=7 if strictly and back == 0 else back)
        return FoundDate(*match.span(), day, day, "day", "relative")

    @staticmethod
    def _ago(match: re.Match[str], told: date | None, unit: str, count: int) -> FoundDate:
        """Return the day or period `count` units ago."""
        if told is None:
            ago = (count, count) if unit == "day" else None
            return FoundDate(*match.span(), None, None, "unknown", "relative", unit in ("month", "year"), ago=ago)
        if unit == "day":
            day = told - timedelta(days=count)
            return FoundDate(*match.span(), day, day, "day", "relative", count > 20)
        return DateReader._period(match, told, unit, count)

    @staticmethod
    def _period(match: re.Match[str], told: date | None, unit: str, count: int) -> FoundDate:
        """Return the week, month or year that lies `count` before the publication date's."""
        past = unit == "year" or (count > 0 and unit != "week")
        if told is None:
            return FoundDate(*match.span(), None, None, "unknown", "relative", past)
        if unit == "week":
            days = told - timedelta(days=7 * count + 6 if count else 6), told - timedelta(days=7 * count - 7 if count else 0)
            return FoundDate(*match.span(), *days, "week", "relative")
        if unit == "month":
            months = told.year * 12 + told.month - 1 - count
            return FoundDate(*match.span(), *make_month(months // 12, months % 12 + 1), "month", "relative", past)
        return FoundDate(*match.span(), date(told.year - count, 1, 1), date(told.year - count, 12, 31), "year", "relative", True)


def compare_dates(a: FoundDate, b: FoundDate) -> int:
    """Return 1 for times that share a day, -1 for those that exclude one another, 0 where unresolved words do not tell.

    A known day and words that cannot be resolved ("today" in an undated text) are not taken for one.
    """
    if a.background != b.background:
        return -1
    if a.first is not None and a.last is not None and b.first is not None and b.last is not None:
        return 1 if a.first <= b.last and b.first <= a.last else -1
    if a.ago is not None and b.ago is not None:
        return 1 if a.ago[0] <= b.ago[1] and b.ago[0] <= a.ago[1] else -1
    told = [(x, y) for x, y in zip(_tell_day(a), _tell_day(b), strict=True) if x is not None and y is not None]
    if told:
        return 1 if all(x == y for x, y in told) else -1
    if a.first is not None or b.first is not None:
        return -1
    if a.words in b.words or b.words in a.words:
        return 1
    return 0 if _has_hint(a) and _has_hint(b) else -1


def is_earlier(told: FoundDate, news: FoundDate | None) -> bool:
    """Do unresolved words tell of a day before the news of an undated text (None: news without a time)?

    Two days ago and more is, and a day of the year where the news is of today or of a later one of the same half year.
    """
    if told.first is not None:
        return False
    if told.ago is not None:
        return told.ago[0] > 1 and (news is None or news.ago is None or news.ago[1] < told.ago[0])
    if told.month_day is None or news is None:
        return False
    day = _tell_day(news)[1]
    return 1 < day - told.month_day < _HALF_YEAR if day is not None else news.ago is not None and news.ago[0] == 0


def _has_hint(found: FoundDate) -> bool:
    """Do unresolved words at least tell a weekday, a day of the year or how many days ago?"""
    return any(hint is not None for hint in (found.weekday, found.month_day, found.ago))


def _tell_day(found: FoundDate) -> tuple[int | None, int | None]:
    """Return weekday and day of the year of a time, as far as known."""
    if found.first is not None and found.first == found.last:
        return found.first.isoweekday(), found.first.month * 32 + found.first.day
    return found.weekday, found.month_day


def _index(names: dict[int, str]) -> dict[str, int]:
    """Return number by folded name."""
    return {fold(name): number for number, block in names.items() for name in iter_patterns(block)}


def _either(names: dict[str, int] | dict[str, str] | set[str]) -> str:
    """Return an alternation, longest first; one that never matches for no names."""
    return "|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))) or "(?!)"


def _century(year: int) -> int:
    """Return the year that two digits mean."""
    return 2000 + year if year < 60 else 1900 + year


def _find_year(last_year: int, month: int, day: int, weekday: int) -> int | None:
    """Return the last year, up to the one after `last_year`, in which the day fell on the weekday."""
    return next((y for y in range(last_year + 1, last_year - 11, -1) if _make(y, month, day, date.min).isoweekday() == weekday), None)


def _near_years(year: int) -> tuple[int, ...]:
    """Return a year and those around it, nearest first."""
    return (year, year + 1, year - 1, year + 2, year - 2)


def _calendar(
    year: int | None, month: int | None, got: dict[str, str], anchor: date | None, weekday: int | None = None
) -> tuple[date, date] | None:
    """Return first and last day, the missing year taken from the anchor (near it, where a weekday tells which), or None."""
    if year is None:
        if anchor is None or month is None:
            return None
        day = int(got.get("day", 1))
        year = anchor.year - (1 if _make(anchor.year, month, day, anchor) > anchor + timedelta(days=_AHEAD) else 0)
        if weekday is not None and "day" in got:
            year = next((y for y in _near_years(year) if _make(y, month, day, anchor).isoweekday() == weekday), year)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if "day" not in got:
        return make_month(year, month)
    try:
        first = date(year, month, int(got["day"]))
        last = date(year, month, int(got["day2"])) if "day2" in got else first
    except ValueError:
        return None
    return (first, last) if first <= last else (first, first)


def _make(year: int, month: int, day: int, otherwise: date) -> date:
    """Return the day, or `otherwise` where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return otherwise


def _from_hijri(got: dict[str, str], month: int) -> tuple[date | None, date | None, DatePrecision]:
    """Return the Gregorian days of a Hijri date."""
    if "hyear" not in got or "day" not in got:
        return None, None, "unknown"
    from hijridate import Hijri

    try:
        day = Hijri(int(got["hyear"]), month, int(got["day"])).to_gregorian()
    except (ValueError, OverflowError):
        return None, None, "unknown"
    return date(day.year, day.month, day.day), date(day.year, day.month, day.day), "day"


def _precision(first: date | None, last: date | None) -> DatePrecision:
    """Return the precision of an interval of days."""
    return "unknown" if first is None else "day" if first == last else "range"
