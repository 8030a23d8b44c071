"""Access: who is asking, and whether that person may.

In: a request with its session cookie, or a program's token. Out: the `Person`, or a refusal: pages lead to the log-in, programs get 401.
Without accounts, whoever reaches a workbench on the loopback interface is its user; elsewhere a reader.
Not here: accounts (`sijill.web.people`), foreign pages (`sijill.web.guard`).
"""

import getpass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from sijill.web.people import People, Permission, Person
from sijill.web.tokens import Tokens

SESSION_COOKIE = "sijill_session"
OPEN_PATHS = ("/login", "/join", "/preferences")


class Access:
    """ASGI middleware that finds out who is asking; with accounts, strangers see the log-in page only."""

    def __init__(self, app: ASGIApp, people: People | None, nobody: Person) -> None:
        self.app = app
        self.people = people
        self.nobody = nobody

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the person in the request's state, or answer in the application's place."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        person: Person | None = self.nobody
        if self.people is not None:
            person = self._find_person(request, self.people)
        scope.setdefault("state", {})["person"] = person
        path: str = scope["path"]
        if person is None and path not in OPEN_PATHS and not path.startswith("/static/"):
            await refuse(request)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _find_person(self, request: Request, people: People) -> Person | None:
        """Return whom the session or, for the API alone, the token belongs to."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if token and scheme.lower() == "bearer" and request.url.path.startswith("/api/"):
            return Tokens(people).find_person(token.strip())
        secret = request.cookies.get(SESSION_COOKIE)
        return people.find_person(secret) if secret else None


def refuse(request: Request) -> JSONResponse | RedirectResponse:
    """Return the answer to a stranger."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": "log in first, or send a token"}, status_code=401, headers={"WWW-Authenticate": "Bearer"})
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(address if request.method == 'GET' else '/', safe='')}", status_code=303)


def get_person(request: Request) -> Person | None:
    """Return who is asking; None for a stranger on the log-in page."""
    person: Person | None = request.scope.get("state", {}).get("person")
    return person


def check_may(request: Request, permission: Permission) -> Person:
    """Return who is asking; raises HTTPException 403 when that person may not."""
    person = get_person(request)
    if person is None or not person.may(permission):
        raise HTTPException(403)
    return person


def make_local_person(*, writable: bool) -> Person:
    """Return who everyone is without accounts: the user of this machine, who may do everything but manage accounts, or a reader."""
    if not writable:
        return Person("reader", "reader")
    try:
        return Person(getpass.getuser(), "reviewer")
    except (OSError, KeyError):
        return Person("local", "reviewer")
