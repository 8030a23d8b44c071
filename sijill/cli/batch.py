"""`batch`: an archive of documents to claims and incidents in one folder, resumable."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.cli.options import JobsOption, MaxIssuesOption, PacksOption, PathsArgument, PlacesOption, RuleOption, get_jobs, get_settings
from sijill.errors import UserError

if TYPE_CHECKING:
    from sijill.bulk import BatchResult

ENGINES = ("local",)
FORMATS = ("jsonl", "parquet")


def batch(
    files: PathsArgument,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder of the results; the same folder again continues a run that was cut short.")
    ],
    engine: Annotated[str, typer.Option(help="What to run on: local.")] = "local",
    places: PlacesOption = None,
    packs: PacksOption = None,
    rule: RuleOption = None,
    jobs: JobsOption = 0,
    form: Annotated[str, typer.Option("--format", help="jsonl, or parquet for Parquet files beside them.")] = "jsonl",
    partition: Annotated[int, typer.Option(help="Documents between two safe points.", min=1)] = 2000,
    restart: Annotated[bool, typer.Option("--restart", help="Delete what the folder holds of an earlier run, and begin again.")] = False,
    max_issues: MaxIssuesOption = 0,
) -> None:
    """Extract and link an archive of documents (JSON Lines) into a folder of JSON Lines, or Parquet too.

    [bold]Example[/]: sijill batch archive-2017.jsonl.gz --out results
    """
    if engine not in ENGINES:
        raise UserError(f"there is no engine {engine!r}; engines are {', '.join(ENGINES)}")
    if form not in FORMATS:
        raise UserError(f"there is no format {form!r}; formats are {', '.join(FORMATS)}")
    from sijill.bulk import BatchJob, run_local
    from sijill.bulk.parquet import check_parquet, write_parquet
    from sijill.cli.progress import Counter
    from sijill.collect.lines import check_paths
    from sijill.extract.pool import Recipe
    from sijill.packs import load_packs
    from sijill.pipeline.incidents import make_incidents

    check_paths(files)
    if form == "parquet":
        check_parquet()
    settings = get_settings(places, packs)
    if restart and (out / "manifest.json").exists():
        shutil.rmtree(out)
    recipe = Recipe(settings, settings.pack_dirs(), settings.place_files())
    job = BatchJob(paths=files, out=out, recipe=recipe, rule=rule or settings.rule, jobs=get_jobs(jobs), partition=partition)
    known = load_packs(settings.pack_dirs())
    with Counter("documents", "claims") as counter:
        result = run_local(
            job,
            make_incidents=lambda claims: make_incidents(claims, packs=known, rule=job.rule).incidents,
            on_progress=counter.show,
        )
    if form == "parquet":
        write_parquet(out)
    _report(result, out, max_issues)


def _report(result: "BatchResult", out: Path, max_issues: int) -> None:
    """Say what was written, and end with status 1 when more was left out than allowed."""
    numbers = ", ".join(f"{count:,} {name}" for name, count in result.counts.items())
    typer.echo(f"{out}: {numbers}", err=True)
    if result.counts.get("issues", 0) > max_issues:
        raise typer.Exit(1)
