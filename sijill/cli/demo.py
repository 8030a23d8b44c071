"""`demo`: the sample corpus through every stage, a summary, and the workbench."""

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.cli.options import JobsOption, get_jobs, get_settings
from sijill.cli.output import describe_days, describe_range

if TYPE_CHECKING:
    from sijill.store import Register

SAMPLE = "wadi_sahm"
_TOP = 5


def demo(
    *,
    folder: Annotated[Path, typer.Option("--folder", help="Folder of the demonstration register; kept and used again.")] = Path(
        "demo-register"
    ),
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the workbench afterwards.")] = True,
    port: Annotated[int, typer.Option(help="Port of the workbench; the next free one is taken.", min=0, max=65535)] = 8765,
    jobs: JobsOption = 1,
) -> None:
    """See it work: a hundred invented reports of an invented war, from text to incidents.

    [bold]Example[/]: sijill demo   [bold]or[/], without the workbench: sijill demo --no-serve
    """
    started = time.monotonic()
    with open_demo(folder) as register:
        fill(register, jobs)
        write_summary(register, time.monotonic() - started)
    if serve:
        from sijill.cli.serve import run_server

        run_server(folder, [], port=port)
    else:
        typer.echo(f"\nlook at it with: sijill serve --register {folder}")


def get_sample() -> Path:
    """Return the folder of the sample corpus."""
    from sijill.packs import PACKS_FOLDER

    return PACKS_FOLDER / "samples" / SAMPLE


def open_demo(folder: Path) -> "Register":
    """Open the demonstration register, creating it with the packs of the sample where it is missing."""
    from sijill.store import Register
    from sijill.store.location import is_register

    if is_register(folder):
        return Register.open(folder)
    register = Register.create(folder)
    shutil.copytree(get_sample() / "packs", folder / "packs", dirs_exist_ok=True)
    return register


def fill(register: "Register", jobs: int) -> None:
    """Add the reports of the sample and run every stage, with progress bars."""
    from sijill.cli.progress import StageProgress
    from sijill.pipeline import RunOptions, add_paths, run_register

    with StageProgress() as progress:
        add_paths(register, [str(get_sample() / "reports")], progress=progress)
        run_register(register, RunOptions(settings=get_settings(), jobs=get_jobs(jobs)), progress=progress)


def write_summary(register: "Register", seconds: float) -> None:
    """Write what came out: numbers, contradictions, the incidents that sources disagree on most."""
    from sijill.store.views import IncidentFilter, get_summary, list_incidents

    s = get_summary(register)
    lines = [
        "",
        f"{s.documents:,} documents in {len(s.langs)} languages from {s.sources:,} sources, read in {seconds:.0f} s",
        f"{s.claims:,} claims, each with the words it rests on",
        f"{s.incidents:,} incidents, {describe_days(s.first_day, s.last_day)}",
        f"{s.contradictions:,} contradictions between sources, in {s.contested_incidents:,} incidents; the most contested:",
    ]
    typer.echo("\n".join(lines))
    for row in list_incidents(register, IncidentFilter(contested=("*",)), limit=_TOP, sort="-contested").rows:
        killed = row.killed and describe_range(row.killed.min, row.killed.max)
        toll = f"{killed} killed, " if killed else ""
        title = row.title or row.event_type.replace("_", " ")
        typer.echo(f"  {row.incident_id}  {title}: {toll}{row.sources} sources, {row.grade}, {row.contested} fields contested")
