"""GeoNames country dumps: tab-separated `.txt`, also zipped or gzipped."""

from collections.abc import Iterator
from pathlib import Path

from sijill.errors import InputError
from sijill.gazetteer.place import PlaceRecord, get_place_kind
from sijill.gazetteer.readers.lines import open_lines
from sijill.gazetteer.readers.world import is_useful_name
from sijill.lang.script import get_script

COLUMNS = 15
_SEATS = {"PPLC": 1, "PPLA": 2, "PPLA2": 3, "PPLA3": 4, "PPLA4": 5}
# Feature classes and codes that reports name; spot features such as wells and single farms are left out.
_CLASSES = frozenset("APHLTR")
_SPOTS = frozenset(
    (
        "DAM",
        "BDG",
        "CMP",
        "CMPRF",
        "AIRP",
        "AIRB",
        "AIRF",
        "AIRH",
        "MIL",
        "HSP",
        "PS",
        "OILR",
        "OILF",
        "PRN",
        "MNMT",
        "ANS",
        "SCH",
        "UNIV",
        "MKT",
        "MSQE",
        "CSTM",
        "BUR",
        "STNB",
        "HTL",
        "PRT",
        "FCL",
        "INSM",
        "FT",
        "CSTL",
        "RUIN",
    )
)


def iter_geonames(path: Path) -> Iterator[PlaceRecord]:
    """Yield the places of a country dump; raises InputError that names the line of a broken row."""
    for number, line in enumerate(open_lines(path), 1):
        row = line.rstrip("\n").split("\t")
        if len(row) < COLUMNS:
            raise InputError(f"{len(row)} columns, expected at least {COLUMNS} of a GeoNames dump", file=str(path), line=number)
        if row[6] not in _CLASSES and row[7] not in _SPOTS:
            continue
        try:
            lat, lon, population = float(row[4]), float(row[5]), int(row[14] or 0)
        except ValueError as error:
            raise InputError(f"not a number: {error}", file=str(path), line=number) from error
        yield PlaceRecord(
            place_id=f"geonames:{row[0]}",
            name=_get_display_name(row),
            lat=lat,
            lon=lon,
            kind=get_place_kind(row[6], row[7]),
            country=row[8],
            admin1=row[10],
            admin2=row[11],
            population=population,
            seat=_SEATS.get(row[7], 0),
            feature=row[7],
            source=path.name.split(".")[0],
            names=[n for n in (row[1], row[2], *row[3].split(",")) if is_useful_name(n)],
        )


def _get_display_name(row: list[str]) -> str:
    """Return the name in Latin letters: the main name, the plain one, or the first such alternate; else the main name."""
    return next((n for n in (row[1], row[2], *row[3].split(",")) if n and get_script(n) == "Latn"), row[1])
