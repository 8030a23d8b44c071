"""`explain`: the lineage of anything that has an id, from the assessment down to the bytes.

capture hash → document → span in its words → rule → value → decisions → incident → assessment. In a terminal the words that a value rests
on are marked; with `--json`, or piped, the same comes as one JSON object.
Not here: how links and values are explained (`sijill.link`, `sijill.assess` wrote that down when they made them).
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sijill.cli.options import JsonOption, RegisterOption, open_register
from sijill.cli.output import describe_days, describe_range, isolate, write_json
from sijill.errors import UserError

if TYPE_CHECKING:
    from sijill.model import Claim, Decision, Document, Incident, Link
    from sijill.store import Register

_CONTEXT = 60
_MORE = chr(0x2026)
_SHOWN_LINKS = 5


def explain(
    item: Annotated[str, typer.Argument(metavar="ID", help="Id of an incident, claim, document, capture or decision.", show_default=False)],
    *,
    register: RegisterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the whole lineage of an incident, claim, document or decision, down to the words it rests on.

    [bold]Example[/]: sijill explain inc_0123456789abcdef0123
    """
    with open_register(register) as opened:
        if as_json or not sys.stdout.isatty():
            write_json(find_lineage(opened, item))
            return
        from rich.console import Console

        console = Console(highlight=False, soft_wrap=True)
        for line in describe(opened, item):
            console.print(line)


def describe(register: "Register", item: str) -> Iterator[Any]:
    """Yield the lines of the lineage as rich text; raises UserError for an unknown id."""
    from sijill.store import views

    if item.startswith("inc_"):
        yield from describe_incident(register, views.get_incident(register, item))
    elif item.startswith("clm_"):
        claim = views.get_claim(register, item)
        yield from describe_claim(register, claim)
        incident_id = views.get_claim_incidents(register, [item]).get(item)
        yield f"incident   {incident_id or 'none: linking left it out'}"
    elif item.startswith("dec_"):
        yield from describe_decision(get_decision(register, item))
    elif item.startswith("cap_"):
        capture = views.get_capture(register, item)
        kept = (
            "bytes kept and unchanged"
            if register.blobs.check(capture.headers.get("container", capture.sha256))
            else "[red]bytes damaged[/]"
        )
        yield f"capture    {item}  sha256 {capture.sha256}  {capture.origin}  {capture.captured_at}  {kept}"
    else:
        document = views.get_document(register, item)
        yield from describe_document(register, document)
        for claim in views.get_document_claims(register, item):
            yield ""
            yield from describe_claim(register, claim, document)


def describe_incident(register: "Register", incident: "Incident") -> Iterator[Any]:
    """Yield an incident: values, how each came about, why its claims are together, then every claim."""
    from sijill.store import views

    place = incident.place
    yield f"[bold]{incident.incident_id}[/]  {plain(incident.title)}"
    yield f"  what     {incident.event_type}"
    yield f"  when     {describe_days(incident.date.start, incident.date.end)} ({incident.date.precision})"
    if place is not None:
        names = " ".join(plain(name) for name in (place.name, place.name_ar, place.admin1, place.country) if name)
        yield f"  where    {names}, precision {place.precision}"
    for actor in incident.perpetrator:
        yield f"  by       {plain(actor.actor_id or actor.quote)}: {actor.status}, in {', '.join(actor.claim_ids)}"
    yield f"  grade    {incident.grade}, {incident.independent_sources} independent sources, rule {incident.rule}"
    if incident.previous_ids:
        yield f"  before   {', '.join(incident.previous_ids)}"
    yield from describe_assessment(incident)
    for decision in views.list_decisions(register, subject=incident.incident_id):
        yield from describe_decision(decision)
    for claim in views.get_incident_claims(register, incident.incident_id):
        yield ""
        yield from describe_claim(register, claim)


def describe_assessment(incident: "Incident") -> Iterator[Any]:
    """Yield how grade, numbers and membership came about."""
    assessment = incident.assessment
    if assessment is None:
        return
    yield from (f"           because {reason}" for reason in assessment.grade_reasons)
    for field in assessment.fields:
        mark = "[yellow]contested[/]" if field.contested else "agreed"
        yield f"  {field.field}: {describe_range(field.min, field.max) or 'not said'}, best {field.best}, {mark}"
        for value in field.values:
            old = ", superseded" if value.superseded else ""
            yield f"      {plain(value.source)}: {plain(value.words)} = {describe_range(value.min, value.max)} ({value.exactness}{old})"
        others = ", ".join(f"{rule} {cell.best}" for rule, cell in field.sensitivity.items())
        yield f"      other rules: {others}"
    for group in assessment.sources:
        yield f"  source   {plain(group.key)} ({group.reason}): {', '.join(group.document_ids)}"
    for link in assessment.links[:_SHOWN_LINKS]:
        yield f"  linked   {describe_link(link)}"
    if assessment.weakest_link is not None:
        yield f"  weakest  {describe_link(assessment.weakest_link)}"
    for link in assessment.nearest_apart[:_SHOWN_LINKS]:
        yield f"  apart    {describe_link(link)}"


def describe_link(link: "Link") -> str:
    """Return a link with its probability and what spoke for and against it, in bits."""
    features = ", ".join(f"{name} {weight:+.1f}" for name, weight in sorted(link.features.items(), key=lambda f: -abs(f[1])))
    decided = f" decided by {link.decided_by}" if link.decided_by else ""
    return f"{link.left} ~ {link.right}: {link.probability:.2f}{decided} ({features})"


