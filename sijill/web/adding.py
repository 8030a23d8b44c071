"""Claims that a person adds: from words chosen in a document to a claim of its own.

In: form fields, the document. Out: a `Claim` of origin `person`, in the register for good, with a decision that says who added it and why.
Its date, place, numbers and parties are then set as corrections of any claim are (`sijill.web.corrections`).
"""

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sijill.errors import UserError
from sijill.extract import make_document_context
from sijill.model import Claim, Decision, Document, Trigger
from sijill.model.claim import Modality
from sijill.model.ids import make_id
from sijill.packs import Packs
from sijill.store import Register
from sijill.store.register import PERSON
from sijill.web.people import Person

ORIGIN = "person@1"


class ClaimForm(BaseModel):
    """What the page of a document sends: `words` as they stand in the text, `start` and `end` where they were chosen with the pointer."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    event_type: str = Field(max_length=60)
    modality: Modality = "asserted"
    words: str = Field(default="", max_length=2_000)
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=1)
    reason: str | None = Field(default=None, max_length=2_000)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: Any) -> Any:
        """Read empty fields as not given."""
        return {k: v for k, v in data.items() if v not in ("", None)} if isinstance(data, dict) else data


def add_claim(register: Register, packs: Packs, document: Document, form: ClaimForm, person: Person) -> Claim:
    """Keep a new claim and who added it; raises UserError for words that are not in the text and for one that is there already."""
    if form.event_type not in packs.codebook.event_types:
        raise UserError("there is no such kind of event")
    start, end = find_words(form, document.text)
    claim = Claim(
        claim_id=make_id("clm", PERSON, document.id, form.event_type, start, end),
        document_id=document.id,
        lang=document.lang or "und",
        event_type=form.event_type,
        trigger=Trigger(document.text[start:end], start, end),
        modality=form.modality,
        origin=ORIGIN,
        document=make_document_context(document),
    )
    if not register.add_claims([claim], extractor=PERSON):
        raise UserError("these words are a claim of this kind already")
    made_at = datetime.now(UTC).isoformat(timespec="microseconds")
    register.record_decision(Decision(kind="accept", subject=claim.claim_id, author=person.name, made_at=made_at, reason=form.reason))
    return claim


def find_words(form: ClaimForm, text: str) -> tuple[int, int]:
    """Return the offsets of the chosen words; raises UserError where the text does not hold them."""
    if form.start is not None and form.end is not None:
        if not form.start < form.end <= len(text) or not text[form.start : form.end].strip():
            raise UserError("the chosen words lie outside the text")
        return form.start, form.end
    start = text.find(form.words) if form.words else -1
    if start < 0:
        raise UserError("select the words of the text that tell of the event")
    return start, start + len(form.words)
