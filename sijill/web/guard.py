"""Forms come from our own pages alone.

In: requests that change something. Out: the same, or a refusal. Two independent checks: the browser's own word on where the request comes
from (`Origin`, `Sec-Fetch-Site`), and a token that the page carries and a cookie repeats. The host name must be one of ours, so that no
foreign page can reach a workbench on the loopback interface under a name of its own (DNS rebinding).
"""

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

TOKEN_COOKIE = "sijill_form"
TOKEN_FIELD = "form_token"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def make_token() -> str:
    """Return a new random token."""
    return secrets.token_urlsafe(24)


def check_origin(request: Request) -> None:
    """Check that the browser says that the request comes from our own pages; raises HTTPException 403 where it does not."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = site is not None and site not in {"same-origin", "none"}
    if foreign or (origin is not None and urlsplit(origin).netloc != request.headers.get("host")):
        raise HTTPException(403)


def check_form(request: Request, fields: Mapping[str, object]) -> None:
    """Check origin and token of a form; raises HTTPException 403 where one is missing or wrong."""
    check_origin(request)
    kept, sent = request.cookies.get(TOKEN_COOKIE, ""), str(fields.get(TOKEN_FIELD, ""))
    if not kept or not hmac.compare_digest(kept.encode(), sent.encode()):
        raise HTTPException(403)
