"""What the read views take and return: filters, table rows and pages, all frozen values.

Not here: the queries (`views`, `documents_view`), the full values (`sijill.model`).
"""

from typing import Literal

import msgspec

from sijill.model import Grade, HarmCell
from sijill.model.cluster import ChangeKind

IncidentSort = Literal["date", "-date", "killed", "-killed", "sources", "-sources", "contested", "-contested", "place", "relevance"]
DocumentSort = Literal["published", "-published", "title", "claims", "-claims", "added", "-added", "relevance"]
Bucket = Literal["auto", "day", "week", "month", "year"]


class IncidentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents: every field that is set must hold; within a tuple one value is enough.

    `since` and `until` are ISO days, inclusive, and an incident passes when its days overlap them. `actors` are ids in any role,
    `contested` fields such as `killed.civilian` (`*` for any), `bbox` west, south, east, north in degrees. `text` is a search as typed.
    """

    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1s: tuple[str, ...] = ()
    place_ids: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    min_killed: int | None = None
    text: str | None = None


class IncidentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the incident list.

    `killed` and `injured` are the headline cells: civilians where a source speaks of civilians, else people of unstated or mixed status,
    else combatants; `harm` has every cell. `perpetrators` are actor ids (or quoted words) in the incident's order.
    """

    incident_id: str
    event_type: str
    title: str | None
    start: str | None
    end: str | None
    date_precision: str
    place_id: str | None
    place_name: str | None
    place_name_ar: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    place_precision: int | None
    radius_km: float | None
    grade: Grade
    killed: HarmCell | None
    injured: HarmCell | None
    sources: int
    claims: int
    documents: int
    contested: int
    harm: dict[str, dict[str, HarmCell | None]]
    perpetrators: tuple[str, ...]


class IncidentPage(msgspec.Struct, frozen=True):
    """Rows of the incident list; `total` counts all that pass the filter."""

    total: int
    rows: list[IncidentRow]


class FacetCount(msgspec.Struct, frozen=True):
    """How many incidents have a value; `value` is an id or code."""

    value: str
    count: int


class TimelinePoint(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents that began in a bucket, first day `start`; sums of headline cells, `killed_min` to `killed_max`."""

    start: str
    incidents: int
    killed_min: int
    killed_max: int
    killed_best: int
    injured_min: int
    injured_max: int


class Toll(msgspec.Struct, frozen=True):
    """Number of incidents and sums of the lowest and highest numbers of people."""

    incidents: int = 0
    killed_min: int = 0
    killed_max: int = 0
    injured_min: int = 0
    injured_max: int = 0


class MapPoint(msgspec.Struct, frozen=True, kw_only=True):
    """An incident on the map; `radius_km` is how far the true place may lie from the point."""

    incident_id: str
    lat: float
    lon: float
    precision: int | None
    radius_km: float | None
    grade: Grade
    event_type: str
    start: str | None
    killed_min: int | None
    killed_max: int | None


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the sources of an incident disagree on; `positions` is position → claim ids, `spread` orders them for attention."""

    incident_id: str
    title: str | None
    event_type: str
    start: str | None
    place_name: str | None
    grade: Grade
    field: str
    positions: dict[str, tuple[str, ...]]
    spread: int


class DocumentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents: every field that is set must hold. `text` is a search as typed, `has_claims` None means either."""

    text: str | None = None
    langs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    machine_translated: bool | None = None
    has_claims: bool | None = None
    since: str | None = None
    until: str | None = None


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the document list. `snippet` shows the first words found by a search, `hits` their (start, end) inside the snippet."""

    document_id: str
    title: str | None
    source: str | None
    source_id: str | None
    lang: str | None
    published: str | None
    url: str | None
    machine_translated: bool
    length: int
    claims: int
    snippet: str | None = None
    hits: tuple[tuple[int, int], ...] = ()


class DocumentPage(msgspec.Struct, frozen=True):
    """Rows of the document list; `total` counts all that pass the filter."""

    total: int
    rows: list[DocumentRow]


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A source with what the register holds of it; `source_id` None: `name` was not recognised in the packs."""

    source_id: str | None
    name: str | None
    documents: int
    claims: int
    incidents: int
    langs: tuple[str, ...]
    first: str | None
    last: str | None


class ActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """An actor with the number of incidents in which it is named as perpetrator and as target."""

    actor_id: str
    perpetrator: int
    target: int


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place with its incidents."""

    place_id: str
    name: str | None
    name_ar: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    incidents: int


class NearbyIncident(msgspec.Struct, frozen=True):
    """Another incident near in time and place; `days` and `km` apart, 0 where they touch."""

    row: IncidentRow
    days: int
    km: float


class RunRow(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a command over the register; `finished_at` None: it was interrupted or is under way."""

    run_id: int
    command: str
    version: str
    started_at: str
    finished_at: str | None
    counts: dict[str, int]


class IncidentVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the change feed: what became of an incident in a linking, `kind` as in `sijill.model.Change`.

    `claim_ids` are the claims it holds from then on; none: it ended. `others` are the ids it came from or that carry it on.
    """

    linking: int
    made_at: str
    incident_id: str
    kind: ChangeKind
    claim_ids: tuple[str, ...]
    others: tuple[str, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The register in numbers. `contradictions` counts contested fields, `contested_incidents` the incidents that have one.

    `killed_min` and `killed_max` add up the headline cells of all incidents; `first_day` and `last_day` are of dated incidents.
    """

    captures: int
    documents: int
    claims: int
    incidents: int
    decisions: int
    issues: int
    sources: int
    contradictions: int
    contested_incidents: int
    killed_min: int
    killed_max: int
    injured_min: int
    injured_max: int
    first_day: str | None
    last_day: str | None
    langs: dict[str, int]
    grades: dict[str, int]
    event_types: dict[str, int]
    last_run: RunRow | None
