"""Texts that speak of one matter: documents that copy one another, or share telling words that hardly any other document has.

In: signatures of documents (`lang.shingles`). Out: `TextPairs`: for pairs of documents the share that the shorter one repeats of the
longer, and points for rare telling words. A word is rare while at most `RARE` documents of the collection have it (two points up to
`VERY_RARE`), so a pair's points depend only on the documents that have its words: adding documents changes few pairs, and
`TextIndex.extend` says whose. A hot path: sorted arrays instead of dictionaries.
Not here: what copies count for (`assess.sources`), what points are worth (`packs/linking/weights.yml`).
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from sijill.lang.shingles import containment, read_runs, read_terms

RARE, VERY_RARE = 25, 5
COPY_SHARE = 0.25
_COPY_RUNS = 3
_POINTS_FROM = 2
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class TextPairs(msgspec.Struct, frozen=True):
    """Pairs of documents (`left < right`, sorted by `left * size + right`) with their share of copied text and points for rare words."""

    size: int
    keys: Ints
    shares: Floats
    points: Ints

    def find(self, left: Ints, right: Ints) -> tuple[Floats, Ints]:
        """Return share and points of pairs of documents, 0 for pairs that have neither."""
        if not len(self.keys):
            return np.zeros(len(left), dtype=np.float64), np.zeros(len(left), dtype=np.int64)
        keys = np.minimum(left, right) * self.size + np.maximum(left, right)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        hit = self.keys[at] == keys
        return np.where(hit, self.shares[at], 0.0), np.where(hit, self.points[at], 0)

    def get_pairs(self, *, points: int) -> tuple[Ints, Ints]:
        """Return the pairs of documents that copy one another or have at least so many points."""
        keys = self.keys[(self.points >= points) | (self.shares > 0)]
        return keys // self.size, keys % self.size


class _Postings:
    """Which documents have a hash: two arrays sorted by hash, then document."""

    def __init__(self) -> None:
        self.hashes: Ints = np.zeros(0, dtype=np.int64)
        self.documents: Ints = np.zeros(0, dtype=np.int64)

    def extend(self, sets: Sequence[frozenset[int]], first: int) -> Ints:
        """Add the sets of documents `first`, `first + 1`, …; return the hashes that were added, each once, sorted."""
        sizes = [len(s) for s in sets]
        hashes = np.fromiter((h for s in sets for h in s), dtype=np.int64, count=sum(sizes))
        documents = np.repeat(np.arange(first, first + len(sets), dtype=np.int64), sizes)
        order = np.lexsort((documents, hashes))
        hashes, documents = hashes[order], documents[order]
        at = np.searchsorted(self.hashes, hashes, "right")
        self.hashes = np.insert(self.hashes, at, hashes)
        self.documents = np.insert(self.documents, at, documents)
        return np.unique(hashes)

    def find(self, hashes: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the postings of distinct sorted `hashes` that 2 to `RARE` documents have: hash, document, number of documents."""
        low = np.searchsorted(self.hashes, hashes, "left")
        count = np.searchsorted(self.hashes, hashes, "right") - low
        rare = (count >= 2) & (count <= RARE)
        hashes, low, count = hashes[rare], low[rare], count[rare]
        offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(hashes, count), self.documents[np.repeat(low, count) + offset], np.repeat(count, count)

    def count(self, hashes: Ints) -> Ints:
        """Return how many documents have each hash."""
        return np.searchsorted(self.hashes, hashes, "right") - np.searchsorted(self.hashes, hashes, "left")


