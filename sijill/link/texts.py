"""Texts that repeat one another: which documents are copies, whole or in part.

In: signatures of documents (`lang.shingles`). Out: `TextPairs`: for pairs of documents the share that the shorter one repeats of the
longer. Runs of words that more than `RARE` documents have (furniture of pages) find no pairs, so adding documents changes few pairs,
and `TextIndex.extend` says whose. A hot path: sorted arrays instead of dictionaries.
Not here: what copies count for (`assess.sources`), what they are worth (`packs/linking/weights.yml`), shared words (`link.marks`).
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from sijill.lang.hashes import pack_hashes
from sijill.lang.shingles import containment
from sijill.link.marks import Postings, sum_by_pair

RARE = 25
COPY_SHARE = 0.25
_COPY_RUNS = 3
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class TextPairs(msgspec.Struct, frozen=True):
    """Pairs of documents (`left < right`, sorted by `left * size + right`) with their share of copied text."""

    size: int
    keys: Ints
    shares: Floats

    def find(self, left: Ints, right: Ints) -> Floats:
        """Return the shares of pairs of documents, 0 for those that copy nothing."""
        if not len(self.keys):
            return np.zeros(len(left), dtype=np.float64)
        keys = np.minimum(left, right) * self.size + np.maximum(left, right)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.shares[at], 0.0)

    def get_pairs(self) -> tuple[Ints, Ints]:
        """Return the pairs of documents."""
        return self.keys // max(self.size, 1), self.keys % max(self.size, 1)


class TextIndex:
    """The signatures of a growing collection; documents are numbered as they come."""

    def __init__(self) -> None:
        self.signatures: list[str | None] = []
        self._runs = Postings()

    def extend(self, signatures: Sequence[str | None]) -> Ints:
        """Add documents; return the earlier documents (sorted) that have a run which is now less rare than before."""
        numbers = np.arange(len(self.signatures), len(self.signatures) + len(signatures), dtype=np.int64)
        self.signatures += signatures
        return self._runs.extend([pack_hashes(s) for s in signatures], numbers, (RARE,))

    def find_pairs(self, chosen: Ints | None = None) -> TextPairs:
        """Return the pairs of which one repeats the other: all, or those that have one of the `chosen` documents (sorted)."""
        size = len(self.signatures)
        hashes, rows, _ = self._runs.select(RARE, chosen)
        keys, _, counts = sum_by_pair(hashes, rows, np.ones(len(rows), dtype=np.float64), size)
        keys = keys[counts >= _COPY_RUNS]
        if chosen is not None:
            keys = keys[np.isin(keys // size, chosen) | np.isin(keys % size, chosen)]
        pairs = zip((keys // max(size, 1)).tolist(), (keys % max(size, 1)).tolist(), strict=True)
        shares = np.array([containment(self.signatures[a], self.signatures[b]) for a, b in pairs], dtype=np.float64)
        return TextPairs(size, keys[shares >= COPY_SHARE], shares[shares >= COPY_SHARE])
