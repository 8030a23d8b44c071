"""Accounts: log in and out, join with a link, look after people."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from sijill.errors import UserError
from sijill.web.access import SESSION_COOKIE, check_may
from sijill.web.guard import check_form
from sijill.web.pages.preferences import to_local
from sijill.web.people import ROLES, SESSION_SECONDS, People, Role
from sijill.web.tokens import TOKEN_ROLES, Tokens
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
    """Show everyone and every token, to an administrator."""
    return render_people(request)


def render_people(request: Request, *, link: str | None = None, secret: str | None = None) -> HTMLResponse:
    """Return the page; `link` and `secret` are shown this once."""
    check_may(request, "manage")
    people = get_people(request)
    return Page(request).render(
        "people.html",
        people=people.list_people(),
        roles=ROLES,
        tokens=Tokens(people).list_tokens(),
        token_roles=TOKEN_ROLES,
        link=link,
        secret=secret,
    )


@router.post("/people")
async def change_people(request: Request) -> Response:
    """Set a role, close an account, or make a link for someone new."""
    people, person = get_people(request), check_may(request, "manage")
    async with request.form() as form:
        check_form(request, form)
        name, role, active = str(form.get("name", "")), parse_role(form.get("role")), form.get("active") == "yes"
    register = request.app.state.workbench.register
    if name:
        people.change(name, role, active=active)
        register.record_audit(person.name, "change account", name, {"role": role, "active": active})
        return RedirectResponse("/people", status_code=303)
    link = people.make_link(role)
    register.record_audit(person.name, "invite", detail={"role": role})
    return render_people(request, link=f"{request.base_url}join?link={link}")


@router.post("/people/tokens")
async def make_token(request: Request) -> HTMLResponse:
    """Make a token for a program and show its secret this once."""
    people, person = get_people(request), check_may(request, "manage")
    async with request.form() as form:
        check_form(request, form)
        name, role = str(form.get("name", "")), parse_role(form.get("role"))
    secret = Tokens(people).make_token(name, role, person.name)
    request.app.state.workbench.register.record_audit(person.name, "make token", name.strip(), {"role": role})
    return render_people(request, secret=secret)


@router.post("/people/tokens/revoke")
async def revoke_token(request: Request) -> RedirectResponse:
    """Make a token worthless."""
    people, person = get_people(request), check_may(request, "manage")
    async with request.form() as form:
        check_form(request, form)
        name = str(form.get("name", ""))
    Tokens(people).revoke(name)
    request.app.state.workbench.register.record_audit(person.name, "revoke token", name)
    return RedirectResponse("/people", status_code=303)


def parse_role(value: object) -> Role:
    """Return the role of a form; raises UserError for one that does not exist."""
    role = next((r for r in ROLES if r == value), None)
    if role is None:
        raise UserError("there is no such role")
    return role
