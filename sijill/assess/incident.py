"""One incident's assessment, put together from its parts, and then what people decided about the incident itself.

In: a cluster, the effective claims by id, decisions. Out: `Incident`. Not here: the parts (see the package).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from sijill.assess.counts import assess_counts, to_cells
from sijill.assess.grade import grade_facts, make_facts
from sijill.assess.parties import find_perpetrators, find_targets
from sijill.assess.places import find_place
from sijill.assess.rules import RULE_VERSION, get_rule
from sijill.assess.sources import find_sources
from sijill.assess.summary import find_date, find_event_type, make_title
from sijill.model import (
    Assessment,
    Claim,
    Cluster,
    Decision,
    Disagreement,
    FieldAssessment,
    Incident,
    IncidentActor,
    SourceGroup,
    convert_correction,
    get_standing,
)
from sijill.packs import PACKS_FOLDER, Packs, load_yaml


def assess_incident(
    cluster: Cluster, claims: Mapping[str, Claim], *, packs: Packs, rule: str = "range", decisions: Sequence[Decision] = ()
) -> Incident:
    """Return the incident that `cluster` makes; `claims` are the effective claims, `decisions` may be about this or any incident."""
    get_rule(rule)
    members = [claims[c] for c in cluster.claim_ids]
    sources = find_sources(members, packs)
    source_of = {document: s.key for s in sources for document in s.document_ids}
    fields = assess_counts(claims, sources, _rank_sources(sources, claims, packs), rule)
    perpetrators = find_perpetrators(members)
    event_type = find_event_type(members, source_of, packs)
    when, place = find_date(members, source_of), find_place(members, source_of)
    cells = to_cells(fields)
    grade, reasons = grade_facts(make_facts(cells, perpetrators, len(sources), packs))
    disagreements = _find_disagreements(fields, perpetrators)
    incident = Incident(
        incident_id=cluster.incident_id,
        event_type=event_type,
        date=when,
        place=place,
        document_ids=tuple(sorted({c.document_id for c in members})),
        claim_ids=cluster.claim_ids,
        perpetrator=perpetrators,
        target=find_targets(members),
        harm=cells,
        grade=grade,
        independent_sources=len(sources),
        disagreements=tuple(d.field for d in disagreements),
        rule=f"{rule.partition('@')[0]}@{RULE_VERSION}",
        previous_ids=cluster.previous_ids,
        weapon_ids=tuple(sorted({w.weapon_id for c in members for w in c.weapon if w.weapon_id})),
        title=make_title(event_type, place, when, packs),
        assessment=Assessment(
            rule=f"{rule.partition('@')[0]}@{RULE_VERSION}",
            sources=sources,
            fields=fields,
            disagreements=disagreements,
            grade_reasons=reasons,
            links=cluster.links,
            weakest_link=cluster.weakest_link,
            nearest_apart=cluster.nearest_apart,
        ),
    )
    return _apply_decisions(incident, [d for d in get_standing(decisions) if d.subject == cluster.incident_id])


def _rank_sources(sources: Sequence[SourceGroup], claims: Mapping[str, Claim], packs: Packs) -> dict[str, int]:
    """Return the rank of each source by its best known type."""
    order = _load_ranking()
    ranks: dict[str, int] = {}
    for source in sources:
        contexts = [claims[c].document for c in source.claim_ids]
        types = {packs.sources[c.source_id].type for c in contexts if c and c.source_id in packs.sources}
        ranks[source.key] = min((order.index(t) for t in types if t in order), default=len(order))
    return ranks


@lru_cache(maxsize=1)
def _load_ranking() -> tuple[str, ...]:
    return load_yaml(PACKS_FOLDER / "assessing" / "ranking.yml", tuple[str, ...])


def _find_disagreements(fields: Sequence[FieldAssessment], perpetrators: Sequence[IncidentActor]) -> tuple[Disagreement, ...]:
    """Return what the sources disagree on: who did it first, then numbers in order of their names."""
    found = []
    blamed: dict[str, set[str]] = defaultdict(set)
    for actor in perpetrators:
        name = actor.actor_id or actor.quote or "?"
        blamed[name if actor.status != "denied" else f"not {name}"] |= set(actor.claim_ids)
    if len([name for name in blamed if not name.startswith("not ")]) > 1 or any(f"not {name}" in blamed for name in blamed):
        found.append(Disagreement(field="perpetrator", positions={name: tuple(sorted(ids)) for name, ids in sorted(blamed.items())}))
    for field in fields:
        if field.contested:
            positions: dict[str, set[str]] = defaultdict(set)
            for value in field.values:
                if not value.superseded:
                    positions[_to_words(value.min, value.max)] |= set(value.claim_ids)
            found.append(Disagreement(field=field.field, positions={words: tuple(sorted(ids)) for words, ids in sorted(positions.items())}))
    return tuple(found)


def _to_words(low: int | None, high: int | None) -> str:
    """Return an interval as `3`, `3-5`, `3+` or `-5`."""
    if low is not None and low == high:
        return str(low)
    return f"{low}+" if high is None else f"{'' if low is None else low}-{high}"


def _apply_decisions(incident: Incident, decisions: Sequence[Decision]) -> Incident:
    """Return the incident with the grade and fields that people set."""
    changes: dict[str, Any] = {}
    harm = {outcome: dict(cells) for outcome, cells in incident.harm.items()}
    for decision in decisions:
        if decision.kind == "grade":
            changes["grade"] = decision.value
        elif decision.kind == "correct" and decision.field:
            outcome, _, who = decision.field.partition(".")
            value = convert_correction(decision.field, decision.value)
            if who:
                harm.setdefault(outcome, {})[who] = value
            else:
                changes[outcome] = value
    if harm != incident.harm:
        changes["harm"] = harm
    return msgspec.structs.replace(incident, **changes) if changes else incident
