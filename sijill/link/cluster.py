"""Clustering: groups of accounts that agree on the whole, joined best pair first, never against a decision or a plain contradiction.

In: rows, scored pairs, and what a person decided. Out: a label for each row. The method is average linkage over bits of evidence
(after Sokal & Michener 1958) with cannot-link constraints (Davidson & Ravi 2005) inside each connected part of the graph of likely pairs;
parts are independent, so what is added elsewhere changes nothing here. Two groups are compared like two accounts: each comparison is
averaged over the pairs that have something to compare, then all are summed, so that a poor account neither helps nor harms a rich group.
Ties fall to the smallest row, rows are in order of claim ids.
Not here: scores (`link.score`), incident ids (`link.identity`).
"""

import heapq
from collections.abc import Callable, Iterable, Mapping
from operator import add

import msgspec
import numpy as np

from sijill.link.compare import EARTH_KM
from sijill.link.table import NONE, Floats, Ints, Table
from sijill.link.weights import LinkRules

RowPair = tuple[int, int]
Row = tuple[list[float], list[int]]
Split = Callable[[Ints, Ints], Floats]


class Scored(msgspec.Struct, frozen=True):
    """Pairs of rows with their bits of evidence; three arrays of one length."""

    left: Ints
    right: Ints
    bits: Floats


class Constraints(msgspec.Struct, frozen=True):
    """Pairs of rows that were decided: `same` are joined before anything else, `different` are never joined."""

    same: tuple[RowPair, ...] = ()
    different: frozenset[RowPair] = frozenset()


class Limits(msgspec.Struct, frozen=True):
    """What two groups must not exceed together, which pairs connect parts, and when two groups are joined."""

    max_days: int
    max_km: float
    likely_bits: float
    join_bits: float
    unseen_bits: float

    @classmethod
    def of(cls, rules: LinkRules) -> "Limits":
        """Return the limits that the rules set."""
        return cls(rules.max_days, rules.max_km, rules.likely_bits, rules.join_bits, rules.unseen_bits)


def cluster_rows(table: Table, pairs: Scored, split: Split, constraints: Constraints, limits: Limits) -> Ints:
    """Return for each row the smallest row of its cluster; the result does not depend on the order of rows.

    `split` gives the bits of each comparison of some pairs, NaN where a comparison says nothing.
    """
    labels = np.arange(len(table), dtype=np.int64)
    part = find_parts(len(table), *find_likely(pairs, constraints, limits))
    inside = np.flatnonzero(part[pairs.left] == part[pairs.right])
    inside = inside[np.argsort(part[pairs.left[inside]], kind="stable")]
    left, right = pairs.left[inside], pairs.right[inside]
    shares = split(left, right)
    bits = np.nansum(shares, axis=1)
    names, starts = np.unique(part[left], return_index=True)
    ends = [*starts[1:].tolist(), len(left)] if len(left) else []
    edges = {name: (a, b) for name, a, b in zip(names.tolist(), starts.tolist(), ends, strict=True)}
    same, different = _group_pairs(constraints.same, part), _group_pairs(constraints.different, part)
    for name, rows in _group_members(part).items():
        a, b = edges.get(name, (0, 0))
        order = sorted(rows, key=lambda row: table.accounts[row].key)
        rank = {row: place for place, row in enumerate(order)}
        pair_rows = zip(left[a:b].tolist(), right[a:b].tolist(), strict=True)
        ranked = [(min(rank[i], rank[j]), max(rank[i], rank[j])) for i, j in pair_rows]
        apart = [(rank[i], rank[j]) for i, j in different.get(name, [])]
        groups = _Groups(table.take(order), dict(zip(ranked, _to_evidence(shares[a:b]), strict=True)), limits, apart)
        groups.tie(sorted((min(rank[i], rank[j]), max(rank[i], rank[j])) for i, j in same.get(name, [])))
        for members in groups.join(dict(zip(ranked, bits[a:b].tolist(), strict=True))):
            held = [order[place] for place in members]
            labels[held] = min(held)
    return labels


def find_likely(pairs: Scored, constraints: Constraints, limits: Limits) -> tuple[Ints, Ints]:
    """Return the pairs that are likely enough to connect two parts, and those that were decided to be one event."""
    tied = np.array(constraints.same, dtype=np.int64).reshape(-1, 2)
    likely = pairs.bits > limits.likely_bits
    return np.concatenate([pairs.left[likely], tied[:, 0]]), np.concatenate([pairs.right[likely], tied[:, 1]])


def find_parts(size: int, left: Ints, right: Ints) -> Ints:
    """Return for each row the smallest row that it is connected with (pointer jumping: few passes even over long chains)."""
    label = np.arange(size, dtype=np.int64)
    while True:
        before = label.copy()
        low = np.minimum(label[left], label[right])
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        np.minimum.at(label, left, low)
        np.minimum.at(label, right, low)
        label = label[label]
        if np.array_equal(label, before):
            return label


