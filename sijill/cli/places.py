"""`places`: add places to the gazetteer, look at what a name may mean, and check files of places.

Not here: matching and resolution (`sijill.gazetteer`), places of a register (its `packs/places`).
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sijill.cli.options import JsonOption, PacksOption, PlacesOption, get_settings
from sijill.errors import UserError

if TYPE_CHECKING:
    from sijill.gazetteer.added import AddedFile, Progress

app = typer.Typer(help="Add places, find what a name may mean, check files of places.", no_args_is_help=True, rich_markup_mode="rich")

WhatArgument = Annotated[
    list[str], typer.Argument(metavar="COUNTRY|FILE...", help="ISO codes such as SY, or files of places.", show_default=False)
]
ColumnsOption = Annotated[
    str | None, typer.Option("--columns", help="Columns of a table: name=NAME_EN,name_ar=NAME_AR,lat=Y,lon=X", show_default=False)
]
LicenceOption = Annotated[str, typer.Option("--licence", help="Licence and attribution of the files, kept with them.", show_default=False)]
NearOption = Annotated[str | None, typer.Option("--near", help="Latitude,longitude that the place should be near.", show_default=False)]
CountryOption = Annotated[str | None, typer.Option("--country", help="ISO code of the country it should lie in.", show_default=False)]
LimitOption = Annotated[int, typer.Option("--limit", "-n", help="How many candidates.", min=1)]


@app.command("add")
def add(what: WhatArgument, columns: ColumnsOption = None, licence: LicenceOption = "") -> None:
    """Fetch GeoNames dumps and alternate names of countries, or take over files (GeoNames dump, alternate names or admin codes, CSV, COD-AB
    table, GeoJSON, places.yml), for every later run.

    [bold]Example[/]: sijill places add SY IQ
    """
    from sijill.gazetteer import added, open_gazetteer

    settings = get_settings()
    folder = settings.data_dir() / "places"
    mapped = parse_columns(columns)
    for item in what:
        with show_progress() as progress:
            if not is_country(item):
                check_exists(item)
                entries = [added.copy_file(Path(item), folder, licence=licence, columns=mapped)]
            else:
                entries = [added.fetch_country(item, settings.geonames_url, folder, progress)]
                if settings.geonames_names_url:
                    entries += _fetch_names(item, settings.geonames_names_url, folder, progress)
        for entry in entries:
            typer.echo(f"{entry.name}: {entry.rows:,} {entry.sort} from {entry.origin} (sha256 {entry.sha256[:12]}...)")
    with show_progress() as progress:
        open_gazetteer(settings, progress=progress)


@app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="As `sijill places list` shows it.", show_default=False)]) -> None:
    """Take a file of places away again.

    [bold]Example[/]: sijill places remove villages
    """
    from sijill.gazetteer.added import remove_added

    entry = remove_added(get_settings().data_dir() / "places", name)
    typer.echo(f"{entry.name}: {entry.rows:,} {entry.sort} removed")


@app.command("list")
def list_files(json: JsonOption = False) -> None:
    """List the files of places that were added, with origin, checksum and licence.

    [bold]Example[/]: sijill places list
    """
    from sijill.gazetteer.added import load_added
    from sijill.gazetteer.build import WORLD_SIZE
    from sijill.gazetteer.readers.world import ATTRIBUTION

    entries = load_added(get_settings().data_dir() / "places")
    if json or not sys.stdout.isatty():
        print_json(entries)
        return
    typer.echo(f"world: about {WORLD_SIZE:,} places. {ATTRIBUTION}")
    for entry in entries:
        typer.echo(describe_file(entry))


@app.command("find")
def find(
    name: Annotated[str, typer.Argument(help="A name in any spelling.", show_default=False)],
    near: NearOption = None, country: CountryOption = None, limit: LimitOption = 10,
    places: PlacesOption = None, packs: PacksOption = None, json: JsonOption = False,
) -> None:  # fmt: skip
    """Show which places a name may mean, with scores and reasons.

    [bold]Example[/]: sijill places find "Talmata" --near 35.44,36.65
    """
    from sijill.gazetteer import open_gazetteer
    from sijill.packs import load_packs

    settings = get_settings(places, packs)
    with show_progress() as progress:
        gazetteer = open_gazetteer(settings, packs=load_packs(settings.pack_dirs()), progress=progress)
    found = gazetteer.find_candidates(name, near=parse_point(near), country=country.upper() if country else None, limit=limit)
    if json or not sys.stdout.isatty():
        print_json(found)
        return
    for scored in found:
        place = scored.place
        where = ", ".join(part for part in (place.admin1, place.country) if part)
        arabic = f" {place.name_ar}" if place.name_ar else ""
        typer.echo(f"{scored.score:.2f}  {place.name}{arabic}  ({place.kind}, {where})  {place.lat:.4f},{place.lon:.4f}  {place.place_id}")
        typer.echo(f"      {'; '.join(scored.reasons)}")
    if not found:
        typer.echo("no candidates")
        raise typer.Exit(1)


@app.command("check")
def check(files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)], columns: ColumnsOption = None) -> None:
    """Report doubtful records of files: doubles within 5 km, names in the wrong script, in two or without letters, points
    outside the country.
    Exit status 1 when there are any.

    [bold]Example[/]: sijill places check my-places.csv
    """
    from sijill.gazetteer import open_gazetteer
    from sijill.gazetteer.check import check_places
    from sijill.gazetteer.readers import read_place_file

    settings = get_settings()
    with show_progress() as progress:
        world = open_gazetteer(settings, progress=progress).layers
    count = 0
    for path in files:
        check_exists(str(path))
        for issue in check_places(read_place_file(path, parse_columns(columns)), world, str(path)):
            typer.echo(f"{issue.subject}: {issue.detail} [{issue.code}]")
            count += 1
    typer.echo(f"{count} doubtful records", err=True)
    if count:
        raise typer.Exit(1)


def _fetch_names(country: str, url: str, folder: Path, progress: "Progress") -> list["AddedFile"]:
    """Return the row of a country's alternate names, none where they cannot be had: the dump has most of them."""
    from sijill.gazetteer import added

    try:
        return [added.fetch_country(country, url, folder, progress, part="names")]
    except UserError as error:
        typer.echo(f"without alternate names: {error}", err=True)
        return []


