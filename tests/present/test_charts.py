"""Geometry of the charts: positions in per cent, turned round for right-to-left pages."""

from datetime import date

import pytest

from sijill.model import FieldAssessment, HarmCell, SourceValue
from sijill.present.charts.axis import make_axis
from sijill.present.charts.ranges import make_range_charts
from sijill.present.charts.timeline import make_timeline
from sijill.store.views import TimelinePoint


@pytest.mark.parametrize(("highest", "top", "step"), [(0, 1, 1), (1, 1, 1), (4, 4, 1), (14, 15, 5), (23, 25, 5), (101, 150, 50)])
def test_an_axis_has_round_steps_and_reaches_the_highest(highest, top, step):
    axis = make_axis(highest)
    assert (axis.top, axis.step) == (top, step)


def test_an_axis_runs_from_the_right_on_right_to_left_pages():
    assert make_axis(10).place(2) == 20
    assert make_axis(10, rtl=True).place(2) == 80
    assert make_axis(10, rtl=True).stretch(2, 5) == (50, 30)


def say(low, high, exactness="exact"):
    return SourceValue(source="x", claim_ids=("c",), min=low, max=high, exactness=exactness, words="some")


def chart(*values, low=3, high=14, best=9):
    field = FieldAssessment(
        field="killed.civilian",
        values=values,
        min=low,
        max=high,
        best=best,
        sensitivity={"range": HarmCell(low, high, best)},
        contested=True,
    )
    return make_range_charts([field], rtl=False)[0]


def test_an_exact_number_is_a_point_and_a_range_is_a_bar():
    point, bar = chart(say(9, 9), say(3, 14)).bars
    assert point.point == 60
    assert (bar.x, bar.width, bar.point) == (20, pytest.approx(73.333), None)


def test_a_number_without_an_upper_end_runs_on_to_the_edge():
    (bar,) = chart(say(11, None, "at_least"), high=None).bars
    assert bar.open_x is not None
    assert bar.open_x + bar.open_width == 100
    assert bar.point is not None


def day(start, incidents=1, low=1, high=2):
    return TimelinePoint(start=start, incidents=incidents, killed_min=low, killed_max=high, killed_best=low, injured_min=0, injured_max=0)


def test_quiet_days_have_a_place_on_the_timeline():
    timeline = make_timeline([day("2031-03-01"), day("2031-03-05", incidents=3)], rtl=False)
    assert timeline.bucket == "day"
    assert [c.incidents for c in timeline.columns] == [1, 0, 0, 0, 3]
    assert timeline.columns[-1].height == timeline.bar_height


def test_long_periods_are_counted_by_month_and_by_year():
    by_month = make_timeline([day("2030-01-15"), day("2031-12-03")], rtl=False)
    assert (by_month.bucket, len(by_month.columns)) == ("month", 24)
    assert by_month.columns[0].last == date(2030, 1, 31)
    by_year = make_timeline([day("2001-01-15"), day("2031-12-03")], rtl=False)
    assert (by_year.bucket, len(by_year.columns)) == ("year", 31)


def test_time_runs_from_the_right_on_right_to_left_pages():
    left, right = (make_timeline([day("2031-03-01"), day("2031-03-02")], rtl=rtl).columns for rtl in (False, True))
    assert left[0].x < left[1].x
    assert right[0].x > right[1].x


def test_nothing_dated_means_no_timeline():
    assert make_timeline([], rtl=False) is None


def test_a_lone_incident_long_ago_does_not_squeeze_the_rest():
    timeline = make_timeline([day("1941-01-01"), *(day(f"2031-03-{n:02}") for n in range(1, 25))], rtl=False)
    assert (timeline.bucket, timeline.before, timeline.after) == ("day", 1, 0)
    assert str(timeline.day_before) == "2031-02-28"
