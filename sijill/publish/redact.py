"""Redaction: an edition in, the same edition without what a profile keeps back.

In: `Edition`, `Profile`. Out: `Edition`. Exporters see the redacted values only, so that nothing can survive in any format, not even in an
index or in statistics. Not here: the choice (`profile`), names of people (`names`).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import msgspec
from msgspec.structs import replace as change

from sijill.model import Assessment, Claim, ClaimPlace, Document, DocumentContext, Incident, IncidentActor, IncidentPlace, make_id
from sijill.publish.base import Edition
from sijill.publish.names import NameCover
from sijill.publish.profile import Profile

KM_PER_DEGREE = 111.32
NOT_SHOWN = "not shown"
S = TypeVar("S", bound=msgspec.Struct)
P = TypeVar("P", ClaimPlace, IncidentPlace)


class Redactor:
    """Redacts one edition under a profile."""

    def __init__(self, edition: Edition, profile: Profile) -> None:
        self.profile = profile
        self._released = edition.released
        shown = profile.quotes == "keep" and profile.names != "keep"
        self._names = NameCover(edition, profile.names) if shown else None

    def find(self, incident: Incident, claims: Sequence[Claim]) -> tuple[Incident, tuple[Claim, ...]] | None:
        """Return an incident with its claims as they may leave, None where they stay back."""
        if not is_old_enough(incident, self._released, self.profile.hold_back_days):
            return None
        return self._redact_incident(incident), tuple(self._redact_claim(claim) for claim in claims)

    def redact_document(self, document: Document) -> Document:
        """Return a document as it may leave."""
        redacted = redact_document(document, self.profile)
        return redacted if self._names is None else self._names.change(redacted, [document.id])

    def _redact_incident(self, incident: Incident) -> Incident:
        redacted = redact_incident(incident, self.profile)
        # Its title is made of kind, place and day, not of a source's words.
        return redacted if self._names is None else change(self._names.change(redacted, incident.document_ids), title=redacted.title)

    def _redact_claim(self, claim: Claim) -> Claim:
        redacted = redact_claim(claim, self.profile)
        return redacted if self._names is None else self._names.change(redacted, [claim.document_id])


def redact_edition(edition: Edition, profile: Profile) -> Edition:
    """Return the edition under a profile; it is redacted as it is read."""
    redactor = Redactor(edition, profile)

    def iter_incidents() -> Iterator[tuple[Incident, tuple[Claim, ...]]]:
        for incident, claims in edition.incidents():
            if (redacted := redactor.find(incident, claims)) is not None:
                yield redacted

    def iter_documents() -> Iterator[Document]:
        days = profile.hold_back_days
        leaving = (i for i, _ in edition.incidents() if is_old_enough(i, edition.released, days))
        shown = {document_id for incident in leaving for document_id in incident.document_ids}
        for document in edition.documents():
            if document.id in shown:
                yield redactor.redact_document(document)

    return replace(edition, incidents=iter_incidents, documents=iter_documents, all_claims=None, decisions=tuple)


def is_old_enough(incident: Incident, released: date | None, days: int) -> bool:
    """May the incident leave on the day of the release? With a delay, undated incidents and unreleased editions may not."""
    if days == 0:
        return True
    if released is None or incident.date.end is None:
        return False
    return date.fromisoformat(incident.date.end[:10]) <= released - timedelta(days=days)


def hide_id(document_id: str, profile: Profile) -> str:
    """Return the id of a document, as a hash where the caller's own ids may not leave."""
    return document_id if profile.addresses == "keep" else make_id("doc", document_id)


def redact_incident(incident: Incident, profile: Profile) -> Incident:
    """Return the incident without what stays back."""
    plain = profile.place == "exact" and profile.quotes == "keep"
    return change(
        incident,
        place=None if incident.place is None else redact_place(incident.place, profile),
        document_ids=tuple(hide_id(i, profile) for i in incident.document_ids),
        perpetrator=tuple(redact_actor(a, profile) for a in incident.perpetrator),
        target=tuple(redact_actor(a, profile) for a in incident.target),
        assessment=None if incident.assessment is None else redact_assessment(incident.assessment, profile),
        title=incident.title if plain else None,
        extra={},
    )


def redact_actor(actor: IncidentActor, profile: Profile) -> IncidentActor:
    """Return the party; one that only the source's words name stays, without the words, so that "somebody is accused" is not lost."""
    if profile.quotes == "keep":
        return actor
    return change(actor, quote=None if actor.actor_id else NOT_SHOWN)


