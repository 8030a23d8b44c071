"""Claims as pages show them: which words support which field, and what each source says of each field.

In: claims, documents, an incident's assessment. Out: marks for highlighting, extracts, the rows of the who-says-what matrix.
Not here: cutting texts into pieces (`sijill.present.passages`), counting and grading (`sijill.assess`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from sijill.model import Claim, ClaimActor, Document, Harm, Incident, SourceGroup
from sijill.present.passages import Mark, Piece, make_extract
from sijill.present.wording import Wording

FIELDS = ("event", "date", "place", "perpetrator", "target", "weapon", "harm", "attribution")
# The address of the words of a claim from one offset to another (None: of the claim as a whole).
Locate = Callable[[Claim, int | None, int | None], str]
COLUMNS = ("date", "place", "event", "perpetrator", "killed", "injured", "other")


class Words(msgspec.Struct, frozen=True):
    """What one claim says of one field: the value as read, the source's words, and where they stand (None: inferred, or kept back)."""

    value: Markup
    quote: str | None
    url: str | None
    lang: str
    note: str | None = None
    inferred: bool = False


class MatrixRow(msgspec.Struct, frozen=True):
    """One independent source: its name, days of publication, and its words by column."""

    name: str
    group: SourceGroup
    published: str | None
    langs: tuple[str, ...]
    cells: dict[str, list[Words]]
    modalities: tuple[str, ...]


class ClaimView(msgspec.Struct, frozen=True):
    """A claim with its document and the words it rests on."""

    claim: Claim
    document: Document | None
    pieces: list[Piece]
    source: str
    locate: Locate

    @property
    def url(self) -> str:
        """The address of the words that tell of the event."""
        first = self.claim.trigger or next(iter(self.claim.triggers), None)
        return self.locate(self.claim, first.start, first.end) if first else self.locate(self.claim, None, None)

    @property
    def published(self) -> str | None:
        """When the document was published (ISO 8601)."""
        document = self.document or self.claim.document
        return document.published if document else None

    @property
    def original(self) -> str | None:
        """The address of the document where its publisher has it."""
        document = self.document or self.claim.document
        return document.url if document else None


def iter_marks(claim: Claim) -> Iterator[Mark]:
    """Yield the words of a claim with the field that they support."""
    for trigger in (claim.trigger, *claim.triggers):
        if trigger is not None:
            yield Mark(trigger.start, trigger.end, "event", claim.claim_id)
    if claim.date is not None and claim.date.start_char is not None and claim.date.end_char is not None:
        yield Mark(claim.date.start_char, claim.date.end_char, "date", claim.claim_id)
    lists = {
        "place": (claim.place,), "perpetrator": claim.perpetrator, "target": claim.target,
        "weapon": claim.weapon, "harm": claim.harm, "attribution": claim.attributed_to,
    }  # fmt: skip
    for field, values in lists.items():
        for value in values:
            if value is not None and value.start is not None and value.end is not None:
                yield Mark(value.start, value.end, field, claim.claim_id)


def make_marks(claims: Sequence[Claim]) -> list[Mark]:
    """Return the words of all claims, without repetition."""
    return sorted({mark for claim in claims for mark in iter_marks(claim)})


def make_claim_views(claims: Sequence[Claim], documents: Mapping[str, Document], wording: Wording, locate: Locate) -> list[ClaimView]:
    """Return claims with their words in context; `locate` gives their words an address."""
    views = []
    for claim in claims:
        document = documents.get(claim.document_id)
        marks = make_marks([claim])
        views.append(
            ClaimView(
                claim=claim,
                document=document,
                pieces=make_extract(document.text, marks) if document else [],
                source=get_source_name(claim, document, wording),
                locate=locate,
            )
        )
    return views


def get_source_name(claim: Claim, document: Document | None, wording: Wording) -> str:
    """Return who published the claim's document."""
    context = claim.document
    source_id = (document.source_id if document else None) or (context.source_id if context else None)
    name = (document.source if document else None) or (context.source if context else None)
    url = (document.url if document else None) or (context.url if context else None)
    return wording.source_name(source_id, name or (urlsplit(url).hostname if url else None))


