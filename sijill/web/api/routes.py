"""Routes of the JSON API.

Filters of incidents have the names that they have in the addresses of pages: `grade`, `event`, `by`, `actor`, `country`, `admin1`, `place`,
`weapon`, `source`, `lang_of`, `contested` (each may be repeated), `since`, `until`, `q`, `killed`, `bbox`.
"""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from sijill.errors import UserError
from sijill.model import Capture, Claim, Decision, Document, Incident, Issue
from sijill.review import QueueItem
from sijill.store import Register, views
from sijill.store.searches import SavedSearch, list_searches
from sijill.store.views import DocumentFilter, IncidentSort
from sijill.web.access import check_may
from sijill.web.api.schemas import describe
from sijill.web.decisions import DecisionForm, apply_decisions, get_permission, make_decision, record
from sijill.web.guard import check_origin
from sijill.web.query import FACET_NAMES, parse_query
from sijill.web.query import Query as PageQuery

router = APIRouter(prefix="/api/v1", tags=["register"])
_ENCODER = msgspec.json.Encoder(order="deterministic")
Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to leave out before the first.")]


def get_register(request: Request) -> Register:
    """Return the open register."""
    register: Register = request.app.state.workbench.register
    return register


def get_query(
    request: Request,
    q: Annotated[str | None, Query(description="Search as typed, in English or Arabic.", max_length=500)] = None,
    since: Annotated[str | None, Query(description="First day, ISO 8601.")] = None,
    until: Annotated[str | None, Query(description="Last day, ISO 8601.")] = None,
    grade: Annotated[list[str] | None, Query(description="Grades.")] = None,
    event: Annotated[list[str] | None, Query(description="Event types.")] = None,
) -> PageQuery:
    """Return the filter of the address."""
    del q, since, until, grade, event  # named for the description; all filters are read from the address alike
    return parse_query(request.query_params)


Opened = Annotated[Register, Depends(get_register)]
Wanted = Annotated[PageQuery, Depends(get_query)]


def send(value: Any, status: int = 200) -> Response:
    """Return the value as JSON."""
    return Response(_ENCODER.encode(value), status_code=status, media_type="application/json")


@router.get("/summary", responses=describe(views.Summary))
def get_summary(register: Opened) -> Response:
    """Return the register in numbers."""
    return send(views.get_summary(register))


@router.get("/incidents", responses=describe(views.IncidentPage))
def list_incidents(register: Opened, query: Wanted, sort: IncidentSort = "-date", limit: Limit = 50, offset: Offset = 0) -> Response:
    """Return one page of the incidents that pass the filter."""
    return send(views.list_incidents(register, query.wanted, limit=limit, offset=offset, sort=sort))


@router.get("/incidents/{incident_id}", responses=describe(Incident))
def get_incident(register: Opened, incident_id: str) -> Response:
    """Return one incident with its assessment."""
    return send(views.get_incident(register, incident_id))


@router.get("/incidents/{incident_id}/claims", responses=describe(Claim, many=True))
def list_incident_claims(register: Opened, incident_id: str) -> Response:
    """Return the claims that an incident rests on."""
    views.get_incident(register, incident_id)
    return send(views.get_incident_claims(register, incident_id))


@router.get("/incidents/{incident_id}/history", responses=describe(views.IncidentVersion, many=True))
def list_history(register: Opened, incident_id: str, limit: Limit = 50, offset: Offset = 0) -> Response:
    """Return how an incident came about, newest first; also for one that ended."""
    return send(views.list_history(register, incident_id, limit=limit, offset=offset))


@router.get("/incidents/{incident_id}/nearby", responses=describe(views.NearbyIncident, many=True))
def list_nearby(
    register: Opened, incident_id: str, days: Annotated[int, Query(ge=0, le=366)] = 3, km: Annotated[float, Query(ge=0, le=1000)] = 25
) -> Response:
    """Return other incidents near in time and place."""
    views.get_incident(register, incident_id)
    return send(views.find_nearby(register, incident_id, days=days, km=km))


@router.get("/facets", responses=describe(views.FacetCount, by=True))
def count_facets(register: Opened, query: Wanted) -> Response:
    """Return how many incidents have each value of each filter."""
    counts = views.facet_counts(register, query.wanted)
    return send({name: counts[field] for name, field in FACET_NAMES.items()})


@router.get("/timeline", responses=describe(views.TimelinePoint, many=True))
def count_timeline(register: Opened, query: Wanted, bucket: views.Bucket = "auto") -> Response:
    """Return counts and harm ranges over time."""
    return send(views.count_timeline(register, query.wanted, bucket=bucket))


