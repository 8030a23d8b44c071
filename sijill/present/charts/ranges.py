"""The range chart: for one harm field, what each source says, and the range and best value over all of them."""

from collections.abc import Sequence

import msgspec

from sijill.model import FieldAssessment, SourceValue
from sijill.present.charts.axis import Axis, make_axis


class RangeBar(msgspec.Struct, frozen=True):
    """One source's number: a stretch, and a point where both ends are the same. `open_*`: a stretch without a known end."""

    value: SourceValue
    x: float
    width: float
    point: float | None
    open_x: float | None = None
    open_width: float | None = None


class RangeChart(msgspec.Struct, frozen=True):
    """The bars of one harm field on a shared axis."""

    field: FieldAssessment
    axis: Axis
    bars: list[RangeBar]
    total_x: float
    total_width: float
    best: float | None


def make_range_charts(fields: Sequence[FieldAssessment], *, rtl: bool) -> list[RangeChart]:
    """Return a chart for each field that someone gives a number for; all share one axis, so that they can be compared by eye."""
    shown = [field for field in fields if field.values]
    if not shown:
        return []
    ends = [n for field in shown for value in field.values for n in (value.min, value.max) if n is not None]
    axis = make_axis(max(ends, default=1), rtl=rtl)
    return [_make_chart(field, axis) for field in shown]


def _make_chart(field: FieldAssessment, axis: Axis) -> RangeChart:
    low, high = field.min if field.min is not None else 0, field.max if field.max is not None else axis.top
    x, width = axis.stretch(low, high)
    return RangeChart(
        field=field,
        axis=axis,
        bars=[_make_bar(value, axis) for value in field.values],
        total_x=x,
        total_width=width,
        best=None if field.best is None else axis.place(field.best),
    )


def _make_bar(value: SourceValue, axis: Axis) -> RangeBar:
    low, high = value.min, value.max
    if low is not None and high is not None:
        x, width = axis.stretch(low, high)
        return RangeBar(value, x, width, axis.place(low) if low == high else None)
    open_x, open_width = axis.stretch(low or 0, axis.top if high is None else high)
    known = low if low is not None else high
    return RangeBar(value, 0, 0, None if known is None else axis.place(known), open_x, open_width)
