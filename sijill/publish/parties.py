"""Who did what to whom, as data sets with one first and one second actor write it.

In: `IncidentRecord`. Out: `Party` values. Where several parties are accused, the first actor is one that admits the act, else the one that
most claims name; the others are listed by `list_other_accused`, since a second column would make allies of them.
Not here: the columns (`acled`, `ucdp`).
"""

from dataclasses import dataclass

from sijill.model import IncidentActor
from sijill.packs import Actor
from sijill.publish.base import IncidentRecord

CIVILIAN_KINDS = {"civilian", "civilian_object"}
ARMED_KINDS = {"combatant", "military_object"}
CIVILIAN_TYPES = {"sexual_violence", "execution", "torture", "abduction", "killing", "armed_attack"}
AIR_TYPES = {"air_strike", "drone_strike"}

# ACLED's actor types, and the type of each kind of actor whose pack entry names none.
INTER_NAMES = {
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/Other forces",
}
INTER_OF_KIND = {
    "state_forces": 1,
    "police": 1,
    "government": 1,
    "rebel_group": 2,
    "political_militia": 3,
    "unidentified": 3,
    "identity_militia": 4,
    "rioters": 5,
    "protesters": 6,
    "civilians": 7,
}


@dataclass(frozen=True)
class Party:
    """An actor as ACLED writes it: its name and its type (1 to 8); `actor` is the entry of the packs where there is one."""

    name: str
    inter: int
    actor: Actor | None = None


def make_party(actor: IncidentActor, record: IncidentRecord, country: str) -> Party:
    """Return a named actor; `country` is the English name of where the incident happened."""
    known = record.packs.actors.get(actor.actor_id or "")
    if known is None:
        return Party(actor.quote or actor.actor_id or "", 3)
    place = record.incident.place
    inter = known.get_inter(place.country if place else None) or INTER_OF_KIND.get(known.kind, 8)
    if inter >= 5 and inter <= 7:
        return Party(f"{INTER_NAMES[inter]} ({country})", inter, known)
    start = record.incident.date.start
    name = known.get_acled_name(country, int(start[:4]) if start else None)
    return Party(name or known.get_label("en"), inter, known)


def make_unidentified(record: IncidentRecord, country: str) -> Party:
    """Return the party of an act that no source ascribes to anybody."""
    if record.incident.event_type in AIR_TYPES:
        return Party("Unidentified Military Forces", 8)
    return Party(f"Unidentified Armed Group ({country})", 3)


def rank_accused(record: IncidentRecord) -> list[IncidentActor]:
    """Return those named as perpetrators, the one to name first before the others; those who are only denied to be it are left out."""
    order = {"admitted": 0, "accused": 1, "possible": 2}
    named = [a for a in record.incident.perpetrator if a.status != "denied"]
    return sorted(named, key=lambda a: (order.get(a.status or "accused", 1), -len(a.claim_ids)))


def find_perpetrator(record: IncidentRecord, country: str) -> Party | None:
    """Return the first actor, None where no source names one."""
    accused = rank_accused(record)
    return make_party(accused[0], record, country) if accused else None


def list_other_accused(record: IncidentRecord, country: str) -> list[str]:
    """Return the names of the others who are accused, or who are named and deny it."""
    others = [*rank_accused(record)[1:], *(a for a in record.incident.perpetrator if a.status == "denied")]
    return [make_party(a, record, country).name for a in others]


def find_armed_target(record: IncidentRecord, country: str) -> Party | None:
    """Return the armed party that was attacked, None where no source names one."""
    for actor in record.incident.target:
        party = make_party(actor, record, country)
        if party.actor is not None and party.inter in {1, 2, 3, 4, 8}:
            return party
    return None


def has_civilian_victims(record: IncidentRecord) -> bool:
    """Does a source speak of civilians who were attacked or harmed?"""
    cells = (record.find_cell(outcome, "civilian") for outcome in record.incident.harm)
    if any(cell is not None and (cell.max or cell.min) for cell in cells):
        return True
    return any(target.kind in CIVILIAN_KINDS for claim in record.claims for target in claim.target)


def has_armed_victims(record: IncidentRecord) -> bool:
    """Does a source speak of fighters or military objects that were attacked or harmed?"""
    cells = (record.find_cell(outcome, "combatant") for outcome in record.incident.harm)
    if any(cell is not None and (cell.max or cell.min) for cell in cells):
        return True
    return any(target.kind in ARMED_KINDS for claim in record.claims for target in claim.target)


def is_against_civilians(record: IncidentRecord, armed: Party | None) -> bool:
    """Were civilians the main target: nobody armed is named as the target, and civilians are, or the type of event says so?"""
    if armed is not None or has_armed_victims(record):
        return False
    return has_civilian_victims(record) or record.incident.event_type in CIVILIAN_TYPES
