"""Documents as the register shows them: list, search, one document with its claims, its capture.

Every function takes an open `Register` first; `get_` raises `UserError` for an unknown id.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from sijill.errors import UserError
from sijill.model import Capture, Claim, Document
from sijill.store.filters import document_conditions
from sijill.store.incident_views import get_incident_rows
from sijill.store.register import CLAIM, DOCUMENT, Register, to_capture
from sijill.store.rows import DocumentFilter, DocumentPage, DocumentRow, DocumentSort, IncidentRow
from sijill.store.schema import captures, claims, documents, incident_documents
from sijill.store.search import make_snippet

EVERYTHING = DocumentFilter()
_SNIPPET_SOURCE = 20_000
_COUNT = select(func.count()).select_from(claims).where(claims.c.document_id == documents.c.document_id, claims.c.current).scalar_subquery()


def list_documents(
    register: Register, wanted: DocumentFilter = EVERYTHING, *, limit: int = 50, offset: int = 0, sort: DocumentSort = "-published"
) -> DocumentPage:
    """Return one page of the documents that pass `wanted`; with a search text the rows carry snippets."""
    c = documents.c
    columns: list[ColumnElement[Any]] = [
        c.document_id, c.title, c.source, c.source_id, c.lang, c.published, c.url, c.machine_translated, c.length, _COUNT.label("claims")
    ]  # fmt: skip
    if wanted.text:
        columns.append(c.body)
    with register.read() as connection:
        conditions = document_conditions(connection, wanted)
        total = connection.execute(select(func.count()).select_from(documents).where(*conditions)).scalar_one()
        rows = connection.execute(select(*columns).where(*conditions).order_by(*_order(sort)).limit(limit).offset(offset))
        return DocumentPage(total, [_to_row(row, wanted.text) for row in rows])


def search_documents(register: Register, query: str, *, limit: int = 20, offset: int = 0) -> DocumentPage:
    """Return documents whose text or title matches a search as typed."""
    return list_documents(register, DocumentFilter(text=query), limit=limit, offset=offset)


def get_document(register: Register, document_id: str) -> Document:
    """Return one document; raises UserError."""
    with register.read() as connection:
        body = connection.execute(select(documents.c.body).where(documents.c.document_id == document_id)).scalar_one_or_none()
    if body is None:
        raise UserError(f"there is no document {document_id} in this register")
    return DOCUMENT.decode(body)


def get_document_claims(register: Register, document_id: str) -> list[Claim]:
    """Return the current claims of a document in the order of the text; empty for an unknown id."""
    query = select(claims.c.body).where(claims.c.document_id == document_id, claims.c.current).order_by(claims.c.seq)
    with register.read() as connection:
        return [CLAIM.decode(body) for (body,) in connection.execute(query)]


def get_document_incidents(register: Register, document_id: str) -> list[IncidentRow]:
    """Return the incidents that a document tells of, by id; empty for an unknown id."""
    query = select(incident_documents.c.incident_id).where(incident_documents.c.document_id == document_id)
    with register.read() as connection:
        incident_ids = sorted(connection.execute(query).scalars())
    return get_incident_rows(register, incident_ids)


def get_capture(register: Register, capture_id: str) -> Capture:
    """Return one capture; raises UserError. Its bytes: `register.load_bytes(capture)`."""
    with register.read() as connection:
        row = connection.execute(select(captures).where(captures.c.capture_id == capture_id)).one_or_none()
    if row is None:
        raise UserError(f"there is no capture {capture_id} in this register")
    return to_capture(row)


def iter_documents(register: Register, wanted: DocumentFilter = EVERYTHING) -> Iterator[Document]:
    """Yield full documents that pass `wanted`, in the order in which they were added."""
    with register.read() as connection:
        query = select(documents.c.body).where(*document_conditions(connection, wanted)).order_by(documents.c.seq)
        with connection.execute(query.execution_options(yield_per=200)) as rows:
            for (body,) in rows:
                yield DOCUMENT.decode(body)


def _order(sort: DocumentSort) -> tuple[ColumnElement[Any], ...]:
    c = documents.c
    columns: dict[str, ColumnElement[Any]] = {"published": c.published, "title": c.title, "claims": _COUNT, "added": c.seq}
    name = sort.removeprefix("-")
    column = columns.get(name, c.published)
    direction = column.desc() if sort.startswith("-") or name == "relevance" else column.asc()
    return direction.nulls_last(), c.seq.asc()


def _to_row(row: Row[Any], query: str | None) -> DocumentRow:
    values = dict(row._mapping)
    body = values.pop("body", None)
    if body is not None and query:
        values["snippet"], values["hits"] = make_snippet(DOCUMENT.decode(body).text[:_SNIPPET_SOURCE], query)
    return DocumentRow(**values)
