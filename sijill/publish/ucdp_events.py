"""Incidents as UCDP GED would code them: lethal events with two sides and a low, best and high number of deaths.

In: `IncidentRecord`. Out: one `UcdpEvent`, or the reason why UCDP's format has no place for the incident.
Rules follow the GED codebook: side A is the government in state-based violence and the perpetrator in one-sided violence.
Not here: the columns and the file (`ucdp_columns`, `ucdp`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sijill.packs import Actor
from sijill.packs.countries import Country, find_country
from sijill.publish.base import IncidentRecord
from sijill.publish.parties import Party, find_armed_target, find_perpetrator, is_against_civilians
from sijill.publish.tolls import Toll, make_toll

Violence = Literal[1, 2, 3]
STATE_KINDS = {"state_forces", "external_forces", "coalition", "police", "government"}
LONGEST = 366


@dataclass(frozen=True)
class Side:
    """A party as UCDP writes it; `gw` is the state's number where it is a government."""

    name: str
    is_state: bool = False
    gw: int | None = None


UNKNOWN = Side("Unknown")
CIVILIANS = Side("Civilians")


@dataclass(frozen=True)
class UcdpEvent:
    """A lethal event. `is_clear` is False where no source names one of the sides."""

    record: IncidentRecord
    country: Country
    first: date
    last: date
    violence: Violence
    side_a: Side
    side_b: Side
    deaths_a: int
    deaths_b: int
    toll: Toll
    is_clear: bool


def make_event(record: IncidentRecord) -> list[UcdpEvent] | str:
    """Return the event of an incident, or the reason why there is none."""
    kind = record.packs.codebook.event_types.get(record.incident.event_type)
    if kind is None or not kind.harmful:
        return f"UCDP codes no event of type {record.incident.event_type}"
    toll = make_toll(record)
    if toll.best < 1:
        return "no death by the best value"
    when = record.incident.date
    if when.start is None or when.end is None:
        return "no date"
    first, last = date.fromisoformat(when.start[:10]), date.fromisoformat(when.end[:10])
    if (last - first).days >= LONGEST:
        return "the date is less precise than a year"
    place = record.incident.place
    country = find_country(place.country) if place else None
    if place is not None and place.country is not None and country is None:
        return f"{place.country} is not a country of ISO 3166-1"
    if place is None or country is None or place.lat is None or place.lon is None:
        return "no place with country and coordinates"
    if country.gw is None:
        return f"{country.name} is not in the list of states that UCDP uses"
    return [code_event(record, country, (first, last), toll)]


def code_event(record: IncidentRecord, country: Country, days: tuple[date, date], toll: Toll) -> UcdpEvent:
    """Return the event with its sides and the deaths of each."""
    attacker, armed = find_perpetrator(record, country.name), find_armed_target(record, country.name)
    against = is_against_civilians(record, armed)
    mine, theirs = to_side(attacker), CIVILIANS if against else to_side(armed)
    swapped = theirs.is_state and not mine.is_state
    side_a, side_b = (theirs, mine) if swapped else (mine, theirs)
    deaths = (toll.targets, toll.perpetrators) if swapped else (toll.perpetrators, toll.targets)
    violence: Violence = 3 if against else 1 if side_a.is_state or side_b.is_state else 2
    return UcdpEvent(
        record=record,
        country=country,
        first=days[0],
        last=days[1],
        violence=violence,
        side_a=side_a,
        side_b=side_b,
        deaths_a=deaths[0],
        deaths_b=deaths[1],
        toll=toll,
        is_clear=UNKNOWN not in (side_a, side_b) and not is_unidentified(attacker),
    )


def to_side(party: Party | None) -> Side:
    """Return a party as UCDP names it."""
    if party is None:
        return UNKNOWN
    if party.actor is None:
        return Side(party.name)
    return Side(party.actor.ucdp_name or party.actor.get_label("en"), party.actor.kind in STATE_KINDS, find_gw(party.actor))


def find_gw(actor: Actor) -> int | None:
    """Return the number of the state whose forces the actor is."""
    home = find_country(actor.home)
    return home.gw if home is not None and actor.kind in STATE_KINDS else None


def is_unidentified(party: Party | None) -> bool:
    """Is it nobody in particular (unknown gunmen)?"""
    return party is None or (party.actor is not None and party.actor.kind == "unidentified")


def find_date_precision(event: UcdpEvent) -> int:
    """Return UCDP's date_prec: 1 day, 2 up to six days, 3 week, 4 up to a month, 5 more."""
    length = (event.last - event.first).days + 1
    steps = ((1, 1), (6, 2), (7, 3), (31, 4))
    return next((precision for longest, precision in steps if length <= longest), 5)


def find_grid_cell(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell (half a degree, numbered from the south-west, 720 a row) of a point."""
    row, column = min(int((lat + 90) * 2), 359), min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1
