"""Lending: a report whose day is not known was most likely written about when reports were that surely tell of the same event.

In: pairs of accounts, scored without the days of reports. Out: these days, in `Table.written`, by what pairs that are one event almost
surely lend the documents of a series. One such pair may be wrong; the series (`link.chains`) keeps only what fits its numbers. What is
lent tells the days of more reports, which makes more pairs sure: that is done again a few times.
"""

from collections import defaultdict

import numpy as np

from sijill.link.cluster import Scored
from sijill.link.reportdays import Lent, ReportDays
from sijill.link.score import Scorer
from sijill.link.table import NONE, Bools, Ints, Table

# Pairs of at least so many bits lend days (1: two in three are one event); a document's own day is known when it is known to so many days.
SURE_BITS, KNOWN_DAYS = 1.0, 2
ROUNDS = 4
# What all days that are lent to one document weigh together in its series (see `link.reportdays`).
LENT = 2.0


def lend_days(scorer: Scorer, days: ReportDays, pairs: Scored) -> None:
    """Write into the scorer's table when documents were written, from the pairs that may lend (`find_lendable`)."""
    table = scorer.table
    names = table.codes["document"].of
    lent: Lent = {}
    for _ in range(ROUNDS + 1):
        for document, written in days.estimate(lent).items():
            table.written.put(names[document], written)
        bits = pairs.bits + scorer.score_estimates(pairs.left, pairs.right)
        before, lent = lent, find_lent(table, Scored(pairs.left, pairs.right, bits))
        if lent == before:
            return


def find_lendable(scorer: Scorer, base: Scored) -> Scored:
    """Return the pairs, scored without the days of reports, that may lend days once these are known."""
    asks, document = scorer.table.written.asks, scorer.table.document
    most = max(scorer.model.across.get("estimate", {}).values(), default=0.0)
    able = (asks[document[base.left]] | asks[document[base.right]]) & (base.bits + most >= SURE_BITS)
    return base.select(able)


def find_lent(table: Table, pairs: Scored) -> dict[str, dict[int, float]]:
    """Return the days that others lend: `document → day → weight`."""
    day = _find_lender_days(table)
    sure = pairs.bits >= SURE_BITS
    left, right = pairs.left[sure], pairs.right[sure]
    borrower, lender = np.concatenate([left, right]), np.concatenate([right, left])
    usable = table.written.asks[table.document[borrower]] & (day[lender] != NONE)
    borrowed = np.stack([table.document[borrower[usable]], table.document[lender[usable]], day[lender[usable]]], axis=1)
    days: dict[int, list[int]] = defaultdict(list)
    for document, _, at in np.unique(borrowed, axis=0).tolist():
        days[document].append(at)
    names = table.codes["document"].values if days else []
    return {names[document]: {at: LENT * held.count(at) / len(held) for at in held} for document, held in days.items()}


def _find_lender_days(table: Table) -> Ints:
    """Return the day that each row may lend: when its document was written, else when its event happened."""
    written = table.written
    known: Bools = (written.first != NONE) & written.has_year & (written.last - written.first <= KNOWN_DAYS)
    middle = np.where(known, (written.first + written.last) // 2, NONE)[table.document]
    told = np.where(table.precise & ~table.soft, table.first, NONE)
    return np.where(middle != NONE, middle, told)
