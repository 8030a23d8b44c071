"""Blocking: which pairs of accounts are worth comparing, by keys that a true pair is likely to share.

In: a table. Out: pairs of row numbers (`left < right`), of different documents and one group of event types, each pair once.
Keys: day and place cell (with neighbours); day and name of the place; day and first-order division or country, where one of the two is
no more precise; day alone, where neither names a place; cell or name alone, where one has neither day nor date of publication; texts
that speak of one matter.
An undated account is looked for on the days before its publication. A pair that shares no key is taken to be of two events.
A hot path: sorted arrays and binary search. Measured by `benchmarks/linking.py`.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from sijill.link.table import NONE, Bools, Ints, Table
from sijill.link.weights import LinkRules
from sijill.link.wording import Wording

CELL_DEGREES = 0.25
SMALL = 2500
PART = 1_000_000
LIKE_HEADS, LIKE_PASSAGES = 0.22, 0.12
_LON_CELLS = 2048
_DAY_STEP = np.int64(1) << 40
_SIEVE, _FEW = 1 << 22, 8
Pairs = tuple[Ints, Ints]


def find_pairs(table: Table, wording: Wording, rules: LinkRules, fresh: Bools | None = None) -> Pairs:
    """Return the pairs to compare; with `fresh`, only those with at least one fresh row.

    In a collection of at most `SMALL` accounts every pair is compared.
    """
    if is_small(len(table)):
        left, right = np.triu_indices(len(table), 1)
        parts: Iterable[Pairs] = [(left.astype(np.int64), right.astype(np.int64))]
    else:
        parts = _iter_block_pairs(table, wording, rules, np.ones(len(table), dtype=bool) if fresh is None else fresh)
    kept = (_keep(table, pairs, fresh) for pairs in parts)
    codes = _sort_once(np.concatenate([_sort_once(left * len(table) + right) for left, right in kept]))
    return codes // len(table), codes % len(table)


def is_small(rows: int) -> bool:
    """Is a collection so small that every pair is compared?"""
    return rows <= SMALL


def _sort_once(codes: Ints) -> Ints:
    """Return distinct codes, sorted (`np.unique` hashes, which is slower here)."""
    codes = np.sort(codes)
    once: Ints = codes[np.diff(codes, prepend=-1) != 0]
    return once


def find_document_pairs(table: Table, fresh: Bools | None = None) -> Pairs:
    """Return all pairs of rows of one document and group; with `fresh`, only those with at least one fresh row."""
    fresh = np.ones(len(table), dtype=bool) if fresh is None else fresh
    rows, asked = np.arange(len(table)), np.flatnonzero(fresh)
    left, right = _join(table.document[asked], table.document[rows], asked, rows)
    keep = (table.group[left] == table.group[right]) & ((left < right) | ~fresh[right])
    return np.minimum(left, right)[keep], np.maximum(left, right)[keep]


def _keep(table: Table, pairs: Pairs, fresh: Bools | None) -> Pairs:
    """Return the pairs of two documents and one group, smaller row first."""
    left, right = np.minimum(*pairs), np.maximum(*pairs)
    keep = (table.document[left] != table.document[right]) & (table.group[left] == table.group[right])
    if fresh is not None:
        keep &= fresh[left] | fresh[right]
    return left[keep], right[keep]


def _iter_block_pairs(table: Table, wording: Wording, rules: LinkRules, fresh: Bools) -> Iterator[Pairs]:
    """Yield pairs of a fresh row with any row, some of them more than once."""
    days = _day_rows(table, rules)
    located = table.sure & table.point
    yield from _near_pairs(table, days, located, fresh)
    yield from _name_pairs(table, days, fresh)
    yield from _area_pairs(table, days, located, fresh)
    yield from _timeless_pairs(table, rules, fresh)
    yield from _calendar_pairs(table, fresh)
    yield _document_pairs(table, *wording.copies.get_pairs())
    yield _document_pairs(table, *wording.heads.get_pairs(LIKE_HEADS))
    yield wording.passages.get_pairs(LIKE_PASSAGES)


def _day_rows(table: Table, rules: LinkRules) -> Pairs:
    """Return (row, day) for every day on which an account's event may have happened; longer spans than `news_days` are left out."""
    undated = (table.first == NONE) & (table.as_of != NONE)
    first = np.where(undated, table.as_of - rules.news_days, table.first)
    span = np.where(first == NONE, -1, np.where(undated, table.as_of, table.last) - first)
    rows, days = [], []
    for step in range(rules.news_days + 1):
        held = np.flatnonzero((span >= step) & (span <= rules.news_days))
        rows.append(held)
        days.append(first[held] + step)
    return np.concatenate(rows), np.concatenate(days)


