"""Clustering: groups of accounts of which most pairs are likely one event, never against a decision or days that exclude one another.

In: rows, scored pairs, and what a person decided. Out: a label for each row. The method is average linkage (after Sokal & Michener 1958)
over probabilities, with cannot-link constraints (Davidson & Ravi 2005): two groups are joined while the share of pairs between them that
are expected to be one event, the mean of their probabilities, exceeds a threshold. Pairs that were never compared count as 0, so a line
of events of which only neighbours agree does not become one group. Groups grow inside parts, which likely pairs connect: what is added
elsewhere changes nothing here.
Ties fall to the smallest row, rows are in order of claim ids.
Not here: scores (`link.score`), incident ids (`link.identity`).
"""

import heapq
import math
from collections.abc import Iterable

import msgspec
import numpy as np

from sijill.link.compare import EARTH_KM
from sijill.link.table import NONE, Bools, Floats, Ints, Table

LEAST_BITS = -8.0  # less than four in a thousand are one event
RowPair = tuple[int, int]
Days = tuple[int, int] | None
Point = tuple[float, float, float, bool]  # latitude, longitude, radius in km, whether it is the seat of a province


class Scored(msgspec.Struct, frozen=True):
    """Pairs of rows with their bits of evidence; three arrays of one length."""

    left: Ints
    right: Ints
    bits: Floats

    def select(self, chosen: Bools) -> "Scored":
        """Return some of the pairs."""
        return Scored(self.left[chosen], self.right[chosen], self.bits[chosen])


class Constraints(msgspec.Struct, frozen=True):
    """Pairs of rows that were decided: `same` are joined before anything else, `different` are never joined."""

    same: tuple[RowPair, ...] = ()
    different: frozenset[RowPair] = frozenset()


class Limits(msgspec.Struct, frozen=True):
    """How many days and kilometres two groups may span together, and the mean probability above which they are joined.

    Pairs above it connect a part; one of more than `large` rows falls into those that pairs above the first of `connect` do, then the next.
    Above `join_seat` the kilometres to the seat of a province do not count: its name may mean the province.
    """

    max_days: int
    max_km: float
    join: float
    large: int
    connect: tuple[float, ...] = ()
    join_seat: float = 1.0


def cluster_rows(table: Table, pairs: Scored, constraints: Constraints, limits: Limits) -> Ints:
    """Return for each row the smallest row of its cluster; the result does not depend on the order of rows."""
    return cluster_parts(table, pairs, split_parts(pairs, constraints, limits, len(table)), constraints, limits)


def cluster_parts(table: Table, pairs: Scored, part: Ints, constraints: Constraints, limits: Limits) -> Ints:
    """Return what `cluster_rows` does, for rows of which the parts are known."""
    labels = np.arange(len(table), dtype=np.int64)
    left, right, shares = _sort_by_part(pairs, part)
    names, starts = np.unique(part[left], return_index=True)
    ends = [*starts[1:].tolist(), len(left)] if len(left) else []
    edges = {name: (a, b) for name, a, b in zip(names.tolist(), starts.tolist(), ends, strict=True)}
    same, different = _group_pairs(constraints.same, part), _group_pairs(constraints.different, part)
    for name, rows in _group_members(part).items():
        a, b = edges.get(name, (0, 0))
        order = sorted(rows, key=lambda row: table.accounts[row].key)
        rank = {row: place for place, row in enumerate(order)}
        ranked = ([rank[i] for i in side[a:b].tolist()] for side in (left, right))
        apart = [(rank[i], rank[j]) for i, j in different.get(name, [])]
        extents = [(_get_days(table, row), _get_points(table, row)) for row in order]
        groups = _Groups(extents, zip(*ranked, shares[a:b].tolist(), strict=True), limits, apart)
        groups.tie(sorted(_sort_pair(rank[i], rank[j]) for i, j in same.get(name, [])))
        for members in groups.join():
            held = [order[place] for place in members]
            labels[held] = min(held)
    return labels


def _sort_by_part(pairs: Scored, part: Ints) -> tuple[Ints, Ints, Floats]:
    """Return left, right and probability of the pairs inside a part, part by part.

    Those that say nothing in a mean are left out: they count as 0, as pairs do that were never compared.
    """
    inside = np.flatnonzero((part[pairs.left] == part[pairs.right]) & (pairs.bits >= LEAST_BITS))
    inside = inside[np.argsort(part[pairs.left[inside]], kind="stable")]
    return pairs.left[inside], pairs.right[inside], to_shares(pairs.bits[inside])


def to_shares(bits: Floats) -> Floats:
    """Return the probabilities that bits of evidence amount to."""
    shares: Floats = 1.0 / (1.0 + np.exp2(-np.clip(bits, -60.0, 60.0)))
    return shares


def split_parts(pairs: Scored, constraints: Constraints, limits: Limits, size: int) -> Ints:
    """Return for each row the smallest row of its part."""
    part, large = np.zeros(size, dtype=np.int64), np.ones(size, dtype=bool)
    tied = np.array(constraints.same, dtype=np.int64).reshape(-1, 2)
    for least in (limits.join, *limits.connect):
        pairs = pairs.select((pairs.bits > to_bits(least)) & large[pairs.left])
        found = find_parts(size, np.concatenate([pairs.left, tied[:, 0]]), np.concatenate([pairs.right, tied[:, 1]]))
        part = np.where(large, found, part)
        large &= np.bincount(part, minlength=size)[part] > limits.large
        if not large.any():
            break
    return part


def to_bits(share: float) -> float:
    """Return the bits of evidence that amount to a probability."""
    return math.log2(share / (1.0 - share))


