"""`packs`: look at what Sijill knows of the world, and check it after a change.

Not here: the schemas and checks (`sijill.packs`), places (`sijill.cli.places`).
"""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sijill.cli.options import JsonOption, PacksOption, get_settings
from sijill.errors import UserError

if TYPE_CHECKING:
    from sijill.packs import Packs

app = typer.Typer(help="Look at actors, sources and codes, and check packs after a change.", no_args_is_help=True, rich_markup_mode="rich")

PartArgument = Annotated[
    str, typer.Argument(metavar="PART", help="actors, sources, languages or a part of the codebook (event_types, weapons, grades, ...).")
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of an actor, source or code.", show_default=False)]
MatchOption = Annotated[str | None, typer.Option("--match", "-m", help="Only entries with this text in id or names.", show_default=False)]


@app.command("list")
def list_entries(part: PartArgument = "actors", match: MatchOption = None, packs: PacksOption = None, json: JsonOption = False) -> None:
    """List the entries of a part with their names; JSON Lines when piped.

    [bold]Example[/]: sijill packs list actors --match coalition
    """
    entries = [entry for entry in get_part(load(packs), part) if match is None or match.casefold() in describe(entry).casefold()]
    if json or not sys.stdout.isatty():
        print_json(entries)
    else:
        print_table(part, entries)


@app.command("show")
def show_entry(id: IdArgument, packs: PacksOption = None) -> None:
    """Print everything that is known under an id, as JSON.

    [bold]Example[/]: sijill packs show syria_government_air_force
    """
    import msgspec

    known = load(packs)
    found = [entry for part in ("actors", "sources", *known.codebook.get_parts()) for entry in get_part(known, part) if entry.id == id]
    if not found:
        raise UserError(f"nothing has the id {id!r}; try: sijill packs list actors --match {id.split('_')[0]}")
    for entry in found:
        typer.echo(msgspec.json.format(msgspec.json.encode(entry), indent=2).decode())


@app.command("check")
def check(packs: PacksOption = None) -> None:
    """Check every pack: typing mistakes, references, names that mean two actors. Exit status 1 when something must be mended.

    [bold]Example[/]: sijill packs check --packs my-register/packs
    """
    from sijill.packs.check import check_packs

    known = load(packs)
    issues = check_packs(known)
    for issue in issues:
        typer.echo(issue.describe())
    typer.echo(
        f"{len(known.actors)} actors, {len(known.sources)} sources, {len(known.codebook.event_types)} event types: {len(issues)} problems",
        err=True,
    )
    if issues:
        raise typer.Exit(1)


def load(folders: Any) -> "Packs":
    """Return the packs of the installation, the settings and the folders named on the command line."""
    from sijill.packs import load_packs

    return load_packs(get_settings(packs=folders).pack_dirs())


def get_part(packs: "Packs", part: str) -> list[Any]:
    """Return the entries of a part; raises UserError for a part that does not exist."""
    if part == "actors":
        return list(packs.actors.values())
    if part == "sources":
        return list(packs.sources.values())
    if part == "languages":
        return [packs.get_language(code) for code in packs.language_codes]
    parts = packs.codebook.get_parts()
    if part not in parts:
        raise UserError(f"there is no part {part!r}; parts are actors, sources, languages, {', '.join(parts)}")
    return list(parts[part])


def describe(entry: Any) -> str:
    """Return id and all names of an entry as one text, to be searched."""
    names = getattr(entry, "names", None) or getattr(entry, "label", {})
    listed = (name for value in names.values() for name in ([value] if isinstance(value, str) else value))
    return " ".join((get_id(entry), *listed))


def get_id(entry: Any) -> str:
    """Return the id of an entry, the code of a language."""
    return str(getattr(entry, "id", None) or entry.code)


def print_json(entries: Iterable[Any]) -> None:
    """Print entries as JSON Lines; of a language, whose words fill pages, only what it is."""
    import msgspec

    for entry in entries:
        value = entry if hasattr(entry, "id") else {"code": entry.code, "name": entry.file.name}
        typer.echo(msgspec.json.encode(value).decode())


def print_table(part: str, entries: list[Any]) -> None:
    """Print entries as a table of id, names and kind."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{len(entries)} {part}")
    for column in ("id", "English", "Arabic", "kind"):
        table.add_column(column)
    for entry in entries:
        labels = [entry.get_label(lang) for lang in ("en", "ar")] if hasattr(entry, "get_label") else [entry.file.name, ""]
        kind = next((str(value) for name in ("kind", "type", "family") if (value := getattr(entry, name, None))), "")
        table.add_row(get_id(entry), *labels, kind)
    Console().print(table)
