"""Comparisons: each says at which level two accounts agree on one thing; what a level is worth is in the weights.

In: a table and two equally long arrays of row numbers. Out: for each comparison an array of levels (indexes into its `LEVELS`).
Every comparison is a pure function of the two rows, so a pair's levels never change when other documents are added.
Not here: weights (`packs/linking/weights.yml`), which pairs are compared (`link.blocks`).
"""

from collections.abc import Callable, Mapping
from itertools import product

import numpy as np
import numpy.typing as npt

from sijill.link.table import NONE, Ints, Table
from sijill.link.weights import LinkRules
from sijill.packs import Packs

Levels = npt.NDArray[np.int8]
EARTH_KM = 6371.0088

_WHEN_LEVELS: Mapping[str, tuple[str, ...]] = {
    "date": ("unknown", "same_day", "next_day", "days", "week", "far", "overlap", "apart", "fits", "misses"),
    "calendar": ("unknown", "same_day", "next_day", "other_day", "same_weekday", "next_weekday", "other_weekday"),
    "report": ("unknown", "same_day", "next_day", "shared_day", "days", "week", "far", "same_weekday", "other_weekday"),
    "estimate": ("unknown", "same_day", "next_day", "days", "weeks", "later", "apart"),
}
LEVELS: Mapping[str, tuple[str, ...]] = {
    "prior": ("always",),
    **_WHEN_LEVELS,
    "focus": ("none", "one", "both"),
    "place": (
        "unknown",
        "same",
        "same_common",
        "near",
        "close",
        "region",
        "far",
        "same_area",
        "inside",
        "outside",
        "other_name",
        "same_seat",
        "in_province",
    ),
    "event": ("other", "same", "class", "generic", "related"),
    "killed": ("unknown", "equal", "equal_small", "compatible", "updated", "contradicting", "none_some", "both_none"),
    "injured": ("unknown", "equal", "equal_small", "compatible", "updated", "contradicting", "none_some", "both_none"),
    "detail": ("unknown", "shared", "different"),
    "perpetrator": ("unknown", "same", "related", "other"),
    "target": ("unknown", "same", "other"),
    "weapon": ("unknown", "same", "other"),
}
YEAR_DAYS = 365.25
NEAR_CHARS, FAR_CHARS = 400, 2000


