"""The overview: where, when, how much harm, and what sources disagree on; all of it follows the filter in the address."""

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sijill.present.charts.timeline import make_timeline
from sijill.present.figures import add_up, list_counted
from sijill.store import Register, views
from sijill.store.views import Contradiction, IncidentFilter, IncidentRow, TimelinePoint
from sijill.web.pages.register import get_rows, group_by_incident
from sijill.web.query import parse_query
from sijill.web.workbench import Page

router = APIRouter()
DISAGREEMENTS = 5
# Grades of incidents that several sources tell of; a single source's total of a month should not stand at the top.
TOLD_TWICE = ("confirmed", "fair", "contested")


@router.get("/", response_class=HTMLResponse)
def show_overview(request: Request) -> HTMLResponse:
    """Show the register at a glance."""
    page, query = Page(request), parse_query(request.query_params)
    points = page.remember(count_days, query.wanted)
    tolls = page.remember(views.sum_tolls, query.wanted)
    disagreements = page.remember(list_widest, query.wanted)
    facets = page.remember(views.facet_counts, query.wanted)
    return page.render(
        "overview.html",
        query=query,
        summary=page.remember(views.get_summary),
        counted=add_up(toll for grade, toll in tolls.items() if grade in list_counted(page.workbench.packs)),
        toll=add_up(tolls.values()),
        timeline=make_timeline(points, rtl=page.is_rtl),
        grades={grade: toll.incidents for grade, toll in tolls.items()},
        events=facets["event_types"][:8],
        contradictions=group_by_incident(disagreements)[:DISAGREEMENTS],
        rows=get_rows(page, disagreements),
        deadliest=list_deadliest(page.register, query.wanted),
    )


def list_deadliest(register: Register, wanted: IncidentFilter) -> list[IncidentRow]:
    """Return the incidents with the most people killed: those that more than one source tells of, unless a grade was asked for."""
    told = wanted if wanted.grades else msgspec.structs.replace(wanted, grades=TOLD_TWICE)
    rows = views.list_incidents(register, told, limit=5, sort="-killed").rows
    return rows or views.list_incidents(register, wanted, limit=5, sort="-killed").rows


def count_days(register: Register, wanted: IncidentFilter) -> list[TimelinePoint]:
    """Return counts by day."""
    return views.count_timeline(register, wanted, bucket="day")


def list_widest(register: Register, wanted: IncidentFilter) -> list[Contradiction]:
    """Return the widest disagreements."""
    return views.list_contradictions(register, wanted, limit=40)