def make_matrix(incident: Incident, views: Sequence[ClaimView], wording: Wording) -> list[MatrixRow]:
    """Return what each independent source says, in the order of publication; a source that repeats another stands with it."""
    by_id = {view.claim.claim_id: view for view in views}
    rows = []
    for group in list_groups(incident, views):
        members = [by_id[i] for i in group.claim_ids if i in by_id]
        if members:
            rows.append(_make_row(group, members, wording))
    return sorted(rows, key=lambda row: (row.published or "9999", row.name))


def list_groups(incident: Incident, views: Sequence[ClaimView]) -> Sequence[SourceGroup]:
    """Return the incident's independent sources; without an assessment each document is one."""
    if incident.assessment is not None and incident.assessment.sources:
        return incident.assessment.sources
    by_document: dict[str, list[str]] = {}
    for view in views:
        by_document.setdefault(view.claim.document_id, []).append(view.claim.claim_id)
    return [SourceGroup(key=d, document_ids=(d,), claim_ids=tuple(ids), reason="own account") for d, ids in by_document.items()]


def _make_row(group: SourceGroup, members: Sequence[ClaimView], wording: Wording) -> MatrixRow:
    cells: dict[str, list[Words]] = {column: [] for column in COLUMNS}
    for view in members:
        for column, words in _iter_words(view, wording):
            if words not in cells[column]:
                cells[column].append(words)
    names = list(dict.fromkeys(view.source for view in members))
    days = sorted(view.published[:10] for view in members if view.published)
    return MatrixRow(
        name=" \u00b7 ".join(names),
        group=group,
        published=days[0] if days else None,
        langs=tuple(sorted({view.claim.lang for view in members})),
        cells=cells,
        modalities=tuple(sorted({view.claim.modality for view in members} - {"asserted"})),
    )


def _iter_words(view: ClaimView, wording: Wording) -> Iterator[tuple[str, Words]]:
    claim = view.claim

    def make(value: str, quote: str | None, start: int | None, end: int | None, note: str | None = None) -> Words:
        url = None if start is None else view.locate(claim, start, end)
        return Words(Markup(value), quote, url, claim.lang, note, inferred=start is None and claim.trigger is not None)

    if claim.trigger is not None:
        yield "event", make(wording.rich_event(claim.event_type), claim.trigger.quote, claim.trigger.start, claim.trigger.end)
    if claim.date is not None:
        yield "date", make(wording.when(claim.date), claim.date.quote, claim.date.start_char, claim.date.end_char)
    if claim.place is not None:
        name = wording.place(claim.place.name or claim.place.quote or claim.place.admin1, claim.place.name_ar)
        yield "place", make(name, claim.place.quote, claim.place.start, claim.place.end)
    for actor in claim.perpetrator:
        yield "perpetrator", make(wording.actor(actor.actor_id, actor.quote), actor.quote, actor.start, actor.end, actor.stance)
    for harm in claim.harm:
        column = harm.outcome if harm.outcome in {"killed", "injured"} else "other"
        yield column, make(describe_harm(harm, wording), harm.quote, harm.start, harm.end)


def describe_harm(harm: Harm, wording: Wording) -> Markup:
    """Return `28–30 civilians killed` in the reader's language."""
    label = wording.harm(f"{harm.outcome}.{harm.group or harm.who}")
    return Markup("{} <span class='quiet lower'>{}</span>").format(wording.range(harm.min, harm.max), label)


def describe_actor(actor: ClaimActor, wording: Wording) -> Markup:
    """Return an actor's name, or what kind of target it is."""
    if actor.actor_id is None and actor.kind is not None and wording.catalogue.has(f"target_kind.{actor.kind}"):
        return Markup("{} <span class='quiet'>{}</span>").format(
            wording.actor(None, actor.quote), wording.text(f"target_kind.{actor.kind}")
        )
    return wording.actor(actor.actor_id, actor.quote)
