"""Places in plain tables: CSV or TSV with a heading, OCHA COD-AB tables, or any table with a column map.

In: a file and, where its headings are not known ones, a map from our fields to its columns. Out: `PlaceRecord`s.
COD-AB: `admin1Name_en`, `ADM2_AR`, `adm3_pcode` and the like; the deepest level of a row is the place, the levels above are where it lies.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sijill.errors import InputError
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.geonames import open_lines
from sijill.gazetteer.readers.world import OWN_KINDS

# Our fields and the headings that are taken for them without a map, compared in small letters.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "place_id", "geonameid", "pcode", "p_code", "code", "uid"),
    "name": ("name", "name_en", "name_eng", "featurename_en", "featurename", "place", "location", "cname_en", "asciiname"),
    "name_ar": ("name_ar", "name_ara", "featurename_ar", "cname_ar", "arabic"),
    "names": ("names", "alternatenames", "alternate_names", "aliases", "altname", "altname1_en"),
    "lat": ("lat", "latitude", "y", "lat_y", "point_y", "latitude_y", "center_lat"),
    "lon": ("lon", "lng", "long", "longitude", "x", "lon_x", "point_x", "longitude_x", "center_lon"),
    "kind": ("kind", "type", "featuretype_en", "placetype", "feature"),
    "country": ("country", "country_code", "iso", "iso2", "admin0pcode", "adm0_pcode", "cc"),
    "admin1": ("admin1", "admin1_code", "governorate", "province", "state"),
    "admin2": ("admin2", "district"),
    "population": ("population", "pop"),
}  # fmt: skip
_LEVEL = re.compile(r"^adm(?:in)?(\d)_?(?:name_?)?(en|ar|pcode|name)?$")
_LEVEL_KINDS = ("country", "admin1", "admin2", "admin3", "admin3")


def iter_table(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[PlaceRecord]:
    """Yield the places of a CSV or TSV file; `columns` maps fields of `FIELDS` to headings. Raises InputError that names the line."""
    lines = open_lines(path)
    first = next(lines, "").lstrip("\ufeff")
    heading = next(csv.reader([first], delimiter=_guess_delimiter(first)), [])
    used = _map_columns(heading, columns or {}, path)
    levels = find_levels(heading)
    rows = csv.reader(lines, delimiter=_guess_delimiter(first))
    for number, row in enumerate(rows, 2):
        if not any(row):
            continue
        cells = dict(zip(heading, row, strict=False))
        yield make_record(
            {field: cells.get(column, "").strip() for field, column in used.items()} | read_levels(cells, levels, used), path, number
        )


def make_record(values: Mapping[str, str], path: Path, line: int) -> PlaceRecord:
    """Return the record of one row's or feature's values; raises InputError."""
    names = [
        n.strip() for n in (values.get("name", ""), values.get("name_ar", ""), *re.split(r"[;|]", values.get("names", ""))) if n.strip()
    ]
    if not names:
        raise InputError("a place without a name", file=str(path), line=line)
    try:
        lat, lon = float(values["lat"]), float(values["lon"])
        population = int(float(values.get("population") or 0))
    except (KeyError, ValueError) as error:
        raise InputError(f"{names[0]}: no usable coordinates or population ({error})", file=str(path), line=line) from error
    if abs(lat) > 90 or abs(lon) > 180:
        raise InputError(f"{names[0]}: latitude {lat}, longitude {lon} are not on Earth", file=str(path), line=line)
    kind = values.get("kind", "").lower()
    return PlaceRecord(
        place_id=make_place_id(values.get("id", ""), names[0], lat, lon), name=names[0], lat=lat, lon=lon,
        kind=OWN_KINDS.get(kind, "settlement"), country=values.get("country", "")[:2].upper(), admin1=values.get("admin1", ""),
        admin2=values.get("admin2", ""), population=max(population, 0), names=names[1:], source=path.name.split(".")[0],
        within=values.get("within", ""),
    )  # fmt: skip


def make_place_id(given: str, name: str, lat: float, lon: float) -> str:
    """Return a place's id: as given with its scheme, else `geonames:` for a number, `place:` for a word, or a slug of name and point."""
    if ":" in given:
        return given
    if given.isdigit():
        return f"geonames:{given}"
    slug = re.sub(r"[^\w]+", "-", given or f"{name}-{lat:.3f}-{lon:.3f}".lower()).strip("-")
    return f"place:{slug}"


def _guess_delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _map_columns(heading: list[str], columns: Mapping[str, str], path: Path) -> dict[str, str]:
    """Return field -> heading; raises InputError for an unknown field, a missing column, or a table without names or points."""
    for field, column in columns.items():
        if field not in FIELDS:
            raise InputError(f"unknown field {field!r} in the column map; fields are {', '.join(FIELDS)}", file=str(path))
        if column not in heading:
            raise InputError(f"no column {column!r}; the columns are {', '.join(heading)}", file=str(path), line=1)
    by_name = {name.strip().lower(): name for name in reversed(heading)}
    used = {field: next((by_name[k] for k in known if k in by_name), "") for field, known in FIELDS.items()} | dict(columns)
    used = {field: column for field, column in used.items() if column}
    missing = [f for f in ("lat", "lon") if f not in used]
    if "name" not in used and "name_ar" not in used and not find_levels(heading):
        missing.append("name")
    if missing:
        hint = "use --columns, such as name=NAME_EN,lat=Y,lon=X"
        raise InputError(f"no column for {', '.join(missing)} among {', '.join(heading)}; {hint}", file=str(path), line=1)
    return used


def find_levels(heading: list[str]) -> dict[tuple[int, str], str]:
    """Return (level, `en` | `ar` | `pcode`) -> heading for COD-AB columns."""
    found: dict[tuple[int, str], str] = {}
    for name in heading:
        match = _LEVEL.match(name.strip().lower())
        if match is not None and match.group(2):
            found.setdefault((int(match.group(1)), match.group(2).replace("name", "en")), name)
    return found


def read_levels(cells: Mapping[str, str], levels: dict[tuple[int, str], str], used: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that COD-AB columns give: of the deepest level if the table has no names of its own, else only where it lies."""
    filled = sorted({level for (level, what), column in levels.items() if what in ("en", "ar") and cells.get(column, "").strip()})
    if not filled:
        return {}
    read = {(level, what): cells.get(column, "").strip() for (level, what), column in levels.items()}
    values = {"admin1": read.get((1, "pcode"), "") or read.get((1, "en"), ""), "admin2": read.get((2, "en"), "")}
    if read.get((0, "pcode")):
        values["country"] = read[0, "pcode"]
    elif values["admin1"][:2].isalpha():
        values["country"] = values["admin1"][:2]
    if "name" not in used and "name_ar" not in used:
        level = filled[-1]
        values |= {"name": read.get((level, "en"), ""), "name_ar": read.get((level, "ar"), ""), "kind": _LEVEL_KINDS[min(level, 4)]}
        if read.get((level, "pcode")):
            values["id"] = f"pcode:{read[level, 'pcode']}"
    return {k: v for k, v in values.items() if v}
