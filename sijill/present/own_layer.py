"""The register's own layer of the map: what its packs draw over the base map, such as districts, rivers, or front lines of a day.

In: `map.geojson` of every pack folder. Out: one FeatureCollection. Each feature has a `kind` of `KINDS` and may have `name` and `name_ar`.
Not here: the base map (`sijill.present.ground`), places with coordinates (`sijill.gazetteer`).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from sijill.errors import PackError

FILE = "map.geojson"
KINDS = ("land", "area", "water", "border", "division", "river", "road", "name")


class Feature(msgspec.Struct, frozen=True):
    """A feature of the layer, as GeoJSON has it."""

    properties: dict[str, Any]
    geometry: dict[str, Any]
    type: str = "Feature"


class Layer(msgspec.Struct, frozen=True):
    """A FeatureCollection."""

    features: tuple[Feature, ...] = ()
    type: str = "FeatureCollection"


def load_own_layer(folders: Iterable[Path]) -> Layer:
    """Return the features of all pack folders, in their order; raises PackError for a file that is no such layer."""
    features: list[Feature] = []
    for path in (folder / FILE for folder in folders):
        if path.is_file():
            features.extend(load_features(path))
    return Layer(tuple(features))


def load_features(path: Path) -> tuple[Feature, ...]:
    """Return the features of one file; raises PackError where it is no GeoJSON or a feature has no known kind."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Layer).features
    except msgspec.DecodeError as error:
        raise PackError(f"is no GeoJSON FeatureCollection: {error}", file=str(path)) from error
    for number, feature in enumerate(found, start=1):
        if feature.properties.get("kind") not in KINDS:
            raise PackError(f"feature {number} has no `kind`; kinds are {', '.join(KINDS)}", file=str(path))
    return found