class _Groups:
    """The groups of one connected part while they grow; a group is named by its smallest row. Rows are in order of their keys."""

    def __init__(self, table: Table, evidence: Mapping[RowPair, Row], limits: Limits, different: Iterable[RowPair]) -> None:
        rows = range(len(table))
        self._limits = limits
        self._members: dict[int, list[int]] = {row: [row] for row in rows}
        self._sums: dict[int, dict[int, Row]] = {row: {} for row in rows}
        for (i, j), row in evidence.items():
            self._sums[i][j] = self._sums[j][i] = row
        self._days = {row: _get_days(table, row) for row in rows}
        self._points = {row: _get_points(table, row) for row in rows}
        self._different: dict[int, set[int]] = {row: set() for row in rows}
        for i, j in different:
            self._different[i].add(j)
            self._different[j].add(i)

    def tie(self, pairs: Iterable[RowPair]) -> None:
        """Join the groups of pairs that were decided to be the same, whatever else speaks against it."""
        holder = {row: row for row in self._members}
        for i, j in pairs:
            a, b = sorted((_find(holder, i), _find(holder, j)))
            if a != b and b not in self._different[a]:
                self._merge(a, b)
                holder[b] = a

    def join(self, bits: Mapping[RowPair, float]) -> list[list[int]]:
        """Join the best two groups until no two agree on the whole; return the groups. `bits` are those of single pairs."""
        least = self._limits.join_bits
        tied = any(len(members) > 1 for members in self._members.values())
        if tied:
            bits = {(a, b): self._average(a, b) for a, others in self._sums.items() for b in others if a < b}
        current = {pair: value for pair, value in bits.items() if value > least}
        heap = [(-value, a, b) for (a, b), value in current.items()]
        heapq.heapify(heap)
        while heap:
            negative, a, b = heapq.heappop(heap)
            if current.get((a, b)) != -negative or not self._is_compatible(a, b):
                continue
            for other in self._sums[b]:
                current.pop((min(b, other), max(b, other)), None)
            self._merge(a, b)
            for other in self._sums[a]:
                pair = min(a, other), max(a, other)
                current[pair] = self._average(a, other)
                if current[pair] > least:
                    heapq.heappush(heap, (-current[pair], *pair))
        return list(self._members.values())

    def _average(self, a: int, b: int) -> float:
        """Return the bits of two groups: each comparison's mean, and the pairs that were never compared."""
        sums, counts = self._sums[a][b]
        pairs = len(self._members[a]) * len(self._members[b])
        bits = sum([total / count for total, count in zip(sums, counts) if count])  # noqa: B905  the hottest line
        return bits + (1 - counts[0] / pairs) * self._limits.unseen_bits

    def _is_compatible(self, a: int, b: int) -> bool:
        if b in self._different[a]:
            return False
        days = _span(self._days[a], self._days[b])
        if days and days[1] - days[0] > self._limits.max_days:
            return False
        return all(_km(p, q) <= self._limits.max_km + p[2] + q[2] for p in self._points[a] for q in self._points[b])

    def _merge(self, a: int, b: int) -> None:
        """Let group `a` take in group `b`."""
        self._members[a] += self._members.pop(b)
        for other, theirs in self._sums.pop(b).items():
            del self._sums[other][b]
            if other != a:
                mine = self._sums[a].get(other)
                self._sums[a][other] = self._sums[other][a] = theirs if mine is None else _add(mine, theirs)
        self._days[a] = _span(self._days[a], self._days.pop(b))
        self._points[a] = self._points[a] | self._points.pop(b)
        for other in self._different.pop(b):
            self._different[other].discard(b)
            self._different[other].add(a)
            self._different[a].add(other)


def _to_evidence(bits: Floats) -> list[Row]:
    """Return sums and counts of every comparison for each pair; the prior comes first and is part of every pair."""
    known = ~np.isnan(bits)
    sums, counts = np.where(known, bits, 0.0).tolist(), known.astype(np.int64).tolist()
    return list(zip(sums, counts, strict=True))


def _add(mine: Row, theirs: Row) -> Row:
    return list(map(add, mine[0], theirs[0])), list(map(add, mine[1], theirs[1]))


def _group_members(part: Ints) -> dict[int, list[int]]:
    """Return the rows of every part of more than one row."""
    members: dict[int, list[int]] = {}
    for row in np.flatnonzero(np.bincount(part, minlength=len(part))[part] > 1).tolist():
        members.setdefault(int(part[row]), []).append(row)
    return members


def _group_pairs(pairs: Iterable[RowPair], part: Ints) -> dict[int, list[RowPair]]:
    grouped: dict[int, list[RowPair]] = {}
    for i, j in pairs:
        if part[i] != part[j]:
            continue
        grouped.setdefault(int(part[i]), []).append((i, j))
    return grouped


def _get_days(table: Table, row: int) -> tuple[int, int] | None:
    if table.first[row] == NONE or not table.precise[row] or table.soft[row]:
        return None
    return int(table.last[row]), int(table.first[row])


def _span(a: tuple[int, int] | None, b: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the earliest last day and the latest first day of two groups: their distance is the gap that must be bridged."""
    if a is None or b is None:
        return a or b
    return min(a[0], b[0]), max(a[1], b[1])


def _get_points(table: Table, row: int) -> frozenset[tuple[float, float, float]]:
    if not table.point[row] or not table.sure[row]:
        return frozenset()
    return frozenset({(float(table.lat[row]), float(table.lon[row]), min(float(table.radius[row]), 10.0))})


def _km(p: tuple[float, float, float], q: tuple[float, float, float]) -> float:
    """Return the kilometres between two near points (equirectangular: exact enough below 100 km)."""
    if p[:2] == q[:2]:
        return 0.0
    x = np.radians(q[1] - p[1]) * np.cos(np.radians((p[0] + q[0]) / 2))
    return float(np.hypot(x, np.radians(q[0] - p[0])) * EARTH_KM)


def _find(holder: dict[int, int], row: int) -> int:
    while holder[row] != row:
        row = holder[row]
    return row
