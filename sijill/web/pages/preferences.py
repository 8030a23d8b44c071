"""What a reader chooses for the browser alone: language, theme, names shown, notice seen. Kept in cookies, nothing is stored here."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from sijill.web.workbench import LANG_COOKIE, NAMES_COOKIE, NOTICE_COOKIE, THEME_COOKIE, THEMES, Page

router = APIRouter()
YEAR = 31_536_000


@router.get("/preferences")
def keep_preferences(request: Request) -> RedirectResponse:
    """Keep what the address says and go back to `next`."""
    page = Page(request)
    params = request.query_params
    wanted = {
        LANG_COOKIE: params.get("lang") if params.get("lang") in page.workbench.catalogues else None,
        THEME_COOKIE: params.get("theme") if params.get("theme") in THEMES else None,
        NOTICE_COOKIE: "seen" if params.get("notice") == "seen" else None,
    }
    names = params.get("names")
    response = RedirectResponse(to_local(params.get("next")), status_code=303)
    for name, value in wanted.items():
        if value is not None:
            response.set_cookie(name, value, max_age=YEAR, samesite="lax", httponly=True)
    if names == "shown":  # until the browser is closed: nobody should meet them unprepared the next day
        response.set_cookie(NAMES_COOKIE, names, samesite="lax", httponly=True)
    elif names == "hidden":
        response.delete_cookie(NAMES_COOKIE)
    return response


def to_local(address: str | None) -> str:
    """Return the address if it is a path on this server, else the overview: no page may send a reader elsewhere."""
    if address is None or not address.startswith("/") or address.startswith(("//", "/\\")) or "\n" in address or "\r" in address:
        return "/"
    return address
