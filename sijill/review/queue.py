"""The review queue: what is worth a person's next minute, with the reason.

In: incidents with their assessments, and decisions. Out: `QueueItem`s, the most valuable first.
The value of a minute is expected people: how many people's record changes, times the chance that a look changes it. A pair at
probability 0.5 is a coin toss (chance 1), a pair at 0.99 hardly worth a look (chance 0.08: the entropy of the question in bits);
a contested number is worth its spread, a place that is only a governorate the people who would move on the map.
Not here: what a decision would change (`pipeline.incidents.preview_decision`), recording it (`sijill.store`).
"""

from collections.abc import Iterator, Sequence
from math import log2
from typing import Literal

import msgspec

from sijill.model import Decision, FieldAssessment, Incident, Link, get_standing

QueueKind = Literal["pair", "field", "place", "blame", "contradiction"]
NOBODY = 0.5
COARSE_PRECISION = 3
CHANCE_OF_PLACE, CHANCE_OF_NUMBER, CHANCE_OF_BLAME = 0.5, 0.7, 0.4


class QueueItem(msgspec.Struct, frozen=True, kw_only=True):
    """A question for a person. `subject` and `other` are claim ids of a pair, else `subject` is an incident id and `field` its field."""

    kind: QueueKind
    subject: str
    incident_ids: tuple[str, ...]
    value: float
    reasons: tuple[str, ...]
    other: str | None = None
    field: str | None = None


def make_queue(incidents: Sequence[Incident], decisions: Sequence[Decision] = (), *, limit: int | None = None) -> list[QueueItem]:
    """Return open questions, most valuable first; what a person has answered (also with `unsure`) is left out."""
    answered = {_topic(d.subject, d.other or d.field) for d in get_standing(decisions) if d.author_kind == "person"}
    holder = {claim: i for i in incidents for claim in i.claim_ids}
    items: dict[tuple[str, ...], QueueItem] = {}
    for incident in incidents:
        for item in (*_iter_pairs(incident, holder), *_iter_fields(incident), *_iter_places(incident), *_iter_blame(incident)):
            topic = _topic(item.subject, item.other or item.field)
            if topic not in answered and (topic not in items or items[topic].value < item.value):
                items[topic] = item
    ordered = sorted(items.values(), key=lambda i: (-i.value, i.kind, i.subject, i.other or "", i.field or ""))
    return ordered[:limit]


def count_people(incident: Incident) -> int:
    """Return how many people an incident speaks of: the highest number of killed and injured, `NOBODY` aside."""
    total = 0
    for outcome in ("killed", "injured", "casualties", "abducted", "detained"):
        cells = incident.harm.get(outcome, {})
        total += sum(
            cell.max or 0 for who, cell in cells.items() if cell is not None and who in ("civilian", "combatant", "mixed", "unknown")
        )
    return total


def _iter_pairs(incident: Incident, holder: dict[str, Incident]) -> Iterator[QueueItem]:
    """Yield joins that might be wrong and joins that might be missing."""
    assessment = incident.assessment
    if assessment is None:
        return
    for link, together in [*((link, True) for link in assessment.links), *((link, False) for link in assessment.nearest_apart)]:
        doubt = _entropy(link.probability)
        if link.decided_by or doubt < 0.05:
            continue
        sides = [i for c in (link.left, link.right) if (i := holder.get(c)) is not None]
        people = min((count_people(i) for i in sides), default=0)
        chance = f"{link.probability:.0%} likely to be one event"
        state = "now one incident" if together else "now two incidents"
        yield QueueItem(
            kind="pair",
            subject=link.left,
            other=link.right,
            incident_ids=tuple(sorted({i.incident_id for i in sides})),
            value=round(doubt * max(people, NOBODY), 4),
            reasons=(f"{chance}, {state}", f"{people} people", *_find_opposing(link)),
        )


def _find_opposing(link: Link) -> tuple[str, ...]:
    """Return what speaks most for and most against one event."""
    ordered = sorted(((bits, name) for name, bits in link.features.items() if not name.startswith("prior")), reverse=True)
    ends = [ordered[0], ordered[-1]] if len(ordered) > 1 else ordered
    return tuple(f"{name} ({bits:+.1f} bits)" for bits, name in ends)


def _iter_fields(incident: Incident) -> Iterator[QueueItem]:
    """Yield numbers on which sources contradict one another."""
    for field in incident.assessment.fields if incident.assessment else ():
        if field.contested and field.min is not None:
            spread = (field.max or field.min) - field.min
            yield QueueItem(
                kind="field",
                subject=incident.incident_id,
                field=field.field,
                incident_ids=(incident.incident_id,),
                value=round(CHANCE_OF_NUMBER * spread, 4),
                reasons=(f"{field.field}: {field.min} to {field.max} by {_count_sources(field)} accounts",),
            )


def _count_sources(field: FieldAssessment) -> int:
    return len({v.source for v in field.values if not v.superseded})


def _iter_places(incident: Incident) -> Iterator[QueueItem]:
    """Yield incidents with victims whose place is missing or no more than a district."""
    people = count_people(incident)
    place = incident.place
    if people and (place is None or place.lat is None or (place.precision or 1) >= COARSE_PRECISION):
        named = "no place" if place is None else "not on the map" if place.lat is None else f"place of precision {place.precision} only"
        yield QueueItem(
            kind="place",
            subject=incident.incident_id,
            field="place",
            incident_ids=(incident.incident_id,),
            value=round(CHANCE_OF_PLACE * people, 4),
            reasons=(named, f"{people} people"),
        )


def _iter_blame(incident: Incident) -> Iterator[QueueItem]:
    """Yield incidents with victims for which different parties are blamed."""
    people = count_people(incident)
    if people and "perpetrator" in incident.disagreements:
        names = sorted({a.actor_id or a.quote or "?" for a in incident.perpetrator})
        yield QueueItem(
            kind="blame",
            subject=incident.incident_id,
            field="perpetrator",
            incident_ids=(incident.incident_id,),
            value=round(CHANCE_OF_BLAME * people, 4),
            reasons=(f"named: {', '.join(names)}", f"{people} people"),
        )


def _entropy(probability: float) -> float:
    """Return the bits of a yes-or-no question (1 at 0.5, 0 where the answer is known)."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return -(p * log2(p) + (1 - p) * log2(1 - p))


def _topic(subject: str, other: str | None) -> tuple[str, ...]:
    return tuple(sorted((subject, other or "")))