@router.get("/searches", responses=describe(SavedSearch, many=True))
def list_saved(register: Opened) -> Response:
    """Return the searches that people saved; `query` is the query string of `/incidents`."""
    return send(list_searches(register))


@router.get("/contradictions", responses=describe(views.Contradiction, many=True))
def list_contradictions(register: Opened, query: Wanted, limit: Limit = 50, offset: Offset = 0) -> Response:
    """Return what sources disagree on, widest first."""
    return send(views.list_contradictions(register, query.wanted, limit=limit, offset=offset))


@router.get("/changes", responses=describe(views.IncidentVersion, many=True))
def list_changes(register: Opened, limit: Limit = 50, offset: Offset = 0) -> Response:
    """Return the change feed: incidents that came, changed, were merged, split or ended, newest first."""
    return send(views.list_history(register, limit=limit, offset=offset))


@router.get("/claims/{claim_id}", responses=describe(Claim))
def get_claim(register: Opened, claim_id: str) -> Response:
    """Return one claim as it was extracted."""
    return send(views.get_claim(register, claim_id))


@router.get("/documents", responses=describe(views.DocumentPage))
def list_documents(register: Opened, query: Wanted, limit: Limit = 50, offset: Offset = 0) -> Response:
    """Return one page of the documents that pass `q`, `lang_of`, `source`, `since` and `until`."""
    wanted = query.wanted
    found = DocumentFilter(text=wanted.text, langs=wanted.langs, sources=wanted.sources, since=wanted.since, until=wanted.until)
    return send(views.list_documents(register, found, limit=limit, offset=offset))


@router.get("/documents/{document_id:path}/claims", responses=describe(Claim, many=True))
def list_document_claims(register: Opened, document_id: str) -> Response:
    """Return the claims of a document in the order of the text."""
    views.get_document(register, document_id)
    return send(views.get_document_claims(register, document_id))


@router.get("/documents/{document_id:path}", responses=describe(Document))
def get_document(register: Opened, document_id: str) -> Response:
    """Return one document with its text."""
    return send(views.get_document(register, document_id))


@router.get("/captures/{capture_id}", responses=describe(Capture))
def get_capture(register: Opened, capture_id: str) -> Response:
    """Return what is known of one capture."""
    return send(views.get_capture(register, capture_id))


@router.get("/sources", responses=describe(views.SourceRow, many=True))
def list_sources(register: Opened) -> Response:
    """Return the sources."""
    return send(views.list_sources(register))


@router.get("/actors", responses=describe(views.ActorRow, many=True))
def list_actors(register: Opened, limit: Limit = 500) -> Response:
    """Return the actors that incidents name."""
    return send(views.list_actors(register, limit=limit))


@router.get("/places", responses=describe(views.PlaceRow, many=True))
def list_places(register: Opened, limit: Limit = 500) -> Response:
    """Return the places of incidents."""
    return send(views.list_places(register, limit=limit))


@router.get("/issues", responses=describe(Issue, many=True))
def list_issues(register: Opened, limit: Limit = 100, offset: Offset = 0) -> Response:
    """Return what was found wrong with the data, newest first."""
    return send(views.list_issues(register, limit=limit, offset=offset))


@router.get("/review", responses=describe(QueueItem, many=True))
def list_questions(request: Request, register: Opened, limit: Limit = 50) -> Response:
    """Return open questions, the most valuable first."""
    return send(request.app.state.workbench.queues.get(register).take(0, limit))


@router.get("/decisions", responses=describe(Decision, many=True))
def list_decisions(register: Opened, limit: Limit = 100, offset: Offset = 0) -> Response:
    """Return decisions, newest first."""
    return send(views.list_decisions(register, limit=limit, offset=offset))


@router.post(
    "/decisions",
    status_code=201,
    responses={201: describe(Decision)[200], 400: {"description": "It makes no sense here."}, 403: {"description": "Not allowed."}},
)
def keep_decision(request: Request, register: Opened, form: DecisionForm) -> Response:
    """Record a decision; `value` is JSON as a string."""
    check_origin(request)
    person = check_may(request, get_permission(form.kind))
    packs = request.app.state.workbench.packs
    decision = make_decision(form, person)
    record(register, packs, decision)
    apply_decisions(register, packs)
    return send(decision, 201)


@router.get("/{path:path}", include_in_schema=False)
def refuse(path: str) -> Response:
    """Say that there is nothing."""
    raise UserError(f"there is no /api/v1/{path}")
