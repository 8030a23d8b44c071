"""Parties: who is accused, has admitted, denied or may have done it, and who was the target, each by the claims that say so.

In: claims of one incident. Out: `IncidentActor`s, best supported first. Nobody's word is weighed against another's here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sijill.model import Claim, ClaimActor, IncidentActor
from sijill.model.claim import Stance


def find_perpetrators(claims: Sequence[Claim]) -> tuple[IncidentActor, ...]:
    """Return a row for every actor and stance; a claim that denies the event counts as a denial by those it names."""
    held: dict[tuple[str, str | None, Stance], set[str]] = defaultdict(set)
    for claim in claims:
        for actor in claim.perpetrator:
            stance: Stance = "denied" if claim.modality == "denied" else actor.stance
            held[(*_name(actor), stance)].add(claim.claim_id)
    return _to_rows(((actor_id or None, quote, stance, ids) for (actor_id, quote, stance), ids in held.items()), claims)


def find_targets(claims: Sequence[Claim]) -> tuple[IncidentActor, ...]:
    """Return a row for every actor, or kind of person or object, that was the target."""
    held: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for claim in claims:
        for actor in claim.target:
            held[_name(actor)].add(claim.claim_id)
    return _to_rows(((actor_id or None, quote, None, ids) for (actor_id, quote), ids in held.items()), claims)


def _name(actor: ClaimActor) -> tuple[str, str | None]:
    """Return an actor's id, or no id and its words where it is not in the packs."""
    return (actor.actor_id, None) if actor.actor_id else ("", actor.quote or actor.kind)


def _to_rows(rows: Iterable[tuple[str | None, str | None, Stance | None, set[str]]], claims: Sequence[Claim]) -> tuple[IncidentActor, ...]:
    document_of = {c.claim_id: c.document_id for c in claims}
    ordered = sorted(rows, key=lambda r: (-len({document_of[c] for c in r[3]}), r[0] is None, r[0] or "", r[1] or "", r[2] or ""))
    return tuple(IncidentActor(actor_id=a, claim_ids=tuple(sorted(ids)), status=stance, quote=quote) for a, quote, stance, ids in ordered)
