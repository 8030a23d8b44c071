"""Places in GeoJSON: points or areas with names in their properties, COD-AB boundaries, Who's-On-First records.

In: a FeatureCollection, a Feature, or one Feature a line. Out: `PlaceRecord`s; an area is placed at the middle of its largest ring
and reaches nearly to the farthest corner of it.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sijill.errors import InputError
from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.lines import open_lines
from sijill.gazetteer.readers.tables import find_columns, find_levels, make_record, name_id, read_levels
from sijill.gazetteer.readers.world import OWN_KINDS

_REGION_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")  # ISO 3166-2
_REACH = 0.85  # of the way to the farthest corner: about nine tenths of an area lie within it
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


class Shape(NamedTuple):
    """A point that stands for a geometry, and how far the geometry reaches from it."""

    lon: float
    lat: float
    radius_km: float


def iter_geojson(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[PlaceRecord]:
    """Yield the places of a GeoJSON file; `columns` maps fields to properties. Raises InputError that names the feature (counted from 1) or
    line.
    """
    for number, feature in enumerate(_load_features(path), 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            raise InputError("not a feature of GeoJSON", file=str(path), line=number)
        yield make_record(_read_feature(feature, columns or {}, path, number), path, number)


def _load_features(path: Path) -> list[Any]:
    """Return the features of a collection, a single feature, or one feature a line."""
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
    found = [item.get("features", [item]) if isinstance(item, dict) else item for item in data]
    return [feature for features in found for feature in (features if isinstance(features, list) else [features])]


def _read_feature(feature: dict[str, Any], columns: Mapping[str, str], path: Path, number: int) -> dict[str, str]:
    """Return our fields of one feature, as texts; an area without a kind is a division."""
    properties = {str(k): v for k, v in (feature.get("properties") or {}).items() if v is not None}
    cells = {k: str(v) for k, v in properties.items() if isinstance(v, str | int | float)}
    used = find_columns(list(cells)) | dict(columns)
    values = name_id({field: cells.get(column, "") for field, column in used.items()}, used)
    levels = find_levels(list(properties))
    if levels:
        values |= read_levels(cells, levels, used)
    values |= _read_whosonfirst(properties)
    try:
        shape = _measure(feature.get("geometry"))
    except (TypeError, ValueError, IndexError) as error:
        raise InputError(f"a geometry that cannot be read: {error}", file=str(path), line=number) from error
    if shape is not None and shape.radius_km:
        values["radius"] = f"{shape.radius_km:.1f}"
        if values.get("kind", "").lower() not in OWN_KINDS:
            values["kind"] = "admin1" if _REGION_CODE.fullmatch(cells.get("iso", "")) else "district"
    if shape is not None and not (values.get("lat") and values.get("lon")):
        values["lon"], values["lat"] = str(shape.lon), str(shape.lat)
    return values


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


def _measure(geometry: Any) -> Shape | None:
    """Return the point of a geometry: of a point itself, of an area the middle of its largest ring, with what that ring reaches to."""
    if not isinstance(geometry, dict):
        return None
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(coordinates, list) and len(coordinates) >= 2:
        return Shape(float(coordinates[0]), float(coordinates[1]), 0.0)
    rings = [ring for ring in _iter_rings(coordinates) if len(ring) > 3]
    if not rings:
        return None
    _, lon, lat, ring = max((*_measure_ring(ring), ring) for ring in rings)
    return Shape(lon, lat, _REACH * max(get_distance_km((lat, lon), (y, x)) for x, y, *_ in ring))


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
