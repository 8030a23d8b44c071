"""Decisions on claims: the claims as people corrected them.

In: claims and decisions. Out: effective claims. The claims of the register stay as they were: this is computed anew each time.
`field` is a dotted path into the claim (`place`, `harm.0.min`, `event_type`); its corrected value is in interchange form.
Not here: decisions on pairs of claims (`sijill.link`), on incidents (`sijill.assess`).
"""

import contextlib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from sijill.errors import UserError
from sijill.model import GRADES, Claim, Decision, convert_correction, get_standing
from sijill.model.standing import PAIR_KINDS


def apply_decisions(claims: Iterable[Claim], decisions: Sequence[Decision]) -> list[Claim]:
    """Return claims with corrected fields, without rejected fields, and without rejected claims."""
    by_subject: dict[str, list[Decision]] = defaultdict(list)
    for decision in get_standing(decisions):
        if decision.kind in ("correct", "reject"):
            by_subject[decision.subject].append(decision)
    effective = (_apply(claim, by_subject[claim.claim_id]) if claim.claim_id in by_subject else claim for claim in claims)
    return [claim for claim in effective if claim is not None]


def _apply(claim: Claim, decisions: Sequence[Decision]) -> Claim | None:
    """Return one claim under its decisions, whole fields before their parts, older before newer; None when it was rejected as a whole.

    A correction of a part that is not there, because the decision that added it was taken back, is void.
    """
    if any(d.kind == "reject" and d.field is None for d in decisions):
        return None
    for decision in sorted(decisions, key=lambda d: (d.field or "").count(".")):
        if decision.field is not None:
            with contextlib.suppress(LookupError):
                claim = correct_field(claim, decision.field, decision.value if decision.kind == "correct" else None)
    return claim


def correct_field(claim: Claim, field: str, value: Any) -> Claim:
    """Return `claim` with one field replaced; None empties the field, in a list it removes the item.

    Raises msgspec.ValidationError where the value does not fit the field, LookupError where the path leads nowhere.
    """
    raw: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(claim))
    *path, last = field.split(".")
    holder: Any = raw
    for part in path:
        holder = holder[int(part)] if isinstance(holder, list) else holder[part]
    if isinstance(holder, list):
        if value is None:
            del holder[int(last)]
        else:
            holder[int(last)] = value
    elif value is None and isinstance(holder.get(last), list):
        holder[last] = []
    else:
        holder[last] = value
    return msgspec.convert(raw, Claim)


def check_decision(
    decision: Decision, claims: Mapping[str, Claim], incident_ids: Container[str], decision_ids: Container[str], event_types: Container[str]
) -> None:
    """Check that a decision speaks of things that exist and that a correction fits its field; raises UserError where not.

    `event_types` are the codebook's.
    """
    if decision.kind in PAIR_KINDS:
        missing = [c for c in (decision.subject, decision.other) if c not in claims]
        if missing or decision.subject == decision.other:
            raise UserError(f"{decision.kind} needs two claims that exist: {', '.join(str(c) for c in missing) or 'given twice'}")
    elif decision.kind == "undo":
        if decision.subject not in decision_ids:
            raise UserError(f"there is no decision {decision.subject} to undo")
    elif decision.kind == "grade":
        if decision.subject not in incident_ids or decision.value not in GRADES:
            raise UserError(f"grade needs an incident and one of {', '.join(GRADES)}")
    elif decision.subject not in claims and decision.subject not in incident_ids:
        raise UserError(f"there is no claim or incident {decision.subject}")
    elif decision.kind == "redact":
        if decision.field is not None and (decision.field != "place" or decision.subject in claims):
            raise UserError("redact keeps back an incident, the place of an incident, or a claim as a whole")
    elif decision.kind == "correct":
        if not decision.field:
            raise UserError("correct needs a field, such as place, harm.0.min of a claim or killed.civilian of an incident")
        if decision.field == "event_type" and decision.value not in event_types:
            raise UserError(f"the codebook has no kind of event {decision.value!r}")
        try:
            if decision.subject in claims:
                correct_field(claims[decision.subject], decision.field, decision.value)
            else:
                convert_correction(decision.field, decision.value)
        except (LookupError, ValueError, TypeError) as error:
            raise UserError(f"{decision.field} cannot be set to {decision.value!r}: {error}") from error
