"""The linker: from claims to clusters, in two rounds of the same method.

First the claims of each document that tell of one event become an account, then accounts of different documents become clusters.
In: claims. Out: `LinkResult`. The result depends on the set of claims and decisions only, not on their order.
Not here: each step (see the package's docstring).
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from sijill.link.account import Account, make_account, merge_accounts
from sijill.link.blocks import find_document_pairs, find_pairs, find_text_pairs
from sijill.link.cluster import Constraints, Limits, Scored, cluster_rows
from sijill.link.constraints import Contradiction, PairDecisions, find_pair_decisions
from sijill.link.identity import assign_ids
from sijill.link.score import Scorer
from sijill.link.table import Ints, Table
from sijill.link.weights import LinkModel, LinkRules, load_model, load_rules
from sijill.model import Change, Claim, Cluster, Decision, Link, get_standing
from sijill.packs import Packs

NEAREST_APART = 3
NEAREST_BITS = -8.0


class LinkResult(msgspec.Struct, frozen=True):
    """Clusters by incident id, changes since the last run, and decisions that were set aside."""

    clusters: tuple[Cluster, ...]
    changes: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...] = ()


class Joined(msgspec.Struct, frozen=True):
    """Accounts with the group of each and the scored pairs between them."""

    accounts: Sequence[Account]
    labels: Ints
    pairs: Scored
    scorer: Scorer


def link_claims(
    claims: Sequence[Claim],
    *,
    packs: Packs,
    decisions: Sequence[Decision] = (),
    previous: Mapping[str, frozenset[str]] = {},
    explain: bool = True,
) -> LinkResult:
    """Return the clusters of `claims`; `previous` is the last run's `incident id → claim ids`.

    Claims of a modality that tells of no event (planned, hypothetical, habitual) are in no cluster. Without `explain` the links are
    left out, which saves time on large collections.
    """
    rules, model = load_rules(), load_model()
    usable = sorted({c.claim_id: c for c in claims if c.modality in rules.modalities}.values(), key=lambda c: c.claim_id)
    decided = find_pair_decisions(get_standing(decisions), {c.claim_id for c in usable})
    accounts = make_accounts([make_account(c, rules) for c in usable], decided, rules, model, packs)
    joined = join_accounts(accounts, decided, rules, model, packs)
    groups = _group_rows(joined.labels)
    claim_groups = [tuple(sorted(c for row in rows for c in accounts[row].claim_ids)) for rows in groups]
    ids, changes = assign_ids(claim_groups, previous)
    links = _explain_groups(joined, groups, decided) if explain else [((), ())] * len(groups)
    clusters = [
        Cluster(incident_id=incident_id, claim_ids=members, previous_ids=before, links=inside, nearest_apart=outside)
        for (incident_id, before), members, (inside, outside) in zip(ids, claim_groups, links, strict=True)
    ]
    return LinkResult(tuple(sorted(clusters, key=lambda c: c.incident_id)), tuple(changes), decided.contradictions)


def make_accounts(singles: Sequence[Account], decided: PairDecisions, rules: LinkRules, model: LinkModel, packs: Packs) -> list[Account]:
    """Return the accounts of each document: claims of one document that tell of one event, pooled; sorted by their keys."""
    table = Table(singles)
    left, right = find_document_pairs(table)
    pairs = Scored(left, right, Scorer(table, rules, model, packs).score(left, right, within=True))
    labels = cluster_rows(table, pairs, _to_rows(decided, singles, same_document=True), Limits.of(rules))
    pooled = [merge_accounts([singles[row] for row in rows]) for rows in _group_rows(labels)]
    return sorted(pooled, key=lambda a: a.key)


def join_accounts(accounts: Sequence[Account], decided: PairDecisions, rules: LinkRules, model: LinkModel, packs: Packs) -> Joined:
    """Return accounts of different documents in groups, with the pairs that were scored."""
    table = Table(accounts)
    scorer = Scorer(table, rules, model, packs)
    scorer.add_copies(find_text_pairs(table))
    left, right = find_pairs(table, rules)
    pairs = Scored(left, right, scorer.score(left, right))
    labels = cluster_rows(table, pairs, _to_rows(decided, accounts, same_document=False), Limits.of(rules))
    return Joined(accounts, labels, pairs, scorer)


def _to_rows(decided: PairDecisions, accounts: Sequence[Account], *, same_document: bool) -> Constraints:
    """Return decisions about claims as constraints on rows; within documents only those about claims of one document."""
    if not decided.same and not decided.different:
        return Constraints()
    row_of = {claim: row for row, account in enumerate(accounts) for claim in account.claim_ids}

    def to_row_pairs(pairs: Mapping[tuple[str, str], str]) -> list[tuple[int, int]]:
        rows = [(min(row_of[a], row_of[b]), max(row_of[a], row_of[b])) for a, b in sorted(pairs)]
        return [(i, j) for i, j in rows if i != j and (not same_document or accounts[i].document_id == accounts[j].document_id)]

    return Constraints(tuple(to_row_pairs(decided.same)), frozenset(to_row_pairs(decided.different)))


def _group_rows(labels: Ints) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(row)
    return list(groups.values())


def _explain_groups(
    joined: Joined, groups: Sequence[Sequence[int]], decided: PairDecisions
) -> list[tuple[tuple[Link, ...], tuple[Link, ...]]]:
    """Return for each group the joins of its best spanning tree and the likeliest links to other groups."""
    pairs = joined.pairs
    order = np.lexsort((pairs.right, pairs.left, -pairs.bits))
    order = order[pairs.bits[order] > NEAREST_BITS]
    holder = list(range(len(joined.accounts)))
    inside: dict[int, list[Link]] = {}
    outside: dict[int, list[Link]] = {}
    ties = {tuple(sorted(pair)): name for pairs in (decided.same, decided.different) for pair, name in pairs.items()}
    for i, j in zip(pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True):
        a, b = int(joined.labels[i]), int(joined.labels[j])
        if a == b:
            x, y = _find(holder, i), _find(holder, j)
            if x != y:
                holder[y] = x
                inside.setdefault(a, []).append(joined.scorer.explain(i, j, decided_by=_find_decision(joined, i, j, ties)))
            continue
        if min(len(outside.get(a, ())), len(outside.get(b, ()))) < NEAREST_APART:
            link = joined.scorer.explain(i, j, decided_by=_find_decision(joined, i, j, ties))
            for label in (a, b):
                if len(outside.setdefault(label, [])) < NEAREST_APART:
                    outside[label].append(link)
    labels = [int(joined.labels[rows[0]]) for rows in groups]
    return [(tuple(inside.get(label, ())), tuple(outside.get(label, ()))) for label in labels]


def _find_decision(joined: Joined, i: int, j: int, ties: Mapping[tuple[str, ...], str]) -> str | None:
    """Return the decision about a pair of claims of two accounts, or None."""
    if not ties:
        return None
    pairs = (tuple(sorted((a, b))) for a in joined.accounts[i].claim_ids for b in joined.accounts[j].claim_ids)
    return next((ties[pair] for pair in pairs if pair in ties), None)


def _find(holder: list[int], row: int) -> int:
    while holder[row] != row:
        holder[row] = holder[holder[row]]
        row = holder[row]
    return row
