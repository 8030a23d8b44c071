"""Incidents as the register shows them: list, facets, timeline, map, contradictions, one incident and its claims.

Every function takes an open `Register` first; `get_` raises `UserError` for an unknown id.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, case, func, select

from sijill.errors import UserError
from sijill.model import Claim, Document, HarmCell, Incident
from sijill.store.filters import FACET_COLUMNS, FACETS, drop_facet, incident_conditions, select_incidents
from sijill.store.register import DOCUMENT, Register
from sijill.store.rows import (
    Bucket,
    Contradiction,
    FacetCount,
    IncidentFilter,
    IncidentPage,
    IncidentRow,
    IncidentSort,
    IncidentVersion,
    MapPoint,
    NearbyIncident,
    TimelinePoint,
)
from sijill.store.schema import (
    claims,
    contradictions,
    documents,
    incident_claims,
    incident_documents,
    incident_facets,
    incidents,
    linkings,
    memberships,
)

EVERYTHING = IncidentFilter()
_INCIDENT = msgspec.json.Decoder(Incident)
_CLAIM = msgspec.json.Decoder(Claim)
_HARM = msgspec.json.Decoder(dict[str, dict[str, HarmCell | None]])
_NAMES = msgspec.json.Decoder(tuple[str, ...])
_ROW_COLUMNS = tuple(c for c in incidents.c if c.name != "body")
_BUCKET_LIMITS = (("day", 92), ("week", 730), ("month", 7300))
_KM_PER_DEGREE = 111.32
_FEW = 10_000


def list_incidents(
    register: Register, wanted: IncidentFilter = EVERYTHING, *, limit: int = 50, offset: int = 0, sort: IncidentSort = "-date"
) -> IncidentPage:
    """Return one page of the incidents that pass `wanted`; ties are ordered by id, incidents without the sorted value come last."""
    with register.read() as connection:
        conditions = incident_conditions(connection, wanted)
        total = connection.execute(select(func.count()).select_from(incidents).where(*conditions)).scalar_one()
        query = select(*_ROW_COLUMNS).where(*conditions).order_by(*_order(sort)).limit(limit).offset(offset)
        return IncidentPage(total, [_to_row(row) for row in connection.execute(query)])


def get_incident_rows(register: Register, incident_ids: Sequence[str]) -> list[IncidentRow]:
    """Return list rows for the given ids, in that order; unknown ids are left out."""
    with register.read() as connection:
        return _rows_by_id(connection, incident_ids)


def iter_incidents(register: Register, wanted: IncidentFilter = EVERYTHING) -> Iterator[Incident]:
    """Yield full incidents that pass `wanted`, by first day and id."""
    with register.read() as connection:
        query = select(incidents.c.body).where(*incident_conditions(connection, wanted)).order_by(*_order("date"))
        for (body,) in connection.execute(query.execution_options(yield_per=500)):
            yield _INCIDENT.decode(body)


def get_incident(register: Register, incident_id: str) -> Incident:
    """Return the full incident with its assessment; raises UserError, naming the successors of an incident that ended."""
    with register.read() as connection:
        body = connection.execute(select(incidents.c.body).where(incidents.c.incident_id == incident_id)).scalar_one_or_none()
    if body is None:
        successors = find_successors(register, incident_id)
        hint = f"; it was continued as {', '.join(successors)}" if successors else ""
        raise UserError(f"there is no incident {incident_id} in this register{hint}")
    return _INCIDENT.decode(body)


def find_successors(register: Register, incident_id: str) -> tuple[str, ...]:
    """Return the incidents that carry on one that ended by a merge or split; empty when it never was or still is."""
    query = select(memberships.c.claim_ids, memberships.c.others).where(memberships.c.incident_id == incident_id)
    with register.read() as connection:
        last = connection.execute(query.order_by(memberships.c.linking.desc()).limit(1)).one_or_none()
    return tuple(last.others) if last is not None and not last.claim_ids else ()


def list_history(register: Register, incident_id: str | None = None, *, limit: int = 100, offset: int = 0) -> list[IncidentVersion]:
    """Return the change feed, newest first: of one incident, or of all (None)."""
    query = select(memberships, linkings.c.made_at).join(linkings, linkings.c.seq == memberships.c.linking)
    if incident_id is not None:
        query = query.where(memberships.c.incident_id == incident_id)
    query = query.order_by(memberships.c.linking.desc(), memberships.c.incident_id).limit(limit).offset(offset)
    with register.read() as connection:
        return [
            IncidentVersion(
                linking=r.linking,
                made_at=r.made_at,
                incident_id=r.incident_id,
                kind=r.kind,
                claim_ids=tuple(r.claim_ids),
                others=tuple(r.others),
            )
            for r in connection.execute(query)
        ]


def get_incident_claims(register: Register, incident_id: str) -> list[Claim]:
    """Return the claims of an incident by document and position; empty for an unknown id."""
    query = (
        select(claims.c.body)
        .join(incident_claims, incident_claims.c.claim_id == claims.c.claim_id)
        .where(incident_claims.c.incident_id == incident_id)
        .order_by(claims.c.seq)
    )
    with register.read() as connection:
        return [_CLAIM.decode(body) for (body,) in connection.execute(query)]


def get_incident_documents(register: Register, incident_id: str) -> list[Document]:
    """Return the documents of an incident in the order in which they were added; empty for an unknown id."""
    query = (
        select(documents.c.body)
        .join(incident_documents, incident_documents.c.document_id == documents.c.document_id)
        .where(incident_documents.c.incident_id == incident_id)
        .order_by(documents.c.seq)
    )
    with register.read() as connection:
        return [DOCUMENT.decode(body) for (body,) in connection.execute(query)]


def get_claim(register: Register, claim_id: str) -> Claim:
    """Return one claim as it was extracted (decisions are not applied); raises UserError."""
    with register.read() as connection:
        body = connection.execute(select(claims.c.body).where(claims.c.claim_id == claim_id)).scalar_one_or_none()
    if body is None:
        raise UserError(f"there is no claim {claim_id} in this register")
    return _CLAIM.decode(body)


def get_claim_incidents(register: Register, claim_ids: Sequence[str]) -> dict[str, str]:
    """Return claim id → incident id for the claims that belong to an incident."""
    query = select(incident_claims.c.claim_id, incident_claims.c.incident_id).where(incident_claims.c.claim_id.in_(claim_ids))
    with register.read() as connection:
        return {row.claim_id: row.incident_id for row in connection.execute(query)}


def facet_counts(register: Register, wanted: IncidentFilter = EVERYTHING, *, limit: int = 50) -> dict[str, list[FacetCount]]:
    """Return facet → values with counts, most frequent first, at most `limit` each.

    Facets are the list fields of `IncidentFilter`. A facet's counts ignore its own selection, so that further values can be chosen.
    """
    with register.read() as connection:
        counts = _count_facets(connection, wanted, list(FACETS))
        for facet in FACETS:
            if getattr(wanted, facet):
                counts |= _count_facets(connection, drop_facet(wanted, facet), [facet])
    return {facet: [FacetCount(*item) for item in sorted(counts[facet].items(), key=lambda i: (-i[1], i[0]))[:limit]] for facet in FACETS}


def count_timeline(register: Register, wanted: IncidentFilter = EVERYTHING, *, bucket: Bucket = "auto") -> list[TimelinePoint]:
    """Return counts and harm ranges by day, week (from Monday), month or year of the first day; undated incidents are left out.

    `auto` takes the finest bucket that keeps the number of points readable.
    """
    c = incidents.c
    sums = [func.sum(func.coalesce(x, 0)) for x in (c.killed_min, _upper(c.killed_max, c.killed_min), c.killed_best)]
    sums += [func.sum(func.coalesce(x, 0)) for x in (c.injured_min, _upper(c.injured_max, c.injured_min))]
    with register.read() as connection:
        conditions = [*incident_conditions(connection, wanted), c.start.is_not(None)]
        days = connection.execute(select(c.start, func.count(), *sums).where(*conditions).group_by(c.start).order_by(c.start)).all()
    if not days:
        return []
    step = _choose_bucket(days[0][0], days[-1][0]) if bucket == "auto" else bucket
    buckets: dict[str, list[int]] = {}
    for day, *numbers in days:
        key = _bucket_start(day, step)
        buckets[key] = [a + b for a, b in zip(buckets.get(key, [0] * 6), numbers, strict=True)]
    return [
        TimelinePoint(start=k, incidents=n[0], killed_min=n[1], killed_max=n[2], killed_best=n[3], injured_min=n[4], injured_max=n[5])
        for k, n in sorted(buckets.items())
    ]


def map_points(register: Register, wanted: IncidentFilter = EVERYTHING, *, limit: int = 50_000) -> list[MapPoint]:
    """Return incidents that have coordinates, deadliest first."""
    c = incidents.c
    columns = (
        c.incident_id,
        c.lat,
        c.lon,
        c.place_precision,
        c.radius_km,
        c.grade,
        c.event_type,
        c.title,
        c.start,
        c.killed_min,
        c.killed_max,
    )
    with register.read() as connection:
        conditions = [*incident_conditions(connection, wanted), c.lat.is_not(None)]
        rows = connection.execute(select(*columns).where(*conditions).order_by(*_order("-killed")).limit(limit))
        return [
            MapPoint(
                incident_id=i,
                lat=lat,
                lon=lon,
                precision=p,
                radius_km=r,
                grade=g,
                event_type=e,
                title=t,
                start=s,
                killed_min=low,
                killed_max=high,
            )
            for i, lat, lon, p, r, g, e, t, s, low, high in rows
        ]


def list_contradictions(
    register: Register, wanted: IncidentFilter = EVERYTHING, *, limit: int = 50, offset: int = 0
) -> list[Contradiction]:
    """Return contested fields of incidents that pass `wanted`, widest spread first."""
    c = incidents.c
    columns = (c.title, c.event_type, c.start, c.place_name, c.grade)
    with register.read() as connection:
        query = (
            select(contradictions, *columns)
            .join(incidents, c.incident_id == contradictions.c.incident_id)
            .where(*incident_conditions(connection, wanted))
            .order_by(contradictions.c.spread.desc(), contradictions.c.incident_id, contradictions.c.field)
        )
        return [_to_contradiction(row) for row in connection.execute(query.limit(limit).offset(offset))]


def find_nearby(register: Register, incident_id: str, *, days: int = 3, km: float = 25.0, limit: int = 10) -> list[NearbyIncident]:
    """Return other incidents within `days` and `km`, nearest first; empty when the incident has no day or no point."""
    own = next(iter(get_incident_rows(register, [incident_id])), None)
    if own is None or own.start is None or own.lat is None or own.lon is None:
        return []
    margin = timedelta(days=days)
    height = km / _KM_PER_DEGREE
    width = height / max(math.cos(math.radians(own.lat)), 0.01)
    box = IncidentFilter(
        since=(date.fromisoformat(own.start) - margin).isoformat(),
        until=(date.fromisoformat(own.end or own.start) + margin).isoformat(),
        bbox=(own.lon - width, own.lat - height, own.lon + width, own.lat + height),
    )
    rows = [r for r in list_incidents(register, box, limit=200).rows if r.incident_id != incident_id]
    near = [NearbyIncident(r, _gap_days(own, r), _distance_km(own, r)) for r in rows]
    return sorted((n for n in near if n.km <= km), key=lambda n: (n.days, n.km, n.row.incident_id))[:limit]


def _order(sort: IncidentSort) -> tuple[ColumnElement[Any], ...]:
    c = incidents.c
    name = sort.removeprefix("-")
    columns = {"date": c.start, "killed": c.killed_max, "sources": c.sources, "contested": c.contested, "place": c.place_name}
    column = columns.get(name, c.start)
    direction = column.desc() if sort.startswith("-") or name == "relevance" else column.asc()
    return direction.nulls_last(), c.incident_id.asc()


def _rows_by_id(connection: Connection, incident_ids: Sequence[str]) -> list[IncidentRow]:
    query = select(*_ROW_COLUMNS).where(incidents.c.incident_id.in_(incident_ids))
    found = {row.incident_id: _to_row(row) for row in connection.execute(query)}
    return [found[i] for i in incident_ids if i in found]


def _count_facets(connection: Connection, wanted: IncidentFilter, facets: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return facet → value → count of the incidents that pass `wanted`; they are selected once and then counted by every facet."""
    chosen, number = (None, 0) if wanted == EVERYTHING else select_incidents(connection, wanted)
    counts: dict[str, dict[str, int]] = {facet: {} for facet in facets}
    for facet in facets:
        if facet in FACET_COLUMNS:
            value = FACET_COLUMNS[facet]
            query = select(value, func.count()).where(value.is_not(None)).group_by(value)
            query = query if chosen is None else query.where(incidents.c.incident_id.in_(select(chosen.c.incident_id)))
            counts[facet] = {row[0]: row[1] for row in connection.execute(query)}
    fields = {name: facet for facet, name in FACETS.items() if name and facet in counts}
    if fields:
        c = incident_facets.c
        several = select(c.facet, c.value, func.count()).group_by(c.facet, c.value)
        if chosen is None or number > _FEW:
            # Many incidents: read the facets in their order. Without this condition SQLite looks every incident up, which suits few.
            several = several.where(c.facet.in_(fields))
        if chosen is not None:
            several = several.where(c.incident_id.in_(select(chosen.c.incident_id)))
        for name, value, count in connection.execute(several):
            if name in fields:
                counts[fields[name]][value] = count
    return counts


