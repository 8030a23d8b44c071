"""One claim: its words in the whole text, how it was read, and its correction with words chosen in the text."""

from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from sijill.gazetteer import open_gazetteer
from sijill.model.claim import Group, Outcome, Stance, Who
from sijill.present.claims import FIELDS, make_marks
from sijill.present.passages import make_pieces
from sijill.publish.withheld import select_redactions
from sijill.store import views
from sijill.web.access import check_may
from sijill.web.corrections import CorrectionForm, make_correction
from sijill.web.decisions import apply_decisions as link_again
from sijill.web.decisions import record
from sijill.web.effective import find_effective, get_effective_claim
from sijill.web.guard import check_form, parse_form
from sijill.web.people import Person
from sijill.web.workbench import Page

router = APIRouter(prefix="/claims")


@router.get("/{claim_id}", response_class=HTMLResponse)
def show_claim(request: Request, claim_id: str) -> HTMLResponse:
    """Show one claim as it was read and as it was corrected."""
    page = Page(request)
    original = views.get_claim(page.register, claim_id)
    document = views.get_document(page.register, original.document_id)
    decisions = views.list_decisions(page.register, subject=claim_id)
    made = page.workbench.queues.get_decisions(page.register) if decisions else ()
    claim = find_effective(original, made)
    veil = page.make_veil([document])
    shown = veil.cover_words(claim or original)
    marks = make_marks([shown])
    return page.render(
        "correct.html",
        claim=shown,
        rejected=claim is None,
        corrected=claim != original,
        document=veil.cover_document(document),
        veil=veil,
        decisions=decisions,
        withheld=select_redactions(made, {claim_id}),
        incident_id=views.get_claim_incidents(page.register, [claim_id]).get(claim_id),
        pieces=make_pieces(veil.cover(document.text), marks),
        fields=[field for field in FIELDS if any(mark.field == field for mark in marks)],
        outcomes=get_args(Outcome),
        whos=get_args(Who),
        groups=get_args(Group),
        stances=get_args(Stance),
        actors=sorted(((i, actor.get_label(page.lang)) for i, actor in page.workbench.packs.actors.items()), key=lambda a: a[1]),
    )


@router.post("/{claim_id}")
async def keep_correction(request: Request, claim_id: str) -> RedirectResponse:
    """Record a correction and show the claim again."""
    async with request.form() as sent:
        check_form(request, sent)
        fields = dict(sent)
    person = check_may(request, "decide")
    form = parse_form(CorrectionForm, fields)
    await run_in_threadpool(correct, Page(request), claim_id, form, person)
    return RedirectResponse(f"/claims/{claim_id}", status_code=303)


def correct(page: Page, claim_id: str, form: CorrectionForm, person: Person) -> None:
    """Make the decision, record it, and bring the incidents up to date."""
    claim = get_effective_claim(page, claim_id)
    document = views.get_document(page.register, claim.document_id)
    packs, settings = page.workbench.packs, page.workbench.settings
    gazetteer = open_gazetteer(settings, place_files=settings.place_files(), packs=packs)
    record(page.register, packs, make_correction(form, claim, document, packs, gazetteer, person.name))
    link_again(page.register, packs)
