"""Identity: incidents keep their ids when they are linked again, and leave a trace when they cannot.

In: groups of claim ids, and the last run's `incident id → claim ids`. Out: an id for each group with its `previous_ids`, and the changes.
An id goes to the group that holds more than half of the incident's claims; where several ids have a right to one group, the
incident with the most claims there wins and the others are merged into it. Not here: how groups come about (`link.cluster`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sijill.model import Change, make_id
from sijill.model.cluster import ChangeKind

Group = tuple[str, ...]


def assign_ids(groups: Sequence[Group], previous: Mapping[str, frozenset[str]]) -> tuple[list[tuple[str, tuple[str, ...]]], list[Change]]:
    """Return `(incident id, previous ids)` for each group (each sorted), and the changes since the last run, sorted by id."""
    holder = {claim: index for index, group in enumerate(groups) for claim in group}
    overlap: dict[str, Counter[int]] = {old: Counter(holder[c] for c in claims if c in holder) for old, claims in previous.items()}
    right: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for old, counts in overlap.items():
        for index, shared in counts.items():
            if shared * 2 > len(previous[old]):
                right[index].append((-shared, old))
    kept = {index: min(claims)[1] for index, claims in right.items()}
    taken = set(previous)
    ids: list[tuple[str, tuple[str, ...]]] = []
    came_from: dict[int, set[str]] = defaultdict(set)
    for old, counts in overlap.items():
        for index in counts:
            came_from[index].add(old)
    for index, group in enumerate(groups):
        incident_id = kept.get(index) or _make_new_id(group, taken)
        taken.add(incident_id)
        ids.append((incident_id, tuple(sorted(came_from[index] - {incident_id}))))
    return ids, _find_changes(groups, ids, previous, overlap)


def _make_new_id(group: Group, taken: set[str]) -> str:
    """Return an id made of the smallest claim id, of all of them where that one is taken, and numbered where that one is taken too."""
    incident_id, number = make_id("inc", group[0]), 0
    while incident_id in taken:
        incident_id = make_id("inc", *group, *([number] if number else []))
        number += 1
    return incident_id


def _find_changes(
    groups: Sequence[Group],
    ids: Sequence[tuple[str, tuple[str, ...]]],
    previous: Mapping[str, frozenset[str]],
    overlap: Mapping[str, Counter[int]],
) -> list[Change]:
    changes = []
    for group, (incident_id, came_from) in zip(groups, ids, strict=True):
        if incident_id not in previous:
            changes.append(Change(kind="created", incident_id=incident_id, others=came_from, added=group))
        elif set(group) != previous[incident_id]:
            before = previous[incident_id]
            added, removed = tuple(c for c in group if c not in before), tuple(sorted(before - set(group)))
            changes.append(Change(kind="changed", incident_id=incident_id, others=came_from, added=added, removed=removed))
    alive = {incident_id for incident_id, _ in ids}
    for old in previous.keys() - alive:
        heirs = tuple(sorted({ids[index][0] for index in overlap[old]}))
        kind: ChangeKind = "removed" if not heirs else "merged" if len(heirs) == 1 else "split"
        changes.append(Change(kind=kind, incident_id=old, others=heirs, removed=tuple(sorted(previous[old]))))
    return sorted(changes, key=lambda c: (c.incident_id, c.kind))
