"""Incidents as ACLED would code them: one event a day, one type, one first and one second actor.

In: `IncidentRecord`. Out: `AcledEvent` values, or the reason why ACLED's format has no place for an incident.
Rules follow ACLED's codebook: the order of types when several concur, midpoints of imprecise dates, the lowest reported number of deaths,
totals over several days split evenly with the remainder on the first. Not here: the columns and the file (`acled`).
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sijill.packs.countries import Country, find_country
from sijill.publish.base import IncidentRecord
from sijill.publish.parties import (
    Party,
    find_armed_target,
    find_perpetrator,
    has_civilian_victims,
    is_against_civilians,
    make_unidentified,
)
from sijill.publish.tolls import make_toll

# Sub-event types from the one that wins to the one that yields, as in ACLED's hierarchy.
HIERARCHY = (
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Armed clash",
    "Excessive force against protesters",
    "Protest with intervention",
    "Peaceful protest",
    "Violent demonstration",
    "Mob violence",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
)
Kind = tuple[str, str, str]
# ACLED's actor types: those that can fight back, and those that are no state.
ARMED, NON_STATE = {1, 2, 3, 4, 8}, {2, 3, 4}
NOT_CODED = {"statement", "hardship_death", "other"}
MAX_DAYS = 31


@dataclass(frozen=True)
class AcledEvent:
    """One event of one day. `records` are the incidents in it: several when actors, place and day are the same."""

    day: date
    time_precision: int
    kind: Kind
    actor1: Party
    actor2: Party | None
    assoc2: str
    against_civilians: bool
    country: Country
    geo_precision: int
    fatalities: int
    part: int
    records: tuple[IncidentRecord, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """What two incidents must share to be one event of ACLED's."""
        place = self.records[0].incident.place
        second = None if self.actor2 is None else self.actor2.name
        where = (place.place_id or (place.lat, place.lon)) if place else None
        return self.day, self.actor1.name, second, where, self.geo_precision

    @property
    def rank(self) -> int:
        """Where its sub-event type stands in the hierarchy; the lowest wins."""
        return HIERARCHY.index(self.kind[2])


def make_events(record: IncidentRecord) -> list[AcledEvent] | str:
    """Return the events of one incident, one a day, or the reason why there is none."""
    incident = record.incident
    kind = record.packs.codebook.event_types.get(incident.event_type)
    if kind is None or incident.event_type in NOT_CODED:
        return f"ACLED codes no event of type {incident.event_type}"
    days = find_days(record)
    if not days:
        return "no date, or one less precise than a month"
    place = incident.place
    country = find_country(place.country) if place else None
    if place is not None and place.country is not None and country is None:
        return f"{place.country} is not a country of ISO 3166-1"
    if place is None or country is None or place.lat is None or place.lon is None:
        return "no place with country and coordinates"
    step = record.packs.codebook.place_precisions.get(place.precision or 0)
    if step is None or step.acled is None:
        return "the place is less precise than a province"
    event = code_event(record, country, step.acled)
    shares = split(make_toll(record).low, len(days))
    return [
        replace(event, day=day, time_precision=precision, fatalities=share, part=number)
        for number, ((day, precision), share) in enumerate(zip(days, shares, strict=True))
    ]


