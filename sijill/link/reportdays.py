"""Report days: when each document was written, as far as its own words and the numbers in the addresses of its series tell.

In: accounts. Out: `Written`, the days between which a document was written.
A document is written on its day of publication; else its series tells between which days (`link.serials`, `link.chains`), from those
of its documents that were published on a known day or name their day; else it counts as written on the day that its beginning names.
What is estimated is evidence for linking and never becomes the date of an incident.
Not here: what it is worth that two reports were written on one day (`link.compare`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import msgspec

from sijill.link.account import Account
from sijill.link.chains import Chain, find_chain
from sijill.link.serials import Serial

# What days of a document weigh in its series: publication, and the days that it names from the first on.
PUBLISHED, NAMED = 4.0, (2.0, 1.0, 0.5)
# Where no document of a series names a year, its days are counted from this one on.
NO_YEAR = 2000
# Days of a series that weigh less than this together tell nothing, those with a year that weigh less than the second do not tell the year.
LEAST_WEIGHT, YEAR_WEIGHT = 3.0, 4.0
# A day that so many documents of a series name is background.
BACKGROUND = 3
Days = dict[int, dict[int, float]]
Lent = Mapping[str, Mapping[int, float]]
NOTHING: Lent = MappingProxyType({})


class Written(msgspec.Struct, frozen=True):
    """Between which days (ordinals, inclusive) a document was written; without `has_year` only the days of the year are known."""

    first: int
    last: int
    has_year: bool = True


class ReportDays:
    """The series of a growing collection of documents; what is estimated depends on the set of documents of each series only."""

    def __init__(self, accounts: Iterable[Account] = ()) -> None:
        self._series: dict[str, dict[str, Account]] = defaultdict(dict)
        self._series_of: dict[str, str] = {}
        self._done: dict[str, tuple[object, dict[str, Written | None]]] = {}
        self.extend(accounts)

    def extend(self, accounts: Iterable[Account]) -> None:
        """Add documents, each by its accounts."""
        for account in accounts:
            if account.serial is not None:
                self._series[account.serial.series][account.document_id] = account
                self._series_of[account.document_id] = account.serial.series

    def estimate(self, lent: Lent = NOTHING) -> dict[str, Written | None]:
        """Return when each undated document of a series was written; `lent` are days that are known from other documents."""
        held: dict[str, dict[str, Mapping[int, float]]] = defaultdict(dict)
        for document, days in lent.items():
            held[self._series_of[document]][document] = days
        found: dict[str, Written | None] = {}
        for name, members in self._series.items():
            known = len(members), held.get(name)
            if name not in self._done or self._done[name][0] != known:
                self._done[name] = known, estimate_series([members[d] for d in sorted(members)], held.get(name, {}))
            found |= self._done[name][1]
        return found


def find_own_day(account: Account) -> Written | None:
    """Return when a document was written by its own words: when it was published, else the first day that its beginning names."""
    if account.published is not None:
        return Written(account.published, account.published)
    if not account.named:
        return None
    first = account.named[0]
    day = first if first > 0 else _to_day(-first, NO_YEAR)
    return Written(day, day, has_year=first > 0)


def estimate_series(members: Sequence[Account], lent: Lent = NOTHING) -> dict[str, Written | None]:
    """Return when the undated documents of one series were written, each by its number among those whose days are known."""
    undated = [a for a in members if a.published is None]
    full, partial = _collect(members, lent) if undated and len(members) > 1 else ({}, {})
    chain = find_chain(full)
    if chain is None or sum(chain.weights) < YEAR_WEIGHT:
        chain, full, partial = None, {}, _drop_years(full, partial)
    has_year = chain is not None
    chain = find_chain(_complete(full, partial, chain))
    if chain is None or sum(chain.weights) < LEAST_WEIGHT:
        often = _count_named(members)
        return {a.document_id: find_own_day(a) if not a.named or often[a.named[0]] < BACKGROUND else None for a in undated}
    return {a.document_id: Written(*_choose_day(a, *chain.estimate(_get_serial(a).number)), has_year) for a in undated}


def _choose_day(account: Account, first: int, last: int) -> tuple[int, int]:
    """Return the days of an estimate that fit the weekday which a report without a date names: that day and the next."""
    weekday = account.report.weekday if account.report and not account.report.month_day else None
    if weekday is None or last - first > 6:
        return first, last
    days = [day for day in range(first - 1, last + 1) if date.fromordinal(day).isoweekday() == weekday]
    return (max(first, days[0]), min(last, days[0] + 1)) if len(days) == 1 else (first, last)


def _get_serial(account: Account) -> Serial:
    assert account.serial is not None
    return account.serial


def _collect(members: Iterable[Account], lent: Lent) -> tuple[Days, Days]:
    """Return what the documents of a series know: `number → day → weight`, and the same with days of any year (month * 32 + day).

    A day that many documents name is background more often than news: it weighs as much as if one named it.
    """
    full: Days = defaultdict(lambda: defaultdict(float))
    partial: Days = defaultdict(lambda: defaultdict(float))
    often = _count_named(members)
    for account in members:
        number = _get_serial(account).number
        if account.published is not None:
            full[number][account.published] += PUBLISHED
            continue
        for day, weight in zip(account.named, NAMED, strict=False):
            (full if day > 0 else partial)[number][abs(day)] += weight / often[day]
        for day, weight in lent.get(account.document_id, {}).items():
            full[number][day] += weight
    return full, partial


def _count_named(members: Iterable[Account]) -> Counter[int]:
    """Return how many documents name a day."""
    return Counter(day for account in members for day in account.named)


def _drop_years(full: Days, partial: Days) -> Days:
    """Return all days as days of any year."""
    days = {number: dict(weights) for number, weights in partial.items()}
    for number, weights in full.items():
        own = days.setdefault(number, {})
        for day, weight in weights.items():
            known = date.fromordinal(day)
            month_day = known.month * 32 + known.day
            own[month_day] = own.get(month_day, 0.0) + weight
    return days


def _complete(full: Days, partial: Days, chain: Chain | None) -> Days:
    """Return all days; those without a year are in the year nearest to what the full ones tell, else to those before them."""
    days = {number: dict(weights) for number, weights in full.items()}
    near = _to_day(7 * 32 + 1, NO_YEAR)
    for number in sorted(partial):
        if chain is not None:
            near = sum(chain.estimate(number)) // 2
        own = days.setdefault(number, {})
        for month_day, weight in partial[number].items():
            day = _find_nearest(month_day, near)
            own[day] = own.get(day, 0.0) + weight
        if chain is None:
            near = max(own, key=lambda day: (own[day], day))
    return days


def _find_nearest(month_day: int, near: int) -> int:
    """Return the day of the year (month * 32 + day) nearest to a day."""
    year = date.fromordinal(near).year
    return min((_to_day(month_day, y) for y in (year, year - 1, year + 1)), key=lambda day: abs(day - near))


def _to_day(month_day: int, year: int) -> int:
    """Return the ordinal of a day of the year; the 29th of February is the 1st of March where there is none."""
    month, day = divmod(month_day, 32)
    return date(year, month, 1).toordinal() + day - 1
