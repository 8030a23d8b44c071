"""The application: pages, map data and static files over one register.

In: a register's folder. Out: a FastAPI application. Not here: the server (`sijill.cli.serve`), the pages (`sijill.web.pages`).
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

import sijill
from sijill.errors import UserError
from sijill.settings import Settings
from sijill.web.assets import STATIC_FOLDER
from sijill.web.guard import LOOPBACK
from sijill.web.pages import ROUTERS
from sijill.web.security import SecurityHeaders
from sijill.web.workbench import Page, open_workbench


def make_app(register_path: Path, settings: Settings, *, hosts: Sequence[str] = LOOPBACK, writable: bool = True) -> FastAPI:
    """Return the workbench of the register in `register_path`; raises RegisterError when there is none.

    It answers only under the names in `hosts`. `writable` lets everyone who reaches it record decisions: for the loopback interface.
    """
    workbench = open_workbench(Path(register_path), settings)

    @asynccontextmanager
    async def close_at_the_end(app: FastAPI) -> AsyncIterator[None]:
        yield
        workbench.register.close()

    app = FastAPI(title="Sijill", version=sijill.__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=close_at_the_end)
    app.state.workbench = workbench
    app.state.writable = writable
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(HTTPException, show_http_error)  # type: ignore[arg-type]
    app.add_exception_handler(UserError, show_user_error)  # type: ignore[arg-type]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(SecurityHeaders)
    return app


def show_http_error(request: Request, error: HTTPException) -> Response:
    """Show what went wrong with the address as a page of its own."""
    status = error.status_code if error.status_code in {403, 404, 405} else 400
    return Page(request).render("error.html", status=error.status_code, key=f"error.{status}", detail=None)


def show_user_error(request: Request, error: UserError) -> Response:
    """Show that a thing that was asked for is not in the register."""
    status = 404 if request.method in {"GET", "HEAD"} else 400
    return Page(request).render("error.html", status=status, key=f"error.{status}", detail=str(error))
