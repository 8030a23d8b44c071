"""Marks that passages share: names and numbers that few others have, in whatever script they are written.

In: marks (`lang.marks`) of accounts, or of the heads of documents. Out: `MarkPairs`: for pairs how alike the passages are, from 0 to 1:
the weight of the marks they share over the geometric mean of what each has (a cosine). A mark that at most `VERY_RARE` documents
have weighs 2, one of at most `RARE` 1, others nothing. Steps instead of idf: a passage's weights change only when a mark of its own becomes
less rare, so adding documents changes few pairs, and `MarkIndex.extend` says whose. A hot path: sorted arrays instead of dictionaries.
Not here: what likeness is worth (`packs/linking/weights.yml`).
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from sijill.lang.hashes import HASH_BYTES

VERY_RARE, RARE = 12, 60
LEAST_SHARED = 2
LEAST_LIKE = 0.04
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]
_HALF, _ROW = np.uint64(32), np.uint64(0xFFFFFFFF)


class MarkPairs(msgspec.Struct, frozen=True):
    """Pairs of passages (`left < right`, sorted by `left * size + right`) that are alike."""

    size: int
    keys: Ints
    likeness: Floats

    def find(self, left: Ints, right: Ints) -> Floats:
        """Return how alike pairs are, 0 for pairs that share no telling marks."""
        if not len(self.keys):
            return np.zeros(len(left), dtype=np.float64)
        keys = np.minimum(left, right) * self.size + np.maximum(left, right)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.likeness[at], 0.0)

    def get_pairs(self, least: float) -> tuple[Ints, Ints]:
        """Return the pairs that are at least so alike."""
        keys = self.keys[self.likeness >= least]
        return keys // self.size, keys % self.size


class Postings:
    """Which rows of a growing collection have a hash: sorted numbers of which the upper half is the hash, the lower half the row.

    Rows are numbered as they come; the rows of one owner (a document) come together, and a hash is as rare as few owners have it.
    """

    def __init__(self) -> None:
        self._sets: list[bytes] = []
        self._owners: Ints = np.zeros(0, dtype=np.int64)
        self._keys: Keys = np.zeros(0, dtype=np.uint64)
        self._hashes: Keys = np.zeros(0, dtype=np.uint64)  # distinct, sorted
        self._counts: Ints = np.zeros(0, dtype=np.int64)  # of each the number of owners

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self._sets)

    def extend(self, sets: Sequence[bytes], owners: Ints, limits: Sequence[int]) -> Ints:
        """Add rows by their packed hashes; return the earlier rows (sorted) that have one whose number of owners now exceeds a limit."""
        keys = _make_keys(sets, self.size)
        self._sets += sets
        self._owners = np.concatenate([self._owners, owners])
        hashes, added = self._count_owners(keys)
        before = self._get_counts(hashes)
        crossed = np.zeros(len(hashes), dtype=bool)
        for limit in limits:
            crossed |= (before <= limit) & (before + added > limit)
        touched: Ints = np.unique(_get_rows(self._find(hashes[crossed])[0]))
        self._keys = _insert(self._keys, np.searchsorted(self._keys, keys), keys)
        known = before > 0
        self._counts[np.searchsorted(self._hashes, hashes[known])] += added[known]
        at = np.searchsorted(self._hashes, hashes[~known])
        self._hashes, self._counts = _insert(self._hashes, at, hashes[~known]), _insert(self._counts, at, added[~known])
        return touched

    def select(self, most: int, chosen: Ints | None = None) -> tuple[Keys, Ints, Ints]:
        """Return hash, row and number of owners of the postings of hashes that 2 to `most` owners have; with `chosen`, one of these."""
        if chosen is None:
            sizes, usable = self._measure(), (self._counts >= 2) & (self._counts <= most)
            kept, counts = self._keys[np.repeat(usable, sizes)], np.repeat(self._counts[usable], sizes[usable])
        else:
            hashes = np.unique(self._get_hashes(chosen)[0])
            counts = self._get_counts(hashes)
            usable = (counts >= 2) & (counts <= most)
            kept, group = self._find(hashes[usable])
            counts = counts[usable][group]
        return kept >> _HALF, _get_rows(kept), counts

    def sum_weights(self, weigh: Callable[[Ints], Floats], rows: Ints | None = None) -> Floats:
        """Return for each row, or each of some rows, the sum of what its hashes weigh, by how many owners have them."""
        if rows is None:
            weights, holders, size = np.repeat(weigh(self._counts), self._measure()), _get_rows(self._keys), self.size
        else:
            hashes, holders = self._get_hashes(rows)
            weights, size = weigh(self._get_counts(hashes)), len(rows)
        return np.bincount(holders, weights=weights, minlength=size).astype(np.float64)

    def hold(self, hashes: Keys, rows: Ints) -> Bools:
        """Return which rows have the hash that stands beside them."""
        if not len(self._keys):
            return np.zeros(len(rows), dtype=bool)
        keys = (hashes << _HALF) | rows.astype(np.uint64)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        held: Bools = self._keys[at] == keys
        return held

    def _measure(self) -> Ints:
        """Return the number of postings of each hash."""
        return np.diff(_find_starts(self._keys >> _HALF), append=len(self._keys))

    def _get_hashes(self, rows: Ints) -> tuple[Keys, Ints]:
        """Return every hash of some rows, and which of these has it."""
        keys = _make_keys([self._sets[row] for row in rows.tolist()], 0)
        return keys >> _HALF, _get_rows(keys)

    def _get_counts(self, hashes: Keys) -> Ints:
        """Return how many owners hashes have."""
        if not len(self._hashes):
            return np.zeros(len(hashes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashes, self._counts[at], 0)

    def _count_owners(self, keys: Keys) -> tuple[Keys, Ints]:
        """Return the distinct hashes of some postings, and how many owners each has."""
        starts, owners = _find_starts(keys >> _HALF), self._owners[_get_rows(keys)]
        first = np.ones(len(keys), dtype=bool)
        np.not_equal(owners[1:], owners[:-1], out=first[1:])
        first[starts] = True
        counts = np.add.reduceat(first, starts, dtype=np.int64) if len(starts) else starts
        return keys[starts] >> _HALF, counts

    def _find(self, hashes: Keys) -> tuple[Keys, Ints]:
        """Return every posting of some distinct sorted hashes, and of which of these it is."""
        low = np.searchsorted(self._keys, hashes << _HALF)
        count = np.searchsorted(self._keys, (hashes << _HALF) | _ROW, "right") - low
        offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        return self._keys[np.repeat(low, count) + offset], np.repeat(np.arange(len(hashes)), count)


def _make_keys(sets: Sequence[bytes], first: int) -> Keys:
    """Return the postings of rows numbered from `first` on, sorted, each once."""
    hashes = np.frombuffer(b"".join(sets), dtype=">u4").astype(np.uint64)
    rows = np.arange(first, first + len(sets), dtype=np.uint64)
    keys = np.sort((hashes << _HALF) | np.repeat(rows, [len(held) // HASH_BYTES for held in sets]))
    return keys[_find_starts(keys)]


def _insert(values: npt.NDArray[Any], at: Ints, added: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return sorted values with others at their places; the first come without a copy."""
    return np.insert(values, at, added) if len(values) else added


