"""Readers of place files, one file a format; `read_place_file` chooses by the file's name and first line."""

from collections.abc import Iterator
from pathlib import Path

from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.geonames import iter_geonames
from sijill.gazetteer.readers.world import iter_own_places

__all__ = ["read_place_file"]


def read_place_file(path: Path) -> Iterator[PlaceRecord]:
    """Yield the places of a file: pack (`.yml`) or GeoNames dump; raises InputError or PackError."""
    if path.suffix in (".yml", ".yaml"):
        return iter_own_places(path)
    return iter_geonames(path)
