"""Which decisions are in force: undone and superseded ones stay recorded, but no longer bind.

In: decisions in any order. Out: those that stand, in the order in which they were made. Pure: the order of the input does not matter.
Not here: what a decision does to claims (`sijill.review`), clusters (`sijill.link`) or grades (`sijill.assess`).
"""

from collections.abc import Iterable

from sijill.model.decision import Decision

PAIR_KINDS = frozenset({"same", "different", "unsure"})
FIELD_KINDS = frozenset({"accept", "correct", "reject"})
_RANK = {"machine": 0, "import": 1, "person": 2}


def get_standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions in force, oldest first.

    A later decision about the same thing supersedes an earlier one, but a machine never supersedes an import and neither supersedes a
    person. `undo` takes back the decision it names (also another undo). Notes are never superseded.
    """
    ordered = sorted({d.decision_id: d for d in decisions}.values(), key=_moment)
    undone: set[str] = set()
    for decision in reversed(ordered):
        if decision.kind == "undo" and decision.decision_id not in undone:
            undone.add(decision.subject)
    latest: dict[tuple[str, ...], Decision] = {}
    for decision in ordered:
        if decision.kind == "undo" or decision.decision_id in undone:
            continue
        topic = get_topic(decision)
        other = latest.get(topic)
        if other is None or _RANK[decision.author_kind] >= _RANK[other.author_kind]:
            latest[topic] = decision
    return sorted(latest.values(), key=_moment)


def get_topic(decision: Decision) -> tuple[str, ...]:
    """Return what a decision is about: of two decisions with one topic only one can be in force."""
    if decision.kind in PAIR_KINDS:
        return ("pair", *sorted((decision.subject, decision.other or "")))
    if decision.kind in FIELD_KINDS:
        return ("field", decision.subject, decision.field or "")
    if decision.kind == "note":
        return ("note", decision.decision_id)
    return (decision.kind, decision.subject, decision.field or "")


def _moment(decision: Decision) -> tuple[str, str]:
    return decision.made_at, decision.decision_id
