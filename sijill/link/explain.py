"""Explanations: the joins that hold a cluster together, and the likeliest that were not made.

In: the two rounds of linking with all scored pairs. Out: `Link`s, each with the bits of every comparison.
A cluster's links are its maximum spanning tree: the weakest of them is what the whole hangs on. Joins that a person decided come first.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from sijill.link.account import Account
from sijill.link.cluster import Scored
from sijill.link.constraints import PairDecisions
from sijill.link.score import Scorer
from sijill.link.table import Ints
from sijill.model import Link

NEAREST_APART = 3
NEAREST_BITS = -8.0


class Round(msgspec.Struct, frozen=True):
    """One round of linking: accounts with the group of each, and the scored pairs between them."""

    accounts: Sequence[Account]
    labels: Ints
    pairs: Scored
    scorer: Scorer


def find_links(done: Round, decided: PairDecisions) -> list[Link]:
    """Return the joins that hold the groups of a round together, decided ones first, then the strongest."""
    holder = list(range(len(done.accounts)))
    links = []
    row_of = {claim: row for row, account in enumerate(done.accounts) for claim in account.claim_ids}
    for (left, right), decision in sorted(decided.same.items()):
        i, j = row_of[left], row_of[right]
        if done.labels[i] == done.labels[j] and _union(holder, i, j):
            links.append(done.scorer.explain(i, j, claims=(left, right), decided_by=decision))
    pairs = done.pairs
    inside = np.flatnonzero(done.labels[pairs.left] == done.labels[pairs.right])
    order = inside[np.lexsort((pairs.right[inside], pairs.left[inside], -pairs.bits[inside]))]
    for i, j in zip(pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True):
        if _union(holder, i, j):
            links.append(done.scorer.explain(i, j))
    return links


def find_nearest_apart(done: Round, decided: PairDecisions) -> dict[int, list[Link]]:
    """Return for each group (by its label) the likeliest links to other groups, at most `NEAREST_APART`."""
    pairs = done.pairs
    outside = np.flatnonzero((done.labels[pairs.left] != done.labels[pairs.right]) & (pairs.bits > NEAREST_BITS))
    order = outside[np.lexsort((pairs.right[outside], pairs.left[outside], -pairs.bits[outside]))]
    nearest: dict[int, list[Link]] = {}
    full: dict[int, set[int]] = {}
    for i, j in zip(pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True):
        a, b = int(done.labels[i]), int(done.labels[j])
        wanting = [(x, y) for x, y in ((a, b), (b, a)) if len(nearest.get(x, ())) < NEAREST_APART and y not in full.get(x, ())]
        if not wanting:
            continue
        link = done.scorer.explain(i, j, decided_by=_find_decision(done, i, j, decided.different))
        for x, y in wanting:
            nearest.setdefault(x, []).append(link)
            full.setdefault(x, set()).add(y)
    return nearest


def _find_decision(done: Round, i: int, j: int, different: Mapping[tuple[str, str], str]) -> str | None:
    """Return the decision that keeps two accounts apart, or None."""
    if not different:
        return None
    left, right = done.accounts[i].claim_ids, done.accounts[j].claim_ids
    return next((name for (a, b), name in sorted(different.items()) if (a in left and b in right) or (a in right and b in left)), None)


def _union(holder: list[int], i: int, j: int) -> bool:
    """Join two rows; return whether they were apart."""
    a, b = _find(holder, i), _find(holder, j)
    holder[b] = a
    return a != b


def _find(holder: list[int], row: int) -> int:
    while holder[row] != row:
        holder[row] = holder[holder[row]]
        row = holder[row]
    return row
