"""Merge two incidents or split one by hand: first what would become of them, then the reason, then the decision."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from sijill.errors import UserError
from sijill.model import Decision
from sijill.store import views
from sijill.web.access import check_may
from sijill.web.decisions import apply_decisions, preview, record
from sijill.web.guard import check_form
from sijill.web.pages.review import Effect
from sijill.web.regrouping import make_merge, make_split
from sijill.web.workbench import Page

router = APIRouter(prefix="/incidents")
MAX_REASON = 2_000


@router.get("/{incident_id}/merge", response_class=HTMLResponse)
def show_merge(request: Request, incident_id: str, other: str = "") -> HTMLResponse:
    """Show what would become of two incidents as one."""
    check_may(request, "judge")
    other_id = other.strip().rsplit("/", 1)[-1]
    return show(Page(request), incident_id, [other_id], plan_merge(Page(request), incident_id, other_id, "preview", ""))


@router.get("/{incident_id}/split", response_class=HTMLResponse)
def show_split(request: Request, incident_id: str) -> HTMLResponse:
    """Show what would become of an incident without the chosen claims."""
    check_may(request, "judge")
    chosen = request.query_params.getlist("claim")
    return show(Page(request), incident_id, [], plan_split(Page(request), incident_id, chosen, "preview", ""), chosen)


def show(page: Page, incident_id: str, others: Sequence[str], planned: Sequence[Decision], chosen: Sequence[str] = ()) -> HTMLResponse:
    """Return the page with the effect of the planned decisions."""
    made = page.workbench.queues.get_decisions(page.register)
    effect = preview(page.register, page.workbench.packs, planned, [incident_id, *others], made)
    return page.render(
        "regroup.html",
        incident=views.get_incident(page.register, incident_id),
        others=[views.get_incident(page.register, i) for i in others],
        chosen=chosen,
        effects=[Effect("different" if chosen else "same", effect.before, effect.after)],
        contradictions=effect.contradictions,
    )


@router.post("/{incident_id}/merge")
async def merge(request: Request, incident_id: str) -> RedirectResponse:
    """Record that two incidents are one."""
    async with request.form() as form:
        check_form(request, form)
        other, reason = str(form.get("other", "")), read_reason(form.get("reason"))
    person = check_may(request, "judge")
    page = Page(request)
    planned = await run_in_threadpool(plan_merge, page, incident_id, other, person.name, reason)
    await run_in_threadpool(keep, page, planned)
    return RedirectResponse(f"/incidents/{incident_id}", status_code=303)


@router.post("/{incident_id}/split")
async def split(request: Request, incident_id: str) -> RedirectResponse:
    """Record that some claims of an incident are another one."""
    async with request.form() as form:
        check_form(request, form)
        chosen, reason = [str(value) for value in form.getlist("claim")], read_reason(form.get("reason"))
    person = check_may(request, "judge")
    page = Page(request)
    planned = await run_in_threadpool(plan_split, page, incident_id, chosen, person.name, reason)
    await run_in_threadpool(keep, page, planned)
    return RedirectResponse(f"/incidents/{incident_id}", status_code=303)


def plan_merge(page: Page, incident_id: str, other: str, author: str, reason: str) -> list[Decision]:
    """Return the decisions of a merge; raises UserError for an incident that is not there."""
    return make_merge(views.get_incident(page.register, incident_id), views.get_incident(page.register, other), author, reason)


def plan_split(page: Page, incident_id: str, chosen: Sequence[str], author: str, reason: str) -> list[Decision]:
    """Return the decisions of a split; raises UserError for an incident that is not there."""
    return make_split(views.get_incident(page.register, incident_id), chosen, author, reason)


def keep(page: Page, decisions: Sequence[Decision]) -> None:
    """Record the decisions and bring the incidents up to date."""
    for decision in decisions:
        record(page.register, page.workbench.packs, decision)
    apply_decisions(page.register, page.workbench.packs)


def read_reason(value: object) -> str:
    """Return the reason of a form; raises UserError where there is none."""
    reason = str(value or "").strip()
    if not reason:
        raise UserError("a reason is needed where incidents change")
    return reason[:MAX_REASON]
