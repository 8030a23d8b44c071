"""Places in GeoJSON: points or areas with names in their properties, COD-AB boundaries, Who's-On-First records.

In: a FeatureCollection, a Feature, or one Feature a line. Out: `PlaceRecord`s; an area is placed at the middle of its largest ring.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sijill.errors import InputError
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.geonames import open_lines
from sijill.gazetteer.readers.tables import FIELDS, find_levels, make_record, read_levels

_PLACETYPES = {
    "locality": "city",
    "region": "admin1",
    "county": "admin2",
    "localadmin": "admin3",
    "neighbourhood": "neighbourhood",
    "country": "country",
    "campus": "facility",
    "marinearea": "sea",
    "macroregion": "region",
    "borough": "neighbourhood",
}


def iter_geojson(path: Path) -> Iterator[PlaceRecord]:
    """Yield the places of a GeoJSON file; raises InputError that names the feature (counted from 1) or line."""
    text = "".join(open_lines(path))
    try:
        data = [msgspec.json.decode(text)]
    except msgspec.DecodeError:
        data = []
        for number, line in enumerate(text.splitlines(), 1):
            try:
                data += [msgspec.json.decode(line)] if line.strip() else []
            except msgspec.DecodeError as error:
                raise InputError(f"not GeoJSON: {error}", file=str(path), line=number) from error
    features = [feature for item in data for feature in (item.get("features", [item]) if isinstance(item, dict) else [])]
    for number, feature in enumerate(features, 1):
        yield _make(feature, path, number)


def _make(feature: Any, path: Path, number: int) -> PlaceRecord:
    properties = feature.get("properties") or {} if isinstance(feature, dict) else {}
    by_name = {str(k).lower(): v for k, v in properties.items() if isinstance(v, str | int | float)}
    values = {field: str(next((by_name[k] for k in known if k in by_name), "")) for field, known in FIELDS.items()}
    heading = [str(k) for k in properties]
    cells = {str(k): str(v or "") for k, v in properties.items()}
    levels = find_levels(heading)
    if levels:
        values |= read_levels(cells, levels, {"name": "name"} if values["name"] else {})
    values |= _read_whosonfirst(properties)
    point = _find_point(feature.get("geometry") if isinstance(feature, dict) else None)
    if point is not None and not (values["lat"] and values["lon"]):
        values["lon"], values["lat"] = str(point[0]), str(point[1])
    return make_record(values, path, number)


def _read_whosonfirst(properties: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a Who's-On-First record, none for other features."""
    if "wof:name" not in properties:
        return {}
    names = [n for key, spelled in properties.items() if key.startswith("name:") and isinstance(spelled, list) for n in spelled]
    same = properties.get("wof:concordances") or {}
    given = f"geonames:{same['gn:id']}" if same.get("gn:id") else f"wof:{properties.get('wof:id', '')}"
    return {
        "id": given, "name": str(properties["wof:name"]), "names": ";".join(dict.fromkeys(str(n) for n in names)),
        "lat": str(properties.get("lbl:latitude") or properties.get("geom:latitude") or ""),
        "lon": str(properties.get("lbl:longitude") or properties.get("geom:longitude") or ""),
        "country": str(properties.get("iso:country") or properties.get("wof:country") or ""),
        "kind": _PLACETYPES.get(str(properties.get("wof:placetype", "")), "settlement"),
        "population": str(properties.get("wof:population") or properties.get("gn:population") or 0),
    }  # fmt: skip


def _find_point(geometry: Any) -> tuple[float, float] | None:
    """Return longitude and latitude of a point, or of the middle of the largest ring of an area, or None."""
    if not isinstance(geometry, dict):
        return None
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(coordinates, list) and len(coordinates) >= 2:
        return float(coordinates[0]), float(coordinates[1])
    rings = _iter_rings(coordinates)
    middles = [_measure_ring(ring) for ring in rings if len(ring) > 3]
    if not middles:
        return None
    _, lon, lat = max(middles)
    return lon, lat


def _iter_rings(coordinates: Any) -> Iterator[list[Any]]:
    if isinstance(coordinates, list) and coordinates:
        if isinstance(coordinates[0], list) and coordinates[0] and isinstance(coordinates[0][0], int | float):
            yield coordinates
        else:
            for part in coordinates:
                yield from _iter_rings(part)


def _measure_ring(ring: list[Any]) -> tuple[float, float, float]:
    """Return size in square degrees and the centroid (longitude, latitude) of a closed ring."""
    area = lon = lat = 0.0
    for (x0, y0, *_), (x1, y1, *_) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area += cross
        lon += (x0 + x1) * cross
        lat += (y0 + y1) * cross
    if abs(area) < 1e-12:
        return 0.0, float(ring[0][0]), float(ring[0][1])
    return abs(area) / 2, lon / (3 * area), lat / (3 * area)
