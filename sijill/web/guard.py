"""Forms come from our own pages alone.

In: requests that change something. Out: the same as a checked form, or a refusal. Two independent checks: the browser's own word on where
the request comes from (`Origin`, `Sec-Fetch-Site`), and a token that the page carries and a cookie repeats. The host name must be one of
ours, so that no foreign page can reach a workbench on the loopback interface under a name of its own (DNS rebinding).
"""

import hmac
import secrets
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from sijill.errors import UserError

F = TypeVar("F", bound=BaseModel)
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


def parse_form(schema: type[F], fields: Mapping[str, object]) -> F:
    """Return the fields of a form as `schema`; raises UserError that names every fault."""
    try:
        return schema.model_validate(dict(fields))
    except ValidationError as error:
        faults = ["".join((f"{fault['loc'][0]}: " if fault["loc"] else "", fault["msg"])) for fault in error.errors()]
        raise UserError("; ".join(faults)) from error