def _get_rows(keys: Keys) -> Ints:
    return (keys & _ROW).astype(np.int64)


def _find_starts(values: Keys) -> Ints:
    """Return where each value of a sorted array stands first."""
    starts: Ints = np.flatnonzero(values[1:] != values[:-1]) + 1
    return np.concatenate([np.zeros(min(1, len(values)), dtype=np.int64), starts])


class MarkIndex:
    """The marks of a growing collection of passages, numbered as they come."""

    def __init__(self) -> None:
        self._postings = Postings()

    def extend(self, marks: Sequence[bytes], documents: Ints) -> Ints:
        """Add passages by their packed marks; return the earlier ones (sorted) that have a mark which is now less rare than before."""
        return self._postings.extend(marks, documents, (VERY_RARE, RARE))

    def mention(self, words: Keys, passages: Ints) -> Bools:
        """Return which passages have all marks of the name beside them: a row of marks, 0 for none, each."""
        out: Bools = np.max(words, axis=1) > 0
        for word in words.T:
            at = np.flatnonzero(out & (word != 0))
            out[at] = self._postings.hold(word[at], passages[at])
        return out

    def find_pairs(self, chosen: Ints | None = None) -> MarkPairs:
        """Return the pairs that are alike: all, or those that have one of the `chosen` passages (sorted)."""
        size = self._postings.size
        hashes, rows, counts = self._postings.select(RARE, chosen)
        keys, sums, shared = sum_by_pair(hashes, rows, _weigh(counts), size)
        keep = shared >= LEAST_SHARED
        left, right = keys // max(size, 1), keys % max(size, 1)
        if chosen is not None:
            keep &= _is_in(left, chosen, size) | _is_in(right, chosen, size)
        keys, sums, left, right = keys[keep], sums[keep], left[keep], right[keep]
        norms = self._measure_norms(size, None if chosen is None else np.union1d(left, right))
        likeness = sums / np.maximum(norms[left] * norms[right], 1.0)
        keep = likeness >= LEAST_LIKE
        return MarkPairs(size, keys[keep], likeness[keep])

    def _measure_norms(self, size: int, rows: Ints | None) -> Floats:
        """Return the norm of each passage's weights; where some `rows` are given, that of the others is 0."""
        if rows is None:
            return np.sqrt(self._postings.sum_weights(_weigh))
        norms = np.zeros(size, dtype=np.float64)
        norms[rows] = np.sqrt(self._postings.sum_weights(_weigh, rows))
        return norms


def sum_by_pair(hashes: Keys, rows: Ints, weights: Floats, size: int) -> tuple[Ints, Floats, Ints]:
    """Return the distinct keys of pairs of rows that share a hash, sorted, with the weight and number of the hashes they share.

    Postings are sorted by hash, then row.
    """
    keys, held = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float64)]
    for step in range(1, len(hashes)):
        same = np.flatnonzero(hashes[step:] == hashes[:-step])
        if not len(same):
            break
        keys.append(rows[same] * size + rows[same + step])
        held.append(weights[same])
    every, weight = np.concatenate(keys), np.concatenate(held)
    order = np.argsort(every, kind="stable")
    every, weight = every[order], weight[order]
    starts = np.flatnonzero(np.diff(every, prepend=-1))
    sums = np.add.reduceat(weight, starts) if len(starts) else weight[:0]
    return every[starts], sums, np.diff(starts, append=len(every))


def _weigh(counts: Ints) -> Floats:
    """Return what marks weigh by how many passages have them."""
    return np.where(counts <= VERY_RARE, 2.0, np.where(counts <= RARE, 1.0, 0.0))


def _is_in(rows: Ints, chosen: Ints, size: int) -> npt.NDArray[np.bool_]:
    held = np.zeros(size, dtype=bool)
    held[chosen] = True
    return held[rows]
