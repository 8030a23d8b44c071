"""Saved searches: keep the list of incidents as it is shown under a name, open one by its address, forget one."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import QueryParams

from sijill.store.searches import drop_search, get_search, save_search
from sijill.web.access import check_may
from sijill.web.guard import check_form
from sijill.web.query import parse_query

router = APIRouter(prefix="/searches")


@router.get("/{search_id}")
def open_search(request: Request, search_id: str) -> RedirectResponse:
    """Lead to the incidents that a saved search finds now."""
    saved = get_search(request.app.state.workbench.register, search_id)
    return RedirectResponse(f"/incidents?{saved.query}" if saved.query else "/incidents", status_code=302)


@router.post("")
async def keep_search(request: Request) -> RedirectResponse:
    """Keep a search; what is not a filter of incidents is left out of it."""
    async with request.form() as form:
        check_form(request, form)
        name, query = str(form.get("name", "")), str(form.get("query", ""))[:4_000]
    person = check_may(request, "decide")
    pairs = parse_query(QueryParams(query)).pairs
    saved = save_search(request.app.state.workbench.register, name, urlencode(pairs), person.name)
    return RedirectResponse(f"/incidents?{saved.query}" if saved.query else "/incidents", status_code=303)


@router.post("/{search_id}/drop")
async def forget_search(request: Request, search_id: str) -> RedirectResponse:
    """Forget a saved search."""
    async with request.form() as form:
        check_form(request, form)
    person = check_may(request, "decide")
    drop_search(request.app.state.workbench.register, search_id, person.name)
    return RedirectResponse("/incidents", status_code=303)
