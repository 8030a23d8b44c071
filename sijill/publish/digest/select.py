"""What goes into a digest: the incidents of the period, those of other days that were reported in it, and the days around it.

In: an edition, a `Scope`, a language. Out: `Digest` in plain words. One pass over the edition; only what is shown stays in memory.
Not here: how it looks (`html`, `pdf`).
"""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from sijill.model import Incident
from sijill.present.charts.locator import Spot
from sijill.present.figures import add_up, list_counted
from sijill.present.places import is_on_map, make_spot
from sijill.present.wording import Wording, isolate_plain, to_plain
from sijill.publish.account import Account, Reference, References, make_account
from sijill.publish.base import Edition, IncidentRecord
from sijill.publish.site.entries import fold_words, make_row
from sijill.store.views import IncidentRow, Toll

DAYS_SHOWN = 28
# Dates known by the month or year alone say nothing of a day.
PRECISE = ("day", "range", "week")


class Scope(msgspec.Struct, frozen=True):
    """The days of a digest (inclusive), and the place or party that it is about, as typed."""

    first: date
    last: date
    place: str | None = None
    actor: str | None = None

    def has(self, start: str | None, end: str | None) -> bool:
        """Do the days from `start` to `end` overlap the period?"""
        if start is None:
            return False
        return start[:10] <= self.last.isoformat() and (end or start)[:10] >= self.first.isoformat()


class Figure(msgspec.Struct, frozen=True):
    """A headline figure in words."""

    value: str
    label: str


class Day(msgspec.Struct, frozen=True):
    """One day of the chart; `inside` when the digest is about it."""

    day: str
    label: str
    incidents: int
    killed_min: int
    killed_max: int
    inside: bool


class Digest(msgspec.Struct, frozen=True):
    """A digest in one language: figures, accounts of the period, incidents of other days that were reported in it, sources."""

    title: str
    scope: str
    register: str
    foot: str
    lang: str
    dir: str
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    accounts: tuple[Account, ...]
    later: tuple[Account, ...]
    references: tuple[Reference, ...]
    spots: tuple[Spot, ...]
    words: dict[str, str]


def make_digest(edition: Edition, scope: Scope, wording: Wording) -> Digest:
    """Return the digest of a period."""
    found: list[IncidentRecord] = []
    later: list[IncidentRecord] = []
    days: dict[str, Toll] = {}
    first_shown = scope.last - timedelta(days=DAYS_SHOWN - 1)
    for record in edition.iter_records():
        if not is_about(record, scope):
            continue
        incident = record.incident
        if incident.date.precision in PRECISE and incident.date.start and incident.date.start[:10] >= first_shown.isoformat():
            day = incident.date.start[:10]
            days[day] = add_up((days.get(day, Toll()), to_toll(make_row(incident))))
        if incident.date.precision in PRECISE and scope.has(incident.date.start, incident.date.end):
            found.append(record)
        elif is_reported(record, scope):
            later.append(record)
    found.sort(key=lambda r: _rank(r.incident))
    later.sort(key=lambda r: _rank(r.incident))
    references = References(wording)
    rtl = wording.catalogue.direction == "rtl"
    rows = [make_row(record.incident) for record in found]
    return Digest(
        title=wording.text("digest.title", period=wording.period(scope.first, scope.last)),
        scope=_describe_scope(edition, scope, wording),
        register=edition.title if edition.title != Edition.title else wording.text("overview.title"),
        foot=wording.text("digest.foot", version=isolate_plain(edition.version)),
        lang=wording.lang,
        dir=wording.catalogue.direction,
        figures=make_figures(rows, found, wording),
        days=_make_days(days, scope, wording),
        accounts=tuple(make_account(record, wording, references, rtl=rtl) for record in found),
        later=tuple(make_account(record, wording, references, rtl=rtl) for record in later),
        references=tuple(references.cited),
        spots=tuple(make_spot(r, wording.place_name(r.place_name, r.place_name_ar) or "") for r in rows if is_on_map(r)),
        words=get_words(wording),
    )


def is_about(record: IncidentRecord, scope: Scope) -> bool:
    """Is the incident about the place and the party of the digest? Names are compared folded, in every language of the packs."""
    incident, packs = record.incident, record.packs
    if scope.place is not None:
        place = incident.place
        names = [place.place_id, place.name, place.name_ar, place.admin1, place.admin2, *place.within] if place else []
        if not _is_named(scope.place, names):
            return False
    if scope.actor is not None:
        ids = {a.actor_id for a in (*incident.perpetrator, *incident.target) if a.actor_id}
        labels = [packs.actors[i].get_label(lang) for i in ids if i in packs.actors for lang in ("en", "ar")]
        return _is_named(scope.actor, [*ids, *labels])
    return True


