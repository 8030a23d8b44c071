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
) -> IncidentRun:
    """Return the incidents that `claims` make under `decisions`; `previous` is the last run's `incident id → claim ids`."""
    effective = apply_decisions(claims, decisions)
    linked = link_claims(effective, packs=packs, decisions=decisions, previous=previous)
    by_id = {c.claim_id: c for c in effective}
    incidents = tuple(assess_incident(cluster, by_id, packs=packs, rule=rule, decisions=decisions) for cluster in linked.clusters)
    return IncidentRun(incidents, linked.changes, linked.contradictions)
