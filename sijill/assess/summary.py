"""The plain facts of an incident: what and when, each by the best supported words of its claims.

In: claims of one incident, and which independent source each document belongs to. Out: event type, date, title.
Support is counted in independent sources, so that ten copies of one text do not outvote two witnesses.
Not here: the place (`assess.places`).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from sijill.model import Claim, IncidentDate, IncidentPlace, PartialDate
from sijill.packs import Packs

LONG_DAYS = 2
UNKNOWN_DATE = IncidentDate(None, None, "unknown")
KeyT = TypeVar("KeyT", bound=Hashable)


def find_event_type(claims: Sequence[Claim], source_of: Mapping[str, str], packs: Packs) -> str:
    """Return the event type that most sources tell; ties fall to the one that people come to harm in, then to the codebook's order."""
    support = _count_support([(c.event_type, c) for c in claims], source_of)
    order = {name: index for index, name in enumerate(packs.codebook.event_types)}
    harmful = {name for name, kind in packs.codebook.event_types.items() if kind.harmful}
    return min(support, key=lambda t: (-support[t], t not in harmful, order.get(t, len(order)), t))


def find_date(claims: Sequence[Claim], source_of: Mapping[str, str]) -> IncidentDate:
    """Return the shortest interval that the most sources give, their own words before the publication date."""
    dated = [(c.date, c) for c in claims if c.date is not None and c.date.days() is not None]
    if not dated:
        return _find_news_date(claims)
    support = _count_support([((d.start, d.end), c) for d, c in dated], source_of)
    firm = {(d.start, d.end) for d, _ in dated if not d.inferred and d.basis != "published"}

    def preference(when: PartialDate) -> tuple[bool, bool, int, int, str]:
        first, last = when.days() or (date.min, date.max)
        days = (last - first) // timedelta(days=1)
        key = (when.start, when.end)
        return days > LONG_DAYS, key not in firm, -support[key], days, when.start or ""

    best = min((d for d, _ in dated), key=preference)
    return IncidentDate((best.start or "")[:10], (best.end or "")[:10], best.precision)


def _find_news_date(claims: Sequence[Claim]) -> IncidentDate:
    """Return the day of the first publication and the day before, where no claim gives a date: the window of the news."""
    days = sorted({c.document.published[:10] for c in claims if c.document is not None and c.document.published and not c.background})
    if not days:
        return UNKNOWN_DATE
    return IncidentDate((date.fromisoformat(days[0]) - timedelta(days=1)).isoformat(), days[0], "range")


def make_title(event_type: str, place: IncidentPlace | None, when: IncidentDate, packs: Packs) -> str:
    """Return a short neutral title in English: what, where, when."""
    kind = packs.codebook.event_types.get(event_type)
    parts = [kind.get_label("en") if kind else event_type]
    if place is not None and place.name:
        parts.append(place.name)
    if when.start:
        parts.append(when.start if when.start == when.end else f"{when.start} to {when.end}")
    return ", ".join(parts)


def _count_support(keyed: Sequence[tuple[KeyT, Claim]], source_of: Mapping[str, str]) -> Counter[KeyT]:
    """Return for each key the number of independent sources that give it."""
    sources: dict[KeyT, set[str]] = defaultdict(set)
    for key, claim in keyed:
        sources[key].add(source_of[claim.document_id])
    return Counter({key: len(names) for key, names in sources.items()})
