"""Places in plain tables: CSV or TSV with a heading, OCHA COD-AB tables, or any table with a column map.

In: a file and, where its headings are not known ones, a map from our fields to its columns. Out: `PlaceRecord`s.
COD-AB: `admin1Name_en`, `ADM2_AR`, `adm3_pcode`, `adm1_name1` and the like; the deepest level of a row is the place, the levels above are
where it lies. P-codes become ids and names, so that places are found by them.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sijill.errors import InputError
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.lines import open_lines
from sijill.gazetteer.readers.world import OWN_KINDS
from sijill.lang.script import get_script

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
# No cell of a table of places is longer; the limit of `csv` is the process's and others set it.
MAX_CELL = 131_072
_SCHEMES = {"geonameid": "geonames:", "pcode": "pcode:", "p_code": "pcode:"}
_LEVEL = re.compile(r"^adm(?:in)?(\d)_?(?:name_?(?=en|ar))?(en|ar|pcode|name1?)$")
_LEVEL_FIELDS = {"name": "en", "name1": "ar"}  # the first and second language of a country's tables
_LEVEL_KINDS = ("country", "admin1", "admin2", "admin3", "admin3")


def iter_table(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[PlaceRecord]:
    """Yield the places of a CSV or TSV file; `columns` maps fields of `FIELDS` to headings. Raises InputError that names the line."""
    lines = open_lines(path)
    first = next(lines, "")
    heading = next(csv.reader([first], delimiter=_guess_delimiter(first)), [])
    used = _map_columns(heading, columns or {}, path)
    levels = find_levels(heading)
    rows = csv.reader(lines, delimiter=_guess_delimiter(first))
    try:
        for row in rows:
            if longest := max(map(len, row), default=0):
                if longest > MAX_CELL:
                    raise csv.Error(f"a cell of {longest:,} characters; is a quotation mark left open?")
                cells = dict(zip(heading, row, strict=False))
                values = {field: cells.get(column, "").strip() for field, column in used.items()}
                yield make_record(name_id(values, used) | read_levels(cells, levels, used), path, rows.line_num + 1)
    except csv.Error as error:
        raise InputError(f"not a table: {error}", file=str(path), line=rows.line_num + 1) from error


def make_record(values: Mapping[str, str], path: Path, line: int) -> PlaceRecord:
    """Return the record of one row's or feature's values, shown by its first name in Latin letters; raises InputError."""
    main = sorted((values.get("name", ""), values.get("name_ar", "")), key=lambda name: get_script(name) == "Arab")
    names = list(dict.fromkeys(n.strip() for n in (*main, *re.split(r"[;|]", values.get("names", ""))) if n.strip()))
    if not names:
        raise InputError("a place without a name", file=str(path), line=line)
    try:
        lat, lon = float(values["lat"]), float(values["lon"])
        population = int(float(values.get("population") or 0))
    except (KeyError, ValueError, OverflowError) as error:
        raise InputError(f"{names[0]}: no usable coordinates or population ({error})", file=str(path), line=line) from error
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise InputError(f"{names[0]}: latitude {lat}, longitude {lon} are not on Earth", file=str(path), line=line)
    kind, source = values.get("kind", "").lower(), path.name.split(".")[0]
    arabic = values.get("name_ar", "")
    return PlaceRecord(
        place_id=make_place_id(values.get("id", ""), names[0], lat, lon, source), name=names[0], lat=lat, lon=lon,
        kind=OWN_KINDS.get(kind, "settlement"), country=values.get("country", "")[:2].upper(), admin1=values.get("admin1", ""),
        admin2=values.get("admin2", ""), population=max(population, 0), names=names[1:], source=source,
        within=values.get("within", ""), radius_km=float(values.get("radius", 0.0)),
        misfiled=[arabic] if arabic and get_script(arabic) != "Arab" else [],
    )  # fmt: skip


def make_place_id(given: str, name: str, lat: float, lon: float, source: str) -> str:
    """Return a place's id: as given with its scheme, else `place:` with a word, a number of that source, or a slug of name and point."""
    if ":" in given:
        return given
    scoped = f"{source}-{given}" if given.isdigit() else given  # two tables may both count their rows from 1
    slug = re.sub(r"[^\w]+", "-", scoped or f"{name}-{lat:.3f}-{lon:.3f}".lower()).strip("-")
    return f"place:{slug}"


