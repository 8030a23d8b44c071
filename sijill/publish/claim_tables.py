"""Our own tables of claims: who says what in which words.

In: `ClaimRecord`. Out: `CLAIMS` (one row a claim), `CLAIM_HARM` (one row a number), `DOCUMENTS` (one row a document, without its text).
Not here: incidents (`incident_tables`), the documents' texts, which belong to their publishers and leave only by JSON Lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import get_args

from sijill.model import Document, Harm
from sijill.model.claim import Group, Modality, Outcome, Side, Who
from sijill.model.dates import DatePrecision
from sijill.model.quantity import Exactness
from sijill.publish.base import ClaimRecord, IncidentRecord
from sijill.publish.table import Cell, Column, Reference, Table


def of_part(part: str, name: str) -> Callable[[ClaimRecord], Cell]:
    """Return a function that reads a field of a part of the claim (`date`, `place`, `trigger`, `document`), None where it is missing."""
    whole, read = attrgetter(part), attrgetter(name)

    def value(record: ClaimRecord) -> Cell:
        found = whole(record.claim)
        return None if found is None else read(found)

    return value


def of_actors(part: str, *names: str) -> Callable[[ClaimRecord], Cell]:
    """Return a function that lists, for each actor of a part, the first of `names` that is set."""
    actors, reads = attrgetter(part), [attrgetter(n) for n in names]
    return lambda r: tuple(next((v for read in reads if (v := read(a))), "unknown") for a in actors(r.claim))


def iter_claims(record: IncidentRecord) -> Iterator[ClaimRecord]:
    """Yield the claims of an incident."""
    return (ClaimRecord(claim, record) for claim in record.claims)


CLAIMS: Table[ClaimRecord] = Table(
    name="claims",
    title="Claims, one a row: one source's account of one event in one document",
    columns=(
        Column("release", "string", "Version of the release.", lambda r: r.record.version, required=True),
        Column("claim_id", "string", "Identifier.", lambda r: r.claim.claim_id, required=True),
        Column("incident_id", "string", "The incident it belongs to.", lambda r: r.record.incident.incident_id, required=True),
        Column("document_id", "string", "The document it was read from.", lambda r: r.claim.document_id, required=True),
        Column("lang", "string", "Language (ISO 639-1).", lambda r: r.claim.lang, required=True),
        Column("source", "string", "Publisher of the document.", lambda r: r.record.get_source_name(r.claim), required=True),
        Column("published", "string", "When the document was published, as far as known (ISO 8601).", of_part("document", "published")),
        Column("url", "string", "Address of the document.", of_part("document", "url")),
        Column("attributed_to", "list", "Who is quoted: the words.", of_actors("attributed_to", "quote")),
        Column("attributed_ids", "list", "Who is quoted: ids of sources, in the same order.", of_actors("attributed_to", "source_id")),
        Column("event_type", "string", "Code of the codebook.", lambda r: r.claim.event_type, required=True),
        Column(
            "modality", "string", "How it is said to have happened.", lambda r: r.claim.modality, required=True, allowed=get_args(Modality)
        ),
        Column("trigger_quote", "string", "The words that name the event.", of_part("trigger", "quote")),
        Column("trigger_start", "integer", "Where they begin (code points, inclusive).", of_part("trigger", "start")),
        Column("trigger_end", "integer", "Where they end (exclusive).", of_part("trigger", "end")),
        Column("date_start", "date", "First day.", of_part("date", "start")),
        Column("date_end", "date", "Last day, inclusive.", of_part("date", "end")),
        Column("date_precision", "string", "Precision of the date.", of_part("date", "precision"), allowed=get_args(DatePrecision)),
        Column("date_quote", "string", "The words for the date.", of_part("date", "quote")),
        Column("place_quote", "string", "The words for the place.", of_part("place", "quote")),
        Column("place_id", "string", "The place they were resolved to.", of_part("place", "place_id")),
        Column("place_name", "string", "Its name.", of_part("place", "name")),
        Column("latitude", "number", "Degrees north, WGS 84.", of_part("place", "lat")),
        Column("longitude", "number", "Degrees east, WGS 84.", of_part("place", "lon")),
        Column("place_precision", "integer", "UCDP's scale from 1 (exact) to 7.", of_part("place", "precision")),
        Column(
            "perpetrators", "list", "Actor ids, or the words where the actor is not known.", of_actors("perpetrator", "actor_id", "quote")
        ),
        Column("perpetrator_quotes", "list", "The words, in the same order.", of_actors("perpetrator", "quote")),
        Column("perpetrator_stances", "list", "Accused, admitted, denied, possible.", of_actors("perpetrator", "stance")),
        Column("targets", "list", "Actor ids, kinds or words of those attacked.", of_actors("target", "actor_id", "kind", "quote")),
        Column("weapons", "list", "Codes of weapons, or the words.", of_actors("weapon", "weapon_id", "quote")),
        Column("score", "number", "The extractor's confidence, 0 to 1.", lambda r: r.claim.score, required=True),
        Column("origin", "string", "Extractor and version, or the person or import.", lambda r: r.claim.origin, required=True),
        Column("issues", "list", "What to be careful about.", lambda r: r.claim.issues),
    ),
    expand=iter_claims,
    key=("claim_id",),
    references=(Reference("incident_id", "incidents"), Reference("document_id", "documents")),
)


@dataclass(frozen=True)
class HarmRecord:
    """One number in one claim."""

    owner: ClaimRecord
    number: int
    harm: Harm


def iter_harm(record: IncidentRecord) -> Iterator[HarmRecord]:
    """Yield every number of every claim of an incident."""
    for owner in iter_claims(record):
        for number, harm in enumerate(owner.claim.harm):
            yield HarmRecord(owner, number, harm)


CLAIM_HARM: Table[HarmRecord] = Table(
    name="claim_harm",
    title="Numbers of people in claims, one a row, with the words that support them",
    columns=(
        Column("release", "string", "Version of the release.", lambda h: h.owner.record.version, required=True),
        Column("claim_id", "string", "The claim.", lambda h: h.owner.claim.claim_id, required=True),
        Column("number", "integer", "Number of the row within its claim, from 0.", lambda h: h.number, required=True),
        Column("outcome", "string", "What happened to them.", lambda h: h.harm.outcome, required=True, allowed=get_args(Outcome)),
        Column("who", "string", "Their status.", lambda h: h.harm.who, required=True, allowed=get_args(Who)),
        Column("group", "string", "A group that is part of the total.", lambda h: h.harm.group, allowed=get_args(Group)),
        Column("side", "string", "Whose side they were on, where said.", lambda h: h.harm.side, allowed=get_args(Side)),
        Column("min", "integer", "Lower end; empty: open.", lambda h: h.harm.min),
        Column("max", "integer", "Upper end; empty: open.", lambda h: h.harm.max),
        Column("exactness", "string", "How exact the words are.", lambda h: h.harm.exactness, required=True, allowed=get_args(Exactness)),
        Column("quote", "string", "The words; empty: inferred.", lambda h: h.harm.quote),
        Column("start", "integer", "Where they begin (code points, inclusive).", lambda h: h.harm.start),
        Column("end", "integer", "Where they end (exclusive).", lambda h: h.harm.end),
        Column("reason", "string", "Why the status has its value.", lambda h: h.harm.reason),
    ),
    expand=iter_harm,
    key=("claim_id", "number"),
    references=(Reference("claim_id", "claims"),),
)

DOCUMENTS: Table[Document] = Table(
    name="documents",
    title="Documents, one a row, without their texts",
    columns=(
        Column("document_id", "string", "Identifier.", lambda d: d.id, required=True),
        Column("title", "string", "Headline.", lambda d: d.title),
        Column("source", "string", "Publisher as given.", lambda d: d.source),
        Column("source_id", "string", "Publisher in the packs.", lambda d: d.source_id),
        Column("url", "string", "Address.", lambda d: d.url),
        Column("lang", "string", "Main language (ISO 639-1).", lambda d: d.lang),
        Column("published", "string", "When it was published, as far as known (ISO 8601).", lambda d: d.published),
        Column("published_basis", "string", "How that is known.", lambda d: d.published_basis, required=True),
        Column("characters", "integer", "Length of the text in code points; empty where texts stay back.", lambda d: len(d.text) or None),
    ),
    expand=lambda document: (document,),
    key=("document_id",),
    origin="documents",
)
