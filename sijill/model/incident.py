"""Incidents: clusters of claims that speak of one event, with what they say together (interchange format, version 1)."""

from typing import Any, Literal, get_args

import msgspec

from sijill.model.claim import Group, Outcome, Stance, Who
from sijill.model.dates import DatePrecision

Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
GRADES: tuple[Grade, ...] = ("confirmed", "fair", "weak", "contested", "discounted")


class IncidentDate(msgspec.Struct, frozen=True):
    """First and last day (ISO 8601, inclusive), None while unknown."""

    start: str | None
    end: str | None
    precision: DatePrecision


class IncidentPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the incident happened, by the best supported claim; `precision` as in `ClaimPlace`."""

    place_id: str | None
    name: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    country: str | None
    admin1: str | None
    within: tuple[str, ...] = ()
    name_ar: str | None = None
    admin2: str | None = None
    radius_km: float | None = None


class IncidentActor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A party, by whom it is named; `quote` where the actor is not in the packs."""

    actor_id: str | None
    claim_ids: tuple[str, ...]
    status: Stance | None = None
    quote: str | None = None


class HarmCell(msgspec.Struct, frozen=True):
    """Lowest and highest number that independent sources give and the best value by the named rule (None: indeterminate)."""

    min: int | None
    max: int | None
    best: int | None


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster of claims and its summary. `harm` is `outcome → who or group → cell or None`."""

    incident_id: str
    event_type: str
    date: IncidentDate
    place: IncidentPlace | None
    document_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    perpetrator: tuple[IncidentActor, ...]
    target: tuple[IncidentActor, ...]
    harm: dict[str, dict[str, HarmCell | None]]
    grade: Grade
    independent_sources: int
    disagreements: tuple[str, ...]
    rule: str
    previous_ids: tuple[str, ...] = ()
    assessment: "Assessment | None" = None
    weapon_ids: tuple[str, ...] = ()
    title: str | None = None
    extra: dict[str, Any] = {}


class SourceGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Documents that count as one independent source.

    `reason` says why: `same text`, `wire copy`, `same publisher`, `names the other` (a row of a data set that names its source), or that it
    is an `own account`.
    """

    key: str
    document_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    reason: str


class SourceValue(msgspec.Struct, frozen=True, kw_only=True):
    """What one independent source says of one field; `superseded` when a later number of the same source replaced it.

    `outside`: it bounds no range (part of a total, lone far number, vague beside numbers; `docs/method/counting.md`), but is shown.
    """

    source: str
    claim_ids: tuple[str, ...]
    min: int | None
    max: int | None
    exactness: str
    words: str
    published: str | None = None
    superseded: bool = False
    outside: bool = False


class FieldAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said of one harm field (e.g. `killed.civilian`), the rule's result, and what every other rule would have said.

    `sensitivity` is `rule name → cell`; a `best` of None there means indeterminate.
    """

    field: str
    values: tuple[SourceValue, ...]
    min: int | None
    max: int | None
    best: int | None
    sensitivity: dict[str, HarmCell]
    contested: bool


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the sources disagree on: the field, and each position with the claims that hold it."""

    field: str
    positions: dict[str, tuple[str, ...]]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Why two claims are (or are not) of one incident: probability and weight in bits of every feature."""

    left: str
    right: str
    probability: float
    features: dict[str, float]
    decided_by: str | None = None


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """How an incident's values came about; a pure function of claims and decisions.

    `grade_reasons` are the criteria of `docs/method/grading.md` that were met, in order of the decision table.
    """

    rule: str
    sources: tuple[SourceGroup, ...]
    fields: tuple[FieldAssessment, ...]
    disagreements: tuple[Disagreement, ...]
    grade_reasons: tuple[str, ...]
    links: tuple[Link, ...] = ()
    weakest_link: Link | None = None
    nearest_apart: tuple[Link, ...] = ()


_CORRECTABLE: dict[str, Any] = {"date": IncidentDate, "place": IncidentPlace | None, "event_type": str, "title": str}


def convert_correction(field: str, value: Any) -> Any:
    """Return a corrected value of an incident's field in its own type.

    `field` is `date`, `place`, `event_type`, `title` or a harm cell such as `killed.civilian` or `injured.children`.
    Raises ValueError for a field that cannot be corrected and for a value that does not fit (msgspec.ValidationError is one).
    """
    outcome, _, who = field.partition(".")
    is_cell = outcome in get_args(Outcome) and who in (*get_args(Who), *get_args(Group))
    wanted = HarmCell | None if is_cell else _CORRECTABLE.get(field)
    if wanted is None:
        raise ValueError("an incident has no such field to correct; correct the claims it rests on")
    return msgspec.convert(value, wanted)