class TextIndex:
    """The signatures of a growing collection; documents are numbered as they come."""

    def __init__(self) -> None:
        self.signatures: list[str | None] = []
        self._terms = _Postings()
        self._runs = _Postings()

    def extend(self, signatures: Sequence[str | None]) -> Ints:
        """Add documents; return the earlier documents (sorted) that have a word or run which is now less rare than before."""
        first = len(self.signatures)
        self.signatures += signatures
        touched = []
        for postings, read, limits in ((self._terms, read_terms, (VERY_RARE, RARE)), (self._runs, read_runs, (RARE,))):
            sets = [read(s) for s in signatures]
            fresh = np.unique(np.fromiter((h for s in sets for h in s), dtype=np.int64))
            before = postings.count(fresh)
            postings.extend(sets, first)
            after = postings.count(fresh)
            crossed = np.zeros(len(fresh), dtype=bool)
            for limit in limits:
                crossed |= (before <= limit) & (after > limit)
            low = np.searchsorted(postings.hashes, fresh[crossed], "left")
            counts = after[crossed]
            offset = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
            touched.append(postings.documents[np.repeat(low, counts) + offset])
        earlier = np.unique(np.concatenate(touched))
        return earlier[earlier < first]

    def find_pairs(self, documents: Sequence[int] | Ints | None = None) -> TextPairs:
        """Return the pairs that speak of one matter: all, or those of `documents` with any document."""
        size = len(self.signatures)
        chosen = range(size) if documents is None else [int(d) for d in documents]
        keys = []
        for postings, read in ((self._terms, read_terms), (self._runs, read_runs)):
            if documents is None:
                hashes = postings.hashes[np.flatnonzero(np.diff(postings.hashes, prepend=-1))]
            else:
                hashes = np.unique(np.fromiter((h for d in chosen for h in read(self.signatures[d])), dtype=np.int64))
            keys.append(_pair_up(*postings.find(hashes), size))
        (point_keys, weights), (copy_keys, runs) = keys
        point_keys, points = _sum_by_key(point_keys, weights)
        point_keys, points = point_keys[points >= _POINTS_FROM], points[points >= _POINTS_FROM]
        copy_keys, runs = _sum_by_key(copy_keys, np.ones(len(runs), dtype=np.int64))
        copy_keys, shares = self._find_shares(copy_keys[runs >= _COPY_RUNS])
        out = _merge(size, point_keys, points, copy_keys, shares)
        return out if documents is None else _keep(out, np.array(chosen, dtype=np.int64))

    def _find_shares(self, keys: Ints) -> tuple[Ints, Floats]:
        size = len(self.signatures)
        pairs = zip((keys // size).tolist(), (keys % size).tolist(), strict=True)
        shares = np.array([containment(self.signatures[a], self.signatures[b]) for a, b in pairs], dtype=np.float64)
        return keys[shares >= COPY_SHARE], shares[shares >= COPY_SHARE]


def _pair_up(hashes: Ints, documents: Ints, counts: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the key of every pair of documents for every hash they share, and what the hash is worth."""
    keys, weights = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for step in range(1, min(RARE, len(hashes))):
        same = np.flatnonzero(hashes[step:] == hashes[:-step])
        keys.append(documents[same] * size + documents[same + step])
        weights.append(np.where(counts[same] <= VERY_RARE, 2, 1))
    return np.concatenate(keys), np.concatenate(weights)


def _sum_by_key(keys: Ints, weights: Ints) -> tuple[Ints, Ints]:
    """Return distinct keys, sorted, with the sum of their weights."""
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[starts], np.add.reduceat(weights, starts) if len(starts) else weights[:0]


def _merge(size: int, point_keys: Ints, points: Ints, copy_keys: Ints, shares: Floats) -> TextPairs:
    keys = np.union1d(point_keys, copy_keys)
    out = TextPairs(size, keys, np.zeros(len(keys), dtype=np.float64), np.zeros(len(keys), dtype=np.int64))
    out.points[np.searchsorted(keys, point_keys)] = points
    out.shares[np.searchsorted(keys, copy_keys)] = shares
    return out


def _keep(pairs: TextPairs, documents: Ints) -> TextPairs:
    """Return the pairs that have one of `documents`."""
    keep = np.isin(pairs.keys // pairs.size, documents) | np.isin(pairs.keys % pairs.size, documents)
    return TextPairs(pairs.size, pairs.keys[keep], pairs.shares[keep], pairs.points[keep])
