"""Titles: what a headline says, kept apart from the text.

In: the claims of the text and those of the title read as a text of its own. Out: the claims of the document. Offsets refer to the text,
so nothing that only the title says can carry a span: it is marked `inferred`. A number in the title fills an outcome that the first
event of the text leaves without a number; it never contradicts one, and may say who the people are. Where the text tells of no event, or
only of events in other places (a page that kept nothing but its menu), the title's events are all there is of them.
"""

from collections.abc import Sequence

import msgspec

from sijill.extract.claims import ONE_BY_ONE
from sijill.model import Claim, ClaimActor, ClaimPlace, Harm, PartialDate

_SAID = ("asserted", "hedged")
_VAGUE = ("vague", "none")
_REGION = 3


def add_title(claims: Sequence[Claim], titled: Sequence[Claim], families: dict[str, str]) -> list[Claim]:
    """Return the document's claims; `families` maps event types to their family in the codebook."""
    told = [c for c in titled if c.modality in _SAID and not c.background]
    if not told:
        return list(claims)
    if not claims:
        return [_infer(claim) for claim in told]
    head = next((c for c in told if _is_violent(c, families)), None)
    leads = [c for c in claims if c.modality in _SAID and not c.background and _is_violent(c, families)]
    if head is None or not leads:
        return list(claims)
    lead = next((c for c in leads if not _is_apart(c.place, head.place)), None)
    if lead is None:
        return [*claims, _infer(head)]
    filled = _settle_status(_fill(lead, head), head)
    return [filled if claim is lead else claim for claim in claims]


def _is_apart(place: ClaimPlace | None, other: ClaimPlace | None) -> bool:
    """Are both settlements, and different ones?"""
    keys = [p and (p.unlocated or (p.place_id if (p.precision or _REGION) < _REGION else None)) for p in (place, other)]
    return all(keys) and keys[0] != keys[1]


def _settle_status(lead: Claim, head: Claim) -> Claim:
    """Return the text's event with the status that the title gives the same number of people ("a civilian" for "one person")."""
    told = {(h.outcome, h.min): h.who for h in head.harm if h.group is None and h.who in ("civilian", "combatant")}
    harm = tuple(
        msgspec.structs.replace(h, who=told[h.outcome, h.min], reason="title")
        if h.who == "unknown" and (h.outcome, h.min) in told and h.exactness not in _VAGUE
        else h
        for h in lead.harm
    )
    return lead if harm == lead.harm else msgspec.structs.replace(lead, harm=harm)


def _is_violent(claim: Claim, families: dict[str, str]) -> bool:
    return families.get(claim.event_type) in ("strike", "violence") or claim.event_type == "other"


def _fill(lead: Claim, head: Claim) -> Claim:
    """Return the text's first event with the title's numbers where it has none; who is dead in the title is not injured in the text."""
    counted = {h.outcome for h in lead.harm if h.exactness not in _VAGUE and f"{ONE_BY_ONE}{h.outcome}" not in lead.rules}
    injured, dead = _count(head, "injured"), _count(head, "killed")
    if injured and dead and "killed" not in counted and _count(lead, "injured") == injured + dead:
        counted -= {"injured"}  # the text counts the dead among the injured
    same = {"injured"} if injured <= _count(lead, "killed") and not dead else set()
    added = [_infer_harm(h) for h in head.harm if h.outcome not in counted | same and h.exactness not in _VAGUE]
    if not added:
        return lead
    outcomes = {h.outcome for h in added}
    if "killed" in outcomes and not injured and _count(lead, "injured") <= dead:
        outcomes.add("injured")
    kept = [h for h in lead.harm if h.outcome not in outcomes and not (h.outcome == "casualties" and h.exactness == "vague")]
    return msgspec.structs.replace(lead, harm=(*kept, *added), rules=tuple(sorted({*lead.rules, "title"})))


def _count(claim: Claim, outcome: str) -> int:
    """Return the total of an outcome."""
    return sum(h.min or 0 for h in claim.harm if h.outcome == outcome and h.group is None)


def _infer(claim: Claim) -> Claim:
    """Return a claim of the title without its spans."""
    return msgspec.structs.replace(
        claim, trigger=None, triggers=(), attributed_to=(), weapon=(), date=_infer_date(claim.date), place=_infer_place(claim.place),
        perpetrator=tuple(map(_infer_actor, claim.perpetrator)), target=tuple(_infer_actor(a) for a in claim.target if a.actor_id),
        harm=tuple(map(_infer_harm, claim.harm)), issues=tuple(sorted({*claim.issues, "title_only"})), score=round(claim.score * 0.8, 2),
        rules=tuple(sorted({*claim.rules, "title"})),
    )  # fmt: skip


def _infer_harm(row: Harm) -> Harm:
    return msgspec.structs.replace(row, quote=None, start=None, end=None, inferred=True)


def _infer_actor(actor: ClaimActor) -> ClaimActor:
    return msgspec.structs.replace(actor, quote=None, start=None, end=None, inferred=True)


def _infer_date(date: PartialDate | None) -> PartialDate | None:
    if date is None or date.start is None:
        return None
    return PartialDate(date.start, date.end, date.precision, basis=date.basis, inferred=True)


def _infer_place(place: ClaimPlace | None) -> ClaimPlace | None:
    if place is None or place.place_id is None:
        return None
    return msgspec.structs.replace(place, quote=None, start=None, end=None, inferred=True)
