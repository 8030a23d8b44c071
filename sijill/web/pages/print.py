"""One incident as PDF, for a file or a desk: the same order as its page, set in print."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

import sijill
from sijill.publish.base import IncidentRecord
from sijill.publish.digest.pdf import make_incident_pdf
from sijill.review import apply_decisions
from sijill.store import views
from sijill.web.workbench import Page

router = APIRouter()


@router.get("/incidents/{incident_id}.pdf")
def send_incident_pdf(request: Request, incident_id: str) -> Response:
    """Send an incident as PDF in the reader's language; numbers in it lead to the sources at its end. Names are covered as on pages."""
    page = Page(request)
    incident = views.get_incident(page.register, incident_id)
    decisions = page.workbench.queues.get_decisions(page.register)
    veil = page.make_veil(views.get_incident_documents(page.register, incident_id))
    claims = tuple(veil.cover_words(c) for c in apply_decisions(views.get_incident_claims(page.register, incident_id), decisions))
    record = IncidentRecord(veil.cover_words(incident), claims, page.workbench.packs, "unreleased")
    foot = f"{request.base_url}incidents/{incident_id} \u00b7 Sijill {sijill.__version__}"
    body = make_incident_pdf(record, page.wording, register=page.wording.text("overview.title"), foot=foot)
    headers = {"Content-Disposition": f'inline; filename="{incident_id}.{page.lang}.pdf"', "Vary": "Cookie, Accept-Language"}
    return Response(body, media_type="application/pdf", headers=headers)
