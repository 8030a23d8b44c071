"""A map as a picture: where incidents happened, on the base map, as SVG that needs no script and can be printed.

In: spots with their radius of doubt, the base map and the register's own layer, a size in pixels. Out: SVG markup with classes (`m-land`,
`m-river`, `g-fair`, …) that a style sheet colours; `COLOURS` are the colours for paper.
Not here: the map that can be moved (`sijill/web/frontend/src/map`).
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from markupsafe import Markup, escape

from sijill.present.ground import Box, Ground, cut_ground
from sijill.present.landmarks import Town
from sijill.present.own_layer import Layer

KM_PER_DEGREE = 111.32
SMALLEST_KM = 110.0
MARGIN = 1.35
# Of so many spots, this share has to be on the picture.
MANY = 20
KEPT = 0.8
KEPT_PICTURES = 256
LINE = 13.0
# How the kinds of the register's own layer are drawn, from the ground up.
OWN_CLASSES = {
    "land": "m-own",
    "area": "m-area",
    "water": "m-water",
    "division": "m-division",
    "road": "m-road",
    "river": "m-river",
    "border": "m-border",
}
LETTER = 6.2
COLOURS = """
.m-sea{fill:#dde7ea}.m-land{fill:#f7f6f1}.m-own{fill:#fffefb}.m-area{fill:#efecdf}.m-water{fill:#dde7ea}
.m-coast,.m-river{fill:none;stroke:#9fbcc8}.m-coast{stroke-width:.7}.m-river{stroke-width:1.3}
.m-division{fill:none;stroke:#c5c6bd;stroke-dasharray:3 2}.m-road{fill:none;stroke:#d3d2c8}
.m-border{fill:none;stroke:#8f948f;stroke-width:1.2}.m-open{fill:none;stroke:#8f948f;stroke-dasharray:2 2}
text{font-family:"IBM Plex Sans","IBM Plex Sans Arabic",sans-serif;font-size:11px;fill:#5f6770}.m-river-name{font-style:italic;fill:#47707f}
.m-label{font-size:12px;font-weight:600;fill:#171a1d}.m-halo{stroke:#f7f6f1;stroke-width:3;stroke-linejoin:round}.m-town{fill:#5f6770}
.m-doubt{fill-opacity:.1;stroke-dasharray:2 2}.m-spot{stroke:#fff;stroke-width:1.2;fill-opacity:.88}
.g-confirmed{fill:#0b4a6f;color:#0b4a6f}.g-fair{fill:#1f86b4;color:#1f86b4}.g-weak{fill:#8794a0;color:#8794a0}
.g-contested{fill:#d55e00;color:#d55e00}.g-discounted{fill:#5c5c5c;color:#5c5c5c}.m-doubt{stroke:currentColor}
"""


class Spot(msgspec.Struct, frozen=True):
    """A place on the picture: `km` is its radius of doubt, `radius` its size in pixels; `label` is shown where there is room."""

    lat: float
    lon: float
    grade: str
    km: float = 0.0
    radius: float = 6.0
    label: str = ""
    url: str = ""


class Picture:
    """A map under way: from degrees to pixels, and which pixels have words on them."""

    def __init__(self, box: Box, width: int, height: int) -> None:
        self.box = box
        self.width = width
        self.height = height
        self.scale = width / (box[2] - box[0])
        self._top = _mercator(box[3])
        self._taken: list[tuple[float, float, float, float]] = []

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point stands, in pixels."""
        return (lon - self.box[0]) * self.scale, (self._top - _mercator(lat)) * self.scale

    def path(self, line: Sequence[int], steps: int, *, closed: bool = False) -> str:
        """Return a packed line as the data of a path; points nearer than half a pixel to the one before are left out."""
        points, x, y = [], 0, 0
        for dx, dy in zip(line[::2], line[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / steps, y / steps))
        return self.trace(points, closed=closed)

    def trace(self, points: Iterable[Sequence[float]], *, closed: bool = False) -> str:
        """Return points in degrees as the data of a path."""
        parts: list[str] = []
        last = (-9e9, -9e9)
        for lon, lat, *_ in points:
            x, y = self.place(lon, lat)
            if abs(x - last[0]) + abs(y - last[1]) >= 0.5:
                parts.append(f"{'L' if parts else 'M'}{x:.1f} {y:.1f}")
                last = (x, y)
        return "".join(parts) + ("Z" if closed else "") if len(parts) > 1 else ""

    def write(self, words: str, x: float, y: float, kind: str, *, around: bool = True) -> str:
        """Return words in the middle of a place (`around`) or below it, or nothing where other words or the edge are in the way."""
        half = len(words) * LETTER / 2 + 2
        y = y + 4 if around else y + LINE
        area = (x - half, y - LINE, x + half, y + 3)
        inside = area[0] >= 0 and area[1] >= 0 and area[2] <= self.width and area[3] <= self.height
        if not inside or any(_overlap(area, other) for other in self._taken):
            return ""
        self._taken.append(area)
        at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="middle"'
        return f'<text class="{kind} m-halo" {at} aria-hidden="true">{escape(words)}</text><text class="{kind}" {at}>{escape(words)}</text>'

    def keep_free(self, x: float, y: float, radius: float) -> None:
        """Let no words stand on a spot."""
        self._taken.append((x - radius, y - radius, x + radius, y + radius))


def make_frame(spots: Sequence[Spot], width: int, height: int) -> Box:
    """Return the box around the spots and their doubt, with a margin, in the shape of the picture; never narrower than `SMALLEST_KM`."""
    reach = [min(spot.km, 150.0) / KM_PER_DEGREE for spot in spots]
    lats = [s.lat + sign * r for s, r in zip(spots, reach, strict=True) for sign in (-1, 1)]
    shrink = max(math.cos(math.radians(sum(lats) / len(lats))), 0.05)
    lons = [s.lon + sign * r / shrink for s, r in zip(spots, reach, strict=True) for sign in (-1, 1)]
    middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    smallest = SMALLEST_KM / KM_PER_DEGREE
    across = max((max(lons) - min(lons)) * MARGIN, smallest / shrink)
    along = max((max(lats) - min(lats)) * MARGIN, smallest)
    across = max(across, along / shrink * width / height)
    along = across * shrink * height / width
    return middle[0] - across / 2, max(middle[1] - along / 2, -84.0), middle[0] + across / 2, min(middle[1] + along / 2, 84.0)


def keep_main(spots: Sequence[Spot]) -> list[Spot]:
    """Return the spots without those that lie far from all others, when there are many: the fifth farthest from the middle."""
    if len(spots) < MANY:
        return list(spots)
    lats, lons = sorted(s.lat for s in spots), sorted(s.lon for s in spots)
    middle = lats[len(lats) // 2], lons[len(lons) // 2]
    ranked = sorted(range(len(spots)), key=lambda i: (math.hypot(spots[i].lat - middle[0], spots[i].lon - middle[1]), i))
    kept = set(ranked[: math.ceil(len(spots) * KEPT)])
    return [spot for number, spot in enumerate(spots) if number in kept]


class Backdrop:
    """What lies below the spots of many pictures: a part of the base map, the register's own layer, towns for orientation, a language."""

    def __init__(self, ground: Ground, own: Layer, towns: Sequence[Town], lang: str) -> None:
        self.ground = ground
        self.own = own
        self.towns = tuple(towns)
        self.arabic = lang == "ar"
        self._drawn: dict[tuple[Box, int, int], tuple[Ground, str]] = {}

    def draw(self, picture: "Picture") -> tuple[Ground, str]:
        """Return the base map within the picture, and everything that lies below the spots; kept, for many incidents share a place."""
        key = (picture.box, picture.width, picture.height)
        if key not in self._drawn:
            if len(self._drawn) >= KEPT_PICTURES:
                self._drawn.clear()
            ground = cut_ground(self.ground, picture.box)
            drawn = _draw_ground(picture, ground) + _draw_own(picture, self.own) + _draw_borders(picture, ground)
            self._drawn[key] = (ground, drawn)
        return self._drawn[key]


def draw_map(spots: Sequence[Spot], size: tuple[int, int], backdrop: Backdrop, *, label: str = "") -> Markup:
    """Return the picture; `label` is what a screen reader says of it. `spots` is not empty."""
    width, height = size
    spots = keep_main(spots)
    picture = Picture(make_frame(spots, width, height), width, height)
    ground, below = backdrop.draw(picture)
    placed = [(spot, *picture.place(spot.lon, spot.lat)) for spot in spots]
    for spot, x, y in placed:
        picture.keep_free(x, y, spot.radius)
    marks = [_draw_spot(picture, spot, x, y) for spot, x, y in placed]
    names = [picture.write(spot.label, x, y + spot.radius, "m-label", around=False) for spot, x, y in placed if spot.label]
    names += _name_own(picture, backdrop.own, arabic=backdrop.arabic)
    names += _name_towns(picture, [t for t in backdrop.towns if _is_inside(picture.box, (t.lon, t.lat))])
    names += _name_ground(picture, ground, arabic=backdrop.arabic)
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    head = f'<svg class="locator" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {said}>'
    sea = f'<rect class="m-sea" width="{width}" height="{height}"/>'
    return Markup("".join([head, sea, below, *marks, *names, "</svg>"]))


def _draw_ground(picture: Picture, ground: Ground) -> str:
    steps = ground.steps
    land = "".join(picture.path(ring, steps, closed=True) for rings in ground.land for ring in rings)
    lakes = "".join(picture.path(ring, steps, closed=True) for _, _, rings in ground.lakes for ring in rings)
    divisions = "".join(picture.path(line, steps) for line in ground.divisions)
    rivers = "".join(picture.path(line, steps) for _, _, line in ground.rivers)
    drawn = {"m-land": land, "m-water": lakes, "m-coast": land, "m-division": divisions, "m-river": rivers}
    return "".join(_path(css, data) for css, data in drawn.items())


def _draw_borders(picture: Picture, ground: Ground) -> str:
    kinds = {kind: "".join(picture.path(line, ground.steps) for k, line in ground.borders if k == kind) for kind in (0, 1)}
    return _path("m-border", kinds[0]) + _path("m-open", kinds[1])


def _draw_own(picture: Picture, own: Layer) -> str:
    drawn = {kind: "".join(_trace(picture, f.geometry) for f in own.features if f.properties["kind"] == kind) for kind in OWN_CLASSES}
    return "".join(_path(css, drawn[kind]) for kind, css in OWN_CLASSES.items())


def _trace(picture: Picture, geometry: dict[str, Any]) -> str:
    lines: Any = geometry["coordinates"]
    kind = geometry["type"]
    if kind == "LineString":
        return picture.trace(lines)
    if kind == "MultiLineString":
        return "".join(picture.trace(line) for line in lines)
    if kind == "Polygon":
        return "".join(picture.trace(ring, closed=True) for ring in lines)
    return "".join(picture.trace(ring, closed=True) for rings in lines for ring in rings) if kind == "MultiPolygon" else ""


def _draw_spot(picture: Picture, spot: Spot, x: float, y: float) -> str:
    doubt = spot.km / KM_PER_DEGREE / max(math.cos(math.radians(spot.lat)), 0.05) * picture.scale
    area = f'<circle class="m-doubt g-{spot.grade}" cx="{x:.1f}" cy="{y:.1f}" r="{doubt:.1f}"/>' if doubt > spot.radius else ""
    return f'{area}<circle class="m-spot g-{spot.grade}" cx="{x:.1f}" cy="{y:.1f}" r="{spot.radius:g}"/>'


def _name_own(picture: Picture, own: Layer, *, arabic: bool) -> list[str]:
    names = []
    for feature in own.features:
        name = (feature.properties.get("name_ar") if arabic else None) or feature.properties.get("name")
        if name and feature.properties["kind"] == "name":
            names.append(picture.write(str(name), *picture.place(*feature.geometry["coordinates"][:2]), "m-name"))
        elif name and feature.properties["kind"] == "river":
            inside = [p for p in feature.geometry["coordinates"] if _is_inside(picture.box, p)]
            if inside:
                names.append(picture.write(str(name), *picture.place(*inside[len(inside) // 2][:2]), "m-river-name"))
    return names


def _name_towns(picture: Picture, towns: Sequence[Town]) -> list[str]:
    found = []
    for town in towns:
        x, y = picture.place(town.lon, town.lat)
        words = picture.write(town.name, x, y - LINE - 3, "m-name", around=False)
        if words:
            found.append(f'<circle class="m-town" cx="{x:.1f}" cy="{y:.1f}" r="1.6"/>{words}')
    return found


def _name_ground(picture: Picture, ground: Ground, *, arabic: bool) -> list[str]:
    names = [picture.write(ar if arabic else en, *picture.place(lon, lat), "m-name") for lon, lat, _, _, en, ar in ground.countries]
    seen: set[str] = set()
    for en, ar, line in sorted(ground.rivers, key=lambda river: -len(river[2])):
        if en and en not in seen:
            points = [(x / ground.steps, y / ground.steps) for x, y in _unpack(line)]
            inside = [p for p in points if _is_inside(picture.box, p)]
            if inside:
                names.append(picture.write(ar if arabic else en, *picture.place(*inside[len(inside) // 2]), "m-river-name"))
                seen.add(en)
    return names


def _unpack(line: Sequence[int]) -> list[tuple[int, int]]:
    points, x, y = [], 0, 0
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _is_inside(box: Box, point: Sequence[float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _path(css: str, data: str) -> str:
    return f'<path class="{css}" d="{data}"/>' if data else ""


def _mercator(lat: float) -> float:
    """Return the Mercator ordinate in degrees."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def _overlap(left: tuple[float, float, float, float], right: tuple[float, float, float, float]) -> bool:
    return left[0] < right[2] and right[0] < left[2] and left[1] < right[3] and right[1] < left[3]