class Comparer:
    """Compares rows of one table; what needs packs and rules is looked up once for each pair of distinct values.

    Without `weigh_names` no name of a place is common, so that the levels do not depend on the other rows of the table.
    """

    def __init__(self, table: Table, rules: LinkRules, packs: Packs, *, weigh_names: bool = True) -> None:
        self.table = table
        self.rules = rules
        self._packs = packs
        self._common = find_common_rows(table, rules) if weigh_names else np.zeros(len(table), dtype=bool)
        codes = table.codes
        self._matrices = {
            "event": _Matrix("event", codes["event_types"].values, self._event_level),
            "perpetrator": _Matrix("perpetrator", codes["perpetrators"].values, self._perpetrator_level),
            "target": _Matrix("target", codes["targets"].values, _set_level),
            "weapon": _Matrix("weapon", codes["weapons"].values, _set_level),
        }

    def compare(self, left: Ints, right: Ints) -> dict[str, Levels]:
        """Return the levels of every comparison but the texts and the estimated days of the reports."""
        t = self.table
        levels = {"prior": np.zeros(len(left), dtype=np.int8)}
        levels["date"] = self._dates(left, right)
        levels["calendar"] = _calendars(t, left, right)
        levels["report"] = _reports(t, left, right)
        levels["focus"] = t.focus[left].astype(np.int8) + t.focus[right].astype(np.int8)
        levels["place"] = self._places(left, right)
        for name, column in (("event", "event_types"), ("perpetrator", "perpetrators"), ("target", "targets"), ("weapon", "weapons")):
            levels[name] = self._matrices[name].get(t.column(column)[left], t.column(column)[right])
        for name in ("killed", "injured"):
            levels[name] = _tolls(t, name, left, right)
        both = (t.detail[left] != 0) & (t.detail[right] != 0)
        shared = (t.detail[left] & t.detail[right]) != 0
        levels["detail"] = _choose("detail", len(left), [(both & shared, "shared"), (both, "different")])
        return levels

    def _dates(self, left: Ints, right: Ints) -> Levels:
        t = self.table
        known = (t.first[left] != NONE) & (t.first[right] != NONE)
        gap = np.maximum(np.maximum(t.first[right] - t.last[left], t.first[left] - t.last[right]), 0)
        precise = known & t.precise[left] & t.precise[right]
        fits, misses = self._news_windows(left, right)
        return _choose(
            "date",
            len(left),
            [
                (precise & (gap == 0), "same_day"),
                (precise & (gap == 1), "next_day"),
                (precise & (gap <= 3), "days"),
                (precise & (gap <= 7), "week"),
                (precise, "far"),
                (known & (gap == 0), "overlap"),
                (known, "apart"),
                (fits, "fits"),
                (misses, "misses"),
            ],
        )

    def _news_windows(self, left: Ints, right: Ints) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Return where an undated account's document is about as old as the other account, and where it cannot be."""
        t = self.table
        spans = []
        for rows in (left, right):
            dated = t.first[rows] != NONE
            published = t.as_of[rows]
            first = np.where(dated, t.first[rows], np.where(published != NONE, published - self.rules.news_days, NONE))
            last = np.where(dated, t.last[rows], published)
            spans.append((first, last, (first != NONE)))
        (a_first, a_last, a_known), (b_first, b_last, b_known) = spans
        known = a_known & b_known
        overlap = (a_first <= b_last) & (b_first <= a_last)
        return known & overlap, known & ~overlap

    def _places(self, left: Ints, right: Ints) -> Levels:
        t = self.table
        sure = t.sure[left] & t.sure[right]
        points = t.point[left] & t.point[right]
        seats, seat = t.seat[left] & t.seat[right], t.seat[left] | t.seat[right]
        named = (t.name[left] != NONE) & (t.name[right] != NONE)
        same = (sure & (t.place[left] == t.place[right])) | (named & (t.name[left] == t.name[right]))
        common = self._common[left] | self._common[right]
        km = distance_km(t.lat[left], t.lon[left], t.lat[right], t.lon[right])
        reach = t.radius[left] + t.radius[right]
        areas = (t.admin1[left] != NONE) & (t.admin1[right] != NONE)
        same_area = areas & (t.admin1[left] == t.admin1[right])
        abroad = (t.country[left] != NONE) & (t.country[right] != NONE) & (t.country[left] != t.country[right])
        return _choose(
            "place",
            len(left),
            [
                (same & seats, "same_seat"),
                (same & points & ~common, "same"),
                (same & points, "same_common"),
                (same, "same_area"),
                (sure & points & (km <= 3.0), "near"),
                (seat & points & same_area, "in_province"),
                (sure & points & (km <= 12.0), "close"),
                (sure & points & (km <= 50.0), "region"),
                (sure & points, "far"),
                (named & points, "other_name"),
                (abroad, "outside"),
                (areas & ~same_area, "outside"),
                (same_area, "inside"),
                (sure & ~points & (km <= reach), "inside"),
                (sure & ~points, "outside"),
            ],
        )

    def _event_level(self, left: tuple[str, ...], right: tuple[str, ...]) -> str:
        if set(left) & set(right):
            return "same"
        pairs = list(product(left, right))
        class_of = self.rules.class_of
        if any(class_of.get(a, a) == class_of.get(b, b) for a, b in pairs):
            return "class"
        if any(a in self.rules.generic or b in self.rules.generic for a, b in pairs):
            return "generic"
        group_of = self.rules.group_of
        return "related" if any(group_of.get(a, a) == group_of.get(b, b) for a, b in pairs) else "other"

    def _perpetrator_level(self, left: tuple[str, ...], right: tuple[str, ...]) -> str:
        if not left or not right:
            return "unknown"
        if set(left) & set(right):
            return "same"
        a, b = self._relatives(left), self._relatives(right)
        return "related" if a & b else "other"

    def _relatives(self, actors: tuple[str, ...]) -> set[str]:
        """Return actors, what they are part of, and who backs them."""
        lineages = {ancestor for actor in actors for ancestor in self._packs.get_lineage(actor)}
        return lineages | {b for a in lineages if a in self._packs.actors for b in self._packs.actors[a].backers}


