"""Scores: the bits of evidence for pairs of accounts, the probability they amount to, and the same in words for one pair.

In: a table and pairs of rows. Out: bits (a pair with 0 bits is as likely one event as two) or a `Link` with the bits of each comparison.
Not here: the comparisons themselves (`link.compare`), what is done with scores (`link.cluster`).
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sijill.link.compare import ACROSS_TEXT, LEVELS, WITHIN_TEXT, Comparer, Levels, compare_positions
from sijill.link.table import Floats, Ints, Table, make_term_bits
from sijill.link.weights import Evidence, LinkModel, LinkRules
from sijill.model import Link
from sijill.packs import Packs

CHUNK = 1_000_000
TERMS_MANY, TERMS_SOME, TERMS_FEW = 8, 5, 3
COPY, PARTIAL = 0.6, 0.25


class Scorer:
    """Scores pairs of one table; `copies` are the documents that copy one another (codes of the table)."""

    def __init__(self, table: Table, rules: LinkRules, model: LinkModel, packs: Packs) -> None:
        self.table = table
        self.model = model
        self._comparer = Comparer(table, rules, packs)
        self._terms: npt.NDArray[np.uint64] | None = None
        self._copy_keys = np.zeros(0, dtype=np.int64)
        self._copy_shares = np.zeros(0, dtype=np.float64)

    def add_copies(self, copies: Mapping[tuple[int, int], float]) -> None:
        """Take note of documents that copy one another."""
        step = int(self.table.document.max(initial=0)) + 1
        keys = np.array(sorted(a * step + b for a, b in copies), dtype=np.int64)
        self._copy_keys = keys
        self._copy_shares = np.array([copies[divmod(int(k), step)] for k in keys], dtype=np.float64)

    def score(self, left: Ints, right: Ints, *, within: bool = False) -> Floats:
        """Return the bits of each pair."""
        parts = [self._score_chunk(left[i : i + CHUNK], right[i : i + CHUNK], within) for i in range(0, len(left), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float64)

    def get_levels(self, left: Ints, right: Ints, *, within: bool = False) -> dict[str, Levels]:
        """Return the levels of every comparison of each pair."""
        levels = self._comparer.compare(left, right)
        levels["text"] = compare_positions(self.table, left, right) if within else self._compare_texts(left, right)
        return levels

    def explain(self, left: int, right: int, *, decided_by: str | None = None) -> Link:
        """Return a pair's link; comparisons that say nothing are left out."""
        within = bool(self.table.document[left] == self.table.document[right])
        rows = np.array([left], dtype=np.int64), np.array([right], dtype=np.int64)
        evidence = self.model.within if within else self.model.across
        features, total = {}, 0.0
        for name, level in self.get_levels(*rows, within=within).items():
            label = get_level_names(name, within=within)[int(level[0])]
            bits = evidence[name].get(label, 0.0)
            total += bits
            if label != "unknown":
                features[f"{name}: {label}"] = round(bits, 3)
        keys = sorted((self.table.accounts[left].key, self.table.accounts[right].key))
        return Link(left=keys[0], right=keys[1], probability=round(to_probability(total), 6), features=features, decided_by=decided_by)

    def _score_chunk(self, left: Ints, right: Ints, within: bool) -> Floats:
        evidence = self.model.within if within else self.model.across
        total = np.zeros(len(left), dtype=np.float64)
        for name, levels in self.get_levels(left, right, within=within).items():
            total += _to_array(evidence, name, within)[levels]
        return total

    def _compare_texts(self, left: Ints, right: Ints) -> Levels:
        if self._terms is None:
            self._terms = make_term_bits(self.table.accounts)
        terms = self._terms
        shared = np.bitwise_count(terms[left] & terms[right]).sum(axis=1)
        either = np.bitwise_count(terms).sum(axis=1)
        known = (either[left] >= TERMS_SOME) & (either[right] >= TERMS_SOME)
        out = np.zeros(len(left), dtype=np.int8)
        cuts = (("terms_none", 0), ("terms_few", TERMS_FEW), ("terms_some", TERMS_SOME), ("terms_many", TERMS_MANY))
        for label, least in cuts:
            out[known & (shared >= least)] = ACROSS_TEXT.index(label)
        share = self._find_shares(left, right)
        out[share >= PARTIAL] = ACROSS_TEXT.index("partial")
        out[share >= COPY] = ACROSS_TEXT.index("copy")
        return out

    def _find_shares(self, left: Ints, right: Ints) -> Floats:
        """Return the containment of the documents of each pair, 0 where neither copies the other."""
        if not len(self._copy_keys):
            return np.zeros(len(left), dtype=np.float64)
        a, b = self.table.document[left], self.table.document[right]
        keys = np.minimum(a, b) * (int(self.table.document.max()) + 1) + np.maximum(a, b)
        at = np.minimum(np.searchsorted(self._copy_keys, keys), len(self._copy_keys) - 1)
        found: Floats = np.where(self._copy_keys[at] == keys, self._copy_shares[at], 0.0)
        return found


def to_probability(bits: float) -> float:
    """Return the probability that `bits` of evidence amount to."""
    return float(1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, bits))))


def get_level_names(name: str, *, within: bool) -> tuple[str, ...]:
    """Return the names of a comparison's levels, in order of their numbers."""
    if name == "text":
        return WITHIN_TEXT if within else ACROSS_TEXT
    return LEVELS[name]


def _to_array(evidence: Evidence, name: str, within: bool) -> Floats:
    return np.array([evidence[name].get(level, 0.0) for level in get_level_names(name, within=within)], dtype=np.float64)
