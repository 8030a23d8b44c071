"""The overview: where, when, how much harm, and what sources disagree on; all of it follows the filter in the address."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sijill.store import views
from sijill.web.charts.timeline import make_timeline
from sijill.web.figures import add_up, list_counted, sum_by_grade
from sijill.web.pages.register import get_rows, group_by_incident
from sijill.web.query import parse_query
from sijill.web.workbench import Page

router = APIRouter()
DISAGREEMENTS = 5


@router.get("/", response_class=HTMLResponse)
def show_overview(request: Request) -> HTMLResponse:
    """Show the register at a glance."""
    page, query = Page(request), parse_query(request.query_params)
    points = views.count_timeline(page.register, query.wanted, bucket="day")
    tolls = sum_by_grade(page.register, query.wanted)
    disagreements = views.list_contradictions(page.register, query.wanted, limit=40)
    facets = views.facet_counts(page.register, query.wanted)
    return page.render(
        "overview.html",
        query=query,
        summary=views.get_summary(page.register),
        counted=add_up(toll for grade, toll in tolls.items() if grade in list_counted(page.workbench.packs)),
        toll=add_up(tolls.values()),
        timeline=make_timeline(points, rtl=page.is_rtl),
        grades={grade: toll.incidents for grade, toll in tolls.items()},
        events=facets["event_types"][:8],
        contradictions=group_by_incident(disagreements)[:DISAGREEMENTS],
        rows=get_rows(page, disagreements),
        deadliest=views.list_incidents(page.register, query.wanted, limit=5, sort="-killed").rows,
    )
