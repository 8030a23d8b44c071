"""Texts that speak of one matter: documents that copy one another, or share telling words that hardly any other document has.

In: signatures of documents (`lang.shingles`). Out: `TextPairs`: for pairs of documents the share that the shorter one repeats of the
longer, and points for rare telling words. A word is rare while at most `RARE` documents of the collection have it (two points up to
`VERY_RARE`), so a pair's points depend only on the documents that have its words. A hot path: sorted arrays instead of dictionaries.
Not here: what copies count for (`assess.sources`), what points are worth (`packs/linking/weights.yml`).
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from sijill.lang.shingles import containment, read_runs, read_terms

RARE, VERY_RARE = 25, 5
COPY_SHARE = 0.25
_COPY_STEPS = 8
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


def find_text_pairs(signatures: Mapping[int, str | None], size: int) -> TextPairs:
    """Return the pairs among documents `0 … size - 1` by their signatures."""
    documents = sorted(d for d, s in signatures.items() if s)
    point_keys, points = _find_points(*_collect([read_terms(signatures[d]) for d in documents], documents), size)
    copy_keys, shares = _find_copies(*_collect([read_runs(signatures[d]) for d in documents], documents), signatures, size)
    keys = np.union1d(point_keys, copy_keys)
    out = TextPairs(size, keys, np.zeros(len(keys), dtype=np.float64), np.zeros(len(keys), dtype=np.int64))
    out.points[np.searchsorted(keys, point_keys)] = points
    out.shares[np.searchsorted(keys, copy_keys)] = shares
    return out


def _collect(sets: Sequence[frozenset[int]], documents: Sequence[int]) -> tuple[Ints, Ints]:
    """Return (hash, document) for every member of every set, sorted by hash, then document."""
    sizes = [len(s) for s in sets]
    hashes = np.fromiter((h for s in sets for h in s), dtype=np.int64, count=sum(sizes))
    rows = np.repeat(np.array(documents, dtype=np.int64), sizes)
    order = np.lexsort((rows, hashes))
    return hashes[order], rows[order]


def _find_points(hashes: Ints, rows: Ints, size: int) -> tuple[Ints, Ints]:
    """Return keys of pairs with at least `_POINTS_FROM` points, and the points."""
    starts = np.flatnonzero(np.diff(hashes, prepend=-1))
    counts = np.repeat(np.diff(starts, append=len(hashes)), np.diff(starts, append=len(hashes)))
    keep = (counts >= 2) & (counts <= RARE)
    hashes, rows, counts = hashes[keep], rows[keep], counts[keep]
    keys, weights = [], []
    for step in range(1, RARE):
        same = np.flatnonzero(hashes[step:] == hashes[:-step]) if len(hashes) > step else np.zeros(0, dtype=np.int64)
        keys.append(rows[same] * size + rows[same + step])
        weights.append(np.where(counts[same] <= VERY_RARE, 2, 1))
    unique, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    points = np.bincount(inverse, weights=np.concatenate(weights), minlength=len(unique)).astype(np.int64)
    enough = points >= _POINTS_FROM
    return unique[enough], points[enough]


def _find_copies(hashes: Ints, rows: Ints, signatures: Mapping[int, str | None], size: int) -> tuple[Ints, Floats]:
    """Return keys of pairs of which one copies the other, and the share; of a text in very many documents, neighbours only."""
    keys = []
    for step in range(1, _COPY_STEPS + 1):
        same = np.flatnonzero(hashes[step:] == hashes[:-step]) if len(hashes) > step else np.zeros(0, dtype=np.int64)
        keys.append(rows[same] * size + rows[same + step])
    unique, counts = np.unique(np.concatenate(keys), return_counts=True)
    likely = unique[counts >= _COPY_RUNS]
    shares = np.array([containment(signatures[int(k) // size], signatures[int(k) % size]) for k in likely], dtype=np.float64)
    enough = shares >= COPY_SHARE
    return likely[enough], shares[enough]
