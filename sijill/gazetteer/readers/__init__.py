"""Readers of place files, one file a format; `read_place_file` chooses by the file's name and first line. Files that only name places
known elsewhere are read by `iter_names`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.geojson import iter_geojson
from sijill.gazetteer.readers.geonames import COLUMNS, iter_geonames
from sijill.gazetteer.readers.lines import open_lines
from sijill.gazetteer.readers.names import NameRow, is_names_file, iter_names
from sijill.gazetteer.readers.tables import iter_table
from sijill.gazetteer.readers.world import iter_own_places

__all__ = [
    "NameRow",
    "count_rows",
    "is_names_file",
    "iter_geojson",
    "iter_geonames",
    "iter_names",
    "iter_own_places",
    "iter_table",
    "read_place_file",
]

_COMPRESSED = (".gz", ".zip")


def read_place_file(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[PlaceRecord]:
    """Yield the places of a file: pack (`.yml`), GeoJSON, table with a heading, or GeoNames dump; raises InputError or PackError."""
    suffix = next((s for s in reversed(path.suffixes) if s not in _COMPRESSED), "")
    if suffix in (".yml", ".yaml"):
        return iter_own_places(path)
    if suffix in (".json", ".geojson", ".jsonl", ".ndjson"):
        return iter_geojson(path, columns)
    if columns or suffix in (".csv", ".tsv") or not _is_dump(path):
        return iter_table(path, columns)
    return iter_geonames(path)


def _is_dump(path: Path) -> bool:
    """Does the first line look like a GeoNames dump: many columns, a number first?"""
    first = next(open_lines(path), "").split("\t")
    return len(first) >= COLUMNS and first[0].lstrip("\ufeff").isdigit()


def count_rows(path: Path, columns: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Read a whole file and return how many rows of which sort it holds ("places", "names"); raises InputError or PackError."""
    if not columns and is_names_file(path):
        return sum(1 for _ in iter_names(path)), "names"
    return sum(1 for _ in read_place_file(path, columns)), "places"
