"""Reading: from captures (bytes as they came) to documents (clean text with what is known about it).

`read_capture(capture, data, packs)` gives documents and issues; `read_one(document, packs)` does the same for a document that another
program hands over. Both are pure: the same bytes, packs and `READER` give the same documents.
Adding a format is one function and one line in `READERS`.
"""

from collections.abc import Callable

import msgspec

from sijill.model import Capture, Document, Issue
from sijill.packs import Packs
from sijill.read.given import parse_line
from sijill.read.html import read_html
from sijill.read.plain import read_plain
from sijill.read.prepare import prepare_document
from sijill.read.rows import read_csv, read_given, read_json

__all__ = ["MAX_TEXT", "READER", "READERS", "parse_line", "prepare_document", "read_capture", "read_one"]

# Raised whenever the same bytes may give another document.
READER = "read@1"
# Longest text that is read, in bytes: a longer one is no report; it stays as a capture and an issue says so.
MAX_TEXT = 16_000_000
READERS: dict[str, Callable[[Capture, bytes], tuple[list[Document], list[Issue]]]] = {
    "text/plain": read_plain,
    "text/html": read_html,
    "application/json": read_json,
    "text/csv": read_csv,
}


def read_capture(capture: Capture, data: bytes, packs: Packs) -> tuple[list[Document], list[Issue]]:
    """Return the documents of a capture, with defaults from its headers and everything filled that can be known, and its issues."""
    if len(data) > MAX_TEXT:
        detail = f"{len(data):,} bytes are more than one report has (limit {MAX_TEXT:,}): kept, but not read"
        issue = Issue(stage="read", code="too_long", severity="skip", detail=detail, subject=capture.capture_id, file=capture.origin)
        return [], [issue]
    documents, issues = READERS[capture.media_type](capture, data)
    defaults = msgspec.json.decode(capture.headers.get("defaults", "{}"), type=dict[str, str])
    return [prepare_document(_with_defaults(d, defaults), packs) for d in documents], issues


def read_one(document: Document, packs: Packs) -> tuple[list[Document], list[Issue]]:
    """Return a document that was handed over: plain text stays exactly as it is, a web page is replaced by the report inside it."""
    if len(document.text) > MAX_TEXT:
        detail = f"{len(document.text):,} characters are more than one report has (limit {MAX_TEXT:,}): not read"
        return [], [Issue(stage="read", code="too_long", severity="skip", detail=detail, subject=document.id)]
    documents, issues = read_given(document)
    return [prepare_document(d, packs) for d in documents], issues


def _with_defaults(document: Document, defaults: dict[str, str]) -> Document:
    """Return the document with values that were given for the whole file, where the document has none of its own."""
    missing = {name: value for name, value in defaults.items() if getattr(document, name) is None}
    if "published" in missing:
        missing["published_basis"] = "given"
    return msgspec.structs.replace(document, **missing) if missing else document
