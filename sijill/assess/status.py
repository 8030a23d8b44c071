"""Whose status one source tells and another leaves open: the same people, called civilians here and "five people" there.

In: what the sources tell. Out: the same, as far as other sources settle it:

* Where all who tell the status of the dead (or injured) call them civilians, numbers without a status count as civilians.
* Where some call them civilians and others fighters, the status is disputed: who counts fighters only says that no civilian died, and
  numbers without a status are at most that many civilians.

The rules are written in `docs/method/counting.md`. Nobody is made a civilian whom no source calls one.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from sijill.assess.tellings import Telling

_FIGHTERS = frozenset({"combatant", "mixed"})


def settle_status(tellings: Sequence[Telling]) -> list[Telling]:
    """Return what is told, with the status that other sources tell of the same people."""
    by_outcome: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_outcome[telling.row.outcome].append(telling)
    return [settled for told in by_outcome.values() for settled in _settle_outcome(told)]


def _settle_outcome(tellings: Sequence[Telling]) -> list[Telling]:
    totals = [t for t in tellings if t.row.group is None and (t.row.max is None or t.row.max > 0)]
    told = {t.row.who for t in totals}
    if "civilian" not in told:
        return list(tellings)
    if not told & _FIGHTERS:
        return [_set_status(t, t.row.exactness) if t in totals and t.row.who == "unknown" else t for t in tellings]
    both = _find_claims(totals, "civilian") & _find_claims(totals, "combatant")
    beside = {t.row.min for t in totals if t.row.who == "combatant" and t.claim.claim_id in both}
    counting = {t.voice for t in totals if t.row.who != "combatant"}
    settled = list(tellings)
    for telling in totals:
        row = telling.row
        if row.who == "combatant" and telling.voice not in counting and row.min not in beside:
            none = msgspec.structs.replace(row, who="civilian", min=0, max=0, exactness="exact")
            settled.append(msgspec.structs.replace(telling, row=none))
        elif row.who == "unknown" and row.exactness != "vague":
            settled.append(_set_status(telling, "at_most"))
    return settled


def _find_claims(tellings: Sequence[Telling], who: str) -> set[str]:
    return {t.claim.claim_id for t in tellings if t.row.who == who}


def _set_status(telling: Telling, exactness: str) -> Telling:
    """Return a number without a status as one of civilians."""
    high = telling.row.max if telling.row.max is not None or exactness != "at_most" else telling.row.min
    row = msgspec.structs.replace(telling.row, who="civilian", exactness=exactness, max=high)
    return msgspec.structs.replace(telling, row=row)
