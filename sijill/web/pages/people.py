"""Accounts: log in and out, join with a link, look after people."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from sijill.errors import UserError
from sijill.web.access import SESSION_COOKIE, check_may
from sijill.web.guard import check_form
from sijill.web.pages.preferences import to_local
from sijill.web.people import ROLES, SESSION_SECONDS, People
from sijill.web.workbench import Page

router = APIRouter()


def get_people(request: Request) -> People:
    """Return the accounts; raises HTTPException 404 for a workbench without any."""
    people: People | None = request.app.state.people
    if people is None:
        raise HTTPException(404)
    return people


def start_session(request: Request, secret: str, address: str) -> RedirectResponse:
    """Return a redirect that gives the browser its session."""
    response = RedirectResponse(address, status_code=303)
    secure = request.url.scheme == "https"
    response.set_cookie(SESSION_COOKIE, secret, max_age=SESSION_SECONDS, httponly=True, samesite="lax", secure=secure)
    return response


@router.get("/login", response_class=HTMLResponse)
def show_login(request: Request) -> HTMLResponse:
    """Show the log-in form."""
    get_people(request)
    return Page(request).render("login.html", failed=False, next_address=to_local(request.query_params.get("next")))


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Start a session; a wrong name looks like a wrong password."""
    people = get_people(request)
    async with request.form() as form:
        check_form(request, form)
        name, password, address = (str(form.get(field, "")) for field in ("name", "password", "next_address"))
    secret = await run_in_threadpool(people.log_in, name, password)
    if secret is None:
        request.app.state.workbench.register.record_audit(name[:60], "log-in refused")
        return Page(request).render("login.html", status=403, failed=True, next_address=to_local(address))
    request.app.state.workbench.register.record_audit(name.strip(), "log in")
    return start_session(request, secret, to_local(address))


@router.post("/logout")
async def log_out(request: Request) -> RedirectResponse:
    """End the session."""
    people = get_people(request)
    async with request.form() as form:
        check_form(request, form)
    person = check_may(request, "read")
    people.log_out(request.cookies.get(SESSION_COOKIE, ""))
    request.app.state.workbench.register.record_audit(person.name, "log out")
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.get("/join", response_class=HTMLResponse)
def show_join(request: Request, link: str = "") -> HTMLResponse:
    """Show the form with which the holder of a link makes an account."""
    role = get_people(request).find_link(link)
    if role is None:
        raise UserError("this link was used already or is too old")
    return Page(request).render("join.html", role=role, link=link)


@router.post("/join")
async def join(request: Request) -> Response:
    """Make an account and start a session."""
    people = get_people(request)
    async with request.form() as form:
        check_form(request, form)
        link, name, password = (str(form.get(field, "")) for field in ("link", "name", "password"))
    person = await run_in_threadpool(people.join, link, name, password)
    request.app.state.workbench.register.record_audit(person.name, "join", detail={"role": person.role})
    secret = await run_in_threadpool(people.log_in, person.name, password)
    return start_session(request, secret or "", "/")


@router.get("/people", response_class=HTMLResponse)
def show_people(request: Request) -> HTMLResponse:
    """Show everyone, to an administrator."""
    check_may(request, "manage")
    return Page(request).render("people.html", people=get_people(request).list_people(), roles=ROLES, link=None)


@router.post("/people")
async def change_people(request: Request) -> Response:
    """Set a role, close an account, or make a link for someone new."""
    people, person = get_people(request), check_may(request, "manage")
    async with request.form() as form:
        check_form(request, form)
        name, role, active = str(form.get("name", "")), str(form.get("role", "")), form.get("active") == "yes"
    wanted = next((r for r in ROLES if r == role), None)
    if wanted is None:
        raise UserError("there is no such role")
    register = request.app.state.workbench.register
    if name:
        people.change(name, wanted, active=active)
        register.record_audit(person.name, "change account", name, {"role": wanted, "active": active})
        return RedirectResponse("/people", status_code=303)
    link = people.make_link(wanted)
    register.record_audit(person.name, "invite", detail={"role": wanted})
    return Page(request).render("people.html", people=people.list_people(), roles=ROLES, link=f"{request.base_url}join?link={link}")
