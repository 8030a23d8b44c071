"""`show` and `search`: what is in a register, as tables or JSON Lines."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sijill.cli.options import JsonOption, RegisterOption, open_register
from sijill.cli.output import Columns, describe_days, describe_range, write_json, write_rows

if TYPE_CHECKING:
    from sijill.store import Register
    from sijill.store.views import IncidentFilter, Summary


class Topic(StrEnum):
    """What `sijill show` can show."""

    summary = "summary"
    incidents = "incidents"
    contradictions = "contradictions"
    documents = "documents"
    sources = "sources"
    actors = "actors"
    places = "places"
    issues = "issues"
    decisions = "decisions"
    runs = "runs"
    changes = "changes"


LimitOption = Annotated[int, typer.Option("--limit", "-n", help="Rows to show.", min=1)]

INCIDENT_COLUMNS: Columns = {
    "incident": lambda r: r.incident_id,
    "when": lambda r: describe_days(r.start, r.end),
    "what": lambda r: r.event_type.replace("_", " "),
    "where": lambda r: r.place_name or r.admin1 or r.country,
    "killed": lambda r: r.killed and describe_range(r.killed.min, r.killed.max),
    "injured": lambda r: r.injured and describe_range(r.injured.min, r.injured.max),
    "sources": lambda r: r.sources,
    "grade": lambda r: r.grade,
    "contested": lambda r: r.contested or "",
}
DOCUMENT_COLUMNS: Columns = {
    "document": lambda r: r.document_id,
    "title": lambda r: r.title,
    "source": lambda r: r.source_id or r.source,
    "language": lambda r: r.lang,
    "published": lambda r: r.published and r.published[:10],
    "claims": lambda r: r.claims,
}
HIT_COLUMNS: Columns = {"document": lambda r: r.document_id, "source": lambda r: r.source_id or r.source, "words": lambda r: r.snippet}
OTHER_COLUMNS: dict[Topic, Columns] = {
    Topic.contradictions: {
        "incident": lambda r: r.incident_id,
        "when": lambda r: r.start or "undated",
        "where": lambda r: r.place_name,
        "field": lambda r: r.field,
        "positions": lambda r: " | ".join(f"{p} ({len(c)})" for p, c in r.positions.items()),
    },
    Topic.sources: {
        "source": lambda r: r.source_id or r.name or "not known",
        "documents": lambda r: r.documents,
        "claims": lambda r: r.claims,
        "incidents": lambda r: r.incidents,
        "languages": lambda r: " ".join(r.langs),
        "first": lambda r: r.first and r.first[:10],
        "last": lambda r: r.last and r.last[:10],
    },
    Topic.actors: {"actor": lambda r: r.actor_id, "as perpetrator": lambda r: r.perpetrator, "as target": lambda r: r.target},
    Topic.places: {
        "place": lambda r: r.place_id,
        "name": lambda r: r.name,
        "Arabic": lambda r: r.name_ar,
        "region": lambda r: r.admin1,
        "country": lambda r: r.country,
        "incidents": lambda r: r.incidents,
    },
    Topic.issues: {"stage": lambda r: r.stage, "severity": lambda r: r.severity, "issue": lambda r: r.describe()},
    Topic.decisions: {
        "decision": lambda r: r.decision_id,
        "made": lambda r: r.made_at,
        "author": lambda r: r.author,
        "kind": lambda r: r.kind,
        "subject": lambda r: " ".join(filter(None, (r.subject, r.other, r.field))),
        "reason": lambda r: r.reason,
    },
    Topic.runs: {
        "run": lambda r: r.run_id,
        "command": lambda r: r.command,
        "version": lambda r: r.version,
        "started": lambda r: r.started_at,
        "finished": lambda r: r.finished_at or "not finished",
        "did": lambda r: ", ".join(f"{n:,} {name}" for name, n in r.counts.items() if n),
    },
    Topic.changes: {
        "linking": lambda r: r.linking,
        "made": lambda r: r.made_at,
        "incident": lambda r: r.incident_id,
        "change": lambda r: r.kind,
        "claims": lambda r: len(r.claim_ids),
        "others": lambda r: " ".join(r.others),
    },
}


def show(
    topic: Annotated[Topic, typer.Argument(help="What to show.")] = Topic.summary,
    *,
    register: RegisterOption = None,
    limit: LimitOption = 25,
    sort: Annotated[
        str, typer.Option(help="Order of incidents: date, killed, sources, contested; with - in front for the largest first.")
    ] = "-killed",
    event: Annotated[list[str] | None, typer.Option(help="Only incidents of this type (repeatable).", show_default=False)] = None,
    country: Annotated[list[str] | None, typer.Option(help="Only incidents in this country (ISO code).", show_default=False)] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Only incidents that name this actor.", show_default=False)] = None,
    grade: Annotated[list[str] | None, typer.Option(help="Only incidents of this grade.", show_default=False)] = None,
    since: Annotated[str | None, typer.Option(help="Only incidents on or after this day.", show_default=False)] = None,
    until: Annotated[str | None, typer.Option(help="Only incidents on or before this day.", show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the register holds: numbers, incidents, contradictions, documents, sources and more.

    [bold]Example[/]: sijill show incidents --grade contested --since 2031-03-01
    """
    from sijill.store.views import IncidentFilter, get_summary

    wanted = IncidentFilter(
        event_types=tuple(event or ()),
        countries=tuple(country or ()),
        actors=tuple(actor or ()),
        grades=tuple(grade or ()),
        since=since,
        until=until,
    )
    with open_register(register) as opened:
        if topic is Topic.summary:
            write_summary(get_summary(opened), as_json=as_json)
            return
        rows, columns = find_rows(opened, topic, wanted, limit, sort)
    write_rows(rows, columns, as_json=as_json)