def is_country(item: str) -> bool:
    """Is the argument an ISO 3166-1 code rather than a file?"""
    return len(item) == 2 and item.isalpha() and not Path(item).exists()


def check_exists(item: str) -> None:
    """Raise UserError when there is no such file."""
    if not Path(item).is_file():
        raise UserError(f"{item} is neither a country's ISO code nor a file")


def parse_columns(columns: str | None) -> dict[str, str]:
    """Return the column map of `field=heading,...`; raises UserError."""
    pairs = [part.partition("=") for part in (columns or "").split(",") if part]
    wrong = [field for field, equals, heading in pairs if not equals or not heading]
    if wrong:
        raise UserError(f"--columns takes field=heading pairs such as name=NAME_EN,lat=Y,lon=X; cannot read {wrong[0]!r}")
    return {field.strip(): heading.strip() for field, _, heading in pairs}


def parse_point(near: str | None) -> tuple[float, float] | None:
    """Return latitude and longitude of `LAT,LON`; raises UserError."""
    if near is None:
        return None
    try:
        lat, lon = (float(part) for part in near.split(","))
    except ValueError as error:
        raise UserError(f"--near takes latitude,longitude such as 35.44,36.65; cannot read {near!r}") from error
    return lat, lon


def describe_file(entry: "AddedFile") -> str:
    """Return a line about a file that was added."""
    size = f"{entry.rows:,} {entry.sort}, {entry.size / 1e6:.1f} MB"
    licence = f" {entry.licence}" if entry.licence else ""
    return f"{entry.name}: {size} from {entry.origin}, added {entry.added_at[:10]}, sha256 {entry.sha256[:12]}...{licence}"


def print_json(values: list[Any]) -> None:
    """Write values as JSON Lines."""
    import msgspec

    for value in values:
        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


@contextmanager
def show_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a progress callback (what, done, total) that draws a bar on a terminal's standard error."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total or None)
            bar.update(tasks[what], completed=done, total=total or None)

        yield report
