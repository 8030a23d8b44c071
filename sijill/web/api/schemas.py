"""The shape of answers for OpenAPI, generated from the structs themselves so that the description cannot go stale.

In: msgspec structs. Out: JSON Schema with references into `#/components/schemas`.
"""

from functools import lru_cache
from typing import Any

import msgspec

from sijill.model import Capture, Claim, Decision, Document, Incident, Issue
from sijill.review import QueueItem
from sijill.store import views
from sijill.store.searches import SavedSearch

REFERENCE = "#/components/schemas/{name}"
STRUCTS: tuple[type[msgspec.Struct], ...] = (
    Incident, Claim, Document, Capture, Decision, Issue, QueueItem, views.IncidentPage, views.IncidentRow, views.DocumentPage,
    views.Contradiction, views.TimelinePoint, views.FacetCount, views.SourceRow, views.ActorRow, views.PlaceRow, views.Summary,
    views.IncidentVersion, views.NearbyIncident, SavedSearch,
)  # fmt: skip


@lru_cache(maxsize=1)
def make_components() -> dict[str, Any]:
    """Return the schemas of all structs by name."""
    _, components = msgspec.json.schema_components(STRUCTS, ref_template=REFERENCE)
    return components


def describe(struct: type[msgspec.Struct], *, many: bool = False, by: bool = False) -> dict[int | str, dict[str, Any]]:
    """Return what a route says of its answer: one struct, a list of them, or (`by`) lists of them by name."""
    schema: dict[str, Any] = {"$ref": REFERENCE.format(name=struct.__name__)}
    if many or by:
        schema = {"type": "array", "items": schema}
    if by:
        schema = {"type": "object", "additionalProperties": schema}
    content = {"application/json": {"schema": schema}}
    return {
        200: {"description": struct.__doc__ or struct.__name__, "content": content},
        404: {"description": "There is no such thing here."},
    }
