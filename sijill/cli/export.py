"""`export`: take the register out in a format that other programs read.

Not here: the formats (`sijill.publish`).
"""

import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.cli.options import PacksOption, PreviewOption, ProfileOption, RegisterOption, get_settings, open_register
from sijill.errors import UserError

if TYPE_CHECKING:
    from sijill.publish import Edition


def export(
    format: Annotated[str, typer.Option("--format", "-f", help="Name of the format; `--list` prints them.")] = "jsonl",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Folder to write to, or a file for a format of one file.", show_default="main file to standard output"
        ),
    ] = None,
    register: RegisterOption = None,
    packs: PacksOption = None,
    version: Annotated[str, typer.Option("--version-name", help="Version that every row carries.")] = "unreleased",
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Day that the export stands for.", show_default=False)
    ] = None,
    profile: ProfileOption = None,
    preview: PreviewOption = False,
    list_formats: Annotated[bool, typer.Option("--list", help="List the formats and what each cannot say.")] = False,
) -> None:
    """Take incidents, claims and documents out, for a spreadsheet, a map or another program.

    [bold]Example[/]: sijill export --format csv --out tables
    """
    if list_formats:
        print_formats(as_json=not sys.stdout.isatty())
        return
    from sijill.packs import load_packs
    from sijill.publish import apply_profile, export_edition, get_exporter
    from sijill.publish.from_register import make_edition

    get_exporter(format)
    settings = get_settings(packs=packs)
    with open_register(register) as opened:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        whole = make_edition(opened, known, version=version, released=day.date() if day else None)
        if preview:
            print_preview(whole, profile)
            return
        edition = apply_profile(whole, profile)
        if out is not None:
            for path in export_edition(edition, format, out):
                typer.echo(f"wrote {path}", err=True)
            return
        with tempfile.TemporaryDirectory() as folder:
            main, *_ = export_edition(edition, format, Path(folder))
            copy_to_output(main)


def copy_to_output(path: Path) -> None:
    """Write a file to standard output."""
    import shutil

    with path.open("rb") as file:
        shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def print_formats(*, as_json: bool) -> None:
    """Print the formats, as a list for people or as JSON Lines."""
    import msgspec

    from sijill.publish import EXPORTERS

    for exporter in EXPORTERS:
        if as_json:
            row = {"format": exporter.name, "title": exporter.title, "readers": exporter.readers, "cannot_say": exporter.cannot_say}
            typer.echo(msgspec.json.encode(row).decode())
            continue
        typer.echo(f"{exporter.name:<12} {exporter.title}; for {exporter.readers}")
        for sentence in exporter.cannot_say:
            typer.echo(f"{'':<12} - {sentence}")


def print_preview(edition: "Edition", profile: str | None) -> None:
    """Print what a profile would remove: a table for people, JSON Lines when piped."""
    from sijill.cli.output import write_rows
    from sijill.publish import check_day
    from sijill.publish.preview import ColumnPreview, preview_profile
    from sijill.publish.profile import get_profile

    if profile is None:
        raise UserError("--preview shows what a profile removes: name one with --profile")
    chosen = check_day(get_profile(profile), edition)
    found = preview_profile(edition, chosen)

    def describe(column: ColumnPreview) -> str:
        return "; ".join(f"{before} -> {after or '(empty)'}" for before, after in column.examples)

    columns = {
        "table": lambda c: c.table,
        "column": lambda c: c.column,
        "removed": lambda c: c.removed,
        "changed": lambda c: c.changed,
        "kept": lambda c: c.kept,
        "for instance": describe,
    }
    write_rows(found.columns, columns, as_json=False, title=f"What {profile} removes or changes")
    typer.echo(
        f"{found.incidents - found.held_back:,} of {found.incidents:,} incidents and {found.documents - found.documents_held_back:,} of"
        f" {found.documents:,} documents would leave, {found.held_back:,} incidents stay back",
        err=True,
    )