def name_id(values: dict[str, str], used: Mapping[str, str]) -> dict[str, str]:
    """Return the values with the scheme of their id where the heading names it; a P-code is a name too."""
    given = values.get("id", "")
    scheme = _SCHEMES.get(used.get("id", "").strip().lower(), "") if given and ":" not in given else ""
    spelled = f"{values.get('names', '')};{given}" if scheme == "pcode:" else values.get("names", "")
    return values | {"id": scheme + given, "names": spelled} if scheme else values


def _guess_delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _map_columns(heading: list[str], columns: Mapping[str, str], path: Path) -> dict[str, str]:
    """Return field -> heading; raises InputError for an unknown field, a missing column, or a table without names or points."""
    for field, column in columns.items():
        if field not in FIELDS:
            raise InputError(f"unknown field {field!r} in the column map; fields are {', '.join(FIELDS)}", file=str(path))
        if column not in heading:
            raise InputError(f"no column {column!r}; the columns are {', '.join(heading)}", file=str(path), line=1)
    used = find_columns(heading) | dict(columns)
    missing = [f for f in ("lat", "lon") if f not in used]
    if "name" not in used and "name_ar" not in used and not find_levels(heading):
        missing.append("name")
    if missing:
        hint = "use --columns, such as name=NAME_EN,lat=Y,lon=X"
        raise InputError(f"no column for {', '.join(missing)} among {', '.join(heading)}; {hint}", file=str(path), line=1)
    return used


def find_columns(heading: list[str]) -> dict[str, str]:
    """Return field -> heading for the headings that need no map."""
    by_name = {name.strip().lower(): name for name in reversed(heading)}
    found = {field: next((by_name[k] for k in known if k in by_name), None) for field, known in FIELDS.items()}
    return {field: column for field, column in found.items() if column is not None}


def find_levels(heading: list[str]) -> dict[tuple[int, str], str]:
    """Return (level, `en` | `ar` | `pcode`) -> heading for COD-AB columns."""
    found: dict[tuple[int, str], str] = {}
    for name in heading:
        match = _LEVEL.match(name.strip().lower())
        if match is not None:
            found.setdefault((int(match.group(1)), _LEVEL_FIELDS.get(match.group(2), match.group(2))), name)
    return found


def read_levels(cells: Mapping[str, str], levels: dict[tuple[int, str], str], used: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that COD-AB columns give: of the deepest level if the table has no names of its own, else only where it lies."""
    filled = sorted({level for (level, what), column in levels.items() if what in ("en", "ar") and cells.get(column, "").strip()})
    if not filled:
        return {}
    read = {(level, what): cells.get(column, "").strip() for (level, what), column in levels.items()}
    values = {"admin1": read.get((1, "en"), "") or read.get((1, "ar"), ""), "admin2": read.get((2, "en"), "")}
    pcode = read.get((0, "pcode"), "") or read.get((1, "pcode"), "")
    if pcode[:2].isalpha():
        values["country"] = pcode[:2]
    if "name" not in used and "name_ar" not in used:
        level = filled[-1]
        values |= {"name": read.get((level, "en"), ""), "name_ar": read.get((level, "ar"), ""), "kind": _LEVEL_KINDS[min(level, 4)]}
        if read.get((level, "pcode")):
            values |= {"id": f"pcode:{read[level, 'pcode']}", "names": read[level, "pcode"]}
    return {k: v for k, v in values.items() if v}
