"""Our own tables of incidents: one wide row an incident, and one long row for each number.

In: `IncidentRecord`. Out: `INCIDENTS`, `INCIDENT_HARM`. Not here: claims (`claim_tables`), writing (`csv_tables` and others).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import get_args

from sijill.model import GRADES, HarmCell
from sijill.model.claim import Group, Outcome, Who
from sijill.model.dates import DatePrecision
from sijill.publish.base import IncidentRecord
from sijill.publish.table import Cell, Column, Reference, Table

WIDE_OUTCOMES = ("killed", "injured")
WIDE_CELLS = ("civilian", "combatant", "mixed", "unknown", "children", "women", "men")
HXL_CELLS = {"civilian": "+civilian", "combatant": "+combatant", "children": "+children", "women": "+f+adult", "men": "+m+adult"}
ENDS = {
    "min": "lowest number that an independent source gives",
    "max": "highest number that an independent source gives",
    "best": "best value",
}


def of_place(name: str) -> Callable[[IncidentRecord], Cell]:
    """Return a function that reads one field of the place, None where there is no place."""
    read = attrgetter(name)
    return lambda r: None if r.incident.place is None else read(r.incident.place)


def of_cell(outcome: str, who: str, end: str) -> Callable[[IncidentRecord], Cell]:
    """Return a function that reads one end of one harm cell, None where nobody says anything."""
    read = attrgetter(end)

    def value(record: IncidentRecord) -> Cell:
        cell = record.find_cell(outcome, who)
        return None if cell is None else read(cell)

    return value


def of_type(record: IncidentRecord) -> str:
    """Return the English label of the event type."""
    known = record.packs.codebook.event_types.get(record.incident.event_type)
    return known.get_label("en") if known else record.incident.event_type


def make_harm_columns() -> tuple[Column[IncidentRecord], ...]:
    """Return the wide columns of the killed and injured."""
    return tuple(
        Column(
            f"{outcome}_{who}_{end}",
            "integer",
            f"People {outcome}, {who}: {text}.",
            of_cell(outcome, who, end),
            hxl=f"#affected+{outcome}{HXL_CELLS.get(who, '+' + who)}+{end}",
        )
        for outcome in WIDE_OUTCOMES
        for who in WIDE_CELLS
        for end, text in ENDS.items()
    )


IDENTITY: tuple[Column[IncidentRecord], ...] = (
    Column("release", "string", "Version of the release, or `unreleased`.", lambda r: r.version, required=True, hxl="#meta+release"),
    Column("incident_id", "string", "Stable identifier.", lambda r: r.incident.incident_id, required=True, hxl="#event+code"),
    Column("event_type", "string", "Code of the codebook.", lambda r: r.incident.event_type, required=True, hxl="#event+type+code"),
    Column("event_type_label", "string", "Event type in English.", of_type, required=True, hxl="#event+type+name"),
    Column("title", "string", "Short title made from type, place and day.", lambda r: r.incident.title, hxl="#event+name"),
)
WHEN: tuple[Column[IncidentRecord], ...] = (
    Column("date_start", "date", "First day; empty while unknown.", lambda r: r.incident.date.start, hxl="#date+start"),
    Column("date_end", "date", "Last day, inclusive; empty while unknown.", lambda r: r.incident.date.end, hxl="#date+end"),
    Column(
        "date_precision",
        "string",
        "How precise the sources are about the date.",
        lambda r: r.incident.date.precision,
        required=True,
        allowed=get_args(DatePrecision),
        hxl="#date+precision",
    ),
)
WHERE: tuple[Column[IncidentRecord], ...] = (
    Column("country", "string", "ISO 3166-1 alpha-2 code.", of_place("country"), hxl="#country+code+v_iso2"),
    Column("admin1", "string", "First-order division.", of_place("admin1"), hxl="#adm1+name"),
    Column("admin2", "string", "Second-order division.", of_place("admin2"), hxl="#adm2+name"),
    Column("place_name", "string", "Name of the place.", of_place("name"), hxl="#loc+name"),
    Column("place_name_ar", "string", "Name of the place in Arabic.", of_place("name_ar"), hxl="#loc+name+i_ar"),
    Column("place_id", "string", "Identifier in the gazetteer, such as `geonames:163345`.", of_place("place_id"), hxl="#loc+code"),
    Column("within", "list", "Larger places that contain it, as far as they are known.", of_place("within")),
    Column("latitude", "number", "Degrees north, WGS 84.", of_place("lat"), hxl="#geo+lat"),
    Column("longitude", "number", "Degrees east, WGS 84.", of_place("lon"), hxl="#geo+lon"),
    Column(
        "place_precision",
        "integer",
        "UCDP's scale: 1 exact, 2 within 25 km, 3 second-order, 4 first-order division, 5 linear or fuzzy, 6 country, 7 international.",
        of_place("precision"),
        hxl="#geo+precision",
    ),
    Column("place_radius_km", "number", "How far the true place may lie from the point.", of_place("radius_km")),
)
WHO: tuple[Column[IncidentRecord], ...] = (
    Column(
        "perpetrators",
        "list",
        "Actor ids (or quoted words) of those whom a source names.",
        lambda r: tuple(a.actor_id or a.quote or "unknown" for a in r.incident.perpetrator),
    ),
    Column(
        "perpetrator_names",
        "list",
        "Their names, in the same order.",
        lambda r: tuple(r.get_actor_name(a.actor_id, a.quote) for a in r.incident.perpetrator),
        hxl="#group+name+perpetrator",
    ),
    Column(
        "perpetrator_status",
        "list",
        "Whether each is `accused`, has `admitted` or `denied`, or is `possible`, in the same order.",
        lambda r: tuple(a.status or "accused" for a in r.incident.perpetrator),
        hxl="#group+status+perpetrator",
    ),
    Column(
        "targets",
        "list",
        "Names of those who were attacked, as far as a source names them.",
        lambda r: tuple(r.get_actor_name(a.actor_id, a.quote) for a in r.incident.target),
        hxl="#group+name+target",
    ),
    Column("weapons", "list", "Codes of the means of attack.", lambda r: r.incident.weapon_ids, hxl="#event+weapon+code"),
)
STANDING: tuple[Column[IncidentRecord], ...] = (
    Column(
        "grade",
        "string",
        "Grade by the criteria of docs/method/grading.md.",
        lambda r: r.incident.grade,
        required=True,
        allowed=GRADES,
        hxl="#status+grade",
    ),
    Column(
        "independent_sources",
        "integer",
        "Sources that do not copy from one another.",
        lambda r: r.incident.independent_sources,
        required=True,
        hxl="#meta+sources+num",
    ),
    Column("disagreements", "list", "Fields on which the sources disagree.", lambda r: r.incident.disagreements, hxl="#meta+contested"),
    Column(
        "rule",
        "string",
        "Named rule that chose the best values, with its version.",
        lambda r: r.incident.rule,
        required=True,
        hxl="#meta+rule",
    ),
    Column("documents", "integer", "Documents that tell of it.", lambda r: len(r.incident.document_ids), required=True),
    Column("claims", "integer", "Claims that belong to it.", lambda r: len(r.incident.claim_ids), required=True),
    Column("languages", "list", "Languages of the claims (ISO 639-1).", lambda r: r.languages),
    Column("sources", "list", "Publishers of the documents.", lambda r: r.sources, hxl="#meta+source"),
    Column("source_urls", "list", "Addresses of the documents.", lambda r: r.addresses, hxl="#meta+url"),
    Column("previous_ids", "list", "Identifiers that this incident continues.", lambda r: r.incident.previous_ids),
)

INCIDENTS: Table[IncidentRecord] = Table(
    name="incidents",
    title="Incidents, one a row",
    columns=(*IDENTITY, *WHEN, *WHERE, *WHO, *make_harm_columns(), *STANDING),
    expand=lambda record: (record,),
    key=("incident_id",),
)


@dataclass(frozen=True)
class CellRecord:
    """One number of one incident: what happened to whom."""

    record: IncidentRecord
    outcome: str
    who: str
    cell: HarmCell

    @property
    def contested(self) -> str:
        """`yes` where independent sources disagree, else `no`."""
        return "yes" if f"{self.outcome}.{self.who}" in self.record.incident.disagreements else "no"


def iter_cells(record: IncidentRecord) -> Iterator[CellRecord]:
    """Yield every number of an incident, whatever the outcome."""
    for outcome, cells in record.incident.harm.items():
        for who, cell in cells.items():
            if cell is not None:
                yield CellRecord(record, outcome, who, cell)


INCIDENT_HARM: Table[CellRecord] = Table(
    name="incident_harm",
    title="Harm to people, one row for each incident, outcome, and status or group",
    columns=(
        Column("release", "string", "Version of the release.", lambda c: c.record.version, required=True),
        Column("incident_id", "string", "The incident.", lambda c: c.record.incident.incident_id, required=True),
        Column("outcome", "string", "What happened to them.", lambda c: c.outcome, required=True, allowed=get_args(Outcome)),
        Column(
            "who",
            "string",
            "Status, or a group that is part of the total and never added to it.",
            lambda c: c.who,
            required=True,
            allowed=(*get_args(Who), *get_args(Group)),
        ),
        Column("min", "integer", "Lowest number that an independent source gives.", lambda c: c.cell.min),
        Column("max", "integer", "Highest number; empty where it is open (at least ...).", lambda c: c.cell.max),
        Column("best", "integer", "Best value by the incident's rule; empty: indeterminate.", lambda c: c.cell.best),
        Column("contested", "string", "Do independent sources disagree?", lambda c: c.contested, required=True, allowed=("yes", "no")),
        Column("rule", "string", "Rule that chose the best value.", lambda c: c.record.incident.rule, required=True),
    ),
    expand=iter_cells,
    key=("incident_id", "outcome", "who"),
    references=(Reference("incident_id", "incidents"),),
)
