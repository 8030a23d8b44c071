"""The tables of Airwars' incident data, with its column names: incidents and three side tables.

In: `IncidentRecord`, `ClaimRecord`. Out: `TABLES`. A column that the register has no value for is there and empty.
Not here: which incidents belong in it and the files (`airwars`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sijill.model import HarmCell
from sijill.packs.countries import find_country
from sijill.publish.base import ClaimRecord, IncidentRecord
from sijill.publish.parties import find_armed_target, has_civilian_victims, make_party
from sijill.publish.table import Cell, Column, Table

BELLIGERENTS = 4
UNUSED = "Always empty."

# Airwars' groups of people with the register's status or group; None: the register does not tell them apart.
GROUPS: tuple[tuple[str, str | None], ...] = (
    ("civilian_non_combatants", "civilian"),
    ("children", "children"),
    ("women", "women"),
    ("men", "men"),
    ("human_rights_defenders", None),
    ("journalists", "journalists"),
    ("trade_unionists", None),
    ("healthcare_personnel", "medical"),
    ("other_civilian_non_combatants", "aid_workers"),
    ("undetermined", "unknown"),
    ("other_protected_persons", None),
    ("medical_and_religious_personnel_state", None),
    ("medical_and_religious_personnel_non_state", None),
    ("persons_hors_de_combat", None),
    ("belligerents", "combatant"),
    ("member_of_armed_forces", None),
    ("persons_directly_participating_in_hostilities", "combatant"),
    ("civilian_role_in_military", None),
)
PLATFORMS = {"twitter": ("twitter.com", "x.com"), "facebook": ("facebook.com",), "telegram": ("t.me", "telegram.me")}
ACCURACY = {3: "District", 4: "Province/governorate"}


def empty(*names: str) -> tuple[Column[Any], ...]:
    """Return columns that are always empty."""
    return tuple(Column(name, "string", UNUSED, lambda r: None) for name in names)


def named(name: str, description: str, value: Callable[[IncidentRecord], str | None]) -> tuple[Column[IncidentRecord], ...]:
    """Return the pair of columns `NAME_name` and `NAME_slug`."""
    return (
        Column(f"{name}_name", "string", description, value),
        Column(f"{name}_slug", "string", f"{description} As a slug.", lambda r: to_slug(value(r))),
    )


def to_slug(text: str | None) -> str | None:
    """Return the slug of a name: "Air/drone strike" gives "air-drone-strike"."""
    return None if text is None else "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def of_place(name: str) -> Callable[[IncidentRecord], Cell]:
    """Return a function that reads one field of the place."""
    read = attrgetter(name)
    return lambda r: None if r.incident.place is None else read(r.incident.place)


def of_group(outcome: str, who: str | None, end: str) -> Callable[[IncidentRecord], Cell]:
    """Return a function that reads one end of the numbers of a group."""
    read = attrgetter(end)
    return lambda r: None if who is None or (cell := r.find_cell(outcome, who)) is None else read(cell)


def get_country(record: IncidentRecord) -> str | None:
    """Return the country's English name."""
    country = find_country(record.incident.place.country) if record.incident.place else None
    return country.name if country else None


def get_strike_type(record: IncidentRecord) -> str | None:
    """Return Airwars' strike type of the kind of event."""
    known = record.packs.codebook.event_types.get(record.incident.event_type)
    return known.airwars if known else None


def get_strike_status(record: IncidentRecord) -> str:
    """Return whether a party says that it did it."""
    return "Declared strike" if any(a.status == "admitted" for a in record.incident.perpetrator) else "Alleged strike"


def get_target(record: IncidentRecord) -> str | None:
    """Return the armed party that was attacked."""
    party = find_armed_target(record, get_country(record) or "")
    return party.name if party else None


def get_grade(record: IncidentRecord) -> str:
    """Return the grade as Airwars prints it."""
    return record.packs.codebook.grades[record.incident.grade].get_label("en")


def get_accuracy(record: IncidentRecord) -> str | None:
    """Return how exact the place is, where Airwars has a word that says no more than we know."""
    return ACCURACY.get(record.incident.place.precision or 0) if record.incident.place else None


def describe_place(record: IncidentRecord) -> str | None:
    """Return what is known of the exactness of the place."""
    place = record.incident.place
    if place is None:
        return None
    radius = f", within about {place.radius_km:g} km" if place.radius_km is not None else ""
    return f"UCDP precision {place.precision}{radius}; {place.place_id or 'no gazetteer id'}"


def count_platform(platform: str) -> Callable[[IncidentRecord], Cell]:
    """Return a function that counts the addresses of a platform."""
    hosts = PLATFORMS[platform]
    return lambda r: sum(is_at(url, hosts) for url in r.addresses)


