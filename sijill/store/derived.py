"""From incidents to the rows of the derived tables.

In: full `Incident` values and the documents behind them. Out: dictionaries for `incidents`, `incident_facets`, `contradictions` and the
text that search finds an incident by. Pure functions.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from sijill.model import Claim, HarmCell, Incident, IncidentActor

# Order of the headline: what sources say of civilians comes before people of mixed or unstated status, combatants come last.
_HEADLINE = ("civilian", "unknown", "mixed", "combatant")
_ENCODER = msgspec.json.Encoder(order="deterministic")


def find_headline(harm: Mapping[str, Mapping[str, HarmCell | None]], outcome: str) -> HarmCell | None:
    """Return the cell that stands for `outcome` in lists: civilians where they are spoken of, else unstated, mixed, combatants."""
    cells = harm.get(outcome, {})
    return next((cell for who in _HEADLINE if (cell := cells.get(who)) is not None), None)


def to_incident_row(incident: Incident) -> dict[str, Any]:
    """Return the row of `incidents`."""
    place = incident.place
    killed, injured = find_headline(incident.harm, "killed"), find_headline(incident.harm, "injured")
    return {
        "incident_id": incident.incident_id,
        "event_type": incident.event_type,
        "title": incident.title,
        "start": incident.date.start,
        "end": incident.date.end,
        "date_precision": incident.date.precision,
        "place_id": place and place.place_id,
        "place_name": place and place.name,
        "place_name_ar": place and place.name_ar,
        "country": place and place.country,
        "admin1": place and place.admin1,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "place_precision": place and place.precision,
        "radius_km": place and place.radius_km,
        "grade": incident.grade,
        **{f"killed_{end}": killed and getattr(killed, end) for end in ("min", "max", "best")},
        **{f"injured_{end}": injured and getattr(injured, end) for end in ("min", "max", "best")},
        "sources": incident.independent_sources,
        "claims": len(incident.claim_ids),
        "documents": len(incident.document_ids),
        "contested": len(incident.disagreements),
        "harm": _ENCODER.encode(incident.harm).decode(),
        "perpetrators": _ENCODER.encode([_name_actor(a) for a in incident.perpetrator]).decode(),
        "body": _ENCODER.encode(incident).decode(),
    }


def to_facets(incident: Incident, claims: Iterable[Claim]) -> set[tuple[str, str]]:
    """Return (facet, value) pairs of an incident."""
    facets = {("perpetrator", _name_actor(a)) for a in incident.perpetrator}
    facets |= {("target", _name_actor(a)) for a in incident.target}
    facets |= {("actor", value) for _, value in facets}
    facets |= {("contested", field) for field in incident.disagreements}
    facets |= {("weapon", weapon) for weapon in incident.weapon_ids}
    for claim in claims:
        facets.add(("lang", claim.lang))
        source = claim.document and (claim.document.source_id or claim.document.source)
        if source:
            facets.add(("source", source))
        facets |= {("source", a.source_id) for a in claim.attributed_to if a.source_id}
    return facets


def to_contradictions(incident: Incident) -> list[dict[str, Any]]:
    """Return the rows of `contradictions`: one for each disagreement, with its spread in people (1 for what is not a number)."""
    if incident.assessment is None:
        return [
            {"incident_id": incident.incident_id, "field": f, "spread": 1, "positions": {}} for f in sorted(set(incident.disagreements))
        ]
    spreads = {f.field: (f.max or f.min or 0) - (f.min or 0) for f in incident.assessment.fields}
    rows = {
        d.field: {
            "incident_id": incident.incident_id,
            "field": d.field,
            "spread": max(spreads.get(d.field, 1), 1),
            "positions": {position: list(claim_ids) for position, claim_ids in d.positions.items()},
        }
        for d in incident.assessment.disagreements
    }
    return [rows[field] for field in sorted(rows)]


def to_search_text(incident: Incident, claims: Iterable[Claim]) -> str:
    """Return the words an incident is found by: places, parties and sources, headlines, and every quoted word of its claims."""
    place = incident.place
    words: list[str | None] = [incident.incident_id, incident.title, incident.event_type.replace("_", " ")]
    if place is not None:
        words += [place.name, place.name_ar, place.admin1, place.admin2, place.country, *place.within]
    words += [(a.actor_id or "").replace("_", " ") for a in (*incident.perpetrator, *incident.target)]
    for claim in claims:
        words += _iter_words(claim)
    return "\n".join(dict.fromkeys(w for w in words if w))


def _iter_words(claim: Claim) -> Iterable[str | None]:
    yield from (t.quote for t in (claim.trigger, *claim.triggers) if t is not None)
    for part in (claim.place, *claim.perpetrator, *claim.target, *claim.weapon, *claim.harm, *claim.attributed_to):
        if part is not None:
            yield part.quote
    if claim.document is not None:
        yield from (claim.document.title, claim.document.source)


def _name_actor(actor: IncidentActor) -> str:
    return actor.actor_id or actor.quote or "unknown"
