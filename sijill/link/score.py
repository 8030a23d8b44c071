"""Scores: the bits of evidence for pairs of accounts, the probability they amount to, and the same in words for one pair.

In: a table and pairs of rows. Out: bits (a pair with 0 bits is as likely one event as two) or a `Link` with the bits of each comparison.
Not here: the comparisons themselves (`link.compare`), what is done with scores (`link.cluster`).
"""

import numpy as np

from sijill.link.compare import ACROSS_TEXT, LEVELS, WITHIN_TEXT, Comparer, Levels, compare_positions
from sijill.link.table import Floats, Ints, Table
from sijill.link.texts import TextPairs
from sijill.link.weights import Evidence, LinkModel
from sijill.model import Link

CHUNK = 1_000_000
COMPARISONS = (*LEVELS, "text")
COPY, PARTIAL = 0.6, 0.25
POINT_LEVELS = (("terms_1", 2), ("terms_2", 4), ("terms_3", 6), ("terms_4", 9), ("terms_5", 13))


class Scorer:
    """Scores pairs of one table; `texts` are the pairs of documents that copy one another or share rare words."""

    def __init__(self, table: Table, comparer: Comparer, model: LinkModel, texts: TextPairs | None = None) -> None:
        self.table = table
        self.model = model
        self._comparer = comparer
        self._texts = texts
        self._signed = np.array([bool(a.signature) for a in table.accounts], dtype=bool)

    def score(self, left: Ints, right: Ints, *, within: bool = False) -> Floats:
        """Return the bits of each pair."""
        parts = [self._score_chunk(left[i : i + CHUNK], right[i : i + CHUNK], within) for i in range(0, len(left), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float64)

    def split(self, left: Ints, right: Ints) -> Floats:
        """Return the bits of every comparison of each pair, a row for each pair; NaN where a comparison says nothing."""
        out = np.full((len(left), len(COMPARISONS)), np.nan)
        same = self.table.document[left] == self.table.document[right]
        for within in (False, True):
            rows = np.flatnonzero(same == within)
            evidence = self.model.within if within else self.model.across
            for name, levels in self.get_levels(left[rows], right[rows], within=within).items():
                bits = _to_array(evidence, name, within)
                bits[[i for i, level in enumerate(get_level_names(name, within=within)) if level == "unknown"]] = np.nan
                out[rows, COMPARISONS.index(name)] = bits[levels]
        return out

    def get_levels(self, left: Ints, right: Ints, *, within: bool = False) -> dict[str, Levels]:
        """Return the levels of every comparison of each pair."""
        levels = self._comparer.compare(left, right)
        levels["text"] = compare_positions(self.table, left, right) if within else self._compare_texts(left, right)
        return levels

    def explain(self, left: int, right: int, *, claims: tuple[str, str] | None = None, decided_by: str | None = None) -> Link:
        """Return a pair's link, named by two claims; comparisons that say nothing are left out."""
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
        first, second = sorted(claims or (self.table.accounts[left].key, self.table.accounts[right].key))
        return Link(left=first, right=second, probability=round(to_probability(total), 6), features=features, decided_by=decided_by)

    def _score_chunk(self, left: Ints, right: Ints, within: bool) -> Floats:
        evidence = self.model.within if within else self.model.across
        total = np.zeros(len(left), dtype=np.float64)
        for name, levels in self.get_levels(left, right, within=within).items():
            total += _to_array(evidence, name, within)[levels]
        return total

    def _compare_texts(self, left: Ints, right: Ints) -> Levels:
        out = np.zeros(len(left), dtype=np.int8)
        if self._texts is None:
            return out
        share, points = self._texts.find(self.table.document[left], self.table.document[right])
        out[self._signed[left] & self._signed[right]] = ACROSS_TEXT.index("terms_0")
        for label, least in POINT_LEVELS:
            out[points >= least] = ACROSS_TEXT.index(label)
        out[share >= PARTIAL] = ACROSS_TEXT.index("partial")
        out[share >= COPY] = ACROSS_TEXT.index("copy")
        return out


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
