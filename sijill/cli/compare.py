"""`compare`: the register beside another data set, without mixing the two.

Not here: matching (`sijill.pipeline.compare`), the files and the page (`sijill.publish.comparison`).
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.cli.options import JsonOption, PacksOption, RegisterOption, find_register, get_settings, open_register
from sijill.cli.output import describe_days, describe_range
from sijill.cli.restore import ColumnsOption

if TYPE_CHECKING:
    from sijill.publish.comparison import Comparison, Pair

_SHOWN = 20


def compare(
    other: Annotated[Path, typer.Argument(help="Table (ACLED, UCDP GED, Airwars, or with a column map), or an export of a register.")],
    *,
    columns: ColumnsOption = None,
    publisher: Annotated[str | None, typer.Option("--source", help="Name of the other data set.", show_default="that of the map")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the table, JSON and a page with a map.")] = None,
    least: Annotated[float, typer.Option(help="Least probability of a match.", min=0.01, max=0.99)] = 0.25,
    as_json: JsonOption = False,
    register: RegisterOption = None,
    packs: PacksOption = None,
) -> None:
    """Compare the register with another data set: matches, what each side lacks, and what they disagree on.

    [bold]Example[/]: sijill compare acled.csv --out comparison
    """
    from sijill.packs import load_packs
    from sijill.pipeline.compare import compare_edition
    from sijill.pipeline.tables import TableOptions
    from sijill.publish.about import load_about
    from sijill.publish.comparison import write_comparison
    from sijill.publish.comparison_page import write_page
    from sijill.publish.from_register import make_edition

    settings = get_settings(packs=packs)
    with open_register(register) as opened:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        options = TableOptions(columns=columns, source=publisher)
        edition = make_edition(opened, known)
        title = load_about(None, find_register(register)).title or edition.title
        found = compare_edition(replace(edition, title=title), other, known, options=options, least=least)
    write_summary(found)
    if out is not None:
        for path in (*write_comparison(found, out), *write_page(found, known, out)):
            typer.echo(f"wrote {path}", err=True)
    elif as_json or not sys.stdout.isatty():
        write_pairs(found.pairs)
    else:
        write_differences(found)


def write_summary(comparison: "Comparison") -> None:
    """Write the numbers on standard error."""
    s = comparison.summarise()
    differing = ", ".join(f"{s[name]:,} on {name.removeprefix('differs_')}" for name in s if name.startswith("differs_") and s[name])
    lines = [
        f"{comparison.title}: {s['ours']:,} incidents; {comparison.other}: {s['theirs']:,} events",
        f"{s['matches']:,} match" + (f", {s['further']:,} further events tell of one of them" if s["further"] else ""),
        f"only here: {s['ours_only']:,} (and {s['ours_beyond']:,} beyond the days and countries of the other)",
        f"only there: {s['theirs_only']:,} (and {s['theirs_beyond']:,} beyond)",
        f"matches that disagree: {differing or 'none'}",
    ]
    if comparison.skipped:
        lines.append(f"{comparison.skipped:,} rows could not be read; `sijill import` names them")
    typer.echo("\n".join(lines), err=True)


def write_pairs(pairs: "tuple[Pair, ...]") -> None:
    """Write every line as JSON."""
    from sijill.cli.output import write_json

    for pair in pairs:
        write_json(pair)
    sys.stdout.buffer.flush()


def write_differences(comparison: "Comparison") -> None:
    """Write the matches that disagree as a table, those furthest apart first."""
    from sijill.cli.output import write_rows

    differing = sorted((p for p in comparison.select("match") if p.differs), key=lambda p: (-(p.deaths or 0), -(p.km or 0.0)))
    columns = {
        "incident": lambda p: p.ours.id,
        "row": lambda p: p.theirs.id,
        "day": lambda p: describe_days(p.ours.start, p.ours.end),
        "killed here": lambda p: describe_range(*(p.ours.killed or (None, None))),
        "killed there": lambda p: describe_range(*(p.theirs.killed or (None, None))),
        "km": lambda p: "" if p.km is None else f"{p.km:.0f}",
        "differs on": lambda p: ", ".join(p.differs),
    }
    title = f"Matches that disagree ({len(differing):,}" + (f", the first {_SHOWN})" if len(differing) > _SHOWN else ")")
    write_rows(differing[:_SHOWN], columns, as_json=False, title=title)