def _near_pairs(table: Table, day_rows: Pairs, located: Bools, fresh: Bools) -> Iterator[Pairs]:
    """Yield pairs of points in one or neighbouring cells, on one day or the next."""
    rows, days = day_rows
    keep = located[rows]
    rows, days = rows[keep], days[keep]
    key = days * _DAY_STEP + _cells(table)[rows]
    asked = fresh[rows]
    steps = [day * _DAY_STEP + dy * _LON_CELLS + dx for day in (-1, 0, 1) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    if asked.all():
        steps = [step for step in steps if step >= 0]  # each pair once
    targets = _Sorted(key, rows, key[asked], steps)
    for step in steps:
        yield from targets.iter_joined(key[asked] + step, rows[asked])


def _name_pairs(table: Table, day_rows: Pairs, fresh: Bools) -> Iterator[Pairs]:
    """Yield pairs on one day in places whose names sound alike."""
    rows, days = day_rows
    keep = (table.name != NONE)[rows]
    rows, key = rows[keep], days[keep] * _DAY_STEP + table.name[rows[keep]]
    yield from _iter_joined(key[fresh[rows]], key, rows[fresh[rows]], rows)


def _area_pairs(table: Table, day_rows: Pairs, located: Bools, fresh: Bools) -> Iterator[Pairs]:
    """Yield pairs on one day in one division or country, of which one names no more than that, or on one day and nowhere."""
    rows, days = day_rows
    for column, vague in ((table.admin1, ~located & (table.admin1 != NONE)), (table.country, ~located & (table.admin1 == NONE))):
        held = column[rows] != NONE
        key, at = days[held] * _DAY_STEP + column[rows[held]], rows[held]
        loose, asked = vague[at], fresh[at]
        yield from _iter_joined(key[loose & asked], key, at[loose & asked], at)
        if not asked.all():
            yield from _iter_joined(key[asked & ~loose], key[loose], at[asked & ~loose], at[loose])
    nowhere = (table.place == NONE)[rows]
    asked = nowhere & fresh[rows]
    yield from _iter_joined(days[asked], days[nowhere], rows[asked], rows[nowhere])


def find_full_places(table: Table, rules: LinkRules) -> Ints:
    """Return the place keys (of `get_place_keys`) that hold too many rows to compare what has no day."""
    keys = np.concatenate(get_place_keys(table))
    names, sizes = np.unique(keys[keys != NONE], return_counts=True)
    full: Ints = names[sizes > rules.block_limit]
    return full


def get_place_keys(table: Table) -> tuple[Ints, Ints]:
    """Return each row's cell and the number of its name below zero; `NONE` for coarse places and none."""
    named = table.point & (table.name != NONE)
    return np.where(table.sure & table.point, _cells(table), NONE), np.where(named, -1 - table.name, NONE)


def _timeless_pairs(table: Table, rules: LinkRules, fresh: Bools) -> Iterator[Pairs]:
    """Yield pairs in one place of which one has neither day nor date of publication; places above the limit are left out."""
    full = find_full_places(table, rules)
    timeless = (table.first == NONE) & (table.as_of == NONE)
    for key in get_place_keys(table):
        rows = np.flatnonzero((key != NONE) & ~np.isin(key, full))
        asked = rows[timeless[rows] & fresh[rows]]
        yield _join(key[asked], key[rows], asked, rows)
        if not fresh.all():
            asked, found = rows[~timeless[rows] & fresh[rows]], rows[timeless[rows]]
            yield _join(key[asked], key[found], asked, found)


def _calendar_pairs(table: Table, fresh: Bools) -> Iterator[Pairs]:
    """Yield pairs in one division on one day of the year, of which one has no date; a report's own day stands for that of its claims."""
    day = np.where(table.month_day != NONE, table.month_day, table.report_day)
    rows = np.flatnonzero((day != NONE) & (table.admin1 != NONE))
    key, timeless = day[rows] * _DAY_STEP + table.admin1[rows], table.first[rows] == NONE
    asked = timeless & fresh[rows]
    yield _join(key[asked], key, rows[asked], rows)
    if not fresh.all():
        asked = ~timeless & fresh[rows]
        yield _join(key[asked], key[timeless], rows[asked], rows[timeless])


def _document_pairs(table: Table, left: Ints, right: Ints) -> Pairs:
    """Return all pairs of rows of some pairs of documents."""
    rows, pair = np.arange(len(table)), np.arange(len(left))
    held, first = _join(left, table.document, pair, rows)
    at, second = _join(right[held], table.document, np.arange(len(held)), rows)
    return first[at], second


def _cells(table: Table) -> Ints:
    """Return the number of the grid cell of each row's point, -1 where it has none."""
    known = ~np.isnan(table.lat)
    y = np.floor((np.where(known, table.lat, 0.0) + 90.0) / CELL_DEGREES).astype(np.int64) + 1
    x = np.floor((np.where(known, table.lon, 0.0) + 180.0) / CELL_DEGREES).astype(np.int64) + 1
    return np.where(known, y * _LON_CELLS + x, -1)


class _Sorted:
    """Rows by key, sorted once for many look-ups; of many rows only those that few `asked` keys, with all `steps` from them, may find."""

    def __init__(self, keys: Ints, rows: Ints, asked: Ints, steps: Sequence[np.int64] = (np.int64(0),)) -> None:
        if len(asked) * len(steps) * _FEW < len(keys):
            found = np.zeros(_SIEVE, dtype=bool)
            for step in steps:
                found[_sieve(asked + step)] = True
            kept = found[_sieve(keys)]
            keys, rows = keys[kept], rows[kept]
        order = np.argsort(keys, kind="stable")
        self._keys, self._rows = keys[order], rows[order]

    def join(self, keys: Ints, rows: Ints) -> Pairs:
        """Return all (row of `rows`, row held) with equal keys."""
        return self._pair(rows, *self._find(keys))

    def iter_joined(self, keys: Ints, rows: Ints) -> Iterator[Pairs]:
        """Yield the pairs of `join` in parts of about `PART`, each of which is made when it is asked for."""
        low, count = self._find(keys)
        part = np.cumsum(count) // PART
        for cut in np.split(np.arange(len(keys)), np.flatnonzero(np.diff(part)) + 1):
            yield self._pair(rows[cut], low[cut], count[cut])

    def _find(self, keys: Ints) -> Pairs:
        """Return where the rows with each key begin, and how many there are."""
        low = np.searchsorted(self._keys, keys, "left")
        return low, np.searchsorted(self._keys, keys, "right") - low

    def _pair(self, rows: Ints, low: Ints, count: Ints) -> Pairs:
        offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(rows, count), self._rows[np.repeat(low, count) + offset]


def _sieve(keys: Ints) -> Ints:
    """Return the hole of a sieve through which each key falls (Fibonacci hashing); others may fall through the same."""
    return (keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(65 - _SIEVE.bit_length())).astype(np.int64)


def _join(left_keys: Ints, right_keys: Ints, left_rows: Ints, right_rows: Ints) -> Pairs:
    """Return all (left row, right row) with equal keys."""
    return _Sorted(right_keys, right_rows, left_keys).join(left_keys, left_rows)


def _iter_joined(left_keys: Ints, right_keys: Ints, left_rows: Ints, right_rows: Ints) -> Iterator[Pairs]:
    """Yield the pairs of `_join` in parts."""
    return _Sorted(right_keys, right_rows, left_keys).iter_joined(left_keys, left_rows)
