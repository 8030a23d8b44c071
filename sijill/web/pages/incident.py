"""One incident in the order that Airwars made familiar: strike, harm, parties; then who says what, and on which words it rests."""

from collections.abc import Sequence

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from sijill.assess import RULES
from sijill.errors import UserError
from sijill.model import ClaimActor, FieldAssessment, Incident, IncidentActor
from sijill.review import apply_decisions
from sijill.store import views
from sijill.web.charts.ranges import RangeChart, make_range_charts
from sijill.web.claims import COLUMNS, ClaimView, make_claim_views, make_document_url, make_matrix
from sijill.web.wording import Wording
from sijill.web.workbench import Page

router = APIRouter()
STANCES = ("admitted", "accused", "possible", "denied")
# Harm fields in the order of the page; what is not listed comes after them.
ORDER = ("killed.civilian", "killed.unknown", "killed.mixed", "killed.combatant", "killed.children", "killed.women", "injured.civilian")


class Accuser(msgspec.Struct, frozen=True):
    """A source that speaks of a party: its name, the words it uses, and where they stand."""

    source: str
    stance: str
    quote: str | None
    url: str
    lang: str


class Party(msgspec.Struct, frozen=True):
    """A party with everyone who names it, accusers before those who deny."""

    name: Markup
    actor_id: str | None
    statuses: tuple[str, ...]
    accusers: list[Accuser]


@router.get("/incidents/{incident_id}", response_class=HTMLResponse)
def show_incident(request: Request, incident_id: str) -> Response:
    """Show one incident; one that was merged leads to what it became."""
    page = Page(request)
    try:
        incident = views.get_incident(page.register, incident_id)
    except UserError:
        successors = views.find_successors(page.register, incident_id)
        if len(successors) == 1:
            return RedirectResponse(f"/incidents/{successors[0]}", status_code=301)
        raise
    decisions = page.workbench.queues.get_decisions(page.register)
    claims = apply_decisions(views.get_incident_claims(page.register, incident_id), decisions)
    documents = {d.id: d for d in views.get_incident_documents(page.register, incident_id)}
    claim_views = make_claim_views(claims, documents, page.wording)
    matrix = make_matrix(incident, claim_views, page.wording)
    return page.render(
        "incident.html",
        incident=incident,
        row=next(iter(views.get_incident_rows(page.register, [incident_id])), None),
        place_name=page.wording.place_name(incident.place.name, incident.place.name_ar) if incident.place else None,
        charts=list_charts(incident, rtl=page.is_rtl),
        perpetrators=list_parties(incident.perpetrator, claim_views, page.wording, role="perpetrator"),
        targets=list_parties(incident.target, claim_views, page.wording, role="target"),
        weapons=[page.wording.weapon(weapon_id) for weapon_id in incident.weapon_ids],
        claims=claim_views,
        matrix=matrix,
        rules=tuple(RULES),
        columns=[c for c in COLUMNS if any(row.cells[c] for row in matrix)],
        differing={name.partition(".")[0] for name in incident.disagreements},
        source_names=name_sources(claim_views),
        nearby=views.find_nearby(page.register, incident_id, limit=6),
        history=views.list_history(page.register, incident_id, limit=10),
    )


def list_charts(incident: Incident, *, rtl: bool) -> list[RangeChart]:
    """Return the range charts: killed, then injured, then the rest; totals before groups."""
    fields: Sequence[FieldAssessment] = incident.assessment.fields if incident.assessment else ()
    known = {name: rank for rank, name in enumerate(ORDER)}
    ranked = sorted(fields, key=lambda f: (known.get(f.field, len(ORDER)), f.field))
    return make_range_charts(ranked, rtl=rtl)


def name_sources(claim_views: Sequence[ClaimView]) -> dict[str, tuple[str, str]]:
    """Return claim id → (name of its source, address of its words)."""
    return {view.claim.claim_id: (view.source, view.url) for view in claim_views}


def list_parties(actors: Sequence[IncidentActor], claim_views: Sequence[ClaimView], wording: Wording, *, role: str) -> list[Party]:
    """Return the parties in a role, each with the sources that name it and their words."""
    by_id = {view.claim.claim_id: view for view in claim_views}
    grouped: dict[str, list[IncidentActor]] = {}
    for actor in actors:
        grouped.setdefault(actor.actor_id or actor.quote or "", []).append(actor)
    parties = []
    for same in grouped.values():
        accusers = [a for actor in same for i in actor.claim_ids if i in by_id for a in _list_accusers(by_id[i], actor, role)]
        statuses = tuple(dict.fromkeys(actor.status for actor in same if actor.status))
        ordered = sorted(dict.fromkeys(accusers), key=lambda a: STANCES.index(a.stance))
        if not ordered and same[0].actor_id is None:
            continue
        parties.append(Party(wording.actor(same[0].actor_id, same[0].quote), same[0].actor_id, statuses, ordered))
    return parties


def _list_accusers(view: ClaimView, actor: IncidentActor, role: str) -> list[Accuser]:
    """Return how one claim names a party; a claim that names only a part of it still counts, with its own words."""
    named: Sequence[ClaimActor] = view.claim.perpetrator if role == "perpetrator" else view.claim.target
    if role == "target":
        counted = {harm.quote for harm in view.claim.harm}
        named = [party for party in named if party.actor_id is not None or party.quote not in counted]
    same = [party for party in named if party.actor_id == actor.actor_id and (actor.actor_id or party.quote == actor.quote)]
    found = []
    for party in same or named[:1]:
        url = make_document_url(view.claim.document_id, view.claim.claim_id, party.start, party.end)
        found.append(Accuser(view.source, party.stance, party.quote, url, view.claim.lang))
    return found