class _Matrix:
    """Levels of pairs of distinct values, each worked out when it is first asked for."""

    def __init__(self, name: str, values: list[tuple[str, ...]], level: Callable[[tuple[str, ...], tuple[str, ...]], str]) -> None:
        self._names = LEVELS[name]
        self._values = values
        self._level = level
        self._levels = np.full((len(values), len(values)), -1, dtype=np.int8)

    def get(self, left: Ints, right: Ints) -> Levels:
        """Return the levels of pairs of codes."""
        found: Levels = self._levels[left, right]
        missing = found < 0
        if missing.any():
            for pair in np.unique(left[missing] * len(self._values) + right[missing]).tolist():
                i, j = divmod(pair, len(self._values))
                self._levels[i, j] = self._levels[j, i] = self._names.index(self._level(self._values[i], self._values[j]))
            found = self._levels[left, right]
        return found


def find_common_rows(table: Table, rules: LinkRules) -> npt.NDArray[np.bool_]:
    """Return which rows name a place that very many documents name."""
    named = np.flatnonzero(table.name != NONE)
    pairs = np.sort(table.name[named] * (int(table.document.max(initial=0)) + 1) + table.document[named])
    pairs = pairs[np.diff(pairs, prepend=-1) != 0] // (int(table.document.max(initial=0)) + 1)
    counts = np.bincount(pairs, minlength=len(table.codes["name"].of) + 1)
    common: npt.NDArray[np.bool_] = (table.name != NONE) & (counts[np.maximum(table.name, 0)] > rules.common_name)
    return common


def compare_positions(table: Table, left: Ints, right: Ints) -> Levels:
    """Return how far apart two accounts of one document stand in it: `near`, `middle` or `far`."""
    gap = np.abs(table.start[left] - table.start[right])
    return _choose("text", len(left), [(gap <= NEAR_CHARS, "near"), (gap <= FAR_CHARS, "middle"), (gap > FAR_CHARS, "far")], WITHIN_TEXT)


WITHIN_TEXT = ("unknown", "near", "middle", "far")
WORDS = ("unknown", "words_0", "words_1", "words_2", "words_3", "words_4", "words_5")
HEADS = ("unknown", "head_0", "head_1", "head_2", "head_3", "head_4", "head_5")
ACROSS_TEXT = ("unknown", "partial", "copy")


