"""From filters to SQL conditions, in one place for lists, facets, timeline and map.

Not here: the queries themselves, the meaning of a search text (`sijill.store.search`).
"""

from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, MetaData, String, Table, and_, exists, func, or_, select
from sqlalchemy.schema import CreateTable

from sijill.store.rows import DocumentFilter, IncidentFilter
from sijill.store.schema import claims, documents, incident_facets, incidents
from sijill.store.search import find_documents, find_incidents

# Facet (the field of IncidentFilter) → column of `incidents`, or name in `incident_facets`.
FACET_COLUMNS: dict[str, ColumnElement[Any]] = {
    "event_types": incidents.c.event_type,
    "countries": incidents.c.country,
    "admin1s": incidents.c.admin1,
    "place_ids": incidents.c.place_id,
    "grades": incidents.c.grade,
}
_FACET_NAMES = {
    "actors": "actor",
    "perpetrators": "perpetrator",
    "targets": "target",
    "weapons": "weapon",
    "sources": "source",
    "langs": "lang",
    "contested": "contested",
}
_SELECTED = Table("selected_incidents", MetaData(), Column("incident_id", String(32), primary_key=True), prefixes=["TEMPORARY"])
FACETS: dict[str, str] = {**dict.fromkeys(FACET_COLUMNS, ""), **_FACET_NAMES}


def drop_facet(wanted: IncidentFilter, facet: str) -> IncidentFilter:
    """Return the filter without its selection of `facet`."""
    return msgspec.structs.replace(wanted, **{facet: ()})


def select_incidents(connection: Connection, wanted: IncidentFilter) -> tuple[Table, int]:
    """Fill the connection's temporary table with the ids of the incidents that pass `wanted`; returns it and their number."""
    connection.execute(CreateTable(_SELECTED, if_not_exists=True))
    connection.execute(_SELECTED.delete())
    ids = select(incidents.c.incident_id).where(*incident_conditions(connection, wanted))
    return _SELECTED, connection.execute(_SELECTED.insert().from_select(["incident_id"], ids)).rowcount


def incident_conditions(connection: Connection, wanted: IncidentFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on `incidents` that say `wanted`; all must hold."""
    c = incidents.c
    conditions: list[ColumnElement[bool]] = []
    conditions += [column.in_(getattr(wanted, facet)) for facet, column in FACET_COLUMNS.items() if getattr(wanted, facet)]
    conditions += [_has_facet(name, getattr(wanted, facet)) for facet, name in _FACET_NAMES.items() if getattr(wanted, facet)]
    if wanted.since is not None:
        conditions.append(func.coalesce(c.end, c.start) >= wanted.since)
    if wanted.until is not None:
        conditions.append(c.start <= wanted.until)
    if wanted.min_killed is not None:
        conditions.append(func.coalesce(c.killed_max, c.killed_min) >= wanted.min_killed)
    if wanted.bbox is not None:
        conditions.append(_in_box(wanted.bbox))
    if wanted.text and wanted.text.strip():
        conditions.append(c.incident_id.in_(find_incidents(connection, wanted.text)))
    return conditions


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


def _has_facet(name: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    facets = select(incident_facets.c.incident_id).where(incident_facets.c.facet == name)
    if "*" not in values:
        facets = facets.where(incident_facets.c.value.in_(values))
    return incidents.c.incident_id.in_(facets)


def _in_box(box: tuple[float, float, float, float]) -> ColumnElement[bool]:
    west, south, east, north = box
    c = incidents.c
    across = c.lon.between(west, east) if west <= east else or_(c.lon >= west, c.lon <= east)
    return and_(c.lat.between(south, north), across)
