"""Rows: one document as a JSON object or as a record of a CSV table.

In: the bytes of one row and, for CSV, the columns and the column map from the capture's headers. Out: the document.
Not here: cutting files into rows (`sijill.collect`).
"""

import csv
import io
from collections.abc import Mapping
from typing import Any

import msgspec

from sijill.errors import InputError
from sijill.model import Capture, Document, Issue
from sijill.read.given import UNREAD_DATE, parse_line, to_document
from sijill.read.html import parse_page


def read_json(capture: Capture, data: bytes) -> tuple[list[Document], list[Issue]]:
    """Return the document of a JSON object; a broken one becomes an issue that names file and line."""
    try:
        mapping = capture.headers.get("map")
        if mapping is None:
            return _finish(capture, parse_line(data))
        value = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
        if not isinstance(value, dict):
            raise InputError("not a document: expected an object")
        return _finish(capture, to_document(rename(value, msgspec.json.decode(mapping))))
    except msgspec.DecodeError as error:
        return [], [_make_issue(capture, "broken_json", f"not JSON: {error}")]
    except InputError as error:
        return [], [_make_issue(capture, "broken_json" if "not JSON" in str(error) else "bad_row", str(error))]


def read_csv(capture: Capture, data: bytes) -> tuple[list[Document], list[Issue]]:
    """Return the document of a CSV record."""
    columns = msgspec.json.decode(capture.headers["columns"], type=list[str])
    delimiter = capture.headers.get("delimiter", ",")
    cells = next(csv.reader(io.StringIO(data.decode("utf-8", errors="replace"), newline=""), delimiter=delimiter), [])
    if len(cells) > len(columns):
        return [], [_make_issue(capture, "too_many_cells", f"the record has {len(cells)} cells, but there are {len(columns)} columns")]
    value = {name: cell for name, cell in zip(columns, cells, strict=False) if cell != ""}
    try:
        return _finish(capture, to_document(rename(value, msgspec.json.decode(capture.headers.get("map", "{}")))))
    except InputError as error:
        return [], [_make_issue(capture, "bad_row", str(error))]


def rename(value: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the row with its columns under our names; `columns` is our name → theirs."""
    theirs = {column: ours for ours, column in columns.items()}
    return {theirs.get(name, name): cell for name, cell in value.items() if theirs.get(name, name) not in columns or name in theirs}


def _finish(capture: Capture, document: Document) -> tuple[list[Document], list[Issue]]:
    if not document.text.strip():
        return [], [_make_issue(capture, "empty", "there is no text in it")]
    documents, issues = read_given(msgspec.structs.replace(document, capture_id=capture.capture_id))
    file, line = _find_line(capture)
    return documents, [msgspec.structs.replace(issue, file=file, line=line) for issue in issues]


def read_given(document: Document) -> tuple[list[Document], list[Issue]]:
    """Return a given document; one that is a web page is replaced by the report inside it."""
    issues = []
    if UNREAD_DATE in document.extra:
        detail = f"published is not an ISO 8601 date, so it counts as unknown: {document.extra[UNREAD_DATE]!r}"
        issues.append(Issue(stage="read", code="bad_date", severity="note", detail=detail, subject=document.id))
    if document.media_type != "text/html":
        return [document], issues
    page = parse_page(document.text)
    if page is None or not page.text:
        issue = Issue(stage="read", code="no_text", severity="skip", detail="the page holds no readable text", subject=document.id)
        return [], [issue]
    dates = {} if document.published else {"published": page.published, "published_basis": page.basis}
    stated = {"title": document.title or page.title, "source": document.source or page.site, "url": document.url or page.url}
    return [msgspec.structs.replace(document, text=page.text, **stated, **dates)], issues


def _make_issue(capture: Capture, code: str, detail: str) -> Issue:
    file, line = _find_line(capture)
    return Issue(stage="read", code=code, severity="skip", detail=detail, subject=capture.capture_id, file=file, line=line)


def _find_line(capture: Capture) -> tuple[str, int | None]:
    """Return file and line that a row came from."""
    file, _, line = capture.origin.rpartition("#")
    return (file, int(line)) if file and line.isdecimal() else (capture.origin, None)
