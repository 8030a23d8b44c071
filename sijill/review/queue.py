"""The review queue: what is worth a person's next minute, with the reason.

In: incidents with their assessments, and decisions. Out: `QueueItem`s, the most valuable first.
The value of a minute is expected people: how many people's record changes, times the chance that a look changes it. A pair at
probability 0.5 is a coin toss (chance 1), a pair at 0.99 hardly worth a look (chance 0.08: the entropy of the question in bits);
a contested number is worth its spread, a place that is only a governorate the people who would move on the map.
Not here: what a decision would change (`pipeline.incidents.preview_decisions`), recording it (`sijill.store`).
"""

from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import Literal

import msgspec

from sijill.model import Decision, FieldAssessment, Incident, Link, get_standing

Topic = tuple[str, ...]
QueueKind = Literal["pair", "field", "place", "blame"]
NOBODY = 0.5
SMALLEST_DOUBT = 0.05
COARSE_PRECISION = 3
CHANCE_OF_PLACE, CHANCE_OF_NUMBER, CHANCE_OF_BLAME = 0.5, 0.7, 0.4


class QueueItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A question for a person. `subject` and `other` are claim ids of a pair, else `subject` is an incident id and `field` its field."""

    kind: QueueKind
    subject: str
    incident_ids: tuple[str, ...]
    value: float
    reasons: tuple[str, ...]
    other: str | None = None
    field: str | None = None

    @property
    def topic(self) -> Topic:
        """What the question is about: a decision of the same topic answers it."""
        return _topic(self.subject, self.other or self.field)


class Holder(msgspec.Struct, frozen=True, gc=False):
    """The incident that holds a claim, and how many people it speaks of."""

    incident_id: str
    people: int


def make_queue(incidents: Iterable[Incident], decisions: Sequence[Decision] = (), *, limit: int | None = None) -> list[QueueItem]:
    """Return open questions, most valuable first; what a person has answered (also with `unsure`) is left out.

    Incidents are read once and not kept, so that they may come from a register of any size.
    """
    holders: dict[str, Holder] = {}
    links: list[tuple[Link, bool]] = []
    items: dict[Topic, QueueItem] = {}

    def keep(item: QueueItem) -> None:
        if item.topic not in items or items[item.topic].value < item.value:
            items[item.topic] = item

    for incident in incidents:
        holder = Holder(incident.incident_id, count_people(incident))
        holders.update(dict.fromkeys(incident.claim_ids, holder))
        if incident.assessment is not None:
            links += [(link, True) for link in incident.assessment.links if _is_open(link)]
            links += [(link, False) for link in incident.assessment.nearest_apart if _is_open(link)]
        for item in (*_iter_fields(incident), *_iter_places(incident), *_iter_blame(incident)):
            keep(item)
    for link, together in links:
        keep(_make_pair(link, together, holders))
    ordered = sorted(items.values(), key=lambda i: (-i.value, i.kind, i.subject, i.other or "", i.field or ""))
    answered = find_answered(decisions)
    return [item for item in ordered if item.topic not in answered][:limit]


def find_answered(decisions: Iterable[Decision]) -> frozenset[Topic]:
    """Return the topics of the questions that people have answered."""
    return frozenset(_topic(d.subject, d.other or d.field) for d in get_standing(decisions) if d.author_kind == "person")


def count_people(incident: Incident) -> int:
    """Return how many people an incident speaks of: the highest number of killed and injured, `NOBODY` aside."""
    total = 0
    for outcome in ("killed", "injured", "casualties", "abducted", "detained"):
        cells = incident.harm.get(outcome, {})
        total += sum(
            cell.max or 0 for who, cell in cells.items() if cell is not None and who in ("civilian", "combatant", "mixed", "unknown")
        )
    return total


def _is_open(link: Link) -> bool:
    """Is there doubt about a link that nobody has settled?"""
    return not link.decided_by and _entropy(link.probability) >= SMALLEST_DOUBT


def _make_pair(link: Link, together: bool, holders: dict[str, Holder]) -> QueueItem:
    """Return the question of a join that might be wrong, or of one that might be missing."""
    sides = [holder for c in (link.left, link.right) if (holder := holders.get(c)) is not None]
    people = min((side.people for side in sides), default=0)
    chance = f"{link.probability:.0%} likely to be one event"
    state = "now one incident" if together else "now two incidents"
    return QueueItem(
        kind="pair",
        subject=link.left,
        other=link.right,
        incident_ids=tuple(sorted({side.incident_id for side in sides})),
        value=round(_entropy(link.probability) * max(people, NOBODY), 4),
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


def _topic(subject: str, other: str | None) -> Topic:
    return tuple(sorted((subject, other or "")))