def is_at(url: str, hosts: tuple[str, ...]) -> bool:
    """Is the address at one of the hosts or below it?"""
    host = url.partition("://")[2].partition("/")[0].lower().removeprefix("www.").removeprefix("m.")
    return any(host == h or host.endswith("." + h) for h in hosts)


def summarise(record: IncidentRecord) -> str:
    """Return title, grade and the disagreements in two sentences."""
    told = f"{record.incident.title or record.incident.event_type}. Told by {record.incident.independent_sources} independent source(s)."
    return told + (f" They disagree on {', '.join(record.incident.disagreements)}." if record.incident.disagreements else "")


def make_belligerent_columns(number: int) -> tuple[Column[IncidentRecord], ...]:
    """Return the columns of the accused party `number`, from 1."""

    def of(read: Callable[[IncidentRecord], str | None]) -> Callable[[IncidentRecord], Cell]:
        return lambda r: read(r) if number <= len(r.incident.perpetrator) else None

    def get_name(record: IncidentRecord) -> str:
        return make_party(record.incident.perpetrator[number - 1], record, get_country(record) or "unknown country").name

    def get_id(record: IncidentRecord) -> str | None:
        return record.incident.perpetrator[number - 1].actor_id

    def get_type(record: IncidentRecord) -> str:
        return "Known" if record.incident.perpetrator[number - 1].status == "admitted" else "Suspected"

    prefix = f"belligerent_{number}_"
    return (
        Column(prefix + "belligerent_id", "string", "Actor id.", of(get_id)),
        Column(prefix + "belligerent_name", "string", "Name.", of(get_name)),
        Column(prefix + "belligerent_slug", "string", "Name as a slug.", of(lambda r: to_slug(get_name(r)))),
        Column(prefix + "type", "string", "Known (it says so) or Suspected.", of(get_type)),
        *empty(*(prefix + name for name in ("assessment_name", "assessment_slug", "deaths_conceded_min", "deaths_conceded_max"))),
        *empty(*(prefix + name for name in ("injuries_conceded_min", "injuries_conceded_max", "location", "mgrs_coordinate"))),
        *empty(*(prefix + name for name in ("mgrs_accuracy", "civcas_statements", "strike_reports"))),
    )


def make_group_columns() -> tuple[Column[IncidentRecord], ...]:
    """Return killed and injured, lowest and highest, of every group."""
    return tuple(
        Column(f"{group}_{outcome}_{end}", "integer", f"{group.replace('_', ' ')}, {outcome}, {end}.", of_group(outcome, who, end))
        for group, who in GROUPS
        for outcome in ("killed", "injured")
        for end in ("min", "max")
    )


INCIDENTS: Table[IncidentRecord] = Table(
    name="incidents",
    title="Incidents in the columns of Airwars' incident table",
    columns=(
        *empty("post_id", "post_status", "post_published", "post_modified", "permalink"),
        Column("code", "string", "The incident's id.", lambda r: r.incident.incident_id, True),
        Column("previous_codes", "list", "Ids that it continues.", lambda r: r.incident.previous_ids),
        Column("date_type", "string", "Day or range.", lambda r: "single" if r.incident.date.start == r.incident.date.end else "range"),
        Column("date", "date", "First day.", lambda r: r.incident.date.start),
        Column("date_end", "date", "Last day.", lambda r: r.incident.date.end),
        *empty("local_time_type", "local_time", "local_time_start", "local_time_end", "local_time_of_day"),
        *empty("local_first_reported_date_time", "local_first_reported_by", "local_first_reported_url"),
        Column("country_name", "string", "Country.", get_country),
        Column("country_slug", "string", "Country as a slug.", lambda r: to_slug(get_country(r))),
        Column("location_name", "string", "Place.", of_place("name")),
        Column("location_name_arabic", "string", "Place in Arabic.", of_place("name_ar")),
        *empty("location_name_hebrew", "location_name_ukrainian"),
        Column("region", "string", "First-order division.", of_place("admin1")),
        *named("strike_status", "Declared or alleged.", get_strike_status),
        *empty("infrastructure_name", "infrastructure_slug"),
        *named("strike_type", "Airwars' strike type.", get_strike_type),
        *named("targeted_belligerent", "Armed party that was attacked.", get_target),
        *empty("observation_name", "observation_slug", "impact_name", "impact_slug", "total_strikes"),
        Column(
            "civilian_harm_reported", "string", "Does a source speak of civilians?", lambda r: "Yes" if has_civilian_victims(r) else "No"
        ),
        *named("civilian_harm_status", "Grade.", get_grade),
        *empty("cause_of_death_injury_name", "cause_of_death_injury_slug"),
        Column("geolocated", "string", "Has it a point?", lambda r: "Yes" if of_place("lat")(r) is not None else "No"),
        Column("latitude", "number", "Degrees north.", of_place("lat")),
        Column("longitude", "number", "Degrees east.", of_place("lon")),
        *empty("geolocation_status_name", "geolocation_status_slug"),
        *named("geolocation_accuracy", "How exact the place is.", get_accuracy),
        *empty("geojson_caption"),
        Column("geolocation_notes", "string", "How exact the place is, in words.", describe_place),
        *empty("geolocation_notes_internal", "geolocation_sign_off_assessor", "geolocation_sign_off_date_time", "num_media", "num_victims"),
        *empty("num_victims_named", "num_victims_named_english", "num_victims_named_arabic", "num_victims_named_hebrew"),
        *empty("num_victims_named_ukrainian", "num_reconciled", "num_families", "num_individuals", "victim_average_age"),
        *empty("declassified_assessment", "press_release"),
        *make_group_columns(),
        Column("num_sources", "integer", "Documents.", lambda r: len(r.incident.document_ids), True),
        *(Column(f"num_sources_{p}", "integer", f"Addresses at {', '.join(h)}.", count_platform(p)) for p, h in PLATFORMS.items()),
        Column(
            "num_sources_other",
            "integer",
            "Other addresses.",
            lambda r: sum(not is_at(u, sum(PLATFORMS.values(), ())) for u in r.addresses),
        ),
        Column("summary", "string", "Title, sources, disagreements.", summarise),
        *(column for number in range(1, BELLIGERENTS + 1) for column in make_belligerent_columns(number)),
        Column("sijill_release", "string", "Release (not a column of Airwars).", lambda r: r.version, True),
    ),
    expand=lambda record: (record,),
    key=("code",),
)


