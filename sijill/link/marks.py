"""Marks that passages share: names and numbers that few others have, in whatever script they are written.

In: marks (`lang.marks`) of accounts, or of the heads of documents. Out: `MarkPairs`: for pairs how alike the passages are, from 0 to 1:
the weight of the marks they share over the geometric mean of what each has (a cosine). A mark that at most `VERY_RARE` documents
have weighs 2, one of at most `RARE` 1, others nothing. Steps instead of idf: a passage's weights change only when a mark of its own becomes
less rare, so adding documents changes few pairs, and `MarkIndex.extend` says whose. A hot path: sorted arrays instead of dictionaries.
Not here: what likeness is worth (`packs/linking/weights.yml`).
"""

from collections.abc import Callable, Sequence

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
        self._owners: Ints = np.zeros(0, dtype=np.int64)
        self._keys: Keys = np.zeros(0, dtype=np.uint64)

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self._owners)

    def extend(self, sets: Sequence[bytes], owners: Ints, limits: Sequence[int]) -> Ints:
        """Add rows by their packed hashes; return the earlier rows (sorted) that have one whose number of owners now exceeds a limit."""
        first = self.size
        self._owners = np.concatenate([self._owners, owners])
        keys = _make_keys(sets, first)
        starts = _find_starts(keys >> _HALF)
        fresh = keys[starts] >> _HALF
        old, groups = self._find(fresh)
        before = np.bincount(groups[self._find_owners(old, np.searchsorted(groups, np.arange(len(fresh))))], minlength=len(fresh))
        after = before + self._count_owners(keys, starts)
        at = np.searchsorted(self._keys, keys)
        self._keys = np.insert(self._keys, at, keys) if len(self._keys) else keys
        crossed = np.zeros(len(fresh), dtype=bool)
        for limit in limits:
            crossed |= (before <= limit) & (after > limit)
        touched: Ints = np.unique(old[crossed[groups]])
        return touched

    def select(self, most: int, chosen: Ints | None = None) -> tuple[Keys, Ints, Ints]:
        """Return hash, row and number of owners of the postings of hashes that 2 to `most` owners have; with `chosen`, one of these."""
        starts, sizes, counts = self._measure()
        usable = (counts >= 2) & (counts <= most)
        if chosen is not None and len(starts):
            usable &= np.add.reduceat(_is_in(_get_rows(self._keys), chosen, self.size), starts) > 0
        kept = self._keys[np.repeat(usable, sizes)]
        return kept >> _HALF, _get_rows(kept), np.repeat(counts[usable], sizes[usable])

    def hold(self, hashes: Keys, rows: Ints) -> Bools:
        """Return which rows have the hash that stands beside them."""
        if not len(self._keys):
            return np.zeros(len(rows), dtype=bool)
        keys = (hashes << _HALF) | rows.astype(np.uint64)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        held: Bools = self._keys[at] == keys
        return held

    def sum_weights(self, weigh: Callable[[Ints], Ints]) -> Floats:
        """Return for each row the sum of what its hashes weigh, by how many owners have them."""
        _, sizes, counts = self._measure()
        loads = np.repeat(weigh(counts), sizes).astype(np.float64)
        return np.bincount(_get_rows(self._keys), weights=loads, minlength=self.size).astype(np.float64)

    def _measure(self) -> tuple[Ints, Ints, Ints]:
        """Return where each hash begins, how many postings and how many owners it has."""
        starts = _find_starts(self._keys >> _HALF)
        sizes = np.diff(starts, append=len(self._keys))
        return starts, sizes, self._count_owners(self._keys, starts)

    def _count_owners(self, keys: Keys, starts: Ints) -> Ints:
        """Return the number of owners of each hash of some postings, of which `starts` are the first of each."""
        return np.add.reduceat(self._find_owners(_get_rows(keys), starts), starts, dtype=np.int64) if len(starts) else starts

    def _find_owners(self, rows: Ints, starts: Ints) -> Bools:
        """Return which rows are the first of their owner in their group; rows are sorted by group, of which `starts` are the first."""
        owners = self._owners[rows]
        first = np.ones(len(rows), dtype=bool)
        np.not_equal(owners[1:], owners[:-1], out=first[1:])
        first[starts[starts < len(rows)]] = True
        return first

    def _find(self, hashes: Keys) -> tuple[Ints, Ints]:
        """Return the row of every posting of some distinct sorted hashes, and which of these it has."""
        low = np.searchsorted(self._keys, hashes << _HALF)
        count = np.searchsorted(self._keys, (hashes << _HALF) | _ROW, "right") - low
        offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        return _get_rows(self._keys[np.repeat(low, count) + offset]), np.repeat(np.arange(len(hashes)), count)


def _make_keys(sets: Sequence[bytes], first: int) -> Keys:
    """Return the postings of rows numbered from `first` on, sorted, each once."""
    hashes = np.frombuffer(b"".join(sets), dtype=">u4").astype(np.uint64)
    rows = np.arange(first, first + len(sets), dtype=np.uint64)
    keys = np.sort((hashes << _HALF) | np.repeat(rows, [len(held) // HASH_BYTES for held in sets]))
    return keys[_find_starts(keys)]


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
        keys, sums = keys[shared >= LEAST_SHARED], sums[shared >= LEAST_SHARED]
        norms = np.sqrt(self._postings.sum_weights(_weigh))
        left, right = keys // max(size, 1), keys % max(size, 1)
        likeness = sums / np.maximum(norms[left] * norms[right], 1.0)
        keep = likeness >= LEAST_LIKE
        if chosen is not None:
            keep &= _is_in(left, chosen, size) | _is_in(right, chosen, size)
        return MarkPairs(size, keys[keep], likeness[keep])


def sum_by_pair(hashes: Keys, rows: Ints, weights: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    """Return the distinct keys of pairs of rows that share a hash, sorted, with the weight and number of the hashes they share.

    Postings are sorted by hash, then row.
    """
    keys, held = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
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


def _weigh(counts: Ints) -> Ints:
    """Return what marks weigh by how many passages have them."""
    return np.where(counts <= VERY_RARE, 2, np.where(counts <= RARE, 1, 0)).astype(np.int64)


def _is_in(rows: Ints, chosen: Ints, size: int) -> npt.NDArray[np.bool_]:
    held = np.zeros(size, dtype=bool)
    held[chosen] = True
    return held[rows]
