"""`batch`: an archive of any size to documents, claims and incidents in one folder, resumable.

Not here: the work (`sijill.bulk`).
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.cli.options import JobsOption, MaxIssuesOption, PacksOption, PlacesOption, RuleOption, get_jobs, get_settings
from sijill.errors import UserError

if TYPE_CHECKING:
    from sijill.bulk import BatchJob
    from sijill.bulk.manifest import Manifest

ENGINES = ("local", "spark")


PathsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files, folders, globs or addresses (s3://…, https://…): JSON Lines, JSON, CSV, Parquet, WARC, WET, text, web pages, "
        "also as `.gz`, `.zst`, `.bz2`, `.zip`, `.tar`; `-` is standard input.",
        show_default=False,
    ),
]
OutOption = Annotated[
    str,
    typer.Option(
        "--out", "-o", help="Folder or address of the results; the same again continues a run that was cut short.", show_default=False
    ),
]
SinceOption = Annotated[
    str | None, typer.Option(help="Leave out what was published before this day (ISO 8601); reports without a date stay.")
]
ColumnsOption = Annotated[
    str | None, typer.Option("--map", help="Columns of JSON, CSV and Parquet: OURS=THEIRS,... e.g. text=body.", show_default=False)
]


def batch(
    files: PathsArgument,
    *,
    out: OutOption,
    engine: Annotated[str, typer.Option(help="What to run on: local (the processors of this machine), or spark.")] = "local",
    master: Annotated[
        str | None, typer.Option(help="Spark: where the cluster is, such as spark://host:7077.", show_default="this machine")
    ] = None,
    sample: Annotated[float, typer.Option(help="Read only this share of all reports, always the same ones.", min=0.0, max=1.0)] = 1.0,
    since: SinceOption = None,
    lang: Annotated[str | None, typer.Option(help="Leave out what is not mainly in these languages: en,ar.", show_default="all")] = None,
    everything: Annotated[bool, typer.Option("--everything", help="Also write the documents in which no word tells of an event.")] = False,
    columns: ColumnsOption = None,
    places: PlacesOption = None,
    packs: PacksOption = None,
    rule: RuleOption = None,
    jobs: JobsOption = 0,
    form: Annotated[str, typer.Option("--format", help="jsonl or parquet.")] = "jsonl",
    partition: Annotated[int, typer.Option(help="Largest number of reports between two safe points.", min=1)] = 5000,
    restart: Annotated[bool, typer.Option("--restart", help="Delete what the folder holds of an earlier run, and begin again.")] = False,
    max_issues: MaxIssuesOption = 0,
) -> None:
    """Extract and link an archive of reports into a folder of tables: documents, claims, incidents, issues.

    [bold]Example[/]: sijill batch crawl/*.warc.gz --out results   [bold]or[/]: sijill batch posts.parquet --map text=body -o results
    """
    from sijill.bulk import BatchJob, BatchOptions, Choice
    from sijill.bulk.folder import Folder
    from sijill.bulk.job import FORMATS
    from sijill.bulk.manifest import restart as clear
    from sijill.bulk.tables import check_parquet
    from sijill.cli.build import parse_columns
    from sijill.collect import CollectOptions, find_files
    from sijill.extract.pool import Recipe

    check_name("engine", engine, ENGINES)
    check_name("format", form, FORMATS)
    if form == "parquet":
        check_parquet()
    choice = Choice(sample=sample, since=check_day(since), langs=tuple(sorted(lang.split(","))) if lang else (), everything=everything)
    settings = get_settings(places, packs)
    rule = rule or settings.rule
    collect = CollectOptions(columns=parse_columns(columns))
    job = BatchJob(
        files=tuple(find_files(files)),
        out=out if "://" in out else str(Path(out).expanduser().absolute()),
        recipe=Recipe(settings, settings.pack_dirs(), settings.place_files()),
        options=BatchOptions(rule=rule, form=form, partition=partition, choice=choice, collect=collect),
    )
    if restart:
        clear(Folder(job.out))
    _report(_run(job, engine, master, get_jobs(jobs)), out, max_issues)


def check_name(what: str, name: str, names: tuple[str, ...]) -> None:
    """Raise UserError for a name that is not one of `names`."""
    if name not in names:
        raise UserError(f"there is no {what} {name!r}; {what}s are {', '.join(names)}")


def check_day(day: str | None) -> str | None:
    """Return an ISO 8601 day; raises UserError for anything else."""
    try:
        return None if day is None else date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise UserError(f"--since must be an ISO 8601 date such as 2031-03-05, not {day!r}") from error


def _run(job: "BatchJob", engine: str, master: str | None, jobs: int) -> "Manifest":
    """Run a job on an engine, with its progress on standard error."""
    from sijill.bulk import run_batch, run_on_spark
    from sijill.cli.progress import BatchProgress

    job.recipe.prepare(lambda *_: None)
    with BatchProgress() as progress:
        if engine == "spark":
            return run_on_spark(job, master=master, on_progress=progress.show)
        return run_batch(job, jobs=jobs, on_progress=progress.show)


def _report(manifest: "Manifest", out: str, max_issues: int) -> None:
    """Say what was written, and end with status 1 when more was left out than allowed."""
    counts = manifest.counts
    share = counts.get("passed_bytes", 0) / max(counts.get("bytes", 0), 1)
    written = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("documents", "claims", "incidents", "issues"))
    typer.echo(f"{out}: {counts.get('records', 0):,} reports, {share:.1%} of the text passed the gate; {written}", err=True)
    if counts.get("left_out", 0) > max_issues:
        typer.echo(f"{counts['left_out']:,} could not be read or not wholly; see {out}/issues", err=True)
        raise typer.Exit(1)
