"""`review`: what is worth a person's next minute, and recording what the person found.

Without a sub-command it prints the queue. Every sub-command records one decision; `--preview` shows its effect and records nothing.
Not here: how the queue is valued (`sijill.review.queue`), what decisions do (`sijill.pipeline.incidents`).
"""

import functools
import inspect
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sijill.cli.options import PacksOption, RegisterOption, get_settings, open_register
from sijill.errors import UserError

if TYPE_CHECKING:
    from sijill.model import Decision
    from sijill.review import QueueItem

app = typer.Typer(help="See what is worth a look first, and record decisions.", no_args_is_help=False, invoke_without_command=True)

ReasonOption = Annotated[str | None, typer.Option("--reason", "-m", help="Why; it is kept with the decision.", show_default=False)]
AuthorOption = Annotated[str | None, typer.Option("--author", help="Who decides.", show_default="your user name")]
PreviewOption = Annotated[bool, typer.Option("--preview", help="Show what would change and record nothing.")]
ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="Id of a claim (clm_...).", show_default=False)]
SubjectArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of a claim or incident.", show_default=False)]
FieldArgument = Annotated[str | None, typer.Argument(metavar="FIELD", help="Such as place, date or harm.0.min.", show_default=False)]


@app.callback()
def queue(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Number of questions.", min=1)] = 20,
    register: RegisterOption = None,
) -> None:
    """List open questions, the most valuable first, with the reasons.

    [bold]Example[/]: sijill review --limit 10
    """
    if context.invoked_subcommand is not None:
        return
    import msgspec

    from sijill.review import make_queue
    from sijill.store import views

    with open_register(register) as opened:
        items = make_queue(list(views.iter_incidents(opened)), list(opened.iter_decisions()), limit=limit)
    if sys.stdout.isatty():
        print_queue(items)
        return
    for item in items:
        typer.echo(msgspec.json.encode(item).decode())


def print_queue(items: "list[QueueItem]") -> None:
    """Print the queue as a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Worth a look first")
    for name in ("value", "kind", "about", "why"):
        table.add_column(name, overflow="fold")
    for item in items:
        about = "\n".join(filter(None, (item.subject, item.other, item.field)))
        table.add_row(f"{item.value:.1f}", item.kind, about, "\n".join(item.reasons))
    Console().print(table)


def _decide_with(
    reason: ReasonOption = None,
    author: AuthorOption = None,
    preview: PreviewOption = False,
    register: RegisterOption = None,
    packs: PacksOption = None,
) -> None:
    """Stand for the options that every command has."""


_OPTIONS = inspect.signature(_decide_with).parameters


def _decision(function: Callable[..., dict[str, Any]]) -> Callable[..., None]:
    """Make a command of a function that returns what it decides: it gets the options that all have, and records the decision."""

    @functools.wraps(function)
    def command(**given: Any) -> None:
        options = {name: given.pop(name) for name in _OPTIONS}
        fields = {"kind": function.__name__, **function(**given), "reason": options["reason"], "author": options["author"]}
        record(fields, options["preview"], options["register"], options["packs"])

    own = inspect.signature(function).parameters.values()
    all_of_them = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in (*own, *_OPTIONS.values())]
    command.__signature__ = inspect.Signature(all_of_them)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in all_of_them}
    app.command(function.__name__)(command)
    return command


@_decision
def same(claim: ClaimArgument, other: ClaimArgument) -> dict[str, Any]:
    """Two claims tell of one event."""
    return {"subject": claim, "other": other}


@_decision
def different(claim: ClaimArgument, other: ClaimArgument) -> dict[str, Any]:
    """Two claims tell of two events."""
    return {"subject": claim, "other": other}


@_decision
def unsure(claim: ClaimArgument, other: ClaimArgument) -> dict[str, Any]:
    """It cannot be said; the pair leaves the queue."""
    return {"subject": claim, "other": other}


@_decision
def accept(subject: SubjectArgument, field: FieldArgument = None) -> dict[str, Any]:
    """A claim, or one field of it, was read rightly."""
    return {"subject": subject, "field": field}


@_decision
def reject(subject: SubjectArgument, field: FieldArgument = None) -> dict[str, Any]:
    """A claim, or one field of it, was read wrongly and is left out."""
    return {"subject": subject, "field": field}


@_decision
def grade(subject: SubjectArgument, value: Annotated[str, typer.Argument(metavar="GRADE", show_default=False)]) -> dict[str, Any]:
    """Set an incident's grade."""
    return {"subject": subject, "value": value}


