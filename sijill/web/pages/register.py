"""The register behind the incidents: contradictions, sources, actors, places, runs and issues."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from sijill.store import views
from sijill.store.views import Contradiction, IncidentRow
from sijill.web.access import check_may
from sijill.web.guard import check_form
from sijill.web.importing import run_again
from sijill.web.query import PAGE_SIZE, parse_query
from sijill.web.workbench import Page

router = APIRouter()


@router.get("/contradictions", response_class=HTMLResponse)
def show_contradictions(request: Request) -> HTMLResponse:
    """Show everything that sources disagree on, widest first."""
    page, query = Page(request), parse_query(request.query_params)
    found = views.list_contradictions(page.register, query.wanted, limit=PAGE_SIZE + 1, offset=query.offset)
    return page.render(
        "contradictions.html",
        query=query,
        rows=get_rows(page, found),
        found=group_by_incident(found[:PAGE_SIZE]),
        has_more=len(found) > PAGE_SIZE,
    )


def group_by_incident(found: Sequence[Contradiction]) -> list[list[Contradiction]]:
    """Return the disagreements of each incident together, the incident with the widest first; killed before injured."""
    groups: dict[str, list[Contradiction]] = {}
    for item in found:
        groups.setdefault(item.incident_id, []).append(item)
    return [
        sorted(items, key=lambda item: (item.field != "perpetrator", not item.field.startswith("killed"), -item.spread))
        for items in groups.values()
    ]


def get_rows(page: Page, found: Sequence[Contradiction]) -> dict[str, IncidentRow]:
    """Return the list rows of the incidents concerned, for their names."""
    ids = list(dict.fromkeys(item.incident_id for item in found))
    return {row.incident_id: row for row in views.get_incident_rows(page.register, ids)}


@router.get("/sources", response_class=HTMLResponse)
def show_sources(request: Request) -> HTMLResponse:
    """Show the sources with what the register holds of each."""
    page = Page(request)
    return page.render("sources.html", sources=page.remember(views.list_sources))


@router.get("/actors", response_class=HTMLResponse)
def show_actors(request: Request) -> HTMLResponse:
    """Show the parties with their incidents."""
    page = Page(request)
    return page.render("actors.html", actors=page.remember(views.list_actors))


@router.get("/runs", response_class=HTMLResponse)
def show_runs(request: Request) -> HTMLResponse:
    """Show what was run, and what was found wrong with the data."""
    page, query = Page(request), parse_query(request.query_params)
    issues = views.list_issues(page.register, limit=PAGE_SIZE + 1, offset=query.offset)
    return page.render(
        "runs.html", query=query, runs=views.list_runs(page.register), issues=issues[:PAGE_SIZE], has_more=len(issues) > PAGE_SIZE
    )


@router.post("/runs")
async def run(request: Request) -> RedirectResponse:
    """Run the register again, so that changed packs and waiting decisions take effect."""
    async with request.form() as form:
        check_form(request, form)
    person = check_may(request, "import")
    workbench = request.app.state.workbench
    workbench.register.record_audit(person.name, "run")
    await run_in_threadpool(run_again, workbench.register, workbench.settings)
    return RedirectResponse("/runs", status_code=303)
