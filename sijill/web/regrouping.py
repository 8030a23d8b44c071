"""Merging and splitting incidents by hand: what a person says of two incidents, or of some claims of one, as decisions on pairs of claims.

In: incidents and claims. Out: `Decision`s. Linking makes of them what follows: whatever is the same as one of two different claims is
different from the other too, so that a chain of decisions is enough. Not here: recording (`sijill.web.decisions`), linking (`sijill.link`).
"""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from sijill.errors import UserError
from sijill.model import Decision, Incident


def make_merge(one: Incident, other: Incident, author: str, reason: str) -> list[Decision]:
    """Return the decisions that make two incidents one: all their claims are the same event; raises UserError for one given twice."""
    if one.incident_id == other.incident_id:
        raise UserError("an incident cannot be merged with itself")
    return make_chain((*one.claim_ids, *other.claim_ids), author, reason)


def make_split(incident: Incident, chosen: Sequence[str], author: str, reason: str) -> list[Decision]:
    """Return the decisions that make the chosen claims an incident of their own; raises UserError unless some stay and some go."""
    apart = [claim_id for claim_id in incident.claim_ids if claim_id in chosen]
    rest = [claim_id for claim_id in incident.claim_ids if claim_id not in chosen]
    if not apart or not rest:
        raise UserError("choose some of the claims of the incident, but not all of them")
    return [*make_chain(apart, author, reason), *(_decide("different", apart[0], claim_id, author, reason) for claim_id in rest)]


def make_chain(claim_ids: Sequence[str], author: str, reason: str) -> list[Decision]:
    """Return the decisions that make claims one event."""
    return [_decide("same", left, right, author, reason) for left, right in itertools.pairwise(claim_ids)]


def _decide(kind: Literal["same", "different"], left: str, right: str, author: str, reason: str) -> Decision:
    made_at = datetime.now(UTC).isoformat(timespec="microseconds")
    return Decision(kind=kind, subject=left, other=right, author=author, made_at=made_at, reason=reason)
