"""The columns of accounts as arrays: what is compared for millions of pairs at once.

In: accounts. Out: `Table`, one row for each account, codes instead of names. Numbers that are not known are `NONE`.
A hot path: loops over rows happen here once; comparisons (`link.compare`) are array arithmetic only. Measured by `benchmarks/linking.py`.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sijill.link.account import Account, Toll

NONE = -(2**30)
OPEN = 2**30
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Codes:
    """Small numbers for values, in order of first appearance; `values` gives them back."""

    def __init__(self) -> None:
        self.of: dict[Hashable, int] = {}

    def code(self, value: Hashable) -> int:
        """Return the code of `value`, a new one for a new value."""
        return self.of.setdefault(value, len(self.of))

    @property
    def values(self) -> list[Any]:
        """The values in order of their codes."""
        return list(self.of)


class Table:
    """Accounts as columns; attribute names follow `Account`."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self.accounts = accounts
        self.sets = {name: Codes() for name in ("event_types", "perpetrators", "targets", "weapons")}
        for name, codes in self.sets.items():
            setattr(self, name, _column(codes.code(getattr(a, name)) for a in accounts))
        documents, groups, places, areas, countries, sources = (Codes() for _ in range(6))
        self.document = _column(documents.code(a.document_id) for a in accounts)
        self.group = _column(groups.code(a.group) for a in accounts)
        self.source = _column(sources.code(a.source) if a.source else NONE for a in accounts)
        self.start = _column(a.start for a in accounts)
        self.detail = np.fromiter((a.detail for a in accounts), np.uint64, len(accounts))
        self.published = _column(NONE if a.published is None else a.published for a in accounts)
        self._add_dates(accounts)
        self._add_places(accounts, places, areas, countries)
        for name in ("killed", "injured"):
            low, high, vague = _tolls([getattr(a, name) for a in accounts])
            setattr(self, f"{name}_low", low)
            setattr(self, f"{name}_high", high)
            setattr(self, f"{name}_vague", vague)

    def __len__(self) -> int:
        return len(self.accounts)

    def column(self, name: str) -> Ints:
        """Return a column that was set by name."""
        values: Ints = getattr(self, name)
        return values

    def _add_dates(self, accounts: Sequence[Account]) -> None:
        self.first = _column(a.when.first if a.when else NONE for a in accounts)
        self.last = _column(a.when.last if a.when else NONE for a in accounts)
        self.precise = np.array([bool(a.when and a.when.precise) for a in accounts], dtype=bool)
        self.soft = np.array([bool(a.when and a.when.soft) for a in accounts], dtype=bool)

    def _add_places(self, accounts: Sequence[Account], places: Codes, areas: Codes, countries: Codes) -> None:
        wheres = [a.where for a in accounts]
        self.place = _column(places.code(w.key) if w and w.key else NONE for w in wheres)
        self.admin1 = _column(areas.code((w.country, w.admin1)) if w and w.admin1 else NONE for w in wheres)
        self.country = _column(countries.code(w.country) if w and w.country else NONE for w in wheres)
        self.lat = np.array([np.nan if w is None or w.lat is None else w.lat for w in wheres], dtype=np.float64)
        self.lon = np.array([np.nan if w is None or w.lon is None else w.lon for w in wheres], dtype=np.float64)
        self.radius = np.array([w.radius_km if w else 0.0 for w in wheres], dtype=np.float64)
        self.point = np.array([bool(w and w.point) for w in wheres], dtype=bool)
        self.precision = _column(w.precision if w else NONE for w in wheres)


def _column(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _tolls(tolls: Sequence[Toll | None]) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    low = _column(NONE if t is None else t.low for t in tolls)
    high = _column(NONE if t is None else OPEN if t.high is None else t.high for t in tolls)
    return low, high, np.array([bool(t and t.vague) for t in tolls], dtype=bool)