def distance_km(lat1: npt.NDArray[np.float64], lon1: npt.NDArray[np.float64], lat2: npt.NDArray[np.float64],
                lon2: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:  # fmt: skip
    """Return great-circle distances in kilometres (haversine); NaN where a coordinate is NaN."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    a = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    km: npt.NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(a)))
    return km


def _calendars(table: Table, left: Ints, right: Ints) -> Levels:
    """Return how hints at a day agree, where at least one account is not dated."""
    undated = (table.first[left] == NONE) | (table.first[right] == NONE)
    a, b = table.month_day[left], table.month_day[right]
    known = undated & (a != NONE) & (b != NONE)
    v, w = table.weekday[left], table.weekday[right]
    weekdays = undated & (v != NONE) & (w != NONE)
    turn = np.minimum((v - w) % 7, (w - v) % 7)
    return _choose(
        "calendar",
        len(left),
        [
            (known & (a == b), "same_day"),
            (known & (_count_days(a, b) <= 1), "next_day"),
            (known, "other_day"),
            (weekdays & (turn == 0), "same_weekday"),
            (weekdays & (turn == 1), "next_weekday"),
            (weekdays, "other_weekday"),
        ],
    )


def _reports(table: Table, left: Ints, right: Ints) -> Levels:
    """Return how far apart two documents were written, by the days that they name; years are left out, since many name none."""
    a, b = table.report_day[left], table.report_day[right]
    known = (a != NONE) & (b != NONE)
    gap = _count_days(a, b)
    v, w = table.report_weekday[left], table.report_weekday[right]
    weekdays = (v != NONE) & (w != NONE)
    return _choose(
        "report",
        len(left),
        [
            (known & (a == b), "same_day"),
            (known & (gap <= 1), "next_day"),
            (known & _share_days(table, left, right), "shared_day"),
            (known & (gap <= 3), "days"),
            (known & (gap <= 10), "week"),
            (known, "far"),
            (weekdays & (v == w), "same_weekday"),
            (weekdays, "other_weekday"),
        ],
    )


def compare_estimates(table: Table, left: Ints, right: Ints) -> Levels:
    """Return how far apart two documents were written, by what is known of their series, where not both were published on a known day.

    Where one of them has no year only the days of the year count.
    """
    t = table.written
    left, right = table.document[left], table.document[right]
    known = (t.first[left] != NONE) & (t.first[right] != NONE) & ~(t.published[left] & t.published[right]) & (left != right)
    a_first, a_last, b_first, b_last = t.first[left], t.last[left], t.first[right], t.last[right]
    years = np.round(((a_first + a_last) - (b_first + b_last)) / (2 * YEAR_DAYS))
    turn = np.where(t.has_year[left] & t.has_year[right], 0, np.round(years * YEAR_DAYS)).astype(np.int64)
    least = np.maximum(b_first + turn - a_last, a_first - b_last - turn)
    most = np.maximum(a_last, b_last + turn) - np.minimum(a_first, b_first + turn)
    return _choose(
        "estimate",
        len(left),
        [
            (known & (most <= 1), "same_day"),
            (known & (most <= 3), "next_day"),
            (known & (least <= 2) & (most <= 8), "days"),
            (known & (least <= 2) & (most <= 30), "weeks"),
            (known & (least > 10), "apart"),
            (known & (least > 2), "later"),
        ],
    )


def _share_days(table: Table, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Return where two documents name one day of the year."""
    shared = np.zeros(len(left), dtype=bool)
    for word in range(table.days.shape[1]):
        shared |= (table.days[left, word] & table.days[right, word]) != 0
    return shared


def _count_days(left: Ints, right: Ints) -> Ints:
    """Return about how many days lie between days of a year (month * 32 + day), the shorter way round."""
    gap = np.abs((left // 32 - right // 32) * 30 + left % 32 - right % 32)
    shorter: Ints = np.minimum(gap, np.abs(360 - gap))
    return shorter


def _tolls(table: Table, name: str, left: Ints, right: Ints) -> Levels:
    low, high, vague = table.column(f"{name}_low"), table.column(f"{name}_high"), table.column(f"{name}_vague")
    a, b = low[left], low[right]
    known = (a != NONE) & (b != NONE)
    exact = known & ~vague[left].astype(bool) & ~vague[right].astype(bool)
    small, large = np.minimum(a, b), np.maximum(a, b)
    compatible = (a <= high[right]) & (b <= high[left])
    return _choose(
        name,
        len(left),
        [
            (known & (large == 0), "both_none"),
            (known & (small == 0), "none_some"),
            (exact & (a == b) & (a >= 3), "equal"),
            (exact & (a == b), "equal_small"),
            (known & compatible, "compatible"),
            (known & (large <= np.maximum(small * 1.6, small + 2)), "updated"),
            (known, "contradicting"),
        ],
    )


def _choose(name: str, size: int, cases: list[tuple[npt.NDArray[np.bool_], str]], levels: tuple[str, ...] | None = None) -> Levels:
    """Return for each pair the level of the first case that holds, else level 0."""
    names = levels or LEVELS[name]
    out = np.zeros(size, dtype=np.int8)
    for holds, level in reversed(cases):
        out[holds] = names.index(level)
    return out


def _set_level(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    if not left or not right:
        return "unknown"
    return "same" if set(left) & set(right) else "other"