def _upper(high: ColumnElement[Any], low: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the upper end, or the lower one where the range is open above."""
    return case((high.is_(None), low), else_=high)


def _choose_bucket(first: str, last: str) -> str:
    span = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return next((name for name, limit in _BUCKET_LIMITS if span <= limit), "year")


def _bucket_start(day: str, bucket: str) -> str:
    if bucket == "month":
        return day[:7] + "-01"
    if bucket == "year":
        return day[:4] + "-01-01"
    if bucket == "week":
        when = date.fromisoformat(day)
        return (when - timedelta(days=when.weekday())).isoformat()
    return day


def _cell(low: int | None, high: int | None, best: int | None) -> HarmCell | None:
    return None if low is None and high is None else HarmCell(low, high, best)


def _to_row(row: Row[Any]) -> IncidentRow:
    values = dict(row._mapping)
    killed = _cell(*(values.pop(f"killed_{end}") for end in ("min", "max", "best")))
    injured = _cell(*(values.pop(f"injured_{end}") for end in ("min", "max", "best")))
    harm, names = _HARM.decode(values.pop("harm")), _NAMES.decode(values.pop("perpetrators"))
    return IncidentRow(killed=killed, injured=injured, harm=harm, perpetrators=names, **values)


def _to_contradiction(row: Row[Any]) -> Contradiction:
    return Contradiction(
        incident_id=row.incident_id,
        title=row.title,
        event_type=row.event_type,
        start=row.start,
        place_name=row.place_name,
        grade=row.grade,
        field=row.field,
        positions={k: tuple(v) for k, v in row.positions.items()},
        spread=row.spread,
    )


def _gap_days(one: IncidentRow, other: IncidentRow) -> int:
    starts = [date.fromisoformat(r.start) for r in (one, other) if r.start]
    ends = [date.fromisoformat(r.end or r.start) for r in (one, other) if r.start]
    return max((max(starts) - min(ends)).days, 0)


def _distance_km(one: IncidentRow, other: IncidentRow) -> float:
    """Return the great-circle distance (haversine), 0 where a point is missing."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(other.lon - one.lon) / 2
    a = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return round(2 * 6371.0088 * math.asin(math.sqrt(a)), 1)
