"""The register as a whole: its numbers, sources, actors, places, runs, issues and decisions."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, func, select

from sijill.model import Decision, Issue
from sijill.store.register import DECISION, ISSUE, Register
from sijill.store.rows import ActorRow, PlaceRow, RunRow, SourceRow, Summary
from sijill.store.schema import (
    captures,
    claims,
    contradictions,
    decisions,
    documents,
    incident_documents,
    incident_facets,
    incidents,
    issues,
    runs,
)


def get_summary(register: Register) -> Summary:
    """Return the register in numbers."""
    c = incidents.c
    with register.read() as connection:

        def count(table: Any) -> int:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()

        def count_by(column: Any) -> dict[str, int]:
            query = select(column, func.count()).where(column.is_not(None)).group_by(column).order_by(func.count().desc(), column)
            return {row[0]: row[1] for row in connection.execute(query)}

        ends = [func.coalesce(func.sum(x), 0) for x in (c.killed_min, func.coalesce(c.killed_max, c.killed_min))]
        ends += [func.coalesce(func.sum(x), 0) for x in (c.injured_min, func.coalesce(c.injured_max, c.injured_min))]
        sums = connection.execute(select(*ends, func.min(c.start), func.max(c.end))).one()
        publishers = func.distinct(func.coalesce(documents.c.source_id, documents.c.source))
        sources = connection.execute(select(func.count(publishers))).scalar_one()
        contested = connection.execute(select(func.count()).where(c.contested > 0)).scalar_one()
        last = connection.execute(select(runs).order_by(runs.c.seq.desc()).limit(1)).one_or_none()
        return Summary(
            captures=count(captures),
            documents=count(documents),
            claims=connection.execute(select(func.count()).where(claims.c.current)).scalar_one(),
            incidents=count(incidents),
            decisions=count(decisions),
            issues=count(issues),
            sources=sources,
            contradictions=count(contradictions),
            contested_incidents=contested,
            killed_min=sums[0],
            killed_max=sums[1],
            injured_min=sums[2],
            injured_max=sums[3],
            first_day=sums[4],
            last_day=sums[5],
            langs=count_by(documents.c.lang),
            grades=count_by(c.grade),
            event_types=count_by(c.event_type),
            last_run=None if last is None else _to_run(last),
        )


def list_sources(register: Register) -> list[SourceRow]:
    """Return every source of the documents, most documents first; unrecognised publishers by their name as given."""
    d = documents.c
    key = (d.source_id, func.coalesce(d.source_id, d.source))
    with register.read() as connection:
        query = select(*key, func.max(d.source), func.count(), func.min(d.published), func.max(d.published)).group_by(*key)
        rows = connection.execute(query).all()
        per_claim = (
            select(key[1], func.count()).join(claims, claims.c.document_id == d.document_id).where(claims.c.current).group_by(key[1])
        )
        claim_counts = {row[0]: row[1] for row in connection.execute(per_claim)}
        per_incident = select(key[1], func.count(func.distinct(incident_documents.c.incident_id)))
        per_incident = per_incident.join(incident_documents, incident_documents.c.document_id == d.document_id).group_by(key[1])
        incident_counts = {row[0]: row[1] for row in connection.execute(per_incident)}
        langs: dict[str | None, list[str]] = defaultdict(list)
        for name, lang in connection.execute(select(key[1], d.lang).where(d.lang.is_not(None)).distinct().order_by(d.lang)):
            langs[name].append(lang)
    found = [
        SourceRow(
            source_id=source_id,
            name=name,
            documents=n,
            claims=claim_counts.get(k, 0),
            incidents=incident_counts.get(k, 0),
            langs=tuple(langs[k]),
            first=first,
            last=last,
        )
        for source_id, k, name, n, first, last in rows
    ]
    return sorted(found, key=lambda r: (-r.documents, r.source_id or "", r.name or ""))


def list_actors(register: Register, *, limit: int = 500) -> list[ActorRow]:
    """Return the actors that incidents name, most incidents first."""
    f = incident_facets.c
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    query = select(f.value, f.facet, func.count()).where(f.facet.in_(("perpetrator", "target"))).group_by(f.value, f.facet)
    with register.read() as connection:
        for value, facet, n in connection.execute(query):
            counts[value][facet] = n
    rows = [ActorRow(actor_id=v, perpetrator=n.get("perpetrator", 0), target=n.get("target", 0)) for v, n in counts.items()]
    return sorted(rows, key=lambda r: (-r.perpetrator - r.target, r.actor_id))[:limit]


def list_places(register: Register, *, limit: int = 500) -> list[PlaceRow]:
    """Return the places of incidents, most incidents first."""
    c = incidents.c
    columns = (c.place_name, c.place_name_ar, c.country, c.admin1, c.lat, c.lon)
    query = select(c.place_id, *(func.max(x).label(x.name) for x in columns), func.count().label("incidents"))
    query = query.where(c.place_id.is_not(None)).group_by(c.place_id).order_by(func.count().desc(), c.place_id).limit(limit)
    with register.read() as connection:
        return [
            PlaceRow(
                place_id=r.place_id,
                name=r.place_name,
                name_ar=r.place_name_ar,
                country=r.country,
                admin1=r.admin1,
                lat=r.lat,
                lon=r.lon,
                incidents=r.incidents,
            )
            for r in connection.execute(query)
        ]


def list_runs(register: Register, *, limit: int = 50) -> list[RunRow]:
    """Return runs, newest first."""
    with register.read() as connection:
        return [_to_run(row) for row in connection.execute(select(runs).order_by(runs.c.seq.desc()).limit(limit))]


def list_issues(register: Register, *, subject: str | None = None, limit: int = 100, offset: int = 0) -> list[Issue]:
    """Return stored issues, newest first; `subject` limits them to one thing."""
    query = select(issues.c.body).order_by(issues.c.seq.desc()).limit(limit).offset(offset)
    if subject is not None:
        query = query.where(issues.c.subject == subject)
    with register.read() as connection:
        return [ISSUE.decode(body) for (body,) in connection.execute(query)]


def list_decisions(register: Register, *, subject: str | None = None, limit: int = 100, offset: int = 0) -> list[Decision]:
    """Return decisions, newest first; `subject` limits them to those that name one claim, incident or decision."""
    query = select(decisions.c.body).order_by(decisions.c.seq.desc()).limit(limit).offset(offset)
    if subject is not None:
        query = query.where((decisions.c.subject == subject) | (decisions.c.other == subject))
    with register.read() as connection:
        return [DECISION.decode(body) for (body,) in connection.execute(query)]


def _to_run(row: Row[Any]) -> RunRow:
    return RunRow(
        run_id=row.seq, command=row.command, version=row.version, started_at=row.started_at, finished_at=row.finished_at, counts=row.counts
    )