def is_reported(record: IncidentRecord, scope: Scope) -> bool:
    """Was a report of the incident published in the period?"""
    return any(c.document is not None and scope.has(c.document.published, c.document.published) for c in record.claims)


def make_figures(rows: Iterable[IncidentRow], found: list[IncidentRecord], wording: Wording) -> tuple[Figure, ...]:
    """Return the headline figures; the estimate counts confirmed and fair incidents only, as on every page."""
    rows = list(rows)
    counted = add_up(to_toll(row) for row in rows if row.grade in list_counted(wording.packs))
    toll = add_up(to_toll(row) for row in rows)
    sources = {source for record in found for source in record.sources}
    ranges = {
        "killed": (counted.killed_min, counted.killed_max, toll.killed_min, toll.killed_max),
        "injured": (counted.injured_min, counted.injured_max, toll.injured_min, toll.injured_max),
    }
    figures = [Figure(str(toll.incidents), wording.text("digest.incidents"))]
    for name, (low, high, lowest, highest) in ranges.items():
        whole = to_plain(wording.range(lowest, highest))
        figures.append(Figure(to_plain(wording.range(low, high)), wording.text(f"digest.{name}", range=whole)))
    return (*figures, Figure(str(len(sources)), wording.text("digest.publishers")))


def to_toll(row: IncidentRow) -> Toll:
    """Return the headline numbers of an incident; an open upper end counts as the lower one."""
    ends = [(cell.min or 0, cell.max if cell.max is not None else cell.min or 0) if cell else (0, 0) for cell in (row.killed, row.injured)]
    return Toll(1, *ends[0], *ends[1])


def get_words(wording: Wording) -> dict[str, str]:
    """Return the texts that a digest and a printed incident are set with."""
    text = wording.text
    own = ("quiet", "quiet_note", "figures_note", "map_note", "days", "days_note", "later", "later_note", "sources", "told")
    return {name: text(f"digest.{name}") for name in own} | {
        "incidents": text("nav.incidents"),
        "killed": text("column.killed"),
        "killed_short": text("column.killed"),
        "injured": text("column.injured"),
        "event": text("fact.event"),
        "date": text("fact.date"),
        "place": text("fact.place"),
        "weapon": text("fact.weapon"),
        "id": text("fact.id"),
        "harm": text("incident.harm"),
        "no_harm": text("incident.no_harm"),
        "parties": text("incident.parties"),
        "accused": text("incident.accused"),
        "nobody": text("incident.nobody_accused"),
        "target": text("incident.target"),
        "no_target": text("incident.no_target"),
        "matrix": text("incident.matrix"),
        "grade": text("incident.grade"),
        "contested": text("incident.contested_note"),
        "differ": text("incident.sources_differ"),
        "all": text("incident.over_sources"),
        "comma": text("value.comma"),
        "semicolon": text("digest.semicolon"),
    }


def _describe_scope(edition: Edition, scope: Scope, wording: Wording) -> str:
    parts = [wording.text("digest.about", name=isolate_plain(name)) for name in (scope.place, scope.actor) if name]
    if edition.released:
        parts.append(wording.text("digest.as_of", day=wording.period(edition.released, edition.released)))
    return " \u00b7 ".join(parts) or wording.text("digest.everywhere")


def _make_days(days: dict[str, Toll], scope: Scope, wording: Wording) -> tuple[Day, ...]:
    if not days:
        return ()
    made = []
    for back in range(DAYS_SHOWN - 1, -1, -1):
        day = scope.last - timedelta(days=back)
        toll = days.get(day.isoformat(), Toll())
        label = str(day.day) if back % 2 == 0 else ""
        inside = scope.first <= day <= scope.last
        made.append(Day(wording.period(day, day), label, toll.incidents, toll.killed_min, toll.killed_max, inside))
    return tuple(made)


def _is_named(wanted: str, names: Iterable[str | None]) -> bool:
    words = list(fold_words(wanted))
    return bool(words) and any(set(words) <= set(fold_words(name)) for name in names if name)


def _rank(incident: Incident) -> tuple[int, str, str]:
    row = make_row(incident)
    killed = (row.killed.max or row.killed.min or 0) if row.killed else 0
    return -killed, incident.date.start or "", incident.incident_id
