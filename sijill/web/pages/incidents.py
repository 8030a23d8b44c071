"""The list of incidents: search, facets, sorting, pages, and the same as CSV."""

import csv
import io
from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from sijill.present.wording import Wording
from sijill.store import views
from sijill.store.searches import list_searches
from sijill.store.views import FacetCount, IncidentRow
from sijill.web.query import FACET_NAMES, PAGE_SIZE, Query, parse_query
from sijill.web.workbench import Page

router = APIRouter()
SHOWN_FACETS = ("grade", "event", "contested", "by", "admin1", "country", "weapon", "source", "lang_of")
SHOWN_VALUES = 8
SHOWN_SORTS = ("-date", "date", "-killed", "-contested", "-sources", "place")
CSV_COLUMNS = (
    "incident_id", "event_type", "start", "end", "date_precision", "place_id", "place", "country", "admin1", "lat", "lon",
    "place_precision",
    "grade", "killed_min", "killed_max", "killed_best", "injured_min", "injured_max", "injured_best", "perpetrators", "sources", "claims",
    "documents", "contested",
)  # fmt: skip


class Choice(msgspec.Struct, frozen=True):
    """One value of a facet with its name and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@router.get("/incidents", response_class=HTMLResponse)
def show_incidents(request: Request) -> HTMLResponse:
    """Show the incidents that pass the filter."""
    page, query = Page(request), parse_query(request.query_params)
    found = views.list_incidents(page.register, query.wanted, limit=PAGE_SIZE, offset=query.offset, sort=query.sort)
    counts = page.remember(views.facet_counts, query.wanted)
    facets = {name: list_choices(name, counts[FACET_NAMES[name]], query, page.wording) for name in SHOWN_FACETS}
    return page.render(
        "incidents.html",
        query=query,
        found=found,
        facets={name: choices for name, choices in facets.items() if choices},
        chosen=list_chosen(query, page.wording),
        sorts=SHOWN_SORTS,
        pages=max(-(-found.total // PAGE_SIZE), 1),
        page_size=PAGE_SIZE,
        saved=list_searches(page.register),
        query_string=urlencode(query.pairs),
    )


@router.get("/incidents.csv")
def send_incidents(request: Request) -> StreamingResponse:
    """Send all incidents that pass the filter as CSV, with a byte order mark so that spreadsheets read Arabic."""
    page, query = Page(request), parse_query(request.query_params)

    def iter_lines() -> Iterator[str]:
        yield "\ufeff" + make_line(CSV_COLUMNS)
        offset = 0
        while rows := views.list_incidents(page.register, query.wanted, limit=1000, offset=offset, sort=query.sort).rows:
            yield from (make_line(to_csv_row(row)) for row in rows)
            offset += len(rows)

    headers = {"Content-Disposition": 'attachment; filename="incidents.csv"'}
    return StreamingResponse(iter_lines(), media_type="text/csv; charset=utf-8", headers=headers)


def to_csv_row(row: IncidentRow) -> list[object]:
    """Return an incident's values in the order of `CSV_COLUMNS`."""
    killed, injured = row.killed, row.injured
    return [
        row.incident_id, row.event_type, row.start, row.end, row.date_precision, row.place_id, row.place_name, row.country, row.admin1,
        row.lat, row.lon, row.place_precision, row.grade,
        *((killed.min, killed.max, killed.best) if killed else (None, None, None)),
        *((injured.min, injured.max, injured.best) if injured else (None, None, None)),
        "; ".join(row.perpetrators), row.sources, row.claims, row.documents, row.contested,
    ]  # fmt: skip


def make_line(values: object) -> str:
    """Return one CSV line; a cell that a spreadsheet would run as a formula is defused with an apostrophe."""
    buffer = io.StringIO()
    cells = [f"'{v}" if isinstance(v, str) and v[:1] in {"=", "+", "-", "@", "\t", "\r"} else v for v in values]  # type: ignore[attr-defined]
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def list_choices(name: str, counts: list[FacetCount], query: Query, wording: Wording) -> list[Choice]:
    """Return the values of a facet: the most frequent, and every chosen one."""
    chosen = [count for count in counts if query.has(name, count.value)]
    shown = counts[:SHOWN_VALUES] + [count for count in chosen if count not in counts[:SHOWN_VALUES]]
    return [Choice(c.value, name_value(name, c.value, wording), c.count, query.has(name, c.value)) for c in shown]


def list_chosen(query: Query, wording: Wording) -> list[tuple[str, str, str]]:
    """Return (parameter, value, text) for everything that is chosen, each of which can be taken away."""
    return [(name, value, name_value(name, value, wording)) for name, value in query.pairs if name not in {"sort", "page"}]


def name_value(name: str, value: str, wording: Wording) -> str:
    """Return the words for a value of a facet or filter."""
    if name == "contested":
        return wording.text("filter.any_contested") if value == "*" else wording.field(value)
    if name in {"by", "actor"}:
        actor = wording.packs.actors.get(value)
        return actor.get_label(wording.lang) if actor else value
    if name in {"since", "until", "q", "killed"}:
        return wording.text(f"filter.{name}", value=value)
    known = {"grade": wording.grade, "event": wording.event, "weapon": wording.weapon, "source": wording.source_name}
    known |= {"lang_of": wording.language, "country": wording.country}
    return known[name](value) if name in known and (name != "grade" or value in wording.packs.codebook.grades) else value
