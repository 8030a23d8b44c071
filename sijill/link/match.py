"""Matching two collections: which events of one are events of the other, by the linker's own evidence.

In: claims of two collections, each of which tells of its events once. Out: pairs with their links, best first. Nothing inside either
collection is joined. Not here: what the pairs agree on (`sijill.pipeline.compare`).
"""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from sijill.link.account import Account, date_documents, make_account, mark_focus
from sijill.link.blocks import find_pairs
from sijill.link.compare import Comparer, distance_km
from sijill.link.score import Scorer, to_probability
from sijill.link.table import Bools, Floats, Ints, Table
from sijill.link.weights import LinkRules, load_model, load_rules
from sijill.link.wording import Wording, WordingIndex
from sijill.model import Claim, Link
from sijill.packs import Packs

# An exact place is never taken to reach further than this (as in `link.cluster`).
RADIUS_KM = 10.0
# So many events of the other side are looked for at a time.
CHUNK = 2000


class Match(msgspec.Struct, frozen=True):
    """Two claims of one event. `first` says that neither has a better match; each claim is in at most one such pair."""

    ours: str
    theirs: str
    probability: float
    first: bool
    link: Link


def match_claims(ours: Sequence[Claim], theirs: Sequence[Claim], packs: Packs, *, least: float = 0.5) -> list[Match]:
    """Return the pairs that are one event with a probability of at least `least`, likeliest first.

    A claim without a partner of its own, because that has a better one, is in a further pair with it (`first` is False): one side tells of
    one event what the other tells of several.
    """
    rules = load_rules()
    table = Table([*make_accounts("ours", ours, rules), *make_accounts("theirs", theirs, rules)])
    wording = WordingIndex().find(table)  # nothing: what a row of a table tells is not in its wording
    scorer = Scorer(table, Comparer(table, rules, packs), load_model(), wording)
    left, right, bits = find_likely(scorer, wording, rules, len(ours), np.log2(least / (1 - least)))
    order = np.lexsort((right, left, -bits))
    chosen = choose_pairs(zip(left[order].tolist(), right[order].tolist(), strict=True))
    of = {(i, j): bit for i, j, bit in zip(left[order].tolist(), right[order].tolist(), bits[order].tolist(), strict=True)}
    found = []
    for i, j, first in chosen:
        names = ours[i].claim_id, theirs[j - len(ours)].claim_id
        found.append(Match(*names, to_probability(of[i, j]), first, scorer.explain(i, j, claims=names)))
    return found


def find_likely(scorer: Scorer, wording: Wording, rules: LinkRules, ours: int, least: float) -> tuple[Ints, Ints, Floats]:
    """Return the pairs of a row below `ours` and one from there on with at least `least` bits; in parts, so that memory stays small."""
    table = scorer.table
    found: list[tuple[Ints, Ints, Floats]] = []
    for start in range(ours, len(table), CHUNK):
        rows = np.arange(len(table))
        left, right = find_pairs(table, wording, rules, (rows >= start) & (rows < start + CHUNK))
        across = left < ours
        left, right = left[across], right[across]
        possible = is_possible(table, left, right, rules)
        left, right = left[possible], right[possible]
        bits = scorer.score(left, right)
        likely = bits >= least
        found.append((left[likely], right[likely], bits[likely]))
    empty = np.zeros(0, dtype=np.int64)
    parts = list(zip(*found, strict=True)) or [(empty,), (empty,), (empty.astype(np.float64),)]
    return np.concatenate(parts[0]), np.concatenate(parts[1]), np.concatenate(parts[2])


def make_accounts(side: str, claims: Sequence[Claim], rules: LinkRules) -> list[Account]:
    """Return an account for each claim; the side stands before the document's id, since both may have the same ids."""
    accounts = (make_account(claim, rules) for claim in claims)
    return mark_focus(date_documents([msgspec.structs.replace(a, document_id=f"{side}/{a.document_id}") for a in accounts]))


def is_possible(table: Table, left: Ints, right: Ints, rules: LinkRules) -> Bools:
    """Return which pairs are within the limits of one incident: precise days, and exact places beyond their radii."""
    dated = [table.precise[rows] & ~table.soft[rows] for rows in (left, right)]
    gap = np.maximum(table.first[right] - table.last[left], table.first[left] - table.last[right])
    located = [table.point[rows] & table.plain[rows] for rows in (left, right)]
    km = distance_km(table.lat[left], table.lon[left], table.lat[right], table.lon[right])
    reach = np.minimum(table.radius[left], RADIUS_KM) + np.minimum(table.radius[right], RADIUS_KM) + rules.max_km
    possible: Bools = ~(dated[0] & dated[1] & (gap > rules.max_days)) & ~(located[0] & located[1] & (km > reach))
    return possible


def choose_pairs(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Return the pairs to keep of those given best first, and whether both were still free."""
    taken: set[int] = set()
    chosen, rest = [], []
    for i, j in pairs:
        if i in taken or j in taken:
            rest.append((i, j))
        else:
            taken |= {i, j}
            chosen.append((i, j, True))
    for i, j in rest:
        if i not in taken or j not in taken:
            taken |= {i, j}
            chosen.append((i, j, False))
    return chosen
