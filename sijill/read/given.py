"""Documents as other programs hand them over: one JSON object, as in the interchange format.

In: an object or a line of JSON. Out: a `Document` whose text is exactly the text that was given.
Not here: filling what was not given (`sijill.read.prepare`), HTML (`sijill.read.html`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_args

import msgspec

from sijill.errors import InputError
from sijill.model import Document, make_id
from sijill.model.document import MediaType, PublishedBasis

UNREAD_DATE = "published_as_given"
_STRINGS = ("title", "lang", "published", "url", "source", "source_id", "capture_id")
_KNOWN = frozenset({"id", "text", "media_type", *Document.__struct_fields__})
_TYPES = {bytes: "bytes", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def parse_line(line: bytes) -> Document:
    """Return the document of one line of JSON; raises InputError that says what is wrong with it."""
    try:
        value = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise InputError("not a document: nested too deeply") from error
    if not isinstance(value, dict):
        raise InputError(f"not a document: expected an object, found {_TYPES.get(type(value), 'text')}")
    return to_document(value)


def to_document(value: Mapping[str, Any]) -> Document:
    """Return the document of an object; a missing id is made from the content. Raises InputError.

    A publication date that is not ISO 8601 is not guessed at: it is kept in `extra` as `UNREAD_DATE`.
    """
    text = value.get("text")
    if not isinstance(text, str):
        raise InputError("not a document: it has no field 'text'" if text is None else "not a document: its field 'text' is not text")
    given = {name: _to_string(value, name) for name in _STRINGS}
    media_type: Any = value.get("media_type") or "text/plain"
    if media_type not in get_args(MediaType):
        raise InputError(f"unknown media_type {media_type!r}; known are {', '.join(get_args(MediaType))}")
    extra = {k: v for k, v in value.items() if k not in _KNOWN} | dict(value.get("extra") or {})
    if given["published"] is not None and not is_moment(given["published"]):
        extra[UNREAD_DATE], given["published"] = given["published"], None
    return Document(
        id=_to_string(value, "id") or make_id("doc", text, given["url"], given["title"]),
        text=text,
        media_type=media_type,
        published_basis=_to_basis(value.get("published_basis"), given["published"]),
        machine_translated=value.get("machine_translated") is True,
        extra=extra,
        title=given["title"],
        lang=given["lang"],
        published=given["published"],
        url=given["url"],
        source=given["source"],
        source_id=given["source_id"],
        capture_id=given["capture_id"],
    )


def is_moment(text: str) -> bool:
    """Is it an ISO 8601 date or date-time?"""
    try:
        date.fromisoformat(text[:10])
        if len(text) > 10:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _to_basis(value: Any, published: str | None) -> PublishedBasis:
    """Return the basis that was given if it is one of ours, else `given` for a date without one."""
    basis: PublishedBasis = value if value in get_args(PublishedBasis) else "given"
    return basis if published is not None else "unknown"


def _to_string(value: Mapping[str, Any], name: str) -> str | None:
    found = value.get(name)
    if found is None or isinstance(found, str):
        return found or None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    raise InputError(f"field {name!r} must be text, not {_TYPES.get(type(found), type(found).__name__)}")
