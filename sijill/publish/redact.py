"""Redaction: an edition in, the same edition without what a profile keeps back.

In: `Edition` with its decisions, `Profile`. Out: `Edition`. Exporters see the redacted values only, so that nothing can survive in any
format, not even in an index or in statistics. Not here: the choice (`profile`, `withheld`), names of people (`names`).
"""

import math
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

import msgspec
from msgspec.structs import replace as change

from sijill.model import (
    Assessment,
    Claim,
    ClaimPlace,
    Document,
    DocumentContext,
    Incident,
    IncidentActor,
    IncidentPlace,
    SourceValue,
    make_id,
)
from sijill.publish.base import Edition
from sijill.publish.names import NameCover
from sijill.publish.profile import Profile
from sijill.publish.withheld import close, find_withheld

KM_PER_DEGREE = 111.32
NOT_SHOWN = "not shown"
S = TypeVar("S", bound=msgspec.Struct)
P = TypeVar("P", ClaimPlace, IncidentPlace)


class Redactor:
    """Redacts one edition under a profile, and under what people decided must not leave (`sijill.publish.withheld`)."""

    def __init__(self, edition: Edition, profile: Profile) -> None:
        self.profile = profile
        self._edition = edition
        self._withheld = find_withheld(edition.decisions())
        shown = profile.quotes == "keep" and profile.names != "keep"
        self._names = NameCover(edition, profile.names) if shown else None

    @cached_property
    def _closed(self) -> frozenset[str]:
        """The documents of which no more leaves than their numbers."""
        if not (self._withheld.claims or self._withheld.places):
            return frozenset()
        return frozenset[str]().union(*(self._withheld.find_documents(i, claims) for i, claims in self._edition.incidents()))

    def may_leave(self, incident: Incident) -> bool:
        """May anything of the incident leave?"""
        return is_old_enough(incident, self._edition.released, self.profile.hold_back_days) and not self._withheld.holds(incident)

    def find(self, incident: Incident, claims: Sequence[Claim]) -> tuple[Incident, tuple[Claim, ...]] | None:
        """Return an incident with its claims as they may leave, None where they stay back."""
        if not self.may_leave(incident):
            return None
        profile = self._withheld.narrow(self.profile, incident)
        return self._redact_incident(incident, profile), tuple(self._redact_claim(claim, profile) for claim in claims)

    def redact_document(self, document: Document) -> Document:
        """Return a document as it may leave."""
        redacted = redact_document(document, self._get_profile(self.profile, document.id))
        return redacted if self._names is None else self._names.change(redacted, [document.id])

    def _redact_incident(self, incident: Incident, profile: Profile) -> Incident:
        redacted = redact_incident(incident, profile, self._closed)
        # Its title is made of kind, place and day, not of a source's words.
        return redacted if self._names is None else change(self._names.change(redacted, incident.document_ids), title=redacted.title)

    def _redact_claim(self, claim: Claim, profile: Profile) -> Claim:
        redacted = redact_claim(claim, self._get_profile(profile, claim.document_id))
        return redacted if self._names is None else self._names.change(redacted, [claim.document_id])

    def _get_profile(self, profile: Profile, document_id: str) -> Profile:
        return close(profile) if document_id in self._closed else profile


def redact_edition(edition: Edition, profile: Profile) -> Edition:
    """Return the edition under a profile; it is redacted as it is read."""
    redactor = Redactor(edition, profile)

    def iter_incidents() -> Iterator[tuple[Incident, tuple[Claim, ...]]]:
        for incident, claims in edition.incidents():
            if (redacted := redactor.find(incident, claims)) is not None:
                yield redacted

    def iter_documents() -> Iterator[Document]:
        leaving = (i for i, _ in edition.incidents() if redactor.may_leave(i))
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


def hide_ids(document_ids: Iterable[str], profile: Profile, closed: Set[str]) -> tuple[str, ...]:
    """Return ids of documents as they may leave; those of `closed` documents always as hashes."""
    return tuple(hide_id(i, close(profile) if i in closed else profile) for i in document_ids)


def redact_incident(incident: Incident, profile: Profile, closed: Set[str] = frozenset()) -> Incident:
    """Return the incident without what stays back; of the `closed` documents nothing leaves but their numbers."""
    plain = profile.place == "exact" and profile.quotes == "keep"
    parties = profile if closed.isdisjoint(incident.document_ids) else close(profile)
    return change(
        incident,
        place=None if incident.place is None else redact_place(incident.place, profile),
        document_ids=hide_ids(incident.document_ids, profile, closed),
        perpetrator=tuple(redact_actor(a, parties) for a in incident.perpetrator),
        target=tuple(redact_actor(a, parties) for a in incident.target),
        assessment=None if incident.assessment is None else redact_assessment(incident.assessment, profile, closed),
        title=incident.title if plain else None,
        extra={},
    )


def redact_actor(actor: IncidentActor, profile: Profile) -> IncidentActor:
    """Return the party; one that only the source's words name stays, without the words, so that "somebody is accused" is not lost."""
    if profile.quotes == "keep":
        return actor
    return change(actor, quote=None if actor.actor_id else NOT_SHOWN)


def redact_assessment(assessment: Assessment, profile: Profile, closed: Set[str] = frozenset()) -> Assessment:
    """Return the assessment with words, sources and reasons for links as far as they may leave."""
    shut = {g.key for g in assessment.sources if not closed.isdisjoint(g.document_ids)}
    keys = dict.fromkeys([g.key for g in assessment.sources] + [v.source for f in assessment.fields for v in f.values])
    hidden = {key for key in keys if profile.sources == "drop" or key.partition(" > ")[0] in shut}
    names = {key: f"source {n}" if key in hidden else key for n, key in enumerate(keys, start=1)}

    def redact_value(value: SourceValue) -> SourceValue:
        own = close(profile) if value.source.partition(" > ")[0] in shut else profile
        words = {"words": ""} if own.quotes == "drop" else {}
        published = {"published": None} if own.addresses == "drop" else {}
        return change(value, source=names[value.source], **words, **published)

    return change(
        assessment,
        sources=tuple(change(g, key=names[g.key], document_ids=hide_ids(g.document_ids, profile, closed)) for g in assessment.sources),
        fields=tuple(change(f, values=tuple(redact_value(v) for v in f.values)) for f in assessment.fields),
        disagreements=assessment.disagreements if profile.quotes == "keep" and profile.place == "exact" and not shut else (),
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
