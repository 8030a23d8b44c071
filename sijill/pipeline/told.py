"""Events as one side of a comparison tells them: an incident of a register, or a row of a table, as a claim and as what is shown of it.

In: `IncidentRecord`, or the claim that a row makes. Out: `Told`. Numbers are totals over all statuses, since most tables have no other.
Not here: which events are the same (`sijill.pipeline.compare`).
"""

from typing import NamedTuple

from sijill.model import Claim, ClaimActor, ClaimPlace, Harm, Incident, PartialDate, Quantity
from sijill.model.claim import Outcome
from sijill.publish.base import IncidentRecord
from sijill.publish.comparison import Side
from sijill.publish.tolls import make_toll

Numbers = tuple[int | None, int | None]


class Told(NamedTuple):
    """An event as one side tells it: a claim to match by, and what is shown."""

    claim: Claim
    side: Side


def tell_incident(record: IncidentRecord) -> Told:
    """Return an incident as one claim that says what its sources say together, and what is shown of it."""
    incident = record.incident
    toll = make_toll(record)
    killed = (toll.low, toll.high) if any(incident.harm.get("killed", {}).values()) or toll.high else None
    injured = sum_cells(incident, "injured")
    named = [a for a in incident.perpetrator if a.status != "denied"]
    claim = Claim(
        claim_id=incident.incident_id,
        document_id=incident.incident_id,
        lang="en",
        event_type=incident.event_type,
        trigger=None,
        modality="asserted",
        date=PartialDate(incident.date.start, incident.date.end, incident.date.precision, inferred=True) if incident.date.start else None,
        place=to_claim_place(incident),
        perpetrator=tuple(ClaimActor(quote=a.quote, start=None, end=None, actor_id=a.actor_id, inferred=True) for a in named),
        target=tuple(ClaimActor(quote=a.quote, start=None, end=None, actor_id=a.actor_id, inferred=True) for a in incident.target),
        harm=(*make_harm("killed", killed), *make_harm("injured", injured)),
        origin="incident",
    )
    return Told(claim, to_side(claim, incident.title or incident.event_type))


def to_claim_place(incident: Incident) -> ClaimPlace | None:
    """Return an incident's place as a claim would give it."""
    place = incident.place
    if place is None:
        return None
    return ClaimPlace(
        quote=place.name,
        start=None,
        end=None,
        place_id=place.place_id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
        name_ar=place.name_ar,
        radius_km=place.radius_km,
        inferred=True,
    )


def make_harm(outcome: Outcome, numbers: Numbers | None) -> tuple[Harm, ...]:
    """Return a total without status, nothing where there is none."""
    if numbers is None:
        return ()
    quantity = Quantity(*numbers, "exact" if numbers[0] == numbers[1] else "about")
    total = Harm(
        outcome=outcome,
        who="mixed",
        group=None,
        min=quantity.min,
        max=quantity.max,
        exactness=quantity.exactness,
        quote=None,
        start=None,
        end=None,
        inferred=True,
    )
    return (total,)


def sum_cells(incident: Incident, outcome: str) -> Numbers | None:
    """Return the total of the statuses of an outcome; a total that a source gives without saying who may be the larger one."""
    cells = {who: cell for who, cell in incident.harm.get(outcome, {}).items() if cell is not None}
    parts = [cells[who] for who in ("civilian", "combatant") if who in cells]
    wholes = [cells[who] for who in ("mixed", "unknown") if who in cells]
    if not parts and not wholes:
        return None
    low = max(sum(c.min or 0 for c in parts), *(c.min or 0 for c in wholes), 0)
    return low, max(sum(c.max or c.min or 0 for c in parts), *(c.max or c.min or 0 for c in wholes), low)


def tell_row(claim: Claim, line: int | None) -> Told:
    """Return a row of a table by the claim that it makes."""
    return Told(claim, to_side(claim, claim.document_id.partition(":")[2], line))


def to_side(claim: Claim, title: str, line: int | None = None) -> Side:
    """Return what is shown of a claim."""
    place, when = claim.place, claim.date
    return Side(
        id=claim.document_id,
        title=title,
        event_type=claim.event_type,
        start=when.start if when else None,
        end=when.end if when else None,
        place=place.name if place else None,
        place_ar=place.name_ar if place else None,
        admin1=place.admin1 if place else None,
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        killed=sum_harm(claim, "killed"),
        injured=sum_harm(claim, "injured"),
        actors=tuple(dict.fromkeys(a.actor_id or a.quote or "unknown" for a in claim.perpetrator)),
        line=line,
    )


def sum_harm(claim: Claim, outcome: Outcome) -> Numbers | None:
    """Return the total of the rows of an outcome that are no parts of others; an open end stays open."""
    rows = [h for h in claim.harm if h.outcome == outcome and h.group is None]
    if not rows:
        return None
    return sum(h.min or 0 for h in rows), None if any(h.max is None for h in rows) else sum(h.max or 0 for h in rows)