def find_days(record: IncidentRecord) -> list[tuple[date, int]]:
    """Return the days to code with ACLED's time precision: each day of a range, else the day or the middle of week or month."""
    when = record.incident.date
    if when.start is None or when.end is None:
        return []
    first, last = date.fromisoformat(when.start[:10]), date.fromisoformat(when.end[:10])
    length = (last - first).days + 1
    if length > MAX_DAYS:
        return []
    if length == 1:
        return [(first, 1)]
    if when.precision == "range":
        return [(first + timedelta(days=n), 2 if length <= 7 else 3) for n in range(length)]
    return [(first + timedelta(days=length // 2), 2 if length <= 7 else 3)]


def split(total: int, parts: int) -> list[int]:
    """Return `total` split evenly over `parts`, the remainder on the first."""
    share, rest = divmod(total, parts)
    return [share + rest, *[share] * (parts - 1)]


def code_event(record: IncidentRecord, country: Country, geo_precision: int) -> AcledEvent:
    """Return the event of an incident, its day still to be filled in."""
    perpetrator = find_perpetrator(record, country.name)
    armed = find_armed_target(record, country.name)
    against = is_against_civilians(record, armed)
    civilians = Party(f"Civilians ({country.name})", 7)
    first: Party = perpetrator or make_unidentified(record, country.name)
    second = armed or (civilians if against else None)
    if record.incident.event_type in {"protest", "riot"}:
        crowd = 6 if record.incident.event_type == "protest" else 5
        first, second = Party(f"{'Protesters' if crowd == 6 else 'Rioters'} ({country.name})", crowd), perpetrator
        against = crowd == 6 and perpetrator is not None and has_harm(record)
    kind = find_kind(record, first, second)
    beside = armed is not None and kind[1] != "Battles" and has_civilian_victims(record)
    return AcledEvent(
        day=date.min,
        time_precision=1,
        kind=kind,
        actor1=first,
        actor2=second,
        assoc2=civilians.name if beside else "",
        against_civilians=against,
        country=country,
        geo_precision=geo_precision,
        fatalities=0,
        part=0,
        records=(record,),
    )


def find_kind(record: IncidentRecord, first: Party, second: Party | None) -> Kind:
    """Return disorder type, event type and sub-event type, after the parties and the harm where ACLED decides by them."""
    event_type = record.incident.event_type
    code = record.packs.codebook.event_types[event_type].acled
    plain = (code.disorder_type, code.event_type, code.sub_event_type)
    if event_type == "territory_taken":
        return find_transfer(record, first, second)
    if event_type == "protest" and second is not None:
        if has_harm(record):
            return "Political violence; Demonstrations", code.event_type, "Excessive force against protesters"
        return code.disorder_type, code.event_type, "Protest with intervention"
    if event_type in {"armed_attack", "killing"} and second is not None and second.inter in ARMED:
        return "Political violence", "Battles", "Armed clash"
    if event_type == "arrest" and first.inter in NON_STATE:
        return "Political violence", "Violence against civilians", "Abduction/forced disappearance"
    if event_type == "abduction" and has_harm(record, "killed"):
        return "Political violence", "Violence against civilians", "Attack"
    return plain


def find_transfer(record: IncidentRecord, first: Party, second: Party | None) -> Kind:
    """Return how ACLED codes territory that changed hands: by whom, and whether there was a fight.

    There was one where a source speaks of casualties, of weapons, or of an armed party from which it was taken.
    """
    fought = has_harm(record) or bool(record.incident.weapon_ids) or (second is not None and second.inter in ARMED)
    if not fought:
        return "Strategic developments", "Strategic developments", "Non-violent transfer of territory"
    gained = "Government regains territory" if first.inter == 1 else "Non-state actor overtakes territory"
    return "Political violence", "Battles", gained


def has_harm(record: IncidentRecord, *outcomes: str) -> bool:
    """Does a source speak of people who were killed or injured (or came to one of `outcomes`)?"""
    cells = (record.incident.harm.get(outcome, {}).values() for outcome in outcomes or ("killed", "injured", "casualties"))
    return any(cell is not None and (cell.max or cell.min) for by_who in cells for cell in by_who)


def iter_merged(events: Iterable[AcledEvent]) -> Iterator[AcledEvent]:
    """Yield events by day, those of the same day, place and actors as one.

    In: events whose incidents come by first day, so that an event may lie ahead of those that follow by at most `MAX_DAYS`.
    """
    waiting: dict[tuple[object, ...], AcledEvent] = {}
    order: list[tuple[date, int, tuple[object, ...]]] = []
    for number, event in enumerate(events):
        first = date.fromisoformat(str(event.records[0].incident.date.start)[:10])
        while order and order[0][0] < first:
            yield waiting.pop(heapq.heappop(order)[2])
        if event.key in waiting:
            waiting[event.key] = merge(waiting[event.key], event)
        else:
            waiting[event.key] = event
            heapq.heappush(order, (event.day, number, event.key))
    while order:
        yield waiting.pop(heapq.heappop(order)[2])


def merge(one: AcledEvent, other: AcledEvent) -> AcledEvent:
    """Return two events as one: the type that wins, the deaths of both, the better known day."""
    winner = min(one, other, key=lambda e: e.rank)
    return replace(
        one,
        kind=winner.kind,
        time_precision=min(one.time_precision, other.time_precision),
        assoc2=one.assoc2 or other.assoc2,
        against_civilians=one.against_civilians or other.against_civilians,
        fatalities=one.fatalities + other.fatalities,
        records=(*one.records, *other.records),
    )
