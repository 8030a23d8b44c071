"""`init`, `add`, `run`, `rebuild`: a register from nothing to incidents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.cli.options import (
    JobsOption,
    MaxIssuesOption,
    PacksOption,
    PlacesOption,
    RegisterOption,
    RuleOption,
    get_jobs,
    get_settings,
    open_register,
)
from sijill.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sijill.model import Issue

_SHOWN_ISSUES = 20
_DEFAULTS = ("source", "lang", "published", "url")


def init(
    folder: Annotated[Path, typer.Argument(help="Folder of the new register.", show_default=True)] = Path("register"),
    *,
    database: Annotated[
        str | None,
        typer.Option(help="Empty PostgreSQL database, without the password: postgresql://HOST/NAME.", show_default="a file in the folder"),
    ] = None,
) -> None:
    """Create an empty register: one folder that holds everything.

    [bold]Example[/]: sijill init my-register   [bold]for a team[/]: sijill init my-register --database postgresql://localhost/war
    """
    from sijill.store import Register

    with Register.create(folder, database=database):
        typer.echo(f"created the register {folder}; next: sijill add --register {folder} FILE...")


def add(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders, globs, `.gz`, `.zip`; `-` is standard input.", show_default=False),
    ],
    *,
    register: RegisterOption = None,
    columns: Annotated[
        str | None,
        typer.Option("--map", help="Columns of JSON and CSV files: OURS=THEIRS,... e.g. text=body,published=date.", show_default=False),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Publisher of everything added, where a report names none.", show_default=False)
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of everything added (ISO 639-1).", show_default=False)] = None,
    published: Annotated[str | None, typer.Option(help="Publication date of everything added (ISO 8601).", show_default=False)] = None,
    max_issues: MaxIssuesOption = 0,
) -> None:
    """Keep reports as they are: text, web pages, JSON Lines, JSON and CSV, one or many.

    [bold]Example[/]: sijill add ~/reports   [bold]or[/]: sijill add table.csv --map text=body,published=date --source "Local news"
    """
    from sijill.cli.progress import StageProgress
    from sijill.collect import CollectOptions
    from sijill.pipeline import add_paths
    from sijill.read.given import is_moment

    if published is not None and not is_moment(published):
        raise UserError(f"--published must be an ISO 8601 date such as 2031-03-05, not {published!r}")
    given = {"source": source, "lang": lang, "published": published}
    options = CollectOptions(columns=parse_columns(columns), defaults={k: v for k, v in given.items() if v is not None})
    with open_register(register) as opened, StageProgress() as progress:
        result = add_paths(opened, paths, options=options, progress=progress)
    known = f" ({result.known:,} were there already)" if result.known else ""
    following = "; next: sijill run" if result.added else ""
    typer.echo(f"added {result.added:,} reports{known}{following}", err=True)
    report_issues(result.issues, max_issues)


def run(
    *,
    register: RegisterOption = None,
    places: PlacesOption = None,
    packs: PacksOption = None,
    rule: RuleOption = None,
    jobs: JobsOption = 0,
    max_issues: Annotated[
        int | None, typer.Option(help="Exit status 1 when more new issues than this were stored.", show_default="no limit")
    ] = None,
) -> None:
    """Read, extract, link and assess whatever is new; a run that was cut short goes on where it stopped.

    [bold]Example[/]: sijill run
    """
    from sijill.cli.progress import StageProgress
    from sijill.pipeline import RunOptions, run_register

    settings = get_settings(places, packs)
    with open_register(register) as opened:
        with StageProgress() as progress:
            result = run_register(opened, RunOptions(settings=settings, jobs=get_jobs(jobs), rule=rule), progress=progress)
        counts = result.counts
    typer.echo(describe_run(counts), err=True)
    if counts["issues"]:
        typer.echo(f"{counts['issues']:,} issues were stored; look at them with: sijill show issues", err=True)
        if max_issues is not None and counts["issues"] > max_issues:
            raise typer.Exit(1)


def rebuild(*, register: RegisterOption = None, packs: PacksOption = None) -> None:
    """Make everything derived again from captures, claims and decisions: incidents, assessments, search index.

    [bold]Example[/]: sijill rebuild
    """
    from sijill.cli.progress import StageProgress
    from sijill.packs import load_packs
    from sijill.pipeline import is_repeatable
    from sijill.pipeline import rebuild as make_again

    settings = get_settings(packs=packs)
    with open_register(register) as opened, StageProgress() as progress:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        same = is_repeatable(opened, known)
        counts = make_again(opened, known, progress=progress)
    if not same:
        typer.echo(
            "program or linking rules have changed since the last run, so incidents may differ; record that with: sijill run", err=True
        )
    typer.echo(f"made {counts['incidents']:,} incidents and the index of {counts['documents']:,} documents again", err=True)


def describe_run(counts: dict[str, int]) -> str:
    """Return what a run did as one line."""
    if not counts["documents"] and not counts["claims"] and "incidents" not in counts:
        return "nothing was new"
    line = f"{counts['documents']:,} new documents, {counts['claims']:,} new claims"
    if "incidents" in counts:
        line += f", {counts['incidents']:,} incidents ({counts['written']:,} new or changed, {counts['removed']:,} gone)"
    return line


def parse_columns(text: str | None) -> dict[str, str]:
    """Return the column map of `--map`; raises UserError."""
    columns: dict[str, str] = {}
    for part in (text or "").split(","):
        ours, equals, theirs = (p.strip() for p in part.partition("="))
        if part.strip() and not (ours and equals and theirs):
            raise UserError(f"--map takes OURS=THEIRS,... for instance text=body,published=date; this is not: {part.strip()!r}")
        if ours:
            columns[ours] = theirs
    known = ("id", "text", "title", *_DEFAULTS)
    unknown = sorted(set(columns) - set(known))
    if unknown:
        raise UserError(f"--map: there is no field {', '.join(unknown)}; fields are {', '.join(known)}")
    return columns


def report_issues(issues: "Sequence[Issue]", max_issues: int) -> None:
    """Name problems in the data on standard error, and end with status 1 when there are more than allowed."""
    for issue in issues[:_SHOWN_ISSUES]:
        typer.echo(f"sijill: {issue.describe()}", err=True)
    if len(issues) > _SHOWN_ISSUES:
        typer.echo(f"sijill: and {len(issues) - _SHOWN_ISSUES:,} more; see: sijill show issues", err=True)
    if sum(issue.severity != "note" for issue in issues) > max_issues:
        raise typer.Exit(1)
