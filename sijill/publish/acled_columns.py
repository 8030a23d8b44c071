"""The 31 columns of ACLED's export, in its order, and how each follows from an event.

In: `AcledEvent`. Out: `COLUMNS`. Not here: how an incident becomes events (`acled_events`), the file (`acled`).
"""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from operator import attrgetter

from sijill.packs import Source
from sijill.publish.acled_events import HIERARCHY, AcledEvent
from sijill.publish.base import IncidentRecord
from sijill.publish.parties import INTER_NAMES, list_other_accused
from sijill.publish.table import Cell, Column

SCALES = ("Subnational", "National", "Regional", "International", "New media", "Other")
OTHER_SOURCES = {"monitor", "human_rights_organisation", "aid_organisation", "armed_party_media", "civil_defence", "medical", "research"}


def of_place(name: str) -> Callable[[AcledEvent], Cell]:
    """Return a function that reads one field of the place."""
    read = attrgetter(name)
    return lambda e: read(e.records[0].incident.place)


def of_point(name: str) -> Callable[[AcledEvent], Cell]:
    """Return a function that reads one coordinate, with four decimals."""
    read = attrgetter(name)
    return lambda e: f"{read(e.records[0].incident.place):.4f}"


def make_number(incident_id: str) -> int:
    """Return a number that is as stable as the incident's id, from which it is made (48 bits)."""
    digits = incident_id.rpartition("_")[2]
    if re.fullmatch(r"[0-9a-f]{20}", digits):
        return int(digits[:12], 16)
    return int.from_bytes(hashlib.sha256(digits.encode()).digest()[:6])


def make_event_id(event: AcledEvent) -> str:
    """Return country code and number: the incident's, then the day within the incident."""
    return f"{event.country.iso3}{make_number(event.records[0].incident.incident_id)}{event.part:02d}"


def make_interaction(inter1: int, inter2: int | None) -> str:
    """Return ACLED's name of a pair of actor types, in its order: ascending, but civilians always last."""
    if inter2 is None:
        return f"{INTER_NAMES[inter1]} only"
    first, second = sorted((inter1, inter2), key=lambda i: 9 if i == 7 else i)
    return f"{INTER_NAMES[first]}-{INTER_NAMES[second]}"


def make_scale(event: AcledEvent) -> str:
    """Return the scale of the sources: one, or the two most local ones."""
    known = [r.packs.sources.get(c.document.source_id or "") for r in event.records for c in r.claims if c.document is not None]
    scales = {find_scale(source, event.country.id) for source in known} or {"Other"}
    return "-".join([scale for scale in SCALES if scale in scales][:2])


def find_scale(source: Source | None, country: str) -> str:
    """Return the scale of one source; one that the packs do not know is `Other`."""
    if source is None or source.type in OTHER_SOURCES or source.collective:
        return "Other"
    if source.type == "social_platform":
        return "New media"
    if source.type == "local_outlet":
        return "Subnational"
    return "National" if source.country is not None and source.country == country else "International"


def make_note(event: AcledEvent, record: IncidentRecord) -> str:
    """Return what the columns cannot hold, in a sentence or three."""
    parts = [f"{(record.incident.title or event.kind[1]).rstrip('.')}."]
    others = list_other_accused(record, event.country.name)
    if others:
        parts.append(f"Also named as responsible: {', '.join(others)}.")
    if record.incident.disagreements:
        parts.append(f"Sources disagree on {', '.join(record.incident.disagreements)}.")
    return " ".join(parts)


def make_tags(event: AcledEvent) -> tuple[str, ...]:
    """Return incident ids, grade, UCDP place precision and release as `key=value`."""
    first = event.records[0]
    ids = " ".join(r.incident.incident_id for r in event.records)
    precision = first.incident.place.precision if first.incident.place else None
    return f"incident={ids}", f"grade={first.incident.grade}", f"place precision={precision}", f"release={first.version}"


def make_timestamp(day: date | None) -> int | None:
    """Return the Unix seconds of a day (UTC)."""
    return None if day is None else int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


COLUMNS: tuple[Column[AcledEvent], ...] = (
    Column("event_id_cnty", "string", "Country code and number, made from the incident's id.", make_event_id, True),
    Column("event_date", "date", "Day.", lambda e: e.day.isoformat(), True),
    Column("year", "integer", "Year.", lambda e: e.day.year, True),
    Column("time_precision", "integer", "1 day, 2 week, 3 month.", lambda e: e.time_precision, True),
    Column("disorder_type", "string", "ACLED's disorder type.", lambda e: e.kind[0], True),
    Column("event_type", "string", "ACLED's event type.", lambda e: e.kind[1], True),
    Column("sub_event_type", "string", "ACLED's sub-event type.", lambda e: e.kind[2], True, HIERARCHY),
    Column("actor1", "string", "First actor.", lambda e: e.actor1.name, True),
    Column("assoc_actor_1", "string", "Always empty: allies are not told from rivals.", lambda e: None),
    Column("inter1", "string", "Type of the first actor.", lambda e: INTER_NAMES[e.actor1.inter], True),
    Column("actor2", "string", "Second actor.", lambda e: e.actor2.name if e.actor2 else None),
    Column("assoc_actor_2", "string", "Civilians, where they were harmed beside an armed target, but not in a battle.", lambda e: e.assoc2),
    Column("inter2", "string", "Type of the second actor.", lambda e: INTER_NAMES[e.actor2.inter] if e.actor2 else None),
    Column("interaction", "string", "Both types.", lambda e: make_interaction(e.actor1.inter, e.actor2.inter if e.actor2 else None), True),
    Column(
        "civilian_targeting", "string", "Were civilians the main target?", lambda e: "Civilian targeting" if e.against_civilians else None
    ),
    Column("iso", "integer", "ISO 3166-1 numeric.", lambda e: e.country.number, True),
    Column("region", "string", "ACLED's region.", lambda e: e.country.acled_region, True),
    Column("country", "string", "Country.", lambda e: e.country.name, True),
    Column("admin1", "string", "First-order division.", of_place("admin1")),
    Column("admin2", "string", "Second-order division.", of_place("admin2")),
    Column("admin3", "string", "Always empty.", lambda e: None),
    Column("location", "string", "Place.", of_place("name")),
    Column("latitude", "number", "Degrees north.", of_point("lat"), True),
    Column("longitude", "number", "Degrees east.", of_point("lon"), True),
    Column("geo_precision", "integer", "1 town, 2 near it or district, 3 province.", lambda e: e.geo_precision, True),
    Column("source", "list", "Publishers.", lambda e: tuple(dict.fromkeys(s for r in e.records for s in r.sources)), True),
    Column("source_scale", "string", "How local the publishers are.", make_scale, True),
    Column("notes", "string", "What the columns cannot hold.", lambda e: " ".join(make_note(e, r) for r in e.records), True),
    Column("fatalities", "integer", "Lowest reported number of deaths; 0 also for none reported.", lambda e: e.fatalities, True),
    Column("tags", "list", "Incidents, grade, place precision, release.", make_tags, True),
    Column("timestamp", "integer", "Unix seconds of the release.", lambda e: make_timestamp(e.records[0].released)),
)
