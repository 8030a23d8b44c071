"""Linking a collection that grows: a day's documents touch only the accounts they may belong with, and the result is that of a full run.

In: claims of new documents, again and again. Out: the groups of claims that came about and those that are gone.
A cluster depends only on the accounts of its part (those connected by likely pairs). `GrowingLinks.add` compares the new accounts, finds
the parts that they reach and the parts whose evidence they change (a word that is no longer rare, a place that is now too full), and
clusters these again from scratch. Not here: ids (`link.identity`), documents that are given twice (start a new collection).
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from sijill.errors import DefectError
from sijill.link.blocks import find_full_places, find_pairs, get_place_keys, is_small
from sijill.link.cluster import Constraints, Scored, cluster_rows, find_likely, find_parts
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
        self._lendable = Scored(self._full, self._full, np.zeros(0, dtype=np.float64))

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
        changed = self._wording.extend(accounts)
        added = np.arange(first, len(self._table), dtype=np.int64)
        self._labels, self._parts = np.concatenate([self._labels, added]), np.concatenate([self._parts, added])
        rows = self._find_affected(first, changed)
        before = set(self._to_groups(rows[rows < first]))
        compared = self._cluster(rows)
        after = set(self._to_groups(rows))
        return Growth(tuple(sorted(after - before)), tuple(sorted(before - after)), compared)

    def _find_affected(self, first: int, changed: tuple[Ints, Ints]) -> Ints:
        """Return the rows of every part that rows from `first` on reach, or whose evidence they changed."""
        table, rules = self._table, self._linker.rules
        full = find_full_places(table, rules)
        common = find_common_rows(table, rules)
        overflowing = np.setdiff1d(full, self._full)
        touched = np.zeros(len(table), dtype=bool)
        touched[:first] = common[:first] != self._common[:first]
        self._full, self._common = full, common
        if is_small(first):
            self._lend(np.ones(len(table), dtype=bool))
            return np.arange(len(table), dtype=np.int64)
        touched |= np.isin(table.document, changed[0])
        touched[changed[1]] = True
        for keys in get_place_keys(table):
            touched |= np.isin(keys, overflowing)
        # Rarer marks left make passages more alike: a touched row may have new partners too.
        touched[first:] = True
        touched |= self._lend(touched)
        pairs = self._score(touched)
        left, right = find_likely(pairs, Constraints(), rules.join_across)
        parts = np.unique(np.concatenate([self._parts[left], self._parts[right], self._parts[touched]]))
        return np.flatnonzero(np.isin(self._parts, parts))

    def _lend(self, touched: Bools) -> Bools:
        """Estimate the days of reports anew, after the evidence of `touched` rows changed; return the rows of which they changed."""
        scorer, base = self._score_base(touched)
        fresh, kept = find_lendable(scorer, base), self._lendable
        old = ~(touched[kept.left] | touched[kept.right])
        self._lendable = Scored(
            *(np.concatenate([k[old], f]) for k, f in zip(msgspec.structs.astuple(kept), msgspec.structs.astuple(fresh), strict=True))
        )
        lend_days(scorer, self._days, self._lendable)
        changed = self._table.written.find_changed(self._written)
        self._written = self._table.written.copy()
        return changed[self._table.document]

    def _score_base(self, fresh: Bools) -> tuple[Scorer, Scored]:
        """Return the scorer of the pairs that have a row of `fresh`, and these pairs without the estimated days of reports."""
        table, linker = self._table, self._linker
        some = None if fresh.all() else fresh
        wording = self._wording.find(table, some)
        scorer = Scorer(table, Comparer(table, linker.rules, linker.packs), linker.model, wording)
        return scorer, score_base(scorer, *find_pairs(table, wording, linker.rules, some))

    def _score(self, fresh: Bools) -> Scored:
        """Return the scored pairs that have a row of `fresh`."""
        return complete_pairs(*self._score_base(fresh), None if fresh.all() else fresh)

    def _cluster(self, rows: Ints) -> int:
        """Cluster some rows again, which are all rows of their parts; return the number of pairs compared."""
        affected = np.zeros(len(self._table), dtype=bool)
        affected[rows] = True
        pairs = self._score(affected)
        both = affected[pairs.left] & affected[pairs.right]
        place = np.cumsum(affected) - 1
        local = Scored(place[pairs.left[both]], place[pairs.right[both]], pairs.bits[both])
        limits = self._linker.get_limits(within=False)
        self._parts[rows] = rows[find_parts(len(rows), *find_likely(local, Constraints(), limits.join))]
        labels = cluster_rows(self._table.take(rows), local, Constraints(), limits)
        self._labels[rows] = rows[labels]
        return len(local.left)

    def _to_groups(self, rows: Ints) -> list[Group]:
        """Return the groups of claim ids that `rows` make up."""
        accounts = self._table.accounts
        grouped = group_rows(self._labels[rows])
        return [tuple(sorted(c for at in members for c in accounts[int(rows[at])].claim_ids)) for members in grouped]
