"""Review: one question at a time, sorted by what a minute of attention changes; answers with one key, undo for each."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from sijill.model import Decision, Incident, Link, get_standing
from sijill.present.charts.ranges import make_range_charts
from sijill.present.claims import ClaimView, make_claim_views
from sijill.present.incident import list_parties, name_sources
from sijill.review import QueueItem
from sijill.store import views
from sijill.web.access import check_may
from sijill.web.candidates import list_candidates
from sijill.web.decisions import (
    DecisionForm,
    apply_decisions,
    apply_in_background,
    count_waiting,
    get_permission,
    make_decision,
    preview,
    record,
)
from sijill.web.guard import check_form, parse_form
from sijill.web.pages.preferences import to_local
from sijill.web.people import Person
from sijill.web.query import locate_words
from sijill.web.workbench import Page

router = APIRouter()
NEXT = 12
RECENT = 12


class Effect(msgspec.Struct, frozen=True):
    """What one answer would do: incidents before and after."""

    kind: str
    before: Sequence[Incident]
    after: Sequence[Incident]


class Piece(msgspec.Struct, frozen=True):
    """One reason for or against, in bits; `share` is the length of its bar in per cent."""

    name: str
    level: str
    bits: float
    share: float


@router.get("/review", response_class=HTMLResponse)
def show_review(request: Request, at: int = 0) -> HTMLResponse:
    """Show question number `at` of the queue, what comes next, and what was decided."""
    page = Page(request)
    queue = page.workbench.queues.get(page.register)
    at = min(max(at, 0), max(len(queue) - 1, 0))
    taken = queue.take(at, 1 + NEXT)
    item = taken[0] if taken else None
    following = list(enumerate(taken[1:], start=at + 1))
    shown = {i for other in taken for i in other.incident_ids}
    incidents = {i: views.get_incident(page.register, i) for i in shown}
    decisions = page.workbench.queues.get_decisions(page.register)
    standing = {d.decision_id for d in get_standing(decisions)}
    made = [d for d in decisions if d.kind != "undo" and d.author_kind == "person"]
    return page.render(
        "review.html",
        item=item,
        at=at,
        total=len(queue),
        following=following,
        incidents=incidents,
        recent=[(d, d.decision_id in standing) for d in reversed(made[-RECENT:])],
        decided=len(made),
        progress=count_today(made, page.person),
        waiting=count_waiting(page.register),
        **({} if item is None else describe(page, item, incidents)),
    )


class Today(msgspec.Struct, frozen=True):
    """Decisions that people made today (UTC): by the one who is looking, and by all."""

    own: int
    everyone: int


def count_today(made: Sequence[Decision], person: Person | None) -> Today:
    """Return how far the day has come."""
    day = datetime.now(UTC).date().isoformat()
    authors = [d.author for d in made if d.made_at[:10] == day]
    return Today(authors.count(person.name) if person else 0, len(authors))


@router.post("/review/apply")
async def link_now(request: Request) -> RedirectResponse:
    """Link again under all decisions; in a large register that goes on in the background."""
    async with request.form() as form:
        check_form(request, form)
    person = check_may(request, "judge")
    page = Page(request)
    page.register.record_audit(person.name, "apply decisions")
    await run_in_threadpool(apply_in_background, page.register, page.workbench.packs)
    return RedirectResponse("/review", status_code=303)


@router.post("/decisions")
async def keep_decision(request: Request) -> RedirectResponse:
    """Record a decision, apply it where the register is small enough, and go back to `next`."""
    async with request.form() as sent:
        check_form(request, sent)
        fields = dict(sent)
    form = parse_form(DecisionForm, fields)
    person = check_may(request, get_permission(form.kind))
    await run_in_threadpool(keep, Page(request), form, person)
    return RedirectResponse(to_local(str(fields.get("next", "/review"))), status_code=303)


def keep(page: Page, form: DecisionForm, person: Person) -> None:
    """Record the decision of a form and bring the incidents up to date."""
    record(page.register, page.workbench.packs, make_decision(form, person))
    apply_decisions(page.register, page.workbench.packs)


def describe(page: Page, item: QueueItem, incidents: dict[str, Incident]) -> dict[str, Any]:
    """Return what the template of a question needs."""
    if item.kind == "pair":
        return describe_pair(page, item, incidents)
    incident = page.make_veil(views.get_incident_documents(page.register, item.subject)).cover_words(incidents[item.subject])
    claim_views = load_claim_views(page, [item.subject])
    values: dict[str, Any] = {"incident": incident, "claims": claim_views, "source_names": name_sources(claim_views)}
    if item.kind == "field" and incident.assessment is not None:
        fields = [f for f in incident.assessment.fields if f.field == item.field]
        return values | {"charts": make_range_charts(fields, rtl=page.is_rtl), "field": fields[0]}
    if item.kind == "blame":
        return values | {"perpetrators": list_parties(incident.perpetrator, claim_views, page.wording, role="perpetrator")}
    return values | {"candidates": list_candidates(claim_views)}


def describe_pair(page: Page, item: QueueItem, incidents: dict[str, Incident]) -> dict[str, Any]:
    """Return both claims, the evidence for and against, and what each answer would do."""
    found = {view.claim.claim_id: view for view in load_claim_views(page, item.incident_ids)}
    pair = [found[i] for i in (item.subject, item.other) if i in found]
    made, effects = page.workbench.queues.get_decisions(page.register), []
    for kind in ("same", "different"):
        decision = Decision(kind=kind, subject=item.subject, other=item.other, author="preview", made_at="9999-01-01T00:00:00+00:00")
        effect = preview(page.register, page.workbench.packs, [decision], item.incident_ids, made)
        effects.append(Effect(kind, effect.before, effect.after))
    link = find_link(item, [incidents[i] for i in item.incident_ids])
    return {"pair": pair, "link": link, "evidence": list_evidence(link), "effects": effects, "together": len(item.incident_ids) == 1}


def find_link(item: QueueItem, incidents: Sequence[Incident]) -> Link | None:
    """Return the link of a pair with its evidence, or None."""
    wanted = {item.subject, item.other}
    for incident in incidents:
        if incident.assessment is not None:
            for link in (*incident.assessment.links, *incident.assessment.nearest_apart):
                if {link.left, link.right} == wanted:
                    return link
    return None


def list_evidence(link: Link | None) -> list[Piece]:
    """Return what speaks for and against one event, strongest first."""
    features = {} if link is None else {n: b for n, b in link.features.items() if not n.startswith("prior") and abs(b) >= 0.1}
    strongest = max((abs(bits) for bits in features.values()), default=1.0)
    pieces = []
    for label, bits in sorted(features.items(), key=lambda feature: -abs(feature[1])):
        name, _, level = label.partition(": ")
        pieces.append(Piece(name, level, bits, round(50 * abs(bits) / strongest, 1)))
    return pieces


def load_claim_views(page: Page, incident_ids: Sequence[str]) -> list[ClaimView]:
    """Return the claims of some incidents with their words."""
    found = [d for i in incident_ids for d in views.get_incident_documents(page.register, i)]
    veil = page.make_veil(found)
    claims = [veil.cover_words(claim) for i in incident_ids for claim in views.get_incident_claims(page.register, i)]
    documents = {d.id: veil.cover_document(d) for d in found}
    return make_claim_views(claims, documents, page.wording, locate_words)
