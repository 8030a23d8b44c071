"""From the filter of documents to SQL conditions, in one place for lists and exports.

Not here: the filter of incidents (`sijill.store.incident_index`), the meaning of a search text (`sijill.store.search`).
"""

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from sijill.store.rows import DocumentFilter
from sijill.store.schema import claims, documents
from sijill.store.search import find_documents


def document_conditions(connection: Connection, wanted: DocumentFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on `documents` that say `wanted`; all must hold."""
    c = documents.c
    conditions: list[ColumnElement[bool]] = []
    if wanted.langs:
        conditions.append(c.lang.in_(wanted.langs))
    if wanted.sources:
        conditions.append(or_(c.source_id.in_(wanted.sources), and_(c.source_id.is_(None), c.source.in_(wanted.sources))))
    if wanted.machine_translated is not None:
        conditions.append(c.machine_translated == wanted.machine_translated)
    if wanted.since is not None:
        conditions.append(c.published >= wanted.since)
    if wanted.until is not None:
        conditions.append(func.substr(c.published, 1, 10) <= wanted.until)
    if wanted.has_claims is not None:
        has = exists(select(claims.c.seq).where(claims.c.document_id == c.document_id, claims.c.current))
        conditions.append(has if wanted.has_claims else ~has)
    if wanted.text and wanted.text.strip():
        conditions.append(c.seq.in_(find_documents(connection, wanted.text)))
    return conditions
