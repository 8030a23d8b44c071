"""The application: pages, map data and static files over one register.

In: a register's folder. Out: a FastAPI application. Not here: the server (`sijill.cli.serve`), the pages (`sijill.web.pages`).
"""

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

import sijill
from sijill.errors import UserError
from sijill.settings import Settings
from sijill.web.access import SESSION_COOKIE, Access, make_local_person
from sijill.web.api import router as api_router
from sijill.web.api.schemas import make_components
from sijill.web.assets import STATIC_FOLDER
from sijill.web.guard import LOOPBACK
from sijill.web.pages import ROUTERS
from sijill.web.people import People
from sijill.web.security import SecurityHeaders
from sijill.web.workbench import Page, open_workbench

OPENAPI_URL = "/api/openapi.json"
API_TEXT = (
    "Read the register and record decisions. Answers are the values of the interchange format, version 1. "
    "Where the workbench has accounts, programs send a token: `Authorization: Bearer sijill_...`."
)

SECURITY_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token that an administrator made on the page People."},
    "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE, "description": "The session of someone who logged in."},
}


def make_app(
    register_path: Path, settings: Settings, *, hosts: Sequence[str] = LOOPBACK, writable: bool = True, accounts: bool = False
) -> FastAPI:
    """Return the workbench of the register in `register_path`; raises RegisterError when there is none.

    It answers only under the names in `hosts`. With `accounts` people log in; without, `writable` lets everyone who reaches it record
    decisions, which is meant for the loopback interface.
    """
    workbench = open_workbench(Path(register_path), settings)

    @asynccontextmanager
    async def warm_up_and_close(app: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=workbench.warm_up, name="warm-up", daemon=True).start()
        yield
        workbench.register.close()

    app = FastAPI(
        title="Sijill", version=sijill.__version__, docs_url=None, redoc_url=None, openapi_url=OPENAPI_URL, lifespan=warm_up_and_close
    )
    app.state.workbench = workbench
    app.state.people = people = People(workbench.register.folder) if accounts else None
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.include_router(api_router)
    app.openapi = partial(make_openapi, app)  # type: ignore[method-assign]
    app.add_exception_handler(HTTPException, show_http_error)  # type: ignore[arg-type]
    app.add_exception_handler(UserError, show_user_error)  # type: ignore[arg-type]
    app.add_middleware(Access, people=people, nobody=make_local_person(writable=writable))
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(SecurityHeaders)
    return app


def make_openapi(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of the JSON API, with the schemas of the structs that it sends."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=API_TEXT, routes=app.routes)
        components = schema.setdefault("components", {})
        components.setdefault("schemas", {}).update(make_components())
        components["securitySchemes"] = SECURITY_SCHEMES
        schema["security"] = [{name: []} for name in SECURITY_SCHEMES]
        app.openapi_schema = schema
    return app.openapi_schema


def show_http_error(request: Request, error: HTTPException) -> Response:
    """Show what went wrong with the address as a page of its own, or as JSON to a program."""
    status = error.status_code if error.status_code in {403, 404, 405} else 400
    return show_error(request, status, error.status_code, None)


def show_user_error(request: Request, error: UserError) -> Response:
    """Show that a thing that was asked for is not in the register, or that a form made no sense."""
    status = 404 if request.method in {"GET", "HEAD"} else 400
    return show_error(request, status, status, str(error))


def show_error(request: Request, kind: int, status: int, detail: str | None) -> Response:
    """Return the error as the asker understands it."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": detail or HTTPStatus(status).phrase}, status_code=status)
    return Page(request).render("error.html", status=status, key=f"error.{kind}", detail=detail)