def iter_documents(record: IncidentRecord) -> Iterator[ClaimRecord]:
    """Yield one claim for each document of an incident."""
    seen: set[str] = set()
    for claim in record.claims:
        if claim.document_id not in seen:
            seen.add(claim.document_id)
            yield ClaimRecord(claim, record)


def of_document(name: str) -> Callable[[ClaimRecord], Cell]:
    """Return a function that reads what is known of the document."""
    read = attrgetter(name)
    return lambda r: None if r.claim.document is None else read(r.claim.document)


SOURCES: Table[ClaimRecord] = Table(
    name="sources",
    title="Sources of each incident",
    columns=(
        Column("code", "string", "The incident's id.", lambda r: r.record.incident.incident_id, True),
        Column("document_id", "string", "The document (not a column of Airwars).", lambda r: r.claim.document_id, True),
        Column("name", "string", "Publisher.", lambda r: r.record.get_source_name(r.claim), True),
        Column("language", "string", "Language (ISO 639-1).", lambda r: r.claim.lang, True),
        Column("url", "string", "Address.", of_document("url")),
        *empty("archive_url", "media"),
    ),
    expand=iter_documents,
    key=("code", "document_id"),
)


@dataclass(frozen=True)
class Casualties:
    """Killed and injured of one group in one incident."""

    record: IncidentRecord
    group: str
    who: str

    def find_end(self, outcome: str, end: str) -> int | None:
        """Return one end of the numbers, None where nobody says anything."""
        cell: HarmCell | None = self.record.find_cell(outcome, self.who)
        return None if cell is None else cell.min if end == "min" else cell.max


def iter_casualties(record: IncidentRecord) -> Iterator[Casualties]:
    """Yield the groups that a source gives a number for."""
    for group, who in GROUPS:
        if who is not None and (record.find_cell("killed", who) or record.find_cell("injured", who)):
            yield Casualties(record, group, who)


def of_end(outcome: str, end: str) -> Callable[[Casualties], Cell]:
    """Return a function that reads one end of one outcome."""
    return lambda c: c.find_end(outcome, end)


CASUALTIES: Table[Casualties] = Table(
    name="casualties",
    title="Casualties by group",
    columns=(
        Column("code", "string", "The incident's id.", lambda c: c.record.incident.incident_id, True),
        *empty("casualty_type_taxonomy"),
        Column("casualty_type_name", "string", "Group.", lambda c: c.group.replace("_", " ").capitalize(), True),
        Column("casualty_type_slug", "string", "Group as a slug.", lambda c: c.group.replace("_", "-"), True),
        *empty("casualty_affiliation_name", "casualty_affiliation_slug", "while_working"),
        *(Column(f"{o}_{e}", "integer", f"{o}, {e}.", of_end(o, e)) for o in ("killed", "injured") for e in ("min", "max")),
    ),
    expand=iter_casualties,
    key=("code", "casualty_type_slug"),
)
TABLES: tuple[Table[Any], ...] = (INCIDENTS, SOURCES, CASUALTIES)
