"""Whose status one source tells and another leaves open: the same people, called civilians here and "five people" there.

In: what the sources tell. Out: the same, as far as other sources settle it:

* Where a source gives one number for fighters and for people without a status, these are the fighters, told of again.
* Where all who tell the status of the dead (or injured) call them civilians, numbers without a status count as civilians.
* Where some call them civilians and others fighters, the status is disputed: numbers without a status are at most that many civilians,
  and who counts dead fighters only says that no civilian died. Fighters who are fewer than half of those whom others count, and
  wounded ones, deny nobody.
* Where some call them fighters and nobody civilians, numbers without a status are at most that many people.
* Where some tell of civilians, "no casualties" is none of them.

The rules are written in `docs/method/counting.md`. Nobody is made a civilian whom no source calls one.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from sijill.assess.tellings import Telling
from sijill.model.claim import Who
from sijill.model.quantity import Exactness

_FIGHTERS = frozenset({"combatant", "mixed"})


def settle_status(tellings: Sequence[Telling]) -> list[Telling]:
    """Return what is told, with the status that other sources tell of the same people."""
    by_outcome: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_outcome[telling.row.outcome].append(telling)
    return [settled for told in by_outcome.values() for settled in _settle_outcome(_drop_fighters_again(told))]


def _drop_fighters_again(tellings: Sequence[Telling]) -> list[Telling]:
    """Return what is told without numbers that the same voice gives for fighters too: "five soldiers died", then "the five dead"."""
    fighters = {(t.voice, t.row.min) for t in tellings if t.row.who == "combatant" and t.row.group is None}
    return [t for t in tellings if t.row.who != "unknown" or t.row.group is not None or (t.voice, t.row.min) not in fighters]


def _settle_outcome(tellings: Sequence[Telling]) -> list[Telling]:
    totals = [t for t in tellings if t.row.group is None and (t.row.max is None or t.row.max > 0)]
    told = {t.row.who for t in totals}
    if "civilian" not in told:
        disputed = told & _FIGHTERS
        return [_set_status(t, "unknown", "at_most") if disputed and _is_open(t) and t in totals else t for t in tellings]
    open_rows = [t for t in tellings if t.row.who == "unknown" and (t.row.exactness == "none" or (t in totals and not told & _FIGHTERS))]
    settled = [_set_status(t, "civilian", t.row.exactness) if t in open_rows else t for t in tellings]
    return [*settled, *(denial for t in totals if told & _FIGHTERS and (denial := _find_denial(t, totals)) is not None)]


def _find_denial(telling: Telling, totals: Sequence[Telling]) -> Telling | None:
    """Return what a disputed telling says of civilians beside its own words: none, or at most its number; None where it says nothing."""
    row = telling.row
    if _is_open(telling):
        return _set_status(telling, "civilian", "at_most")
    if row.who != "combatant" or row.outcome != "killed":
        return None
    counting = {t.voice for t in totals if t.row.who != "combatant"}
    both = _find_claims(totals, "civilian") & _find_claims(totals, "combatant")
    beside = {t.row.min for t in totals if t.row.who == "combatant" and t.claim.claim_id in both}
    most = max(t.row.min or 0 for t in totals if t.row.who == "civilian")
    few = row.exactness != "vague" and (row.min or 0) * 2 < most
    if few or telling.voice in counting or row.min in beside:
        return None
    none = msgspec.structs.replace(row, who="civilian", min=0, max=0, exactness="exact")
    return msgspec.structs.replace(telling, row=none)


def _is_open(telling: Telling) -> bool:
    """Is it a number of people whose status is not told? A report that only names one counts nobody."""
    row = telling.row
    return row.who == "unknown" and row.exactness != "vague" and (row.max is not None or (row.min or 0) > 1)


def _find_claims(tellings: Sequence[Telling], who: str) -> set[str]:
    return {t.claim.claim_id for t in tellings if t.row.who == who}


def _set_status(telling: Telling, who: Who, exactness: Exactness) -> Telling:
    """Return a number without a status as one of `who`."""
    low, high = telling.row.min, telling.row.max
    if exactness == "at_most":
        low, high = None, low if high is None else high
    row = msgspec.structs.replace(telling.row, who=who, exactness=exactness, min=low, max=high)
    return msgspec.structs.replace(telling, row=row)
