"""Blocking: which pairs of accounts are worth comparing, by keys that a true pair is likely to share.

In: a table. Out: pairs of row numbers (`left < right`), of different documents and one group of event types, each pair once.
Keys: day and place cell (with neighbours); day and first-order division, where one of the two is no more precise; day and country, where
one names no place; place cell alone, where one has no day; copied texts and texts that share rare words. A pair that shares no key is taken
to be of two events.
A hot path: sorted arrays and binary search. Measured by `benchmarks/linking.py`.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sijill.link.table import NONE, Ints, Table
from sijill.link.texts import TextPairs
from sijill.link.weights import LinkRules

CELL_DEGREES = 0.25
SMALL = 400
TEXT_POINTS = 4
_LON_CELLS = 2048
_DAY_STEP = np.int64(1) << 40
Pairs = tuple[Ints, Ints]


def find_pairs(table: Table, texts: TextPairs, rules: LinkRules, fresh: npt.NDArray[np.bool_] | None = None) -> Pairs:
    """Return the pairs to compare; with `fresh`, only those with at least one fresh row.

    In a collection of at most `SMALL` accounts every pair is compared.
    """
    if len(table) <= SMALL:
        left, right = np.triu_indices(len(table), 1)
        pairs = left.astype(np.int64), right.astype(np.int64)
        return _keep(table, pairs, fresh)
    parts = [_keep(table, pairs, fresh) for pairs in _iter_block_pairs(table, texts, rules)]
    codes = np.unique(np.concatenate([left * len(table) + right for left, right in parts]))
    return codes // len(table), codes % len(table)


def find_document_pairs(table: Table) -> Pairs:
    """Return all pairs of rows of one document and group."""
    key = table.document * 64 + table.group % 64
    left, right = _join(key, key, np.arange(len(table)), np.arange(len(table)))
    keep = (left < right) & (table.group[left] == table.group[right])
    return left[keep], right[keep]


def _keep(table: Table, pairs: Pairs, fresh: npt.NDArray[np.bool_] | None) -> Pairs:
    """Return the pairs of two documents and one group, smaller row first."""
    left, right = np.minimum(*pairs), np.maximum(*pairs)
    keep = (table.document[left] != table.document[right]) & (table.group[left] == table.group[right])
    if fresh is not None:
        keep &= fresh[left] | fresh[right]
    return left[keep], right[keep]


def _iter_block_pairs(table: Table, texts: TextPairs, rules: LinkRules) -> Iterator[Pairs]:
    days = _day_rows(table, rules)
    located = ~np.isnan(table.lat) & table.point
    yield from _near_pairs(table, days, located)
    yield from _area_pairs(table, days, located)
    yield from _undated_pairs(table, located, rules)
    yield _text_pairs(table, texts)


def _day_rows(table: Table, rules: LinkRules) -> Pairs:
    """Return (row, day) for every day on which an account's event may have happened, at most 10 days of it."""
    rows, days = [], []
    span = np.where(table.first == NONE, -1, table.last - table.first)
    for step in range(rules.news_days):
        held = np.flatnonzero((span >= step) & (span < rules.news_days))
        rows.append(held)
        days.append(table.first[held] + step)
    return np.concatenate(rows), np.concatenate(days)


def _near_pairs(table: Table, day_rows: Pairs, located: npt.NDArray[np.bool_]) -> Iterator[Pairs]:
    """Yield pairs of points in one or neighbouring cells, on one day or the next."""
    rows, days = day_rows
    keep = located[rows]
    rows, days = rows[keep], days[keep]
    cells = _cells(table)[rows]
    key = days * _DAY_STEP + cells
    for day_step in (0, 1):
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if day_step or (dy, dx) >= (0, 0):
                    yield _join(key + day_step * _DAY_STEP + dy * _LON_CELLS + dx, key, rows, rows)


def _area_pairs(table: Table, day_rows: Pairs, located: npt.NDArray[np.bool_]) -> Iterator[Pairs]:
    """Yield pairs on one day in one division or country, of which one names no more than that."""
    rows, days = day_rows
    for column, vague in ((table.admin1, ~located & (table.admin1 != NONE)), (table.country, ~located & (table.admin1 == NONE))):
        held = column[rows] != NONE
        key = days[held] * _DAY_STEP + column[rows[held]]
        loose = vague[rows[held]]
        yield _join(key[loose], key, rows[held][loose], rows[held])
    nowhere = (table.place == NONE)[rows]
    yield _join(days[nowhere], days[nowhere], rows[nowhere], rows[nowhere])


def _undated_pairs(table: Table, located: npt.NDArray[np.bool_], rules: LinkRules) -> Iterator[Pairs]:
    """Yield pairs of one place of which one has no day; blocks above the limit are left out."""
    rows = np.flatnonzero(located | ((table.place != NONE) & np.isnan(table.lat)))
    undated = rows[table.first[rows] == NONE]
    key = np.where(located, _cells(table), -1 - table.place)
    sizes = np.unique(key[rows], return_counts=True)
    full = sizes[0][sizes[1] > rules.block_limit]
    rows, undated = rows[~np.isin(key[rows], full)], undated[~np.isin(key[undated], full)]
    yield _join(key[undated], key[rows], undated, rows)


def _text_pairs(table: Table, texts: TextPairs) -> Pairs:
    """Return all rows of documents whose texts speak of one matter."""
    left, right = texts.get_pairs(points=TEXT_POINTS)
    rows = np.arange(len(table))
    pair = np.arange(len(left))
    held_left, first = _join(left, table.document, pair, rows)
    at, second = _join(right[held_left], table.document, np.arange(len(held_left)), rows)
    return first[at], second


def _cells(table: Table) -> Ints:
    """Return the number of the grid cell of each row's point, -1 where it has none."""
    known = ~np.isnan(table.lat)
    y = np.floor((np.where(known, table.lat, 0.0) + 90.0) / CELL_DEGREES).astype(np.int64) + 1
    x = np.floor((np.where(known, table.lon, 0.0) + 180.0) / CELL_DEGREES).astype(np.int64) + 1
    return np.where(known, y * _LON_CELLS + x, -1)


def _join(left_keys: Ints, right_keys: Ints, left_rows: Ints, right_rows: Ints) -> Pairs:
    """Return all (left row, right row) with equal keys."""
    order = np.argsort(right_keys, kind="stable")
    ordered = right_keys[order]
    low = np.searchsorted(ordered, left_keys, "left")
    count = np.searchsorted(ordered, left_keys, "right") - low
    total = int(count.sum())
    left = np.repeat(left_rows, count)
    offset = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    return left, right_rows[order[np.repeat(low, count) + offset]]
