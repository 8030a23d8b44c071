"""The overview and the lists of a site: all incidents, by month, by place, by party, and those on which sources disagree.

In: entries, the latest first. Out: pages; a long list goes on over several. Not here: the pages of incidents (`incident_page`).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from sijill.present.charts.locator import draw_map
from sijill.present.charts.timeline import Timeline, make_timeline
from sijill.present.figures import add_up, list_counted
from sijill.present.places import is_on_map, make_spot
from sijill.publish.site.entries import Entry
from sijill.publish.site.page import Pages
from sijill.store.views import IncidentRow, TimelinePoint, Toll

PAGE_SIZE = 300
SHOWN = 6
MAP_SIZE = (820, 440)
MAX_SPOTS = 1500
_UNSAFE = re.compile(r"[^a-z0-9_]+")


class Group(msgspec.Struct, frozen=True):
    """Incidents that share a place, a party or a month: the name of its file, its title, its entries."""

    slug: str
    title: str
    entries: list[Entry]


def write_overview(pages: Pages, entries: Sequence[Entry]) -> None:
    """Write the first page: map, figures, timeline, disagreements."""
    rows = [entry.row for entry in entries]
    tolls = {grade: add_up(_to_toll(row) for row in rows if row.grade == grade) for grade in pages.wording.packs.codebook.grades}
    spots = [make_spot(row) for row in sorted(rows, key=_get_killed, reverse=True) if is_on_map(row)][:MAX_SPOTS]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.event_type] = counts.get(row.event_type, 0) + 1
    days = sorted(row.start for row in rows if row.start)
    pages.write(
        "index.html",
        "overview.html",
        section="overview",
        picture=draw_map(spots, MAP_SIZE, pages.backdrop) if spots and pages.backdrop else None,
        counted=add_up(tolls[grade] for grade in list_counted(pages.wording.packs)),
        toll=add_up(tolls.values()),
        grades={grade: toll.incidents for grade, toll in tolls.items()},
        contested=[e for e in sorted(entries, key=_rank_contested, reverse=True) if e.contested][:SHOWN],
        contested_count=sum(1 for e in entries if e.contested),
        deadliest=[row for row in sorted(rows, key=_get_killed, reverse=True) if _get_killed(row)][:SHOWN],
        latest=[row for row in rows if row.start][:SHOWN],
        timeline=make_site_timeline(rows, rtl=pages.is_rtl),
        events=sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8],
        days=(days[0], days[-1]) if days else None,
    )


def write_lists(pages: Pages, entries: Sequence[Entry]) -> None:
    """Write the lists of incidents and their tables of contents."""
    wording = pages.wording
    _write_group(pages, "incidents", Group("index", wording.text("list.title"), list(entries)), section="incidents")
    contested = [entry for entry in sorted(entries, key=_rank_contested, reverse=True) if entry.contested]
    _write_group(pages, "contested", Group("index", wording.text("overview.disagree"), contested), section="contested")
    for kind, groups in (
        ("months", group_by_month(entries, pages)),
        ("places", group_by_place(entries, pages)),
        ("actors", group_by_actor(entries, pages)),
    ):
        pages.write(f"{kind}/index.html", "groups.html", section=kind, kind=kind, groups=groups)
        for group in groups:
            _write_group(pages, kind, group, section=kind)


def group_by_month(entries: Iterable[Entry], pages: Pages) -> list[Group]:
    """Return the incidents by the month they began in, the latest first."""
    months: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.row.start:
            months.setdefault(entry.row.start[:7], []).append(entry)
    wording = pages.wording
    titles = {m: wording.period(date.fromisoformat(f"{m}-01"), date.fromisoformat(f"{m}-01"), "month") for m in months}
    return [Group(month, titles[month], months[month]) for month in sorted(months, reverse=True)]


def group_by_place(entries: Iterable[Entry], pages: Pages) -> list[Group]:
    """Return the incidents by place, or by province where the place is not known or not shown; the most incidents first."""
    places: dict[str, list[Entry]] = {}
    for entry in entries:
        if (key := entry.place_key) is not None:
            places.setdefault(key[0], []).append(entry)
    names = {key: pages.wording.place_name(*_name_place(key, found[0])) or key for key, found in places.items()}
    return _rank_groups(places, names)


def group_by_actor(entries: Iterable[Entry], pages: Pages) -> list[Group]:
    """Return the incidents by party in any role, the most incidents first."""
    actors: dict[str, list[Entry]] = {}
    for entry in entries:
        for actor_id in entry.actors:
            actors.setdefault(actor_id, []).append(entry)
    known = pages.wording.packs.actors
    names = {i: known[i].get_label(pages.lang) if i in known else i for i in actors}
    return _rank_groups(actors, names)


def make_slug(key: str) -> str:
    """Return a file name for an id, the same on every run."""
    return _UNSAFE.sub("-", key.lower()).strip("-") or "unnamed"


def make_site_timeline(rows: Iterable[IncidentRow], *, rtl: bool) -> Timeline | None:
    """Return the timeline of the incidents that have a day."""
    days: dict[str, Toll] = {}
    for row in rows:
        if row.start:
            days[row.start[:10]] = add_up((days.get(row.start[:10], Toll()), _to_toll(row)))
    points = [
        TimelinePoint(
            start=day,
            incidents=toll.incidents,
            killed_min=toll.killed_min,
            killed_max=toll.killed_max,
            killed_best=toll.killed_min,
            injured_min=toll.injured_min,
            injured_max=toll.injured_max,
        )
        for day, toll in sorted(days.items())
    ]
    return make_timeline(points, rtl=rtl)


def _write_group(pages: Pages, folder: str, group: Group, *, section: str) -> None:
    """Write a list of incidents, over several pages where it is long."""
    parts = [group.entries[at : at + PAGE_SIZE] for at in range(0, len(group.entries), PAGE_SIZE)] or [[]]
    names = [f"{group.slug}.html" if number == 1 else f"{group.slug}-{number}.html" for number in range(1, len(parts) + 1)]
    for number, part in enumerate(parts, start=1):
        pages.write(
            f"{folder}/{names[number - 1]}",
            "list.html",
            section=section,
            folder=folder,
            title=group.title,
            rows=[entry.row for entry in part],
            contested={entry.row.incident_id: entry.contested for entry in part},
            count=len(group.entries),
            number=number,
            names=names,
        )


def _rank_groups(groups: dict[str, list[Entry]], names: dict[str, str]) -> list[Group]:
    """Return groups, the largest first, each with a file name of its own."""
    taken: dict[str, int] = {}
    made = []
    for key in sorted(groups, key=lambda k: (-len(groups[k]), k)):
        slug = make_slug(key)
        taken[slug] = taken.get(slug, 0) + 1
        slug = slug if taken[slug] == 1 else f"{slug}-x{taken[slug]}"
        made.append(Group(slug, names[key], groups[key]))
    return made


def _name_place(key: str, entry: Entry) -> tuple[str | None, str | None]:
    row = entry.row
    return (row.place_name, row.place_name_ar) if row.place_id == key else (row.admin1, None)


def _to_toll(row: IncidentRow) -> Toll:
    """Return the headline numbers of an incident; an open upper end counts as the lower one."""
    ends = [(cell.min or 0, cell.max if cell.max is not None else cell.min or 0) if cell else (0, 0) for cell in (row.killed, row.injured)]
    return Toll(1, *ends[0], *ends[1])


def _get_killed(row: IncidentRow) -> int:
    return (row.killed.max or row.killed.min or 0) if row.killed else 0


def _rank_contested(entry: Entry) -> tuple[int, int, str]:
    """How much sources disagree: number of contested fields, then the width of the range of people killed."""
    killed = entry.row.killed
    width = (killed.max or 0) - (killed.min or 0) if killed else 0
    return len(entry.contested), width, entry.row.incident_id