def search(
    query: Annotated[str, typer.Argument(help='Words, "a phrase", word* for beginnings, -word to leave out; any script.')],
    *,
    register: RegisterOption = None,
    documents: Annotated[bool, typer.Option("--documents", "-d", help="Search the documents instead of the incidents.")] = False,
    limit: LimitOption = 25,
    as_json: JsonOption = False,
) -> None:
    """Search incidents, or documents, in Arabic and Latin script.

    [bold]Example[/]: sijill search "air strike" --documents
    """
    from sijill.store.views import IncidentFilter, list_incidents, search_documents

    with open_register(register) as opened:
        if documents:
            write_rows(search_documents(opened, query, limit=limit).rows, HIT_COLUMNS, as_json=as_json)
            return
        page = list_incidents(opened, IncidentFilter(text=query), limit=limit, sort="-killed")
        write_rows(page.rows, INCIDENT_COLUMNS, as_json=as_json)
        if not page.total:
            typer.echo("no incident matches; --documents searches the texts", err=True)


def find_rows(register: "Register", topic: Topic, wanted: "IncidentFilter", limit: int, sort: Any) -> tuple[list[Any], Columns]:
    """Return the rows of a topic and how to show them."""
    from sijill.store import views

    if topic is Topic.incidents:
        return views.list_incidents(register, wanted, limit=limit, sort=sort).rows, INCIDENT_COLUMNS
    if topic is Topic.documents:
        return views.list_documents(register, limit=limit, sort="added").rows, DOCUMENT_COLUMNS
    rows: dict[Topic, Any] = {
        Topic.contradictions: lambda: views.list_contradictions(register, wanted, limit=limit),
        Topic.sources: lambda: views.list_sources(register)[:limit],
        Topic.actors: lambda: views.list_actors(register, limit=limit),
        Topic.places: lambda: views.list_places(register, limit=limit),
        Topic.issues: lambda: views.list_issues(register, limit=limit),
        Topic.decisions: lambda: views.list_decisions(register, limit=limit),
        Topic.runs: lambda: views.list_runs(register, limit=limit),
        Topic.changes: lambda: views.list_history(register, limit=limit),
    }
    return rows[topic](), OTHER_COLUMNS[topic]


def write_summary(summary: "Summary", *, as_json: bool) -> None:
    """Write the register in numbers."""
    if as_json or not sys.stdout.isatty():
        write_json(summary)
        return
    s = summary
    lines = [
        f"{s.documents:,} documents of {s.sources:,} sources ({', '.join(f'{lang} {n:,}' for lang, n in s.langs.items())})",
        f"{s.claims:,} claims, {s.incidents:,} incidents, {describe_days(s.first_day, s.last_day)}",
        f"{describe_range(s.killed_min, s.killed_max) or 0} killed, {describe_range(s.injured_min, s.injured_max) or 0} injured",
        f"{s.contradictions:,} contradictions in {s.contested_incidents:,} incidents",
        f"grades: {', '.join(f'{grade} {n:,}' for grade, n in s.grades.items()) or 'none yet'}",
        f"{s.decisions:,} decisions, {s.issues:,} issues",
    ]
    typer.echo("\n".join(lines))