def describe_claim(register: "Register", claim: "Claim", document: "Document | None" = None) -> Iterator[Any]:
    """Yield a claim: its values with the words they rest on, rules, decisions, and its document."""
    from sijill.store import views

    document = document or views.get_document(register, claim.document_id)
    yield f"[bold]{claim.claim_id}[/]  {claim.event_type}, {claim.modality}, score {claim.score:.2f}, read by {claim.origin}"
    if claim.rules:
        yield f"  rules    {', '.join(claim.rules)}"
    for name, value, start, end in iter_values(claim):
        yield mark_words(f"  {name:<10} {isolate(value)}", document.text, start, end)
    for decision in views.list_decisions(register, subject=claim.claim_id):
        yield from describe_decision(decision)
    yield from describe_document(register, document)


def describe_document(register: "Register", document: "Document") -> Iterator[Any]:
    """Yield a document and the capture it was read from."""
    from sijill.store import views

    facts = [
        document.lang,
        document.source_id or document.source,
        document.published and f"{document.published} ({document.published_basis})",
    ]
    yield f"  document {document.id}  {', '.join(plain(f) for f in facts if f)}  {plain(document.title)}"
    if document.capture_id is not None:
        capture = views.get_capture(register, document.capture_id)
        yield f"  capture  {capture.capture_id}  sha256 {capture.sha256}  {plain(capture.origin)}  {capture.captured_at}"


def describe_decision(decision: "Decision") -> Iterator[str]:
    """Yield a decision."""
    what = " ".join(str(x) for x in (decision.kind, decision.subject, decision.other, decision.field, decision.value) if x is not None)
    reason = f": {plain(decision.reason)}" if decision.reason else ""
    author = f"{plain(decision.author)} ({decision.author_kind})"
    yield f"  decision {decision.decision_id}  {decision.made_at}  {author}: {plain(what)}{reason}"


def iter_values(claim: "Claim") -> Iterator[tuple[str, str, int | None, int | None]]:
    """Yield (field, value, start, end) of everything a claim says."""
    for trigger in claim.triggers or ((claim.trigger,) if claim.trigger else ()):
        yield "event", claim.event_type, trigger.start, trigger.end
    if claim.date is not None:
        yield "date", describe_days(claim.date.start, claim.date.end), claim.date.start_char, claim.date.end_char
    if claim.place is not None:
        place = claim.place
        reasons = f" because {'; '.join(place.reasons)}" if place.reasons else ""
        yield "place", f"{place.name or 'not resolved'} ({place.place_id}, precision {place.precision}){reasons}", place.start, place.end
    for role, actors in (("by", claim.perpetrator), ("target", claim.target)):
        for actor in actors:
            yield role, f"{actor.actor_id or actor.kind or 'not in the packs'} ({actor.stance})", actor.start, actor.end
    for weapon in claim.weapon:
        yield "weapon", weapon.weapon_id or "not in the codebook", weapon.start, weapon.end
    for harm in claim.harm:
        group = f" {harm.group}" if harm.group else ""
        yield harm.outcome, f"{describe_range(harm.min, harm.max)} {harm.who}{group} ({harm.exactness})", harm.start, harm.end
    for said in claim.attributed_to:
        yield "said by", said.source_id or "not in the packs", said.start, said.end


def plain(value: object) -> str:
    """Return text that the console prints as it is: brackets are no mark-up, Arabic is isolated."""
    from rich.markup import escape

    return escape(isolate(value))


def mark_words(label: str, text: str, start: int | None, end: int | None) -> Any:
    """Return a label followed by the words in their context, the words themselves marked; an inferred value has none."""
    from rich.text import Text

    line = Text(label)
    if start is None or end is None:
        return line.append("  (inferred)", style="dim")
    first, last = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(text))
    before, words, after = (" ".join(part.split("\n")) for part in (text[first:start], text[start:end], text[end:last]))
    line.append("  ")
    line.append(chr(0x2068))
    line.append((_MORE if first else "") + before, style="dim")
    line.append(words, style="bold reverse")
    line.append(after + (_MORE if last < len(text) else ""), style="dim")
    return line.append(chr(0x2069) + f" [{start}:{end}]")


def find_lineage(register: "Register", item: str) -> dict[str, Any]:
    """Return the lineage as one object; raises UserError for an unknown id."""
    from sijill.store import views

    if item.startswith("dec_"):
        return {"decision": get_decision(register, item)}
    if item.startswith("cap_"):
        return {"capture": views.get_capture(register, item)}
    lineage: dict[str, Any] = {}
    if item.startswith("inc_"):
        lineage["incident"] = views.get_incident(register, item)
        claims = views.get_incident_claims(register, item)
        lineage["history"] = views.list_history(register, item)
    elif item.startswith("clm_"):
        claims = [views.get_claim(register, item)]
        lineage["incident_id"] = views.get_claim_incidents(register, [item]).get(item)
    else:
        views.get_document(register, item)
        claims = views.get_document_claims(register, item)
    document_ids = dict.fromkeys([c.document_id for c in claims] or [item])
    documents = [views.get_document(register, d) for d in document_ids]
    captures = [views.get_capture(register, d.capture_id) for d in documents if d.capture_id]
    decisions = [d for subject in (item, *(c.claim_id for c in claims)) for d in views.list_decisions(register, subject=subject)]
    unique = {d.decision_id: d for d in decisions}
    return {**lineage, "claims": claims, "decisions": list(unique.values()), "documents": documents, "captures": captures}


def get_decision(register: "Register", decision_id: str) -> "Decision":
    """Return one decision; raises UserError."""
    decision = next((d for d in register.iter_decisions() if d.decision_id == decision_id), None)
    if decision is None:
        raise UserError(f"there is no decision {decision_id} in this register")
    return decision
