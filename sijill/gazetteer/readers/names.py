"""Files that only name places: GeoNames' alternate names and its tables of admin codes.

In: `alternateNames.txt` (of the world or a country) or `admin1CodesASCII.txt`, `admin2Codes.txt`. Out: `NameRow`s, each for a place known
elsewhere. Which way a name is written is told by its characters, so of its language tag only what is no name counts (links, codes).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sijill.errors import InputError
from sijill.gazetteer.readers.lines import open_lines
from sijill.gazetteer.readers.world import is_useful_name

_CODE = re.compile(r"[A-Z]{2}(\.[^.\t]+){1,2}")
# GeoNames' tags of alternate names that are no names: addresses, codes of airports and ports, postal codes, ids elsewhere, telephone codes.
_NO_NAMES = frozenset(("link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon", "piny", "abbr"))
_FEWEST, _MOST = 4, 10  # columns


class NameRow(msgspec.Struct, frozen=True):
    """A further name of a place; `code` is that of a division ("SY.02.163342"), empty for other places."""

    place_id: str
    name: str
    code: str = ""


def is_names_file(path: Path) -> bool:
    """Does the first line look like one of alternate names or admin codes?"""
    row = next(open_lines(path), "").rstrip("\n").split("\t")
    return _is_code_row(row) or _is_alternate_row(row)


def iter_names(path: Path) -> Iterator[NameRow]:
    """Yield the names of a file; raises InputError that names the line of a broken row."""
    for number, line in enumerate(open_lines(path), 1):
        row = line.rstrip("\n").split("\t")
        if _is_code_row(row):
            yield NameRow(f"geonames:{row[3]}", row[1], row[0])
        elif not _is_alternate_row(row):
            raise InputError("neither a row of alternate names nor of admin codes of GeoNames", file=str(path), line=number)
        elif row[2] not in _NO_NAMES and is_useful_name(row[3]):
            yield NameRow(f"geonames:{row[1]}", row[3])


def _is_code_row(row: list[str]) -> bool:
    return len(row) == _FEWEST and row[3].isdigit() and _CODE.fullmatch(row[0]) is not None


def _is_alternate_row(row: list[str]) -> bool:
    return _FEWEST <= len(row) <= _MOST and row[0].isdigit() and row[1].isdigit() and not row[2].isdigit()
