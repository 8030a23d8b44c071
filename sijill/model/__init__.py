"""Pure values, and nothing else: no input or output, no packs, no database.

What goes in and out of every stage is defined here once; the structs are also the wire format (`docs/decisions/0002`).
"""

from sijill.model.claim import (
    Attribution,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimWeapon,
    DocumentContext,
    Harm,
    PlaceCandidate,
    Trigger,
)
from sijill.model.cluster import Change, Cluster
from sijill.model.dates import PartialDate
from sijill.model.decision import Decision
from sijill.model.document import Capture, Document, Passage
from sijill.model.ids import make_id, make_sha256
from sijill.model.incident import (
    GRADES,
    Assessment,
    Disagreement,
    FieldAssessment,
    Grade,
    HarmCell,
    Incident,
    IncidentActor,
    IncidentDate,
    IncidentPlace,
    Link,
    SourceGroup,
    SourceValue,
    convert_correction,
)
from sijill.model.issue import Issue
from sijill.model.quantity import Quantity
from sijill.model.span import Span
from sijill.model.standing import get_standing

__all__ = [
    "GRADES",
    "Assessment",
    "Attribution",
    "Capture",
    "Change",
    "Claim",
    "ClaimActor",
    "ClaimPlace",
    "ClaimWeapon",
    "Cluster",
    "Decision",
    "Disagreement",
    "Document",
    "DocumentContext",
    "FieldAssessment",
    "Grade",
    "Harm",
    "HarmCell",
    "Incident",
    "IncidentActor",
    "IncidentDate",
    "IncidentPlace",
    "Issue",
    "Link",
    "PartialDate",
    "Passage",
    "PlaceCandidate",
    "Quantity",
    "SourceGroup",
    "SourceValue",
    "Span",
    "Trigger",
    "convert_correction",
    "get_standing",
    "make_id",
    "make_sha256",
]
