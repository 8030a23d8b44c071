"""The timeline: incidents and people killed by day, week, month or year, quiet times included."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from sijill.present.charts.axis import Axis, make_axis
from sijill.store.views import TimelinePoint

_LIMITS = (("day", 70), ("week", 500), ("month", 3000))
# A timeline may leave this share of incidents outside when that makes the rest readable, that is at least so many times shorter.
_OUTSIDE = 0.05
_SHORTER = 3
_GAP = 0.18
_WIDEST = 5.0
_LABELS = 8


class Column(msgspec.Struct, frozen=True):
    """One bucket from `first` to `last` (inclusive): counts, and where its bars stand (per cent across, pixels high)."""

    first: date
    last: date
    incidents: int
    killed_min: int
    killed_max: int
    cell_x: float
    cell_width: float
    x: float
    width: float
    height: float
    killed_height: float
    killed_extra: float
    labelled: bool
    even_label: bool


class Timeline(msgspec.Struct, frozen=True):
    """All buckets from the first to the last incident; `bar_height` and `harm_height` are the pixels that the tops stand for.

    `before` and `after` count the incidents that lie far from all others and are left outside.
    """

    bucket: str
    columns: list[Column]
    incidents: Axis
    killed: Axis
    bar_height: int
    harm_height: int
    before: int
    after: int

    @property
    def day_before(self) -> date:
        """The last day that is not drawn before the timeline."""
        return self.columns[0].first - timedelta(days=1)

    @property
    def day_after(self) -> date:
        """The first day that is not drawn after the timeline."""
        return self.columns[-1].last + timedelta(days=1)


def make_timeline(points: Sequence[TimelinePoint], *, rtl: bool, bar_height: int = 90, harm_height: int = 60) -> Timeline | None:
    """Return the timeline of daily points, or None without any."""
    if not points:
        return None
    points, before, after = _drop_farthest(points)
    days = [date.fromisoformat(point.start) for point in points]
    bucket = next((name for name, limit in _LIMITS if (days[-1] - days[0]).days <= limit), "year")
    sums: dict[date, list[int]] = {}
    for day, point in zip(days, points, strict=True):
        kept = sums.setdefault(_begin(day, bucket), [0, 0, 0])
        for index, number in enumerate((point.incidents, point.killed_min, point.killed_max)):
            kept[index] += number
    starts = list(_iter_starts(_begin(days[0], bucket), days[-1], bucket))
    tops = make_axis(max(n[0] for n in sums.values()), steps=3), make_axis(max(*(n[2] for n in sums.values()), 1), steps=3)
    shape = _Shape(len(starts), rtl, bar_height / tops[0].top, harm_height / tops[1].top)
    columns = [_make_column(index, start, bucket, sums.get(start, [0, 0, 0]), shape) for index, start in enumerate(starts)]
    return Timeline(bucket, columns, *tops, bar_height, harm_height, before, after)


def _drop_farthest(points: Sequence[TimelinePoint]) -> tuple[Sequence[TimelinePoint], int, int]:
    """Return the points worth drawing, and how many incidents lie before and after them."""
    total = sum(point.incidents for point in points)
    days = [date.fromisoformat(point.start).toordinal() for point in points]
    allowed = int(total * _OUTSIDE)
    best = (days[-1] - days[0], 0, len(points), 0, 0)
    before = 0
    for first, point in enumerate(points):
        if before > allowed:
            break
        last, after = len(points), 0
        while last - 1 > first and before + after + points[last - 1].incidents <= allowed:
            after += points[last - 1].incidents
            last -= 1
        best = min(best, (days[last - 1] - days[first], first, last, before, after))
        before += point.incidents
    if (best[0] + 1) * _SHORTER > days[-1] - days[0] + 1:
        return points, 0, 0
    return points[best[1] : best[2]], best[3], best[4]


class _Shape(msgspec.Struct, frozen=True):
    """What all columns share: their number, the direction, pixels for one incident and for one person."""

    count: int
    rtl: bool
    per_incident: float
    per_person: float

    @property
    def label_step(self) -> int:
        """Every how many buckets there is a label."""
        return -(-self.count // _LABELS)


def _make_column(index: int, start: date, bucket: str, numbers: Sequence[int], shape: _Shape) -> Column:
    incidents, low, high = numbers
    cell = 100 / shape.count
    cell_x = cell * (shape.count - 1 - index if shape.rtl else index)
    width = min(cell * (1 - _GAP), _WIDEST)
    return Column(
        first=start,
        last=_following(start, bucket) - timedelta(days=1),
        incidents=incidents,
        killed_min=low,
        killed_max=high,
        cell_x=round(cell_x, 4),
        cell_width=round(cell, 4),
        x=round(cell_x + (cell - width) / 2, 4),
        width=round(width, 4),
        height=round(incidents * shape.per_incident, 2),
        killed_height=round(low * shape.per_person, 2),
        killed_extra=round(max(high - low, 0) * shape.per_person, 2),
        labelled=index % shape.label_step == 0,
        even_label=index % (2 * shape.label_step) != 0,
    )


def _begin(day: date, bucket: str) -> date:
    """Return the first day of the bucket that `day` lies in."""
    if bucket == "year":
        return day.replace(month=1, day=1)
    if bucket == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if bucket == "week" else day


def _following(start: date, bucket: str) -> date:
    """Return the first day of the next bucket."""
    if bucket == "year":
        return start.replace(year=start.year + 1)
    if bucket == "month":
        return _begin(start + timedelta(days=31), "month")
    return start + timedelta(days=7 if bucket == "week" else 1)


def _iter_starts(first: date, last: date, bucket: str) -> Iterator[date]:
    while first <= last:
        yield first
        first = _following(first, bucket)
