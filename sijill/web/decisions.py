"""Decisions that people make on pages: from a form to a recorded decision, its preview, its application.

In: form fields. Out: `Decision`s in the register, incidents brought up to date.
Not here: what decisions do (`sijill.review`, `sijill.link`, `sijill.assess`), which questions are worth asking (`sijill.review.queue`).
"""

import threading
from collections.abc import Container, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sijill.errors import UserError
from sijill.model import Claim, Decision
from sijill.model.decision import AuthorKind
from sijill.packs import Packs
from sijill.pipeline import link_register
from sijill.pipeline.incidents import Preview, preview_decisions
from sijill.review import apply_decisions as apply_to_claims
from sijill.review import check_decision
from sijill.store import Register, views
from sijill.store.linkings import find_last_linking, get_limits
from sijill.web.people import Permission, Person

Kind = Literal["same", "different", "unsure", "accept", "correct", "reject", "grade", "note", "redact", "undo"]
# Decisions that settle what is one incident, how firm it is, and what of it may leave.
JUDGED = frozenset({"same", "different", "unsure", "grade", "redact", "undo"})
NEEDS_REASON = frozenset({"correct", "reject", "grade", "redact"})
# Registers up to this size are linked again at once; larger ones when someone asks for it.
APPLY_AT_ONCE = 5_000
WAIT_SECONDS = 10.0


class DecisionForm(BaseModel):
    """What a page sends: `value` is JSON in interchange form."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    kind: Kind
    subject: str = Field(min_length=1, max_length=100)
    other: str | None = Field(default=None, max_length=100)
    field: str | None = Field(default=None, max_length=100, pattern=r"^[a-z_]+(\.[a-z0-9_]+)*$")
    value: str | None = Field(default=None, max_length=20_000)
    reason: str | None = Field(default=None, max_length=2_000)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: Any) -> Any:
        """Read empty fields as not given."""
        return combine_numbers({k: v for k, v in data.items() if v not in ("", None)}) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def check_reason(self) -> "DecisionForm":
        """Ask for a reason wherever a value changes."""
        if self.kind in NEEDS_REASON and not self.reason:
            raise ValueError("a reason is needed where a value changes")
        return self


def combine_numbers(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with `min`, `max` and `best`, `grade`, or a point of the map, as one value; numbers that are none are left out."""
    if fields.get("field") == "place" and "lat" in fields and "lon" in fields and "value" not in fields:
        return fields | {"value": encode_point(fields)}
    if "grade" in fields and "value" not in fields:
        return fields | {"value": msgspec.json.encode(fields["grade"]).decode()}
    if fields.get("kind") != "correct" or "value" in fields or not {"min", "max", "best"} & set(fields):
        return fields
    cell = {name: int(n) if (n := str(fields.get(name, ""))).isascii() and n.isdigit() else None for name in ("min", "max", "best")}
    return fields | {"value": msgspec.json.encode(cell).decode()}


def encode_point(fields: dict[str, Any]) -> str:
    """Return a point of the map as the place of an incident, in JSON; raises ValueError for degrees that are none."""
    lat, lon = float(fields["lat"]), float(fields["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError("degrees of latitude reach from -90 to 90, of longitude from -180 to 180")
    point = {"place_id": None, "name": fields.get("place_name"), "lat": round(lat, 6), "lon": round(lon, 6), "precision": 1}
    return msgspec.json.encode(point | {name: fields.get(name) or None for name in ("country", "admin1")}).decode()


def make_decision(form: DecisionForm, person: Person) -> Decision:
    """Return the decision of a form, made now; raises UserError for a value that is no JSON. What a program decides, no person decided."""
    try:
        value = None if form.value is None else msgspec.json.decode(form.value)
    except msgspec.DecodeError as error:
        raise UserError(f"the value is not valid JSON: {error}") from error
    made_at = datetime.now(UTC).isoformat(timespec="microseconds")
    fields = form.model_dump(include={"kind", "subject", "other", "field", "reason"})
    kind: AuthorKind = "machine" if person.is_program else "person"
    return Decision(author=person.name, author_kind=kind, made_at=made_at, value=value, **fields)


def record(register: Register, packs: Packs, decision: Decision) -> None:
    """Check a decision against the register and append it; raises UserError when it speaks of nothing that exists."""
    claim_ids = [i for i in (decision.subject, decision.other) if i is not None and i.startswith("clm_")]
    claims = {claim_id: views.get_claim(register, claim_id) for claim_id in claim_ids}
    if decision.kind == "correct":  # of a claim as it was corrected so far: rows may have been added
        made = select_decisions(register.iter_decisions(), set(claim_ids))
        claims |= {claim.claim_id: claim for claim in apply_to_claims(claims.values(), made)}
    incident_ids = {row.incident_id for row in views.get_incident_rows(register, [decision.subject])}
    known = {d.decision_id for d in register.iter_decisions()} if decision.kind == "undo" else set()
    check_decision(decision, claims, incident_ids, known, packs.codebook.event_types)
    register.record_decision(decision)


def apply_decisions(register: Register, packs: Packs, *, at_once: bool = False) -> bool:
    """Repeat the last linking under all decisions if the register is small or that is asked for; False: it waits for the next run."""
    with register.read() as connection:
        last = find_last_linking(connection)
    if last is None or (last.claims_upto > APPLY_AT_ONCE and not at_once):
        return False
    link_register(register, packs, extractor=last.extractor, rule=last.rule)
    return True


def apply_in_background(register: Register, packs: Packs) -> bool:
    """Link again under all decisions; False: it goes on after this returns."""
    thread = threading.Thread(target=apply_decisions, args=(register, packs), kwargs={"at_once": True}, name="apply-decisions")
    thread.start()
    thread.join(WAIT_SECONDS)
    return not thread.is_alive()


def count_waiting(register: Register) -> int:
    """Return how many decisions the incidents do not show yet, because the register is too large to be linked after each."""
    with register.read() as connection:
        last = find_last_linking(connection)
        _, newest = get_limits(connection)
    return max(newest - last.decisions_upto, 0) if last is not None else 0


def preview(
    register: Register, packs: Packs, proposed: Sequence[Decision], incident_ids: Sequence[str], made: Iterable[Decision]
) -> Preview:
    """Return what the `proposed` decisions would change in some incidents, after those that were `made`."""
    claims: list[Claim] = [c for i in incident_ids for c in views.get_incident_claims(register, i)]
    previous = {i: frozenset(c.claim_id for c in views.get_incident_claims(register, i)) for i in incident_ids}
    relevant = select_decisions(made, {*incident_ids, *(c.claim_id for c in claims)})
    return preview_decisions(proposed, claims, packs=packs, decisions=relevant, previous=previous)


def select_decisions(decisions: Iterable[Decision], ids: Container[str]) -> list[Decision]:
    """Return the decisions that speak of some claims and incidents, and all that take others back."""
    return [d for d in decisions if d.kind == "undo" or d.subject in ids or d.other in ids]


def get_permission(kind: str) -> Permission:
    """Return what someone must be allowed to do for a kind of decision."""
    return "judge" if kind in JUDGED else "decide"
