"""From claims and decisions to incidents: corrections, linking and assessment in one pure function.

In: claims, decisions, the last run's incidents. Out: `IncidentRun`. Equal input gives equal output, whatever its order.
Not here: reading and writing the register (`sijill.pipeline`).
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sijill.assess import assess_incident
from sijill.link import link_claims
from sijill.link.constraints import Contradiction
from sijill.model import Change, Claim, Decision, Incident
from sijill.packs import Packs
from sijill.review import apply_decisions


class IncidentRun(msgspec.Struct, frozen=True):
    """Incidents by id, the changes since the last run, and decisions that were set aside because others contradict them."""

    incidents: tuple[Incident, ...]
    changes: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...] = ()


def make_incidents(
    claims: Iterable[Claim],
    *,
    packs: Packs,
    rule: str = "range",
    decisions: Sequence[Decision] = (),
    previous: Mapping[str, frozenset[str]] = {},
    explain: bool = True,
) -> IncidentRun:
    """Return the incidents that `claims` make under `decisions`; `previous` is the last run's `incident id → claim ids`.

    Without `explain` the assessments do not name the links between claims, which takes a third of the time.
    """
    effective = apply_decisions(claims, decisions)
    linked = link_claims(effective, packs=packs, decisions=decisions, previous=previous, explain=explain)
    by_id = {c.claim_id: c for c in effective}
    incidents = tuple(assess_incident(cluster, by_id, packs=packs, rule=rule, decisions=decisions) for cluster in linked.clusters)
    return IncidentRun(incidents, linked.changes, linked.contradictions)


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What decisions would change: incidents as they are and as they would be, those that stay the same left out."""

    before: tuple[Incident, ...]
    after: tuple[Incident, ...]
    changes: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...]


def preview_decisions(
    proposed: Sequence[Decision],
    claims: Iterable[Claim],
    *,
    packs: Packs,
    rule: str = "range",
    decisions: Sequence[Decision] = (),
    previous: Mapping[str, frozenset[str]] = {},
) -> Preview:
    """Return the effect of recording the `proposed` decisions after `decisions`; nothing is recorded.

    `claims` may be all claims or only those of the incidents in question and their neighbours: the smaller, the quicker.
    """
    claims = list(claims)
    now = make_incidents(claims, packs=packs, rule=rule, decisions=decisions, previous=previous)
    known = {i.incident_id: frozenset(i.claim_ids) for i in now.incidents}
    then = make_incidents(claims, packs=packs, rule=rule, decisions=[*decisions, *proposed], previous=known)
    old, new = {i.incident_id: i for i in now.incidents}, {i.incident_id: i for i in then.incidents}
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return Preview(
        before=tuple(old[name] for name in changed if name in old),
        after=tuple(new[name] for name in changed if name in new),
        changes=then.changes,
        contradictions=tuple(c for c in then.contradictions if c not in now.contradictions),
    )
