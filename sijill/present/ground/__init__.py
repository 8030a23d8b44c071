"""The base map: land, lakes, rivers, borders, first-level divisions and names of countries, shipped with Sijill.

In: a box, in degrees. Out: `Ground`, cut to the box, whose JSON the front end draws. No tiles, no request to another machine.
The data are of Natural Earth (public domain), made small by `tools/ground.py`; names of rivers are in `rivers.yml`. Lines are steps of
`1 / steps` degrees, the first point as it is and each other as its difference from the one before.
Not here: how it is drawn (`sijill/web/frontend/src/map`).
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

FOLDER = Path(__file__).parent
Level = Literal["coarse", "fine"]
Box = tuple[float, float, float, float]
Line = tuple[int, ...]
Point = tuple[int, int]
# A box wider or higher than this is drawn from the coarse level.
WIDEST_FINE = 45.0


class Ground(msgspec.Struct, frozen=True):
    """The base map of a box: lines and rings packed as differences; names in English and in Arabic.

    `land`: polygons, the outer ring first. `lakes`: names and rings. `borders`: 1 where disputed or not final, and the line.
    `rivers`: names and the line. `countries`: longitude, latitude, rank (1 is the largest), ISO code, names.
    """

    steps: int
    land: tuple[tuple[Line, ...], ...]
    lakes: tuple[tuple[str, str, tuple[Line, ...]], ...]
    borders: tuple[tuple[int, Line], ...]
    divisions: tuple[Line, ...]
    rivers: tuple[tuple[str, str, Line], ...]
    countries: tuple[tuple[float, float, float, str, str, str], ...]
    box: Box | None = None


def read_ground(level: Level) -> bytes:
    """Return the whole world as JSON, compressed with gzip."""
    return (FOLDER / f"{level}.json.gz").read_bytes()


@lru_cache(maxsize=2)
def load_ground(level: Level) -> Ground:
    """Return the whole world."""
    return msgspec.json.decode(gzip.decompress(read_ground(level)), type=Ground)


def make_ground(box: Box) -> Ground:
    """Return the base map of a box (west, south, east, north), at the level that suits its size."""
    west, south, east, north = box
    fine = max(east - west, north - south) <= WIDEST_FINE
    return cut_ground(load_ground("fine" if fine else "coarse"), box)


def cut_ground(ground: Ground, box: Box) -> Ground:
    """Return what lies within the box; lines and rings end at its edge."""
    window = _Window(*(round(degrees * ground.steps) for degrees in box))
    return Ground(
        steps=ground.steps,
        land=tuple(rings for polygon in ground.land if (rings := _cut_rings(polygon, window))),
        lakes=tuple((en, ar, rings) for en, ar, polygon in ground.lakes if (rings := _cut_rings(polygon, window))),
        borders=tuple((kind, part) for kind, line in ground.borders for part in _cut_line(line, window)),
        divisions=tuple(part for line in ground.divisions for part in _cut_line(line, window)),
        rivers=tuple((en, ar, part) for en, ar, line in ground.rivers for part in _cut_line(line, window)),
        countries=tuple(c for c in ground.countries if box[0] <= c[0] <= box[2] and box[1] <= c[1] <= box[3]),
        box=box,
    )


class _Window(msgspec.Struct, frozen=True):
    """A box in steps."""

    west: int
    south: int
    east: int
    north: int

    def holds(self, point: Point) -> bool:
        """Is the point inside?"""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    def is_missed_by(self, points: Sequence[Point]) -> bool:
        """Do all points lie on one outer side?"""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return max(xs) < self.west or min(xs) > self.east or max(ys) < self.south or min(ys) > self.north


def _unpack(line: Line) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _pack(points: Iterable[Point]) -> Line:
    packed: list[int] = []
    x = y = 0
    for px, py in points:
        packed += [px - x, py - y]
        x, y = px, py
    return tuple(packed)


def _cut_line(line: Line, window: _Window) -> Iterator[Line]:
    """Yield the stretches of a line that are inside, each with the one point before and after."""
    points = _unpack(line)
    if window.is_missed_by(points):
        return
    stretch: list[Point] = []
    for before, after in pairwise(points):
        if window.holds(before) or window.holds(after):
            stretch = stretch or [before]
            stretch.append(after)
        elif stretch:
            yield _pack(stretch)
            stretch = []
    if stretch:
        yield _pack(stretch)


def _cut_rings(polygon: tuple[Line, ...], window: _Window) -> tuple[Line, ...]:
    """Return the rings of a polygon, cut; none where the outer one lies outside."""
    rings: list[Line] = []
    for ring in polygon:
        points = _unpack(ring)
        points = [] if window.is_missed_by(points) else _cut_ring(points, window)
        if points:
            rings.append(_pack(points))
        elif not rings:
            return ()
    return tuple(rings)


def _cut_ring(points: list[Point], window: _Window) -> list[Point]:
    """Return a ring cut at the four edges, one after the other (Sutherland and Hodgman 1974)."""
    for axis, edge, sign in ((0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1)):
        kept: list[Point] = []
        for before, after in zip([points[-1], *points], points, strict=False):
            inside, was_inside = (sign * (after[axis] - edge) >= 0), (sign * (before[axis] - edge) >= 0)
            if inside != was_inside:
                kept.append(_meet(before, after, axis, edge))
            if inside:
                kept.append(after)
        if not kept:
            return []
        points = kept
    return points if points[0] == points[-1] else [*points, points[0]]


def _meet(before: Point, after: Point, axis: int, edge: int) -> Point:
    """Return where the way between two points crosses an edge."""
    share = (edge - before[axis]) / (after[axis] - before[axis])
    other = round(before[1 - axis] + share * (after[1 - axis] - before[1 - axis]))
    return (edge, other) if axis == 0 else (other, edge)
