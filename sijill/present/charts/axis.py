"""A number axis: round steps from nought, positions in per cent, turned round for right-to-left pages."""

import msgspec

_STEPS = (1, 2, 5)


class Tick(msgspec.Struct, frozen=True):
    """A grid line with its number."""

    x: float
    value: int


class Axis(msgspec.Struct, frozen=True):
    """From 0 to `top`; `rtl` axes begin on the right."""

    top: int
    step: int
    rtl: bool = False

    def place(self, value: float) -> float:
        """Return where `value` stands, in per cent from the left."""
        share = round(100 * min(max(value, 0), self.top) / self.top, 3)
        return round(100 - share, 3) if self.rtl else share

    def stretch(self, low: float, high: float) -> tuple[float, float]:
        """Return left edge and width, in per cent, of the stretch from `low` to `high`."""
        edges = sorted((self.place(low), self.place(high)))
        return edges[0], round(edges[1] - edges[0], 3)

    @property
    def ticks(self) -> list[Tick]:
        """Grid lines from 0 to the top."""
        return [Tick(self.place(value), value) for value in range(0, self.top + 1, self.step)]


def make_axis(highest: int, *, rtl: bool = False, steps: int = 5) -> Axis:
    """Return an axis with at most about `steps` round steps that reaches `highest`."""
    size = 1
    while True:
        for factor in _STEPS:
            step = factor * size
            if step * steps >= highest:
                return Axis(top=max(step * -(-highest // step), step), step=step, rtl=rtl)
        size *= 10