@_decision
def redact(
    subject: SubjectArgument,
    field: Annotated[str | None, typer.Argument(metavar="[place]", help="Only where it happened.", show_default=False)] = None,
) -> dict[str, Any]:
    """Keep an incident, its place, or the account of a claim out of everything that is published under a profile.

    [bold]Example[/]: sijill review redact inc_0a1b place --reason "a witness lives next door"
    """
    return {"subject": subject, "field": field}


@_decision
def note(subject: SubjectArgument, value: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)]) -> dict[str, Any]:
    """Add a note."""
    return {"subject": subject, "value": value}


@_decision
def correct(
    subject: SubjectArgument,
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="Such as harm.0.min, or killed.civilian of an incident.", show_default=False)
    ],
    value: Annotated[str, typer.Argument(metavar="JSON", help="The right value, as JSON.", show_default=False)],
) -> dict[str, Any]:
    """Set the right value of one field.

    [bold]Example[/]: sijill review correct clm_0a1b harm.0.min 12 --reason "the text says twelve"
    """
    import msgspec

    try:
        parsed = msgspec.json.decode(value)
    except msgspec.DecodeError:
        parsed = value
    return {"subject": subject, "field": field, "value": parsed}


@_decision
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Id of a decision (dec_...).", show_default=False)],
) -> dict[str, Any]:
    """Take a decision back; both stay recorded."""
    return {"subject": decision}


def record(fields: dict[str, Any], preview: bool, register: Any, packs: Any) -> None:
    """Check a decision, show what it changes, and record it unless it is a preview."""
    from sijill.packs import load_packs
    from sijill.pipeline.incidents import preview_decisions
    from sijill.review import check_decision
    from sijill.store import views

    decision = make_decision(fields)
    with open_register(register) as opened:
        claims = {c.claim_id: c for c in opened.iter_claims()}
        decisions = list(opened.iter_decisions())
        previous = {i.incident_id: frozenset(i.claim_ids) for i in views.iter_incidents(opened)}
        known = load_packs((*get_settings(packs=packs).pack_dirs(), *opened.pack_dirs()))
        check_decision(decision, claims, previous, {d.decision_id for d in decisions}, known.codebook.event_types)
        effect = preview_decisions([decision], claims.values(), packs=known, decisions=decisions, previous=previous)
        for change in effect.changes:
            typer.echo(f"{change.kind} {change.incident_id} {' '.join(change.others)}".rstrip())
        for incident in effect.after:
            typer.echo(f"{incident.incident_id}: {incident.title}, {incident.grade}, {len(incident.claim_ids)} claims")
        for clash in effect.contradictions:
            typer.echo(f"contradiction: {clash.set_aside} is set aside because of {', '.join(clash.because_of)}", err=True)
        if preview:
            typer.echo("nothing was recorded")
            return
        opened.record_decision(decision)
    typer.echo(f"recorded {decision.decision_id}; `sijill run` applies it")


def make_decision(fields: dict[str, Any]) -> "Decision":
    """Return a person's decision, made now; raises UserError where nobody can be named as its author."""
    import getpass
    from datetime import UTC, datetime

    from sijill.model import Decision

    author = fields.pop("author") or os.environ.get("USER") or os.environ.get("USERNAME")
    if not author:
        try:
            author = getpass.getuser()
        except (OSError, KeyError) as error:
            raise UserError("say who decides with --author NAME") from error
    return Decision(author=author, made_at=datetime.now(UTC).isoformat(timespec="microseconds"), **fields)
