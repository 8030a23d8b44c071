"""Scores: the bits of evidence for pairs of accounts, the probability they amount to, and the same in words for one pair.

In: a table and pairs of rows. Out: bits (a pair with 0 bits is as likely one event as two) or a `Link` with the bits of each comparison.
Not here: the comparisons themselves (`link.compare`), what is done with scores (`link.cluster`).
"""

import numpy as np

from sijill.link.compare import ACROSS_TEXT, HEADS, LEVELS, WITHIN_TEXT, WORDS, Comparer, Levels, compare_estimates, compare_positions
from sijill.link.table import Bools, Floats, Ints, Table
from sijill.link.weights import Evidence, LinkModel
from sijill.link.wording import Wording
from sijill.model import Link

CHUNK = 1_000_000
MENTIONS = ("unknown", "one", "both")
SAME_PLACE = tuple(LEVELS["place"].index(level) for level in ("same", "same_common", "same_seat", "same_area"))
COMPARISONS = (*LEVELS, "text", "head", "words", "mention")
COPY, PARTIAL = 0.6, 0.25
LIKE = (0.0, 0.04, 0.08, 0.14, 0.22, 0.35)  # least likeness of levels 1, 2, …


class Scorer:
    """Scores pairs of one table; `wording` is what their texts share."""

    def __init__(self, table: Table, comparer: Comparer, model: LinkModel, wording: Wording | None = None) -> None:
        self.table = table
        self.model = model
        self._comparer = comparer
        self._wording = wording

    def score(self, left: Ints, right: Ints) -> Floats:
        """Return the bits of each pair of two documents."""
        return self.score_base(left, right) + self.score_estimates(left, right)

    def score_within(self, left: Ints, right: Ints) -> Floats:
        """Return the bits of each pair of one document."""
        return self._score_chunks(left, right, self.model.within)

    def score_base(self, left: Ints, right: Ints) -> Floats:
        """Return the bits of each pair of two documents without what estimated days of reports say (see `link.lending`)."""
        return self._score_chunks(left, right, {**self.model.across, "estimate": {}})

    def score_estimates(self, left: Ints, right: Ints) -> Floats:
        """Return the bits that each pair of two documents has from the estimated days of the reports."""
        worth = _to_array(self.model.across, "estimate", within=False)
        bits = np.zeros(len(left), dtype=np.float64)
        for i in range(0, len(left), CHUNK):
            bits[i : i + CHUNK] = worth[compare_estimates(self.table, left[i : i + CHUNK], right[i : i + CHUNK])]
        return bits

    def get_levels(self, left: Ints, right: Ints, *, within: bool = False) -> dict[str, Levels]:
        """Return the levels of every comparison of each pair."""
        levels = self._comparer.compare(left, right)
        if within:
            return {**levels, "text": compare_positions(self.table, left, right)}
        wording = self._compare_wording(left, right) | {"mention": self._find_mentions(left, right, levels["place"])}
        return {**levels, **wording, "estimate": compare_estimates(self.table, left, right)}

    def explain(self, left: int, right: int, *, claims: tuple[str, str] | None = None, decided_by: str | None = None) -> Link:
        """Return a pair's link, named by two claims; comparisons that say nothing are left out."""
        within = bool(self.table.document[left] == self.table.document[right])
        rows = np.array([left], dtype=np.int64), np.array([right], dtype=np.int64)
        evidence = self.model.within if within else self.model.across
        features, total = {}, 0.0
        for name, level in self.get_levels(*rows, within=within).items():
            label = get_level_names(name, within=within)[int(level[0])]
            bits = evidence.get(name, {}).get(label, 0.0)
            total += bits
            if label != "unknown" and name in evidence:
                features[f"{name}: {label}"] = round(bits, 3)
        first, second = sorted(claims or (self.table.accounts[left].key, self.table.accounts[right].key))
        return Link(left=first, right=second, probability=round(to_probability(total), 6), features=features, decided_by=decided_by)

    def _score_chunks(self, left: Ints, right: Ints, evidence: Evidence) -> Floats:
        within = evidence is self.model.within
        parts = [self._score_chunk(left[i : i + CHUNK], right[i : i + CHUNK], evidence, within) for i in range(0, len(left), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float64)

    def _score_chunk(self, left: Ints, right: Ints, evidence: Evidence, within: bool) -> Floats:
        total = np.zeros(len(left), dtype=np.float64)
        for name, levels in self.get_levels(left, right, within=within).items():
            total += _to_array(evidence, name, within)[levels]
        return total

    def _compare_wording(self, left: Ints, right: Ints) -> dict[str, Levels]:
        """Return how far two documents copy one another, and how alike their heads and the accounts' passages are."""
        text = np.zeros(len(left), dtype=np.int8)
        if self._wording is None:
            return {"text": text, "head": text, "words": text}
        a, b = self.table.document[left], self.table.document[right]
        share = self._wording.copies.find(a, b)
        text[share >= PARTIAL], text[share >= COPY] = ACROSS_TEXT.index("partial"), ACROSS_TEXT.index("copy")
        head = _to_levels(self._wording.heads.find(a, b), self.table.headed[left] & self.table.headed[right])
        words = _to_levels(self._wording.passages.find(left, right), self.table.marked[left] & self.table.marked[right])
        return {"text": text, "head": head, "words": words}

    def _find_mentions(self, left: Ints, right: Ints, places: Levels) -> Levels:
        """Return, where two accounts are not known to be of one place, whether one or both are beside a mention of the other's."""
        out = np.zeros(len(left), dtype=np.int8)
        if self._wording is None:
            return out
        t = self.table
        at = np.flatnonzero(~np.isin(places, SAME_PLACE))
        for rows, others in ((left[at], right[at]), (right[at], left[at])):
            out[at] += self._wording.mention(t.name_marks[rows], others, t.document[others])
        return out


def _to_levels(likeness: Floats, known: Bools) -> Levels:
    return np.where(known, np.searchsorted(LIKE, likeness, "right"), 0).astype(np.int8)


def to_probability(bits: float) -> float:
    """Return the probability that `bits` of evidence amount to."""
    return float(1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, bits))))


def get_level_names(name: str, *, within: bool) -> tuple[str, ...]:
    """Return the names of a comparison's levels, in order of their numbers."""
    if name == "mention":
        return MENTIONS
    if name in ("head", "words"):
        return HEADS if name == "head" else WORDS
    if name == "text":
        return WITHIN_TEXT if within else ACROSS_TEXT
    return LEVELS[name]


def _to_array(evidence: Evidence, name: str, within: bool) -> Floats:
    worth = evidence.get(name, {})
    return np.array([worth.get(level, 0.0) for level in get_level_names(name, within=within)], dtype=np.float64)
