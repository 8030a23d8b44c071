"""Readers of place files, one file a format; `read_place_file` chooses by the file's name and first line."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.geojson import iter_geojson
from sijill.gazetteer.readers.geonames import COLUMNS, iter_geonames, open_lines
from sijill.gazetteer.readers.tables import iter_table
from sijill.gazetteer.readers.world import iter_own_places

__all__ = ["iter_geojson", "iter_geonames", "iter_own_places", "iter_table", "read_place_file"]

_COMPRESSED = (".gz", ".zip")


def read_place_file(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[PlaceRecord]:
    """Yield the places of a file: pack (`.yml`), GeoJSON, table with a heading, or GeoNames dump; raises InputError or PackError."""
    suffix = next((s for s in reversed(path.suffixes) if s not in _COMPRESSED), "")
    if suffix in (".yml", ".yaml"):
        return iter_own_places(path)
    if suffix in (".json", ".geojson", ".jsonl", ".ndjson"):
        return iter_geojson(path)
    if columns or suffix in (".csv", ".tsv") or not _is_dump(path):
        return iter_table(path, columns)
    return iter_geonames(path)


def _is_dump(path: Path) -> bool:
    """Does the first line look like a GeoNames dump: many columns, a number first?"""
    first = next(open_lines(path), "").split("\t")
    return len(first) >= COLUMNS and first[0].lstrip("\ufeff").isdigit()
