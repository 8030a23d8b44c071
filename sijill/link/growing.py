"""Linking a collection that grows: a day's documents touch only the accounts they may belong with, and the result is that of a full run.

In: claims of new documents, again and again. Out: the groups of claims that came about and those that are gone.
A cluster depends only on the pairs inside its part (see `link.cluster`). `GrowingLinks.add` scores the pairs of new accounts and of those
whose evidence they change (a word that is no longer rare, a place that is now too full), keeps all other pairs as they were, and clusters
anew the parts that have other rows or pairs than before. Not here: ids (`link.identity`), documents that are given twice (start a new
collection).
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from sijill.errors import DefectError
from sijill.link.blocks import find_full_places, find_pairs, get_place_keys, is_small
from sijill.link.cluster import LEAST_BITS, Constraints, Scored, cluster_parts, split_parts
from sijill.link.compare import Comparer, find_common_rows
from sijill.link.identity import Group
from sijill.link.lending import find_lendable, lend_days
from sijill.link.linker import complete_pairs, group_rows, load_linker, score_base
from sijill.link.reportdays import ReportDays
from sijill.link.score import Scorer
from sijill.link.table import Bools, Ints, Table, WrittenDays
from sijill.link.wording import WordingIndex
from sijill.model import Claim
from sijill.packs import Packs


class Growth(msgspec.Struct, frozen=True):
    """What an addition changed: groups of claim ids that are new and those that are no more."""

    made: tuple[Group, ...]
    gone: tuple[Group, ...]
    compared: int


class GrowingLinks:
    """The links of a collection of documents, kept in memory. Decisions are applied by a full run."""

    def __init__(self, packs: Packs) -> None:
        self._linker = load_linker(packs)
        self._table = Table()
        self._wording = WordingIndex()
        self._labels: Ints = np.zeros(0, dtype=np.int64)
        self._parts: Ints = np.zeros(0, dtype=np.int64)
        self._full: Ints = np.zeros(0, dtype=np.int64)
        self._common: Bools = np.zeros(0, dtype=bool)
        self._days = ReportDays()
        self._written = WrittenDays()
        self._lendable = self._pairs = Scored(self._full, self._full, np.zeros(0, dtype=np.float64))

    def get_groups(self) -> list[Group]:
        """Return all groups of claim ids, each sorted, in order."""
        return sorted(self._to_groups(np.arange(len(self._table))))

    def add(self, claims: Sequence[Claim]) -> Growth:
        """Link the claims of new documents; raises DefectError for a document that was added before."""
        known = self._table.codes["document"].of
        if any(c.document_id in known for c in claims):
            raise DefectError("a document's claims must be added together, and once")
        accounts = self._linker.make_accounts(self._linker.iter_singles(claims))
        if not accounts:
            return Growth((), (), 0)
        first = len(self._table)
        self._table.extend(accounts)
        self._days.extend(accounts)
        touched = self._find_touched(first, self._wording.extend(accounts))
        compared = self._score(touched)
        added = np.arange(first, len(self._table), dtype=np.int64)
        self._labels = np.concatenate([self._labels, added])
        rows = self._find_affected(np.concatenate([self._parts, added]), touched)
        before = set(self._to_groups(rows[rows < first]))
        self._cluster(rows)
        after = set(self._to_groups(rows))
        return Growth(tuple(sorted(after - before)), tuple(sorted(before - after)), compared)

    def _find_touched(self, first: int, changed: tuple[Ints, Ints]) -> Bools:
        """Return which rows are new, from `first` on, or have other evidence than before, by the documents and rows whose words changed."""
        table, rules = self._table, self._linker.rules
        full, common = find_full_places(table, rules), find_common_rows(table, rules)
        overflowing = np.setdiff1d(full, self._full)
        touched = np.ones(len(table), dtype=bool)
        if not is_small(first):
            touched[:first] = common[:first] != self._common[:first]
            touched |= np.isin(table.document, changed[0])
            touched[changed[1]] = True
            for keys in get_place_keys(table):
                touched |= np.isin(keys, overflowing)
        self._full, self._common = full, common
        return touched

    def _score(self, touched: Bools) -> int:
        """Score the pairs of `touched` rows, which grow by those of reports whose day is estimated anew; return their number."""
        scorer, base = self._score_base(touched)
        self._lendable = _replace(self._lendable, find_lendable(scorer, base), touched)
        lend_days(scorer, self._days, self._lendable)
        redated = self._table.written.find_changed(self._written)[self._table.document] & ~touched
        self._written = self._table.written.copy()
        if redated.any():
            touched |= redated
            scorer, base = self._score_base(touched)
        pairs = complete_pairs(scorer, base, touched)
        self._pairs = _replace(self._pairs, pairs.select(pairs.bits >= LEAST_BITS), touched)
        return len(pairs.left)

    def _score_base(self, fresh: Bools) -> tuple[Scorer, Scored]:
        """Return the scorer of the pairs that have a row of `fresh`, and these pairs without the estimated days of reports."""
        table, linker = self._table, self._linker
        some = None if fresh.all() else fresh
        wording = self._wording.find(table, some)
        scorer = Scorer(table, Comparer(table, linker.rules, linker.packs), linker.model, wording)
        return scorer, score_base(scorer, *find_pairs(table, wording, linker.rules, some))

    def _find_affected(self, before: Ints, touched: Bools) -> Ints:
        """Divide all rows into parts anew, which were the parts `before`; return the rows of those with other rows or a touched one."""
        size = len(before)
        part = split_parts(self._pairs, Constraints(), self._linker.get_limits(within=False), size)
        grown_or_shrunk = np.bincount(part, minlength=size)[part] != np.bincount(before, minlength=size)[before]
        stale = np.zeros(size, dtype=bool)
        stale[part[touched | grown_or_shrunk | (before != before[part])]] = True
        self._parts = part
        return np.flatnonzero(stale[part])

    def _cluster(self, rows: Ints) -> None:
        """Cluster some rows again, which are all rows of their parts."""
        affected = np.zeros(len(self._table), dtype=bool)
        affected[rows] = True
        pairs = self._pairs.select(affected[self._pairs.left] & affected[self._pairs.right])
        place = np.cumsum(affected) - 1
        local = Scored(place[pairs.left], place[pairs.right], pairs.bits)
        part = place[self._parts[rows]]
        labels = cluster_parts(self._table.take(rows), local, part, Constraints(), self._linker.get_limits(within=False))
        self._labels[rows] = rows[labels]

    def _to_groups(self, rows: Ints) -> list[Group]:
        """Return the groups of claim ids that `rows` make up."""
        accounts = self._table.accounts
        grouped = group_rows(self._labels[rows])
        return [tuple(sorted(c for at in members for c in accounts[int(rows[at])].claim_ids)) for members in grouped]


def _replace(kept: Scored, fresh: Scored, touched: Bools) -> Scored:
    """Return the kept pairs that have no touched row, and the fresh ones."""
    old = kept.select(~(touched[kept.left] | touched[kept.right]))
    return Scored(*(np.concatenate(both) for both in zip(msgspec.structs.astuple(old), msgspec.structs.astuple(fresh), strict=True)))
