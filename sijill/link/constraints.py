"""Decisions about pairs of claims as constraints on clustering, and the decisions that cannot all be right.

In: decisions in force. Out: `PairDecisions`. Where `same` decisions would join two claims that were decided to be different, the
`different` decision holds, the last `same` on the way is set aside, and the contradiction is reported.
Not here: which decisions are in force (`sijill.model.standing`).
"""

from collections.abc import Iterable

import msgspec

from sijill.model import Decision

ClaimPair = tuple[str, str]


class Contradiction(msgspec.Struct, frozen=True):
    """A decision that was set aside because others say the opposite; all by decision id."""

    set_aside: str
    because_of: tuple[str, ...]


class PairDecisions(msgspec.Struct, frozen=True):
    """Pairs of claims decided to be the same or different, with the decision's id.

    `apart` are all pairs that these decisions keep apart together: what is the same as one of two different claims is different too.
    """

    same: dict[ClaimPair, str]
    different: dict[ClaimPair, str]
    apart: frozenset[ClaimPair]
    contradictions: tuple[Contradiction, ...]


def find_pair_decisions(standing: Iterable[Decision], known: frozenset[str] | set[str]) -> PairDecisions:
    """Return the constraints of decisions in force, oldest first, over claims that exist."""
    pairs = [d for d in standing if d.kind in ("same", "different") and d.subject in known and d.other in known and d.subject != d.other]
    different = {_pair(d): d.decision_id for d in pairs if d.kind == "different"}
    group = {claim: {claim} for d in pairs for claim in _pair(d)}
    same, contradictions = {}, []
    for decision in pairs:
        if decision.kind != "same":
            continue
        a, b = (group[c] for c in _pair(decision))
        against = {different[p] for x in a for y in b if (p := (min(x, y), max(x, y))) in different} if a is not b else set()
        if against:
            contradictions.append(Contradiction(decision.decision_id, tuple(sorted(against))))
            continue
        same[_pair(decision)] = decision.decision_id
        if a is not b:
            a |= b
            for claim in b:
                group[claim] = a
    apart = {(min(x, y), max(x, y)) for a, b in different for x in group[a] for y in group[b]}
    return PairDecisions(same, different, frozenset(apart), tuple(contradictions))


def _pair(decision: Decision) -> ClaimPair:
    left, right = sorted((decision.subject, decision.other or ""))
    return left, right
