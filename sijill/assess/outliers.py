"""Numbers that bound no range: parts of a source's own total, one group of the victims, a lone number far above what the others agree on.

In: the values of one field that are not superseded. Out: those that enter the range. The others stay in the assessment's values,
and still make the field contested. The rules are written in `docs/method/counting.md`.
"""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from sijill.model import SourceValue

OTHERS = 3  # independent sources that must stand against a lone number
WITNESSES = 2  # independent sources that must count more people than a source that tells of one group
FAR = 3  # times the middle of their numbers
FAR_PEOPLE = 5  # and this many people more


def drop_parts(values: Sequence[SourceValue]) -> list[SourceValue]:
    """Return the values without those that a source quotes below the total that it gives in its own words."""
    totals: dict[str, int] = {}
    for value in values:
        if " > " not in value.source and value.exactness != "vague":
            totals[value.source] = max(totals.get(value.source, 0), value.min or 0)
    return [v for v in values if v.source in totals or _get_top(v) >= totals.get(_get_holder(v), 0)]


def drop_groups(values: Sequence[SourceValue], group_only: frozenset[str]) -> list[SourceValue]:
    """Return the values without those that tell of one group of victims ("a child"), below what other sources count in all.

    `group_only` are the claims whose only number of the field is that of a group.
    """
    whole = [v for v in values if not group_only.issuperset(v.claim_ids)]

    def is_part(value: SourceValue) -> bool:
        more = {_get_holder(o) for o in whole if (o.min or 0) > _get_top(value)} - {_get_holder(value)}
        return group_only.issuperset(value.claim_ids) and len(more) >= WITNESSES

    return [v for v in values if not is_part(v)]


def drop_far_values(values: Sequence[SourceValue]) -> list[SourceValue]:
    """Return the values without one that a single source holds, far above all others, unless it is the latest news."""
    by_source: dict[str, list[SourceValue]] = defaultdict(list)
    for value in values:
        by_source[_get_holder(value)].append(value)
    return [v for v in values if not _is_far(v, [o for s, held in by_source.items() if s != _get_holder(v) for o in held])]


def _is_far(value: SourceValue, others: Sequence[SourceValue]) -> bool:
    if len({_get_holder(o) for o in others}) < OTHERS or _is_latest(value, others):
        return False
    tops = [_get_top(o) for o in others]
    middle = median(tops)
    low = value.min if value.min is not None else _get_top(value)
    return low >= middle * FAR and low >= middle + FAR_PEOPLE and low > max(tops)


def _is_latest(value: SourceValue, others: Sequence[SourceValue]) -> bool:
    """Was the value published after every other one? Undated ones never are."""
    days = [o.published[:10] for o in others if o.published]
    return bool(value.published and days and value.published[:10] > max(days))


def _get_holder(value: SourceValue) -> str:
    """Return the independent source that says or quotes the value."""
    return value.source.partition(" > ")[0]


def _get_top(value: SourceValue) -> int:
    return value.max if value.max is not None else value.min or 0