def redact_assessment(assessment: Assessment, profile: Profile) -> Assessment:
    """Return the assessment with words, sources and reasons for links as far as they may leave."""
    keys = dict.fromkeys([g.key for g in assessment.sources] + [v.source for f in assessment.fields for v in f.values])
    names = {key: key if profile.sources == "keep" else f"source {n}" for n, key in enumerate(keys, start=1)}
    words = {"words": ""} if profile.quotes == "drop" else {}
    published = {"published": None} if profile.addresses == "drop" else {}
    return change(
        assessment,
        sources=tuple(
            change(g, key=names[g.key], document_ids=tuple(hide_id(i, profile) for i in g.document_ids)) for g in assessment.sources
        ),
        fields=tuple(
            change(f, values=tuple(change(v, source=names[v.source], **words, **published) for v in f.values)) for f in assessment.fields
        ),
        disagreements=assessment.disagreements if profile.quotes == "keep" and profile.place == "exact" else (),
    )


def redact_claim(claim: Claim, profile: Profile) -> Claim:
    """Return the claim without what stays back."""
    attributed = claim.attributed_to if profile.sources == "keep" else ()
    context = None if claim.document is None else redact_context(claim.document, profile)
    place = None if claim.place is None else redact_place(claim.place, profile)
    redacted = change(claim, document_id=hide_id(claim.document_id, profile), attributed_to=attributed, document=context, place=place)
    if profile.quotes == "keep":
        return redacted
    return change(
        redacted,
        trigger=None,
        triggers=(),
        attributed_to=tuple(change(a, quote="", start=0, end=0) for a in attributed if a.source_id),
        date=None if claim.date is None else drop(claim.date, "quote", "start_char", "end_char"),
        place=None if place is None else drop(place, "quote", "start", "end"),
        perpetrator=tuple(drop(a, "quote", "start", "end") for a in claim.perpetrator),
        target=tuple(drop(a, "quote", "start", "end") for a in claim.target),
        weapon=tuple(change(w, quote="", start=0, end=0) for w in claim.weapon if w.weapon_id),
        harm=tuple(drop(h, "quote", "start", "end", "reason") for h in claim.harm),
    )


def drop(value: S, *names: str) -> S:
    """Return a value with the named fields empty."""
    return change(value, **dict.fromkeys(names))


def redact_context(context: DocumentContext, profile: Profile) -> DocumentContext:
    """Return what is known of a claim's document, as far as it may leave. The signature tells texts, so it never does."""
    hidden: dict[str, None] = {"signature": None}
    if profile.sources == "drop":
        hidden |= {"source": None, "source_id": None}
    if profile.addresses == "drop":
        hidden |= {"url": None, "published": None}
    if profile.quotes == "drop":
        hidden |= {"title": None}
    return change(context, **hidden)


def redact_document(document: Document, profile: Profile) -> Document:
    """Return the document without its text, and with no more than its context says."""
    context = DocumentContext(
        source_id=document.source_id, source=document.source, published=document.published, url=document.url, title=document.title
    )
    shown = redact_context(context, profile)
    return Document(
        id=hide_id(document.id, profile),
        text="",
        title=shown.title,
        lang=document.lang,
        published=shown.published,
        published_basis=document.published_basis if shown.published else "unknown",
        url=shown.url,
        source=shown.source,
        source_id=shown.source_id,
    )


def redact_place(place: P, profile: Profile) -> P:
    """Return the place as coarse as the profile asks for; the finer names and candidates go with the point."""
    if profile.place == "exact":
        return place
    bare = change(place, place_id=None, name=None, name_ar=None, lat=None, lon=None, radius_km=None, admin2=None, within=())
    if isinstance(bare, ClaimPlace):
        bare = change(bare, quote=None, start=None, end=None, candidates=(), reasons=())
    if profile.place == "country":
        return change(bare, admin1=None, precision=max(place.precision or 6, 6))
    if profile.place == "admin1" or place.lat is None or place.lon is None:
        return change(bare, precision=max(place.precision or 4, 4))
    lat, lon = find_cell_middle(place.lat, place.lon, profile.grid_km)
    radius = max(place.radius_km or 0.0, round(profile.grid_km * math.sqrt(2) / 2, 1))
    return change(bare, lat=lat, lon=lon, radius_km=radius, precision=max(place.precision or 2, 2))


def find_cell_middle(lat: float, lon: float, km: float) -> tuple[float, float]:
    """Return the middle of the cell of about `km` by `km` that a point lies in; equal points give equal cells."""
    step = km / KM_PER_DEGREE
    row = math.floor(lat / step)
    middle = max(min((row + 0.5) * step, 90.0), -90.0)
    width = step / max(math.cos(math.radians(middle)), 0.01)
    return round(middle, 4), round(max(min((math.floor(lon / width) + 0.5) * width, 180.0), -180.0), 4)
