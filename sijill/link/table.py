"""The columns of accounts as arrays: what is compared for millions of pairs at once.

In: accounts. Out: `Table`, one row for each account, codes instead of names. Numbers that are not known are `NONE`.
A hot path: loops over rows happen here once; comparisons (`link.compare`) are array arithmetic only. Measured by `benchmarks/linking.py`.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sijill.link.account import Account, Toll
from sijill.link.names import MARKS
from sijill.link.reportdays import Written, find_own_day

NONE = -(2**30)
OPEN = 2**30
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
DAY_WORDS = 6  # twelve months of 32 days in words of 64 bits
SETS = ("event_types", "perpetrators", "targets", "weapons")


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


class WrittenDays:
    """Between which days documents were written, by the codes of documents; see `link.reportdays`.

    `has_year` is False where only days of the year are known. `asks` says that a document without a day of publication has a number in
    its address, by which others may tell its day.
    """

    def __init__(self) -> None:
        self.first: Ints = np.zeros(0, dtype=np.int64)
        self.last: Ints = np.zeros(0, dtype=np.int64)
        self.has_year: Bools = np.zeros(0, dtype=bool)
        self.published: Bools = np.zeros(0, dtype=bool)
        self.asks: Bools = np.zeros(0, dtype=bool)

    def extend(self, documents: Sequence[Account]) -> None:
        """Add documents, each by one of its accounts, with what they tell themselves."""
        count = len(self.first)
        self.first = np.concatenate([self.first, np.full(len(documents), NONE, dtype=np.int64)])
        self.last = np.concatenate([self.last, np.full(len(documents), NONE, dtype=np.int64)])
        self.has_year = np.concatenate([self.has_year, np.zeros(len(documents), dtype=bool)])
        published = np.array([a.published is not None for a in documents], dtype=bool)
        numbered = np.array([a.serial is not None for a in documents], dtype=bool)
        self.published = np.concatenate([self.published, published])
        self.asks = np.concatenate([self.asks, numbered & ~published])
        for code, account in enumerate(documents, count):
            self.put(code, find_own_day(account))

    def put(self, document: int, written: Written | None) -> None:
        """Say when a document was written."""
        self.first[document] = NONE if written is None else written.first
        self.last[document] = NONE if written is None else written.last
        self.has_year[document] = written is not None and written.has_year

    def find_changed(self, before: "WrittenDays") -> Bools:
        """Return which documents have other days than they had in `before`, which holds the first of them; new ones have."""
        changed = np.ones(len(self.first), dtype=bool)
        size = len(before.first)
        columns = ((self.first, before.first), (self.last, before.last), (self.has_year, before.has_year))
        changed[:size] = np.any([now[:size] != then for now, then in columns], axis=0)
        return changed

    def copy(self) -> "WrittenDays":
        """Return a copy whose days may be changed."""
        out = WrittenDays()
        out.first, out.last, out.has_year = self.first.copy(), self.last.copy(), self.has_year.copy()
        out.published, out.asks = self.published, self.asks
        return out


class Table:
    """Accounts as columns that may grow; the names of columns follow `Account`. `written` is by document, not by row."""

    document: Ints
    group: Ints
    start: Ints
    as_of: Ints
    first: Ints
    last: Ints
    weekday: Ints
    month_day: Ints
    report_weekday: Ints
    report_day: Ints
    days: npt.NDArray[np.uint64]
    focus: Bools
    precise: Bools
    soft: Bools
    place: Ints
    name: Ints
    name_marks: npt.NDArray[np.uint64]
    sure: Bools
    plain: Bools
    admin1: Ints
    country: Ints
    lat: Floats
    lon: Floats
    radius: Floats
    point: Bools
    seat: Bools
    detail: npt.NDArray[np.uint64]
    headed: Bools
    marked: Bools

    def __init__(self, accounts: Sequence[Account] = ()) -> None:
        self.accounts: list[Account] = []
        names = (*SETS, "document", "group", "place", "name", "admin1", "country")
        self.codes: Mapping[str, Codes] = {name: Codes() for name in names}
        self._columns: dict[str, npt.NDArray[Any]] = {}
        self.written = WrittenDays()
        self.extend(accounts)

    def __len__(self) -> int:
        return len(self.accounts)

    def column(self, name: str) -> Ints:
        """Return a column by its name."""
        return self._columns[name]

    def extend(self, accounts: Sequence[Account]) -> None:
        """Add rows."""
        self.accounts += accounts
        added = {**self._code_columns(accounts), **self._place_columns(accounts), **_number_columns(accounts)}
        for name, column in added.items():
            before = self._columns.get(name)
            self._columns[name] = column if before is None else np.concatenate([before, column])
            setattr(self, name, self._columns[name])
        known = len(self.written.first)
        fresh = {a.document_id: a for a in accounts if self.codes["document"].of[a.document_id] >= known}
        self.written.extend(list(fresh.values()))

    def take(self, rows: Sequence[int] | Ints) -> "Table":
        """Return a table of some rows with the same codes."""
        out = Table.__new__(Table)
        out.accounts = [self.accounts[row] for row in rows]
        out.codes = self.codes
        out.written = self.written
        out._columns = {name: column[rows] for name, column in self._columns.items()}
        for name, column in out._columns.items():
            setattr(out, name, column)
        return out

    def _code_columns(self, accounts: Sequence[Account]) -> dict[str, npt.NDArray[Any]]:
        columns: dict[str, npt.NDArray[Any]] = {}
        for name in SETS:
            columns[name] = _column(self.codes[name].code(getattr(a, name)) for a in accounts)
        columns["document"] = _column(self.codes["document"].code(a.document_id) for a in accounts)
        columns["group"] = _column(self.codes["group"].code(a.group) for a in accounts)
        return columns

    def _place_columns(self, accounts: Sequence[Account]) -> dict[str, npt.NDArray[Any]]:
        wheres = [a.where for a in accounts]
        places, names, areas, countries = (self.codes[name] for name in ("place", "name", "admin1", "country"))
        return {
            "place": _column(places.code(w.key) if w and w.key else NONE for w in wheres),
            "name": _column(names.code(w.name) if w and w.name else NONE for w in wheres),
            "name_marks": _to_marks([w.marks if w and w.point and not w.seat else () for w in wheres]),
            "sure": np.array([bool(w and w.sure) for w in wheres], dtype=bool),
            "plain": np.array([bool(w and w.plain) for w in wheres], dtype=bool),
            "admin1": _column(areas.code((w.country, w.admin1)) if w and w.admin1 else NONE for w in wheres),
            "country": _column(countries.code(w.country) if w and w.country else NONE for w in wheres),
            "lat": np.array([np.nan if w is None or w.lat is None else w.lat for w in wheres], dtype=np.float64),
            "lon": np.array([np.nan if w is None or w.lon is None else w.lon for w in wheres], dtype=np.float64),
            "radius": np.array([w.radius_km if w else 0.0 for w in wheres], dtype=np.float64),
            "point": np.array([bool(w and w.point) for w in wheres], dtype=bool),
            "seat": np.array([bool(w and w.seat) for w in wheres], dtype=bool),
        }


def _number_columns(accounts: Sequence[Account]) -> dict[str, npt.NDArray[Any]]:
    columns: dict[str, npt.NDArray[Any]] = {
        "start": _column(a.start for a in accounts),
        "as_of": _column(NONE if a.as_of is None else a.as_of for a in accounts),
        "first": _column(a.when.first if a.when else NONE for a in accounts),
        "last": _column(a.when.last if a.when else NONE for a in accounts),
        "weekday": _column(a.hint.weekday if a.hint and a.hint.weekday else NONE for a in accounts),
        "month_day": _column(a.hint.month_day if a.hint and a.hint.month_day else NONE for a in accounts),
        "report_weekday": _column(a.report.weekday if a.report and a.report.weekday else NONE for a in accounts),
        "report_day": _column(a.report.month_day if a.report and a.report.month_day else NONE for a in accounts),
        "days": _to_bits([a.days for a in accounts]),
        "focus": np.array([a.focus for a in accounts], dtype=bool),
        "precise": np.array([bool(a.when and a.when.precise) for a in accounts], dtype=bool),
        "soft": np.array([bool(a.when and a.when.soft) for a in accounts], dtype=bool),
        "detail": np.fromiter((a.detail for a in accounts), np.uint64, len(accounts)),
        "headed": np.array([bool(a.head) for a in accounts], dtype=bool),
        "marked": np.array([bool(a.marks) for a in accounts], dtype=bool),
    }
    for name in ("killed", "injured"):
        tolls: list[Toll | None] = [getattr(a, name) for a in accounts]
        columns[f"{name}_low"] = _column(NONE if t is None else t.low for t in tolls)
        columns[f"{name}_high"] = _column(NONE if t is None else OPEN if t.high is None else t.high for t in tolls)
        columns[f"{name}_vague"] = np.array([bool(t and t.vague) for t in tolls], dtype=bool)
    return columns


def _to_bits(days: Sequence[tuple[int, ...]]) -> npt.NDArray[np.uint64]:
    """Return a row of bits for each set of days of the year (month * 32 + day)."""
    rows = np.repeat(np.arange(len(days)), [len(d) for d in days])
    held = np.fromiter((d for some in days for d in some), dtype=np.int64, count=len(rows)) - 32
    bits = np.zeros((len(days), DAY_WORDS), dtype=np.uint64)
    np.bitwise_or.at(bits, (rows, held // 64), np.uint64(1) << (held % 64).astype(np.uint64))
    return bits


def _to_marks(names: Sequence[tuple[int, ...]]) -> npt.NDArray[np.uint64]:
    """Return a row of marks for each name, 0 where it has fewer words."""
    marks = np.zeros((len(names), MARKS), dtype=np.uint64)
    for row, words in enumerate(names):
        marks[row, : len(words)] = words
    return marks


def _column(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
