"""Documents: the list with its search, and one document with the words that claims rest on highlighted."""

from functools import partial
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from sijill.errors import UserError
from sijill.model import Capture
from sijill.model.claim import Modality
from sijill.present.claims import FIELDS, make_marks
from sijill.present.passages import Mark, Piece, make_pieces
from sijill.present.veil import Veil
from sijill.store import views
from sijill.store.views import DocumentFilter, DocumentRow
from sijill.web.access import check_may
from sijill.web.adding import ClaimForm, add_claim
from sijill.web.decisions import apply_decisions
from sijill.web.guard import check_form, parse_form
from sijill.web.pages.incidents import name_value
from sijill.web.query import PAGE_SIZE, parse_query
from sijill.web.workbench import Page

router = APIRouter(prefix="/documents")


@router.get("", response_class=HTMLResponse)
def show_documents(request: Request) -> HTMLResponse:
    """Show the documents that pass the filter; a search shows the words it found."""
    page, query = Page(request), parse_query(request.query_params)
    wanted = DocumentFilter(
        text=query.wanted.text, langs=query.wanted.langs, sources=query.wanted.sources, since=query.wanted.since, until=query.wanted.until
    )
    veil = page.make_veil([])
    found = views.list_documents(page.register, wanted, limit=PAGE_SIZE, offset=query.offset)
    summary = page.remember(views.get_summary)
    return page.render(
        "documents.html",
        query=query,
        found=found,
        langs=summary.langs,
        chosen=[(n, v, name_value(n, v, page.wording)) for n, v in query.pairs if n in {"q", "lang_of", "source", "since", "until"}],
        pages=max(-(-found.total // PAGE_SIZE), 1),
        snippet=partial(make_snippet, veil),
        veil=veil,
    )


def make_snippet(veil: Veil, row: DocumentRow) -> list[Piece]:
    """Return the words that a search found, cut where the hits begin and end."""
    return make_pieces(veil.cover(row.snippet or ""), [Mark(start, end, "event", "") for start, end in row.hits])


@router.get("/{document_id:path}/original")
def send_original(request: Request, document_id: str) -> Response:
    """Send the bytes as they came, as a file to keep: nothing in them is run by the browser."""
    page = Page(request)
    capture = find_capture(page, views.get_document(page.register, document_id).capture_id)
    if capture is None:
        raise UserError(f"no bytes are kept for document {document_id}")
    headers = {
        "Content-Disposition": f'attachment; filename="{capture.sha256[:16]}.bin"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(page.register.load_bytes(capture), media_type="application/octet-stream", headers=headers)


@router.post("/{document_id:path}/claims")
async def keep_claim(request: Request, document_id: str) -> RedirectResponse:
    """Add a claim that rests on chosen words, and show it, so that the rest can be filled in."""
    async with request.form() as sent:
        check_form(request, sent)
        fields = dict(sent)
    person = check_may(request, "decide")
    page = Page(request)
    document = views.get_document(page.register, document_id)
    form = parse_form(ClaimForm, fields)
    claim = await run_in_threadpool(add_claim, page.register, page.workbench.packs, document, form, person)
    await run_in_threadpool(apply_decisions, page.register, page.workbench.packs)
    return RedirectResponse(f"/claims/{claim.claim_id}", status_code=303)


@router.get("/{document_id:path}", response_class=HTMLResponse)
def show_document(request: Request, document_id: str) -> HTMLResponse:
    """Show one document; `claim` chooses a claim, `from` and `to` the words that were asked for."""
    page = Page(request)
    document = views.get_document(page.register, document_id)
    veil = page.make_veil([document])
    claims = [veil.cover_words(claim) for claim in views.get_document_claims(page.register, document_id)]
    marks = make_marks(claims)
    params = request.query_params
    wanted = params.get("claim") if params.get("claim") in {claim.claim_id for claim in claims} else None
    return page.render(
        "document.html",
        document=veil.cover_document(document),
        veil=veil,
        capture=find_capture(page, document.capture_id),
        claims=claims,
        incident_of=views.get_claim_incidents(page.register, [claim.claim_id for claim in claims]),
        pieces=make_pieces(veil.cover(document.text), marks, sought=parse_sought(params.get("from"), params.get("to"))),
        fields=[field for field in FIELDS if any(mark.field == field for mark in marks)],
        wanted=wanted,
        modalities=get_args(Modality),
    )


def find_capture(page: Page, capture_id: str | None) -> Capture | None:
    """Return the capture of a document, or None where none was kept."""
    return None if capture_id is None else views.get_capture(page.register, capture_id)


def parse_sought(start: str | None, end: str | None) -> tuple[int, int] | None:
    """Return the offsets that an address asks for, or None."""
    if start is None or end is None or not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    return (int(start[:9]), int(end[:9])) if int(start[:9]) < int(end[:9]) else None
