"""Chains: which days the numbers of one series belong to, from a few numbers whose days are known, some of them wrongly.

In: numbers, each with one or more days (ordinals) that may be its own, and what these weigh. Out: `Chain`, which tells the first and last
day that any number of the series may belong to.
Numbers rise with time, so the days kept are the heaviest sequence that never falls (a longest non-decreasing subsequence with weights,
after Schensted 1961): a page that was edited later, or that names another day first, does not fit and is left out. Between two known
days a number's day is interpolated, beyond them extrapolated; how far that may be wrong grows with the distance.
Not here: where numbers and days come from (`link.reportdays`).
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

import msgspec

# Half the width of an estimate: a day, and shares of the days between its neighbours and of those beyond the last known day. Of 500
# reports whose day was hidden, 99 in 100 lay within a day of theirs.
LEAST, BETWEEN, BEYOND = 1.0, 0.1, 0.2
# A series whose known days span less than this does not tell how fast its numbers rise.
LEAST_SPAN = 7
OPEN_DAYS = 4000
# A day that lies so many times further off than others, and some days more, is no day of its number.
WRONG, WRONG_DAYS = 3, 4
# So many known days on either side of one tell where it should be.
AROUND = 5


class Chain(msgspec.Struct, frozen=True):
    """Numbers that rise, and days that do not fall, of equal length and not empty, and what each day weighs."""

    numbers: tuple[int, ...]
    days: tuple[int, ...]
    weights: tuple[float, ...]

    def estimate(self, number: int) -> tuple[int, int]:
        """Return the first and last day (inclusive) that `number` may belong to; `OPEN_DAYS` away where an end is not known."""
        low, high = bisect_left(self.numbers, number), bisect_right(self.numbers, number)
        if low < high:
            return self.days[low], self.days[low]
        if 0 < low < len(self.numbers):
            return self._interpolate(low, number)
        return self._extrapolate(number, back=low == 0)

    def _interpolate(self, after: int, number: int) -> tuple[int, int]:
        first, last = self.days[after - 1], self.days[after]
        share = (number - self.numbers[after - 1]) / (self.numbers[after] - self.numbers[after - 1])
        middle = first + share * (last - first)
        half = LEAST + BETWEEN * (last - first) * math.sqrt(share * (1 - share))
        return max(first, math.floor(middle - half)), min(last, math.ceil(middle + half))

    def _extrapolate(self, number: int, *, back: bool) -> tuple[int, int]:
        edge = 0 if back else -1
        day, span = self.days[edge], self.days[-1] - self.days[0]
        if span < LEAST_SPAN:
            return (day - OPEN_DAYS, day) if back else (day, day + OPEN_DAYS)
        away = min(OPEN_DAYS, abs(number - self.numbers[edge]) * span / (self.numbers[-1] - self.numbers[0]))
        near, far = away - LEAST - BEYOND * away, away + LEAST + BEYOND * away
        if back:
            return math.floor(day - far), min(day, math.ceil(day - near))
        return max(day, math.floor(day + near)), math.ceil(day + far)


def find_chain(known: Mapping[int, Mapping[int, float]]) -> Chain | None:
    """Return the chain of `number → day → weight`, None for no days. Of equally heavy chains the one that ends earliest."""
    days: list[int] = []
    weights: list[float] = []  # of the heaviest chain that ends on a day; rises with the days
    ends: list[int] = []
    steps: list[tuple[int, int, int]] = []  # number, day, step before
    for number in sorted(known):
        before = [(day, weight, bisect_right(days, day) - 1) for day, weight in known[number].items()]
        found = [(day, weight + (weights[at] if at >= 0 else 0.0), ends[at] if at >= 0 else -1) for day, weight, at in before]
        for day, total, step in sorted(found):
            at = bisect_right(days, day)
            if at and weights[at - 1] >= total:
                continue
            start = at - 1 if at and days[at - 1] == day else at
            stop = start
            while stop < len(days) and weights[stop] <= total:
                stop += 1
            steps.append((number, day, step))
            days[start:stop], weights[start:stop], ends[start:stop] = [day], [total], [len(steps) - 1]
    chosen: list[tuple[int, int]] = []
    step = ends[-1] if ends else -1
    while step >= 0:
        number, day, step = steps[step]
        chosen.append((number, day))
    return _drop_wrong([(n, d, known[n][d]) for n, d in reversed(chosen)]) if chosen else None


def _drop_wrong(points: list[tuple[int, int, float]]) -> Chain:
    """Return the chain of (number, day, weight) without days that lie far from where the others would have them."""
    while True:
        errors = [_measure_error(points, at) for at in range(len(points))] if len(points) > 2 else []
        worst = [error > 0 and error == max(errors[max(0, at - AROUND) : at + AROUND + 1]) for at, error in enumerate(errors)]
        kept = [p for p, is_worst in zip(points, worst, strict=True) if not is_worst] if errors else points
        if len(kept) == len(points) or len(kept) < 2:
            return Chain(*zip(*points, strict=True))
        points = kept


def _measure_error(points: list[tuple[int, int, float]], at: int) -> float:
    """Return by how many days a point lies further off than its neighbours allow, by its weight; 0 for a point that fits."""
    number, day, weight = points[at]
    others = points[max(0, at - AROUND) : at] + points[at + 1 : at + 1 + AROUND]
    first, last = Chain(*zip(*others, strict=True)).estimate(number)
    if last - first >= OPEN_DAYS:
        return 0.0
    middle, half = (first + last) / 2, (last - first) / 2
    return max(0.0, abs(day - middle) - WRONG * half - WRONG_DAYS) / weight
