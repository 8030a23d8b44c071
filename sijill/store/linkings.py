"""The identity of incidents over time: an append-only log of linkings, and the derived tables that the last one gives.

In: incidents and changes as linking returns them. Out: the derived tables, and for the next linking which claims every incident held.
An incident's `previous_ids` are read from the log, so that they outlive the run that made them and `sijill rebuild` finds them again.
Not here: linking itself (`sijill.pipeline.incidents`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from sijill.model import Claim, Incident
from sijill.model.cluster import Change
from sijill.store.database import create_derived
from sijill.store.derived import to_contradictions, to_facets, to_incident_row, to_search_text
from sijill.store.register import CLAIM, now
from sijill.store.schema import DERIVED, claims, decisions, incidents, linkings, memberships
from sijill.store.schema import contradictions as contradiction_table
from sijill.store.schema import incident_claims as claim_table
from sijill.store.schema import incident_documents as document_table
from sijill.store.schema import incident_facets as facet_table
from sijill.store.search import index_incidents, unindex_incidents

_CHUNK = 500


class Linking(msgspec.Struct, frozen=True, kw_only=True):
    """One run of linking: the last claim and decision numbers it saw, whose claims they were, its rule and the program's version."""

    seq: int
    claims_upto: int
    decisions_upto: int
    extractor: str
    rule: str
    version: str

    def is_same(self, other: "Linking") -> bool:
        """Did both see the same under the same rule and version?"""
        return msgspec.structs.replace(self, seq=0) == msgspec.structs.replace(other, seq=0)


def find_last_linking(connection: Connection) -> Linking | None:
    """Return the newest linking, None before the first."""
    row = connection.execute(select(linkings).order_by(linkings.c.seq.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return Linking(**{name: getattr(row, name) for name in Linking.__struct_fields__})


def get_limits(connection: Connection) -> tuple[int, int]:
    """Return the numbers of the newest claim and decision, 0 for none."""
    newest = [connection.execute(select(t.c.seq).order_by(t.c.seq.desc()).limit(1)).scalar() or 0 for t in (claims, decisions)]
    return newest[0], newest[1]


def load_members(connection: Connection, upto: int | None = None) -> dict[str, frozenset[str]]:
    """Return incident → claims as they stood after linking `upto` (None: the newest); incidents that ended are left out."""
    query = select(memberships.c.incident_id, memberships.c.claim_ids).order_by(memberships.c.linking)
    if upto is not None:
        query = query.where(memberships.c.linking <= upto)
    members: dict[str, frozenset[str]] = {}
    for incident_id, claim_ids in connection.execute(query):
        if claim_ids:
            members[incident_id] = frozenset(claim_ids)
        else:
            members.pop(incident_id, None)
    return members


def record_linking(connection: Connection, linking: Linking, incidents_now: Sequence[Incident], changes: Iterable[Change]) -> int:
    """Append a linking and what it changed; returns its number (that of `linking` is not used)."""
    values = {**msgspec.structs.asdict(linking), "made_at": now()}
    values.pop("seq")
    seq = int(connection.execute(linkings.insert().values(values)).inserted_primary_key[0])  # type: ignore[index]
    held = {incident.incident_id: sorted(incident.claim_ids) for incident in incidents_now}
    rows = [
        {"linking": seq, "incident_id": c.incident_id, "kind": c.kind, "claim_ids": held.get(c.incident_id, []), "others": list(c.others)}
        for c in changes
    ]
    if rows:
        connection.execute(memberships.insert(), rows)
    return seq


def with_previous_ids(connection: Connection, found: Iterable[Incident]) -> list[Incident]:
    """Return the incidents with all ids that were merged into them or that they were split from, in any linking."""
    parents: dict[str, set[str]] = defaultdict(set)
    query = select(memberships.c.incident_id, memberships.c.kind, memberships.c.others).where(memberships.c.kind != "changed")
    for incident_id, kind, others in connection.execute(query):
        if kind == "created":
            parents[incident_id].update(others)
        else:
            for successor in others:
                parents[successor].add(incident_id)
    return [msgspec.structs.replace(i, previous_ids=_closure(i, parents)) for i in found]


def replace_incidents(connection: Connection, found: Sequence[Incident]) -> tuple[int, int]:
    """Make the derived tables hold exactly `found`; only what differs is touched. Returns how many were written and removed."""
    create_derived(connection)
    rows = {incident.incident_id: (incident, to_incident_row(incident)) for incident in found}
    stored = {row.incident_id: row.body for row in connection.execute(select(incidents.c.incident_id, incidents.c.body))}
    gone = [incident_id for incident_id in stored if incident_id not in rows]
    written = [incident_id for incident_id, (_, row) in rows.items() if stored.get(incident_id) != row["body"]]
    for chunk in _chunks([*gone, *(i for i in written if i in stored)]):
        for table in DERIVED:
            connection.execute(table.delete().where(table.c.incident_id.in_(chunk)))
    unindex_incidents(connection, [*gone, *written])
    for chunk in _chunks(written):
        _insert(connection, [rows[i] for i in chunk])
    return len(written), len(gone)


def _insert(connection: Connection, items: Sequence[tuple[Incident, dict[str, Any]]]) -> None:
    members = _load_claims(connection, [claim_id for incident, _ in items for claim_id in incident.claim_ids])
    found = [incident for incident, _ in items]
    of = {i.incident_id: [members[c] for c in i.claim_ids if c in members] for i in found}
    connection.execute(incidents.insert(), [row for _, row in items])
    _insert_all(connection, claim_table, [{"claim_id": c, "incident_id": i.incident_id} for i in found for c in i.claim_ids])
    _insert_all(connection, document_table, [{"document_id": d, "incident_id": i.incident_id} for i in found for d in i.document_ids])
    facets = [(f, v, i.incident_id) for i in found for f, v in sorted(to_facets(i, of[i.incident_id]))]
    _insert_all(connection, facet_table, [{"facet": f, "value": v, "incident_id": i} for f, v, i in facets])
    _insert_all(connection, contradiction_table, [row for i in found for row in to_contradictions(i)])
    index_incidents(connection, [(i.incident_id, to_search_text(i, of[i.incident_id])) for i in found])


def _load_claims(connection: Connection, claim_ids: Sequence[str]) -> Mapping[str, Claim]:
    found: dict[str, Claim] = {}
    for chunk in _chunks(claim_ids):
        query = select(claims.c.claim_id, claims.c.body).where(claims.c.claim_id.in_(chunk))
        found.update((row.claim_id, CLAIM.decode(row.body)) for row in connection.execute(query))
    return found


def _insert_all(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _closure(incident: Incident, parents: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return every ancestor of an incident, sorted."""
    found: set[str] = set()
    waiting = [*parents.get(incident.incident_id, ()), *incident.previous_ids]
    while waiting:
        ancestor = waiting.pop()
        if ancestor not in found and ancestor != incident.incident_id:
            found.add(ancestor)
            waiting += parents.get(ancestor, ())
    return tuple(sorted(found))
