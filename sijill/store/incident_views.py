"""Incidents as the register shows them: list, facets, timeline, map, contradictions, one incident and its claims.

Every function takes an open `Register` first; `get_` raises `UserError` for an unknown id.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, select

from sijill.errors import UserError
from sijill.model import GRADES, Claim, Document, Grade, HarmCell, Incident
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
    Toll,
)
from sijill.store.schema import (
    claims,
    contradictions,
    documents,
    incident_claims,
    incident_documents,
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
_CHUNK = 500
_UNITS = {"month": "M", "year": "Y"}
_THURSDAY = 3


def list_incidents(
    register: Register, wanted: IncidentFilter = EVERYTHING, *, limit: int = 50, offset: int = 0, sort: IncidentSort = "-date"
) -> IncidentPage:
    """Return one page of the incidents that pass `wanted`; ties are ordered by id, incidents without the sorted value come last."""
    with register.read() as connection:
        index = register.latest.get(connection)
        found = index.sort(index.find(connection, wanted), sort)
        return IncidentPage(len(found), _rows_by_id(connection, [index.ids[at] for at in found[offset : offset + limit]]))


def get_incident_rows(register: Register, incident_ids: Sequence[str]) -> list[IncidentRow]:
    """Return list rows for the given ids, in that order; unknown ids are left out."""
    with register.read() as connection:
        return _rows_by_id(connection, incident_ids)


def iter_incidents(register: Register, wanted: IncidentFilter = EVERYTHING) -> Iterator[Incident]:
    """Yield full incidents that pass `wanted`, by first day and id."""
    with register.read() as connection:
        if wanted == EVERYTHING:  # in one go, without the index
            query = select(incidents.c.body).order_by(incidents.c.start.asc().nulls_last(), incidents.c.incident_id)
            with connection.execute(query.execution_options(yield_per=_CHUNK)) as rows:
                for (body,) in rows:
                    yield _INCIDENT.decode(body)
            return
        index = register.latest.get(connection)
        found = index.sort(index.find(connection, wanted), "date")
        for first in range(0, len(found), _CHUNK):
            ids = [index.ids[at] for at in found[first : first + _CHUNK]]
            rows = connection.execute(select(incidents.c.incident_id, incidents.c.body).where(incidents.c.incident_id.in_(ids)))
            bodies = {row.incident_id: row.body for row in rows}
            yield from (_INCIDENT.decode(bodies[incident_id]) for incident_id in ids)


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
        return register.latest.get(connection).count_facets(connection, wanted, limit)


def count_timeline(register: Register, wanted: IncidentFilter = EVERYTHING, *, bucket: Bucket = "auto") -> list[TimelinePoint]:
    """Return counts and harm ranges by day, week (from Monday), month or year of the first day; undated incidents are left out.

    `auto` takes the finest bucket that keeps the number of points readable.
    """
    with register.read() as connection:
        index = register.latest.get(connection)
        chosen = np.flatnonzero(index.find(connection, wanted) & ~np.isnat(index.start))
    if not len(chosen):
        return []
    first, last = (day.item() for day in (index.start[chosen].min(), index.start[chosen].max()))
    starts, numbers = _group_days(index.start[chosen], _choose_bucket(first, last) if bucket == "auto" else bucket)
    count = index.counts
    sums = (count["killed_min"], index.killed_top, count["killed_best"], count["injured_min"], index.injured_top)
    columns = [np.bincount(numbers, weights=weights) for weights in (np.ones(len(chosen)), *(np.maximum(s[chosen], 0) for s in sums))]
    return [
        TimelinePoint(
            start=str(start), incidents=n, killed_min=low, killed_max=high, killed_best=best, injured_min=hurt, injured_max=hurt_top
        )
        for start, (n, low, high, best, hurt, hurt_top) in zip(starts, np.array(columns, dtype=np.int64).T.tolist(), strict=True)
    ]


def sum_tolls(register: Register, wanted: IncidentFilter = EVERYTHING) -> dict[Grade, Toll]:
    """Return the toll of the incidents that pass `wanted`, by grade; an open upper end counts as the lower one."""
    with register.read() as connection:
        index = register.latest.get(connection)
        mask = index.find(connection, wanted)
    ends = (index.counts["killed_min"], index.killed_top, index.counts["injured_min"], index.injured_top)
    grades = np.array(index.codes["grade"], dtype=object)[mask]
    found = {grade: np.flatnonzero(mask)[grades == grade] for grade in GRADES}
    return {
        grade: Toll(len(chosen), *(int(np.maximum(end[chosen], 0).sum()) for end in ends)) for grade, chosen in found.items() if len(chosen)
    }


def map_points(register: Register, wanted: IncidentFilter = EVERYTHING, *, limit: int = 50_000) -> list[MapPoint]:
    """Return incidents that have coordinates, deadliest first."""
    with register.read() as connection:
        index = register.latest.get(connection)
        found = index.sort(index.find(connection, wanted) & ~np.isnan(index.measures["lat"]), "-killed")[:limit]
    columns = [index.measures[name][found].tolist() for name in ("lat", "lon", "radius_km")]
    columns += [index.counts[name][found].tolist() for name in ("place_precision", "killed_min", "killed_max")]
    return [
        MapPoint(
            incident_id=index.ids[at],
            lat=lat,
            lon=lon,
            precision=_or_none(precision),
            radius_km=None if math.isnan(radius) else radius,
            grade=index.codes["grade"][at],
            event_type=index.codes["event_type"][at],
            start=index.days[at],
            killed_min=_or_none(low),
            killed_max=_or_none(high),
        )
        for at, lat, lon, radius, precision, low, high in zip(found.tolist(), *columns, strict=True)
    ]


def list_contradictions(
    register: Register, wanted: IncidentFilter = EVERYTHING, *, limit: int = 50, offset: int = 0
) -> list[Contradiction]:
    """Return contested fields of incidents that pass `wanted`, widest spread first."""
    c, d = incidents.c, contradictions.c
    with register.read() as connection:
        index = register.latest.get(connection)
        page = [(index.ids[at], field) for at, field in index.disputes.list(index.find(connection, wanted), limit, offset)]
        query = select(contradictions, c.title, c.event_type, c.start, c.place_name, c.grade).join(
            incidents, c.incident_id == d.incident_id
        )
        rows = connection.execute(query.where(d.incident_id.in_({incident_id for incident_id, _ in page})))
        found = {(row.incident_id, row.field): row for row in rows}
    return [_to_contradiction(found[key]) for key in page]


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


def _rows_by_id(connection: Connection, incident_ids: Sequence[str]) -> list[IncidentRow]:
    query = select(*_ROW_COLUMNS).where(incidents.c.incident_id.in_(incident_ids))
    found = {row.incident_id: _to_row(row) for row in connection.execute(query)}
    return [found[i] for i in incident_ids if i in found]


def _choose_bucket(first: date, last: date) -> str:
    return next((name for name, limit in _BUCKET_LIMITS if (last - first).days <= limit), "year")


def _group_days(days: NDArray[np.datetime64], bucket: str) -> tuple[NDArray[np.datetime64], NDArray[np.intp]]:
    """Return the first days of the buckets that hold any of `days`, and for each day the number of its bucket."""
    if bucket == "week":
        days = days - (days.astype(np.int64) + _THURSDAY) % 7  # day 0 of numpy, 1 January 1970, was a Thursday
    elif bucket in _UNITS:
        days = days.astype(f"datetime64[{_UNITS[bucket]}]").astype("datetime64[D]")
    starts, numbers = np.unique(days, return_inverse=True)
    return starts, numbers


def _or_none(number: int) -> int | None:
    return None if number < 0 else number


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
