"""`import`: a register from our own export, or claims from the table of another data set.

Not here: how (`sijill.pipeline.restore`, `sijill.pipeline.tables`); reports are added with `sijill add`.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from sijill.cli.options import MaxIssuesOption, PacksOption, RegisterOption, get_settings, open_register
from sijill.errors import UserError

ColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", "-c", help="Column map: its id, or a file of your own.", show_default="found by the header"),
]


def import_export(
    source: Annotated[
        Path | None, typer.Argument(help="Folder that `sijill export --format jsonl --out` wrote, or a table.", show_default=False)
    ] = None,
    folder: Annotated[Path | None, typer.Argument(help="Folder of the new register, for an export.", show_default=False)] = None,
    *,
    columns: ColumnsOption = None,
    publisher: Annotated[str | None, typer.Option("--source", help="Whose claims they are.", show_default="that of the map")] = None,
    register: RegisterOption = None,
    packs: PacksOption = None,
    max_issues: MaxIssuesOption = 0,
    list_maps: Annotated[bool, typer.Option("--list", help="List the column maps.")] = False,
) -> None:
    """Make a register from an export, with all ids, or take the table of another data set in as claims of its source.

    Tables are CSV, TSV, JSON or JSON Lines; each row becomes a document and a claim that quotes it. ACLED, UCDP GED and Airwars are
    known by their header. For any other table write a column map: docs/how-to/bring-data-in.md.

    [bold]Example[/]: sijill import export my-register   [bold]or[/]: sijill import acled.csv --register my-register
    """
    if list_maps:
        print_maps(as_json=not sys.stdout.isatty())
        return
    if source is None:
        raise UserError("give the folder of an export and that of the new register, or a table; see sijill import --help")
    if source.is_dir():
        if folder is None:
            raise UserError(f"{source} is a folder: also give the folder of the register to make")
        restore(source, folder)
        return
    if folder is not None:
        raise UserError("a table goes into a register that is there: name it with --register")
    from sijill.cli.build import report_issues
    from sijill.cli.progress import StageProgress
    from sijill.packs import load_packs
    from sijill.pipeline.tables import TableOptions, import_table

    settings = get_settings(packs=packs)
    with open_register(register) as opened, StageProgress() as progress:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        options = TableOptions(columns=columns, source=publisher)
        result = import_table(opened, source, known, options=options, progress=progress)
    left_out = f", {result.skipped:,} left out" if result.skipped else ""
    typer.echo(
        f"read {result.rows:,} rows as {result.column_map}: {result.claims:,} new claims{left_out}; next: sijill run",
        err=True,
    )
    report_issues(result.issues, max_issues)


def restore(source: Path, folder: Path) -> None:
    """Make a register from an export."""
    from sijill.pipeline.restore import restore_register

    counts = restore_register(folder, source)
    typer.echo(f"restored {folder}: " + ", ".join(f"{number} {name}" for name, number in counts.items()))


def print_maps(*, as_json: bool) -> None:
    """Print the column maps, as a list for people or as JSON Lines."""
    import msgspec

    from sijill.packs.columns import list_column_maps

    for column_map in list_column_maps():
        if as_json:
            typer.echo(msgspec.json.encode(column_map, order="deterministic").decode())
            continue
        typer.echo(f"{column_map.id:<12} {column_map.title}; known by {', '.join(column_map.recognised_by)}")
