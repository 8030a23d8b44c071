"""The linker: from claims to clusters, in two rounds of the same method.

First the claims of each document that tell of one event become an account, then accounts of different documents become clusters.
In: claims. Out: `LinkResult`. The result depends on the set of claims and decisions only, not on their order.
Not here: each step (see the package's docstring).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import msgspec
import numpy as np

from sijill.link.account import Account, date_documents, make_account, mark_focus, merge_accounts
from sijill.link.blocks import find_document_pairs, find_pairs
from sijill.link.cluster import Constraints, Limits, Scored, cluster_rows
from sijill.link.compare import Comparer
from sijill.link.constraints import Contradiction, PairDecisions, find_pair_decisions
from sijill.link.explain import Round, find_links, find_nearest_apart
from sijill.link.identity import Group, assign_ids
from sijill.link.lending import find_lendable, lend_days
from sijill.link.reportdays import ReportDays
from sijill.link.score import Scorer
from sijill.link.table import Bools, Ints, Table
from sijill.link.weights import LinkModel, LinkRules, load_model, load_rules
from sijill.link.wording import WordingIndex
from sijill.model import Change, Claim, Cluster, Decision, Link, get_standing
from sijill.packs import Packs

NOTHING = find_pair_decisions((), frozenset())


class LinkResult(msgspec.Struct, frozen=True):
    """Clusters by incident id, changes since the last run, and decisions that were set aside."""

    clusters: tuple[Cluster, ...]
    changes: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...] = ()


class Linker(msgspec.Struct, frozen=True):
    """What linking knows before it sees a claim."""

    packs: Packs
    rules: LinkRules
    model: LinkModel

    def get_limits(self, *, within: bool) -> Limits:
        """Return the limits of clustering for claims of one document, or accounts of several."""
        rules = self.rules
        if within:
            return Limits(rules.max_days, math.inf, rules.join_within, rules.large_part)
        return Limits(rules.max_days, rules.max_km, rules.join_across, rules.large_part, rules.connect, rules.join_seat)

    def iter_singles(self, claims: Iterable[Claim]) -> Iterator[Account]:
        """Yield an account for each claim that tells of an event that happened."""
        return (make_account(claim, self.rules) for claim in claims if claim.modality in self.rules.modalities)

    def make_accounts(self, singles: Iterable[Account]) -> list[Account]:
        """Return what whole documents tell, in order: of accounts of single claims those of one event together."""
        return pool_accounts(self.join_claims(order_singles(singles), NOTHING))

    def group_accounts(self, accounts: Sequence[Account]) -> list[Group]:
        """Return the claim ids of each event that a whole collection tells of, where nothing was decided and nothing is explained."""
        return gather_claims(self.join_accounts(accounts, NOTHING))

    def join_claims(self, singles: Sequence[Account], decided: PairDecisions) -> Round:
        """First round: claims of one document that tell of one event."""
        table = Table(singles)
        scorer = Scorer(table, Comparer(table, self.rules, self.packs, weigh_names=False), self.model)
        left, right = find_document_pairs(table)
        pairs = Scored(left, right, scorer.score_within(left, right))
        labels = cluster_rows(table, pairs, _to_constraints(decided, singles, same_document=True), self.get_limits(within=True))
        return Round(singles, labels, pairs, scorer)

    def join_accounts(self, accounts: Sequence[Account], decided: PairDecisions) -> Round:
        """Second round: accounts of one event in different documents."""
        scorer, pairs = self._score_accounts(accounts)
        constraints = _to_constraints(decided, accounts, same_document=False)
        return Round(accounts, cluster_rows(scorer.table, pairs, constraints, self.get_limits(within=False)), pairs, scorer)

    def _score_accounts(self, accounts: Sequence[Account]) -> tuple[Scorer, Scored]:
        """Return the pairs of accounts that may be of one event, scored; what is needed on the way is large and is not kept."""
        table = Table(accounts)
        index = WordingIndex()
        index.extend(accounts)
        wording = index.find(table)
        scorer = Scorer(table, Comparer(table, self.rules, self.packs), self.model, wording)
        base = score_base(scorer, *find_pairs(table, wording, self.rules))
        lend_days(scorer, ReportDays(accounts), find_lendable(scorer, base))
        return scorer, complete_pairs(scorer, base)


def load_linker(packs: Packs) -> Linker:
    """Return the linker with the rules and weights that Sijill brings."""
    return Linker(packs, load_rules(), load_model())


def link_claims(
    claims: Iterable[Claim],
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
    linker = load_linker(packs)
    singles = order_singles(linker.iter_singles(claims))
    decided = find_pair_decisions(get_standing(decisions), {a.key for a in singles})
    first = linker.join_claims(singles, decided)
    second = linker.join_accounts(pool_accounts(first), decided)
    rows, groups = group_rows(second.labels), gather_claims(second)
    ids, changes = assign_ids(groups, previous)
    inside, outside = _explain(first, second, decided) if explain else ({}, {})
    clusters = [
        Cluster(
            incident_id=incident_id,
            claim_ids=group,
            previous_ids=before,
            links=tuple(inside.get(members[0], ())),
            nearest_apart=tuple(outside.get(members[0], ())),
        )
        for (incident_id, before), group, members in zip(ids, groups, rows, strict=True)
    ]
    return LinkResult(tuple(sorted(clusters, key=lambda c: c.incident_id)), tuple(changes), decided.contradictions)


def score_base(scorer: Scorer, left: Ints, right: Ints) -> Scored:
    """Return the given pairs of two documents, scored without the estimated days of reports."""
    return Scored(left, right, scorer.score_base(left, right))


def complete_pairs(scorer: Scorer, base: Scored, fresh: Bools | None = None) -> Scored:
    """Return pairs of two documents with all their evidence, and all pairs of one document (of those fresh)."""
    left, right = find_document_pairs(scorer.table, fresh)
    bits = base.bits + scorer.score_estimates(base.left, base.right)
    within = scorer.score_within(left, right)
    return Scored(np.concatenate([base.left, left]), np.concatenate([base.right, right]), np.concatenate([bits, within]))


def order_singles(singles: Iterable[Account]) -> list[Account]:
    """Return accounts of single claims in order of claim ids, the last given of each, dated by their documents."""
    return date_documents([single for _, single in sorted({single.key: single for single in singles}.items())])


def gather_claims(done: Round) -> list[Group]:
    """Return the claim ids of each group of a round, sorted."""
    return [tuple(sorted(c for row in rows for c in done.accounts[row].claim_ids)) for rows in group_rows(done.labels)]


def pool_accounts(first: Round) -> list[Account]:
    """Return the accounts that the first round made, those of a document together."""
    pooled = [merge_accounts([first.accounts[row] for row in rows]) for rows in group_rows(first.labels)]
    return mark_focus(sorted(pooled, key=lambda a: (a.document_id, a.key)))


def group_rows(labels: Ints) -> list[list[int]]:
    """Return the rows of each label, both in ascending order; a label is the smallest row of its group."""
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(row)
    return list(groups.values())


def _to_constraints(decided: PairDecisions, accounts: Sequence[Account], *, same_document: bool) -> Constraints:
    """Return decisions about claims as constraints on rows.

    Within documents, two claims that decisions speak of stay apart unless they were decided to be the same: pooling them could join what
    decisions about other documents keep apart.
    """
    if not decided.same and not decided.different:
        return Constraints()
    row_of = {claim: row for row, account in enumerate(accounts) for claim in account.claim_ids}

    def to_row_pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
        rows = [(min(row_of[a], row_of[b]), max(row_of[a], row_of[b])) for a, b in sorted(pairs)]
        return [(i, j) for i, j in rows if i != j and (not same_document or accounts[i].document_id == accounts[j].document_id)]

    apart = set(to_row_pairs(decided.apart))
    same = to_row_pairs(decided.same)
    if same_document:
        spoken_of = sorted({row_of[c] for pair in (*decided.same, *decided.different) for c in pair})
        apart |= {(i, j) for i, j in combinations(spoken_of, 2) if accounts[i].document_id == accounts[j].document_id} - set(same)
    return Constraints(tuple(same), frozenset(apart))


def _explain(first: Round, second: Round, decided: PairDecisions) -> tuple[dict[int, list[Link]], dict[int, list[Link]]]:
    """Return by label of the second round the links of each cluster, strongest first, and the nearest that were kept apart."""
    label_of = {c: int(label) for account, label in zip(second.accounts, second.labels, strict=True) for c in account.claim_ids}
    inside: dict[int, list[Link]] = defaultdict(list)
    for link in [*find_links(second, decided), *find_links(first, decided)]:
        inside[label_of[link.left]].append(link)
    for links in inside.values():
        links.sort(key=lambda link: (-link.probability, link.left, link.right))
    return inside, find_nearest_apart(second, decided)
