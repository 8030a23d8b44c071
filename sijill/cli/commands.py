"""The list of commands in the order of the data path, and the group that imports them when they are called.

A command is a function with typer annotations, or a `typer.Typer` named `app` for a command with sub-commands. To add one: a line in
`COMMANDS`. Not here: what commands do.
"""

import importlib
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

from sijill import __version__
from sijill.errors import SijillError

REGISTER, LOOK, MEND, STREAMS = (
    "A register, step by step",
    "Look at it and take it out",
    "Knowledge and upkeep",
    "Streams and archives, without a register",
)


class Entry(NamedTuple):
    """A command: its name, `module:attribute`, and the panel of the help it stands in."""

    name: str
    target: str
    panel: str


COMMANDS = (
    Entry("demo", "sijill.cli.demo:demo", REGISTER),
    Entry("init", "sijill.cli.build:init", REGISTER),
    Entry("add", "sijill.cli.build:add", REGISTER),
    Entry("collect", "sijill.cli.collect:collect", REGISTER),
    Entry("run", "sijill.cli.build:run", REGISTER),
    Entry("review", "sijill.cli.review:app", REGISTER),
    Entry("serve", "sijill.cli.serve:serve", LOOK),
    Entry("show", "sijill.cli.show:show", LOOK),
    Entry("search", "sijill.cli.show:search", LOOK),
    Entry("explain", "sijill.cli.explain:explain", LOOK),
    Entry("export", "sijill.cli.export:export", LOOK),
    Entry("release", "sijill.cli.release:release", LOOK),
    Entry("verify", "sijill.cli.release:verify", LOOK),
    Entry("compare", "sijill.cli.compare:compare", LOOK),
    Entry("publish", "sijill.cli.publish:app", LOOK),
    Entry("digest", "sijill.cli.digest:digest", LOOK),
    Entry("import", "sijill.cli.restore:import_export", MEND),
    Entry("places", "sijill.cli.places:app", MEND),
    Entry("packs", "sijill.cli.packs:app", MEND),
    Entry("rebuild", "sijill.cli.build:rebuild", MEND),
    Entry("extract", "sijill.cli.stateless:extract", STREAMS),
    Entry("link", "sijill.cli.stateless:link", STREAMS),
    Entry("toponyms", "sijill.cli.stateless:toponyms", STREAMS),
    Entry("batch", "sijill.cli.batch:batch", STREAMS),
    Entry("ingest", "sijill.cli.ingest:ingest", STREAMS),
)
_BY_NAME = {entry.name: entry for entry in COMMANDS}

HELP = """From reports on armed conflict to a register of incidents: every value traced to its words, every disagreement kept.

[bold]See it work[/]: sijill demo

[bold]Your own reports[/], in English and Arabic, as text, web pages, JSON Lines or CSV:

  sijill init my-register

  cd my-register

  sijill add ~/reports          keeps the files as they are, by their SHA-256

  sijill run                    reads, extracts, links, assesses; repeat it whenever there are new reports

  sijill serve                  opens the workbench

  sijill export --format csv    takes the incidents out

[bold]Without a register[/]: sijill extract docs.jsonl | sijill link -
"""


class CommandGroup(TyperGroup):
    """The group of all commands; a command's module is imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the data path."""
        return [entry.name for entry in COMMANDS if is_installed(entry)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command, None for an unknown name."""
        entry = _BY_NAME.get(cmd_name)
        return None if entry is None or not is_installed(entry) else load_command(entry)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for; errors that a user can act on end as one line and exit status 2."""
        try:
            return super().invoke(ctx)
        except (SijillError, OSError) as error:
            if ctx.params.get("debug") or isinstance(error, BrokenPipeError):
                raise
            typer.echo(f"sijill: error: {error}", err=True)
            raise typer.Exit(2) from error


def load_command(entry: Entry) -> Any:
    """Return the command of an entry."""
    module, _, attribute = entry.target.partition(":")
    target = getattr(importlib.import_module(module), attribute)
    if isinstance(target, typer.Typer):
        command = get_command(target)
    else:
        app = typer.Typer(add_completion=False, rich_markup_mode="rich")
        app.command(entry.name)(target)
        command = get_command(app)
    command.name = entry.name
    command.rich_help_panel = entry.panel  # type: ignore[attr-defined]
    return command


def is_installed(entry: Entry) -> bool:
    """Is the module of a command part of this installation?"""
    return importlib.util.find_spec(entry.target.partition(":")[0]) is not None


def make_app() -> typer.Typer:
    """Return the command line."""
    app = typer.Typer(
        name="sijill", cls=CommandGroup, help=HELP, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
    )
    app.callback()(set_up)
    return app


def set_up(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=lambda wanted: print_version(wanted=wanted)),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error, and the log.")] = False,
) -> None:
    """Set up the log; the work is in the commands."""
    if debug:
        from sijill.log import set_up_log

        set_up_log(verbose=True)


def print_version(*, wanted: bool) -> None:
    """Print the version and stop, when that is what was asked for."""
    if wanted:
        typer.echo(f"sijill {__version__}")
        raise typer.Exit
