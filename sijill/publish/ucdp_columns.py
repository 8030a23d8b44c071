"""The 49 columns of UCDP GED, in its order, and how each follows from an event.

In: `UcdpEvent`. Out: `COLUMNS`. Not here: how an incident becomes an event (`ucdp_events`), the file (`ucdp`).
"""

from collections.abc import Callable
from datetime import date
from operator import attrgetter

from sijill.model import Claim
from sijill.publish.acled_columns import make_number
from sijill.publish.table import Cell, Column
from sijill.publish.ucdp_events import UcdpEvent, find_date_precision, find_grid_cell

EMPTY = "Always empty: UCDP gives these numbers."


def of_place(name: str) -> Callable[[UcdpEvent], Cell]:
    """Return a function that reads one field of the place."""
    read = attrgetter(name)
    return lambda e: read(e.record.incident.place)


def nothing(event: UcdpEvent) -> None:
    """Return an empty cell."""


def to_time(day: date) -> str:
    """Return a day as UCDP writes it."""
    return f"{day.isoformat()} 00:00:00.000"


def list_articles(event: UcdpEvent, read: Callable[[Claim], str | None]) -> tuple[str, ...]:
    """Return one item for each document, in the order of the claims."""
    first = {c.document_id: c for c in reversed(event.record.claims)}
    ids = dict.fromkeys(c.document_id for c in event.record.claims)
    return tuple(text for i in ids if (text := read(first[i])))


def make_article(event: UcdpEvent, claim: Claim) -> str:
    """Return publisher, day and headline of a claim's document."""
    context = claim.document
    parts = [
        event.record.get_source_name(claim),
        (context.published or "")[:10] if context else "",
        (context.title or "") if context else "",
    ]
    return ",".join(f'"{p}"' for p in parts)


def list_places(event: UcdpEvent) -> tuple[str, ...]:
    """Return the words that the claims have for the place, each once."""
    return tuple(dict.fromkeys(c.place.quote for c in event.record.claims if c.place is not None and c.place.quote))


def list_quoted(event: UcdpEvent) -> tuple[str, ...]:
    """Return the words for those whom the documents quote, each once."""
    return tuple(dict.fromkeys(a.quote for c in event.record.claims for a in c.attributed_to))


def make_point(event: UcdpEvent) -> str:
    """Return the point as well-known text."""
    place = event.record.incident.place
    return f"POINT ({place.lon} {place.lat})" if place else ""


def make_cell(event: UcdpEvent) -> int | None:
    """Return the PRIO-GRID cell."""
    place = event.record.incident.place
    return None if place is None or place.lat is None or place.lon is None else find_grid_cell(place.lat, place.lon)


COLUMNS: tuple[Column[UcdpEvent], ...] = (
    Column("id", "integer", "Number made from the incident's id.", lambda e: make_number(e.record.incident.incident_id), True),
    Column("relid", "string", "The incident's id.", lambda e: e.record.incident.incident_id, True),
    Column("year", "integer", "Year of the first day.", lambda e: e.first.year, True),
    Column("active_year", "string", "Always empty: it follows from all deaths of a dyad in a year.", nothing),
    Column("code_status", "string", "Clear, or what to check.", lambda e: "Clear" if e.is_clear else "Check actors", True),
    Column("type_of_violence", "integer", "1 state-based, 2 non-state, 3 one-sided.", lambda e: e.violence, True),
    Column("conflict_dset_id", "string", EMPTY, nothing),
    Column("conflict_new_id", "integer", EMPTY, nothing),
    Column("conflict_name", "string", "Always empty: UCDP names conflicts by their incompatibility.", nothing),
    Column("dyad_dset_id", "string", EMPTY, nothing),
    Column("dyad_new_id", "integer", EMPTY, nothing),
    Column("dyad_name", "string", "Both sides.", lambda e: f"{e.side_a.name} - {e.side_b.name}", True),
    Column("side_a_dset_id", "string", EMPTY, nothing),
    Column("side_a_new_id", "integer", EMPTY, nothing),
    Column("side_a", "string", "Government, or perpetrator.", lambda e: e.side_a.name, True),
    Column("side_b_dset_id", "string", EMPTY, nothing),
    Column("side_b_new_id", "integer", EMPTY, nothing),
    Column("side_b", "string", "The other side.", lambda e: e.side_b.name, True),
    Column("number_of_sources", "integer", "Independent sources.", lambda e: e.record.incident.independent_sources, True),
    Column("source_article", "list", "Publisher, day, headline.", lambda e: list_articles(e, lambda c: make_article(e, c))),
    Column("source_office", "list", "Publishers.", lambda e: e.record.sources),
    Column(
        "source_date", "list", "Days of publication.", lambda e: list_articles(e, lambda c: c.document.published if c.document else None)
    ),
    Column("source_headline", "list", "Headlines.", lambda e: list_articles(e, lambda c: c.document.title if c.document else None)),
    Column("source_original", "list", "Whom they quote.", list_quoted),
    Column("where_prec", "integer", "1 exact to 7 international.", of_place("precision")),
    Column("where_coordinates", "string", "Place that the point stands for.", of_place("name")),
    Column("where_description", "list", "The sources' words for the place.", list_places),
    Column("adm_1", "string", "First-order division.", of_place("admin1")),
    Column("adm_2", "string", "Second-order division.", of_place("admin2")),
    Column("latitude", "number", "Degrees north.", of_place("lat"), True),
    Column("longitude", "number", "Degrees east.", of_place("lon"), True),
    Column("geom_wkt", "string", "Point as well-known text.", make_point, True),
    Column("priogrid_gid", "integer", "Cell of PRIO-GRID.", make_cell, True),
    Column("country", "string", "Country.", lambda e: e.country.ucdp_name or e.country.name, True),
    Column("country_id", "integer", "Gleditsch and Ward's number.", lambda e: e.country.gw, True),
    Column("region", "string", "UCDP's region.", lambda e: e.country.ucdp_region, True),
    Column("event_clarity", "integer", "1 a single day, 2 a longer time.", lambda e: 1 if e.first == e.last else 2, True),
    Column("date_prec", "integer", "1 day to 5 more than a month.", find_date_precision, True),
    Column("date_start", "string", "First day.", lambda e: to_time(e.first), True),
    Column("date_end", "string", "Last day.", lambda e: to_time(e.last), True),
    Column("deaths_a", "integer", "Dead of side A.", lambda e: e.deaths_a, True),
    Column("deaths_b", "integer", "Dead of side B.", lambda e: e.deaths_b, True),
    Column("deaths_civilians", "integer", "Dead civilians.", lambda e: e.toll.civilians, True),
    Column("deaths_unknown", "integer", "Dead whose status is not said.", lambda e: e.toll.unknown, True),
    Column("best", "integer", "Best number of deaths, the sum of the four.", lambda e: e.toll.best, True),
    Column("high", "integer", "Highest number of deaths.", lambda e: e.toll.high, True),
    Column("low", "integer", "Lowest number of deaths.", lambda e: e.toll.low, True),
    Column("gwnoa", "string", "State number of side A.", lambda e: e.side_a.gw),
    Column("gwnob", "string", "State number of side B.", lambda e: e.side_b.gw),
)