def find_parts(size: int, left: Ints, right: Ints) -> Ints:
    """Return for each row the smallest row that it is connected with.

    Each pass hooks the roots of pairs of two trees on smaller ones and flattens all trees (after Shiloach & Vishkin 1982).
    """
    label = np.arange(size, dtype=np.int64)
    while len(left):
        left, right = np.minimum(label[left], label[right]), np.maximum(label[left], label[right])
        apart = left != right
        left, right = left[apart], right[apart]
        np.minimum.at(label, right, left)
        while not np.array_equal(label, label[label]):
            label = label[label]
    return label


class _Groups:
    """The groups of one connected part while they grow; a group is named by its smallest row. Rows are in order of their keys."""

    def __init__(
        self,
        extents: list[tuple[Days, frozenset[Point]]],
        shares: Iterable[tuple[int, int, float]],
        limits: Limits,
        different: Iterable[RowPair],
    ) -> None:
        rows = range(len(extents))
        self._limits = limits
        self._days = {row: extents[row][0] for row in rows}
        self._points = {row: extents[row][1] for row in rows}
        self._members: dict[int, list[int]] = {row: [row] for row in rows}
        self._sums: dict[int, dict[int, float]] = {row: {} for row in rows}
        for i, j, share in shares:
            self._sums[i][j] = self._sums[j][i] = share
        self._different: dict[int, set[int]] = {row: set() for row in rows}
        for i, j in different:
            self._different[i].add(j)
            self._different[j].add(i)

    def tie(self, pairs: Iterable[RowPair]) -> None:
        """Join the groups of pairs that were decided to be the same, whatever else speaks against it."""
        holder = {row: row for row in self._members}
        for i, j in pairs:
            a, b = _sort_pair(_find(holder, i), _find(holder, j))
            if a != b and b not in self._different[a]:
                self._merge(a, b)
                holder[b] = a

    def join(self) -> list[list[int]]:
        """Join the likeliest two groups until no two are likely enough; return the groups."""
        current: dict[RowPair, float] = {}
        heap: list[tuple[float, int, int]] = []
        for a, others in self._sums.items():
            self._offer(a, (b for b in others if a < b), current, heap)
        heapq.heapify(heap)
        while heap:
            negative, a, b = heapq.heappop(heap)
            if current.get((a, b)) != -negative or not self._is_compatible(a, b, -negative):
                continue
            for other in self._sums[b]:
                current.pop(_sort_pair(b, other), None)
            self._merge(a, b)
            self._offer(a, self._sums[a], current, heap)
        return list(self._members.values())

    def _offer(self, a: int, others: Iterable[int], current: dict[RowPair, float], heap: list[tuple[float, int, int]]) -> None:
        """Note how likely group `a` is one with others, and put those that may be joined on the heap."""
        size, sums = len(self._members[a]), self._sums[a]
        for other in others:
            pair = _sort_pair(a, other)
            share = sums[other] / (size * len(self._members[other]))
            if share > self._limits.join:
                current[pair] = share
                heapq.heappush(heap, (-share, *pair))
            else:
                current.pop(pair, None)

    def _is_compatible(self, a: int, b: int, share: float) -> bool:
        """May two groups be joined that are one event with the mean probability `share`?"""
        if b in self._different[a]:
            return False
        days = _span(self._days[a], self._days[b])
        if days and days[1] - days[0] > self._limits.max_days:
            return False
        vague = share > self._limits.join_seat
        pairs = ((p, q) for p in self._points[a] for q in self._points[b])
        return all((vague and (p[3] or q[3])) or _km(p, q) <= self._limits.max_km + p[2] + q[2] for p, q in pairs)

    def _merge(self, a: int, b: int) -> None:
        """Let group `a` take in group `b`."""
        self._members[a] += self._members.pop(b)
        mine = self._sums[a]
        for other, share in self._sums.pop(b).items():
            del self._sums[other][b]
            if other != a:
                mine[other] = self._sums[other][a] = mine.get(other, 0.0) + share
        self._days[a] = _span(self._days[a], self._days.pop(b))
        self._points[a] = self._points[a] | self._points.pop(b)
        for other in self._different.pop(b):
            self._different[other].discard(b)
            self._different[other].add(a)
            self._different[a].add(other)


def _sort_pair(i: int, j: int) -> RowPair:
    return (i, j) if i < j else (j, i)


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


def _get_days(table: Table, row: int) -> Days:
    if table.first[row] == NONE or not table.precise[row] or table.soft[row]:
        return None
    return int(table.last[row]), int(table.first[row])


def _span(a: Days, b: Days) -> Days:
    """Return the earliest last day and the latest first day of two groups: their distance is the gap that must be bridged."""
    if a is None or b is None:
        return a or b
    return min(a[0], b[0]), max(a[1], b[1])


def _get_points(table: Table, row: int) -> frozenset[Point]:
    if not table.point[row] or not table.plain[row]:
        return frozenset()
    point = float(table.lat[row]), float(table.lon[row]), min(float(table.radius[row]), 10.0), bool(table.seat[row])
    return frozenset({point})


def _km(p: Point, q: Point) -> float:
    """Return the kilometres between two near points (equirectangular: exact enough below 100 km)."""
    if p[:2] == q[:2]:
        return 0.0
    x = math.radians(q[1] - p[1]) * math.cos(math.radians((p[0] + q[0]) / 2))
    return math.hypot(x, math.radians(q[0] - p[0])) * EARTH_KM


def _find(holder: dict[int, int], row: int) -> int:
    while holder[row] != row:
        row = holder[row]
    return row
