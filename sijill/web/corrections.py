"""Corrections of a claim: from what a person entered and the words they chose to the corrected value in interchange form.

In: form fields, the claim, its document. Out: a `Decision` of kind `correct`. The words that were chosen become the value's span, so
that the corrected value rests on the text as the old one did. A number or a party that was missed is added in the same way.
Not here: recording (`sijill.web.decisions`), what a correction does (`sijill.review`).
"""

from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sijill.errors import UserError
from sijill.gazetteer import Gazetteer
from sijill.model import Claim, ClaimActor, ClaimPlace, Decision, Document, Harm, PartialDate, PlaceCandidate
from sijill.model.claim import Group, Outcome, Stance, Who
from sijill.model.quantity import Exactness
from sijill.packs import Packs

MAX_CANDIDATES = 5


class CorrectionForm(BaseModel):
    """What the page of a claim sends; `start` and `end` are the chosen words, empty for the old ones."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    what: Literal["number", "date", "place", "event", "party"]
    reason: str = Field(min_length=1, max_length=2_000)
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=1)
    row: int = Field(default=0, ge=0, le=999)
    min: int | None = Field(default=None, ge=0, le=10_000_000)
    max: int | None = Field(default=None, ge=0, le=10_000_000)
    first_day: date | None = None
    last_day: date | None = None
    outcome: Outcome | None = None
    who: Who | None = None
    group: Group | None = None
    role: Literal["perpetrator", "target"] = "perpetrator"
    stance: Stance = "accused"
    actor_id: str | None = Field(default=None, max_length=100)
    place_id: str | None = Field(default=None, max_length=200)
    lat: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    lon: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    place_name: str | None = Field(default=None, max_length=200)
    event_type: str | None = Field(default=None, max_length=60)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: Any) -> Any:
        """Read empty fields as not given."""
        return {k: v for k, v in data.items() if v not in ("", None)} if isinstance(data, dict) else data


def make_correction(form: CorrectionForm, claim: Claim, document: Document, packs: Packs, gazetteer: Gazetteer, author: str) -> Decision:
    """Return the decision that a form asks for; raises UserError for values that make no sense."""
    words = find_words(form, document)
    if form.what == "number":
        field, value = correct_number(form, claim, words)
    elif form.what == "date":
        field, value = "date", correct_date(form, claim, words)
    elif form.what == "place":
        field, value = "place", correct_place(form, claim, words, gazetteer)
    elif form.what == "party":
        field, value = form.role, add_party(form, claim, words, packs)
    else:
        field, value = "event_type", form.event_type
    made_at = datetime.now(UTC).isoformat(timespec="microseconds")
    raw = msgspec.to_builtins(value)
    return Decision(kind="correct", subject=claim.claim_id, field=field, value=raw, reason=form.reason, author=author, made_at=made_at)


def find_words(form: CorrectionForm, document: Document) -> tuple[str, int, int] | None:
    """Return quote, start and end of the chosen words, or None; raises UserError for offsets outside the text."""
    if form.start is None or form.end is None:
        return None
    if not form.start < form.end <= len(document.text):
        raise UserError("the chosen words lie outside the text")
    return document.text[form.start : form.end], form.start, form.end


def correct_number(form: CorrectionForm, claim: Claim, words: tuple[str, int, int] | None) -> tuple[str, Any]:
    """Return the path and value of a corrected number of people."""
    if form.row > len(claim.harm):
        raise UserError("the claim has no such number")
    if form.min is None and form.max is None:
        raise UserError("give the lowest or the highest number")
    if form.min is not None and form.max is not None and form.min > form.max:
        raise UserError("the lowest number is above the highest")
    exactness = find_exactness(form.min, form.max)
    if form.row == len(claim.harm):
        return "harm", (*claim.harm, add_number(form, exactness, words))
    old = claim.harm[form.row]
    quote, start, end = words or (old.quote, old.start, old.end)
    changed = msgspec.structs.replace(old, min=form.min, max=form.max, exactness=exactness, quote=quote, start=start, end=end)
    return f"harm.{form.row}", changed


def find_exactness(low: int | None, high: int | None) -> Exactness:
    """Return how exact a number with these ends is; one of them is given."""
    if high == 0:
        return "none"
    if high is None:
        return "at_least"
    return "at_most" if low is None else "exact" if low == high else "about"


def add_number(form: CorrectionForm, exactness: Exactness, words: tuple[str, int, int] | None) -> Harm:
    """Return a number of people that was missed; raises UserError where it is not said what befell whom, or in which words."""
    if form.outcome is None or form.who is None:
        raise UserError("say what befell these people and who they were")
    quote, start, end = require_words(words)
    return Harm(
        outcome=form.outcome, who=form.who, group=form.group, min=form.min, max=form.max, exactness=exactness, quote=quote, start=start,
        end=end,
    )  # fmt: skip


def add_party(form: CorrectionForm, claim: Claim, words: tuple[str, int, int] | None, packs: Packs) -> tuple[ClaimActor, ...]:
    """Return the parties in a role with one that was missed; raises UserError for an actor that the packs do not know."""
    quote, start, end = require_words(words)
    if form.actor_id is not None and form.actor_id not in packs.actors:
        raise UserError(f"there is no actor {form.actor_id!r}")
    stance = form.stance if form.role == "perpetrator" else "accused"
    added = ClaimActor(quote=quote, start=start, end=end, actor_id=form.actor_id, stance=stance)
    return (*(claim.perpetrator if form.role == "perpetrator" else claim.target), added)


def require_words(words: tuple[str, int, int] | None) -> tuple[str, int, int]:
    """Return the chosen words; raises UserError where none were chosen."""
    if words is None:
        raise UserError("select the words of the text that say so")
    return words


def correct_date(form: CorrectionForm, claim: Claim, words: tuple[str, int, int] | None) -> PartialDate:
    """Return a corrected date."""
    first, last = form.first_day, form.last_day or form.first_day
    if first is None or last is None or first > last:
        raise UserError("give the first day, and a last day that is not before it")
    old = claim.date
    quote, start, end = words or ((old.quote, old.start_char, old.end_char) if old else (None, None, None))
    precision: Literal["day", "range"] = "day" if first == last else "range"
    return PartialDate(first.isoformat(), last.isoformat(), precision, quote, start, end, "absolute", inferred=quote is None)


def correct_place(form: CorrectionForm, claim: Claim, words: tuple[str, int, int] | None, gazetteer: Gazetteer) -> ClaimPlace:
    """Return a corrected place: a point of the map, one of the candidates, or the best one for the chosen words."""
    old = claim.place
    quote, start, end = words or ((old.quote, old.start, old.end) if old else (None, None, None))
    if form.lat is not None and form.lon is not None:
        return ClaimPlace(
            quote=quote, start=start, end=end, place_id=None, name=form.place_name or quote or (old.name if old else None),
            lat=round(form.lat, 6), lon=round(form.lon, 6), precision=1, inferred=quote is None,
            country=old.country if old else None, admin1=old.admin1 if old else None, candidates=old.candidates if old else (),
        )  # fmt: skip
    found = gazetteer.find_candidates(quote, limit=MAX_CANDIDATES) if words and quote else []
    place_id = form.place_id or (found[0].place.place_id if found else None)
    place = gazetteer.get_place(place_id) if place_id else None
    if place is None:
        raise UserError("no place is known under this name: choose a point on the map, or add the place to the register")
    candidates = tuple(
        PlaceCandidate(place_id=c.place.place_id, score=c.score, name=c.place.name, lat=c.place.lat, lon=c.place.lon) for c in found
    )
    return ClaimPlace(
        quote=quote, start=start, end=end, place_id=place.place_id, name=place.name, name_ar=place.name_ar, lat=place.lat, lon=place.lon,
        precision=1, country=place.country or None, admin1=place.admin1, admin2=place.admin2, inferred=quote is None,
        candidates=candidates or (old.candidates if old else ()),
    )  # fmt: skip
