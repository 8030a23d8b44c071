"""Partial dates: a day, a longer interval, or words that cannot be resolved."""

from datetime import date, timedelta
from typing import Literal

import msgspec

DatePrecision = Literal["day", "week", "month", "year", "range", "unknown"]
DateBasis = Literal["absolute", "relative", "published", "inferred"]


class PartialDate(msgspec.Struct, frozen=True, omit_defaults=True):
    """When something happened, no more precisely than the source says it.

    `start` and `end` are ISO 8601 days, both inclusive, both None exactly when `precision` is `unknown`. `quote` with
    `start_char` and `end_char` (code points, end exclusive) are the words; a date without words is `inferred`.
    `basis` says how the words became a day: a full date, words relative to the publication date, or the publication date.
    """

    start: str | None
    end: str | None
    precision: DatePrecision
    quote: str | None = None
    start_char: int | None = None
    end_char: int | None = None
    basis: DateBasis | None = None
    inferred: bool = False

    def days(self) -> tuple[date, date] | None:
        """Return first and last day (inclusive), or None for an unresolved date."""
        if self.start is None or self.end is None:
            return None
        return date.fromisoformat(self.start[:10]), date.fromisoformat(self.end[:10])

    def gap_days(self, other: "PartialDate") -> int | None:
        """Return the days between the two intervals, 0 where they touch or overlap, None where one is unresolved."""
        mine, theirs = self.days(), other.days()
        if mine is None or theirs is None:
            return None
        return max((theirs[0] - mine[1]).days, (mine[0] - theirs[1]).days, 0)


def make_month(year: int, month: int) -> tuple[date, date]:
    """Return first and last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)
