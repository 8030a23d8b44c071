"""One incident in the order that Airwars made familiar: strike, harm, parties; then who says what, and on which words it rests."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sijill.assess import RULES
from sijill.errors import UserError
from sijill.present.claims import COLUMNS, make_claim_views, make_matrix
from sijill.present.incident import list_charts, list_parties, name_sources
from sijill.publish.withheld import select_redactions
from sijill.review import apply_decisions
from sijill.store import views
from sijill.web.candidates import list_candidates
from sijill.web.decisions import select_decisions
from sijill.web.query import locate_words
from sijill.web.workbench import Page

router = APIRouter()


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
    claims = views.get_incident_claims(page.register, incident_id)
    claims = apply_decisions(claims, select_decisions(decisions, {claim.claim_id for claim in claims}))
    found = views.get_incident_documents(page.register, incident_id)
    veil = page.make_veil(found)
    incident, claims = veil.cover_words(incident), [veil.cover_words(claim) for claim in claims]
    documents = {d.id: veil.cover_document(d) for d in found}
    claim_views = make_claim_views(claims, documents, page.wording, locate_words)
    matrix = make_matrix(incident, claim_views, page.wording)
    return page.render(
        "incident.html",
        incident=incident,
        veil=veil,
        row=next(iter(views.get_incident_rows(page.register, [incident_id])), None),
        place_name=page.wording.place_name(incident.place.name, incident.place.name_ar) if incident.place else None,
        charts=list_charts(incident, rtl=page.is_rtl),
        perpetrators=list_parties(incident.perpetrator, claim_views, page.wording, role="perpetrator"),
        targets=list_parties(incident.target, claim_views, page.wording, role="target"),
        weapons=[page.wording.weapon(weapon_id) for weapon_id in incident.weapon_ids],
        claims=claim_views,
        candidates=list_candidates(claim_views) if page.may("decide") else [],
        matrix=matrix,
        rules=tuple(RULES),
        columns=[c for c in COLUMNS if any(row.cells[c] for row in matrix)],
        differing={name.partition(".")[0] for name in incident.disagreements},
        source_names=name_sources(claim_views),
        nearby=views.find_nearby(page.register, incident_id, limit=6),
        history=views.list_history(page.register, incident_id, limit=10),
        withheld=select_redactions(decisions, {incident_id, *incident.previous_ids}),
    )
