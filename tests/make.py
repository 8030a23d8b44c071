"""Factories of model values for tests: each has sensible defaults, and takes the fields that the test is about.

Everything in here is invented. Append what is of use to more than one test file; keep the rest beside its test.
"""

from typing import Any

from sijill.model import (
    Attribution,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimWeapon,
    Document,
    DocumentContext,
    Harm,
    HarmCell,
    Incident,
    IncidentActor,
    IncidentDate,
    IncidentPlace,
    PartialDate,
    Trigger,
)


def make_document(**fields: Any) -> Document:
    """A short English document."""
    defaults: dict[str, Any] = {
        "id": "doc_1",
        "text": "An air strike hit the market of Tell Asfar on Tuesday, killing at least three civilians, residents said.",
        "title": "Air strike on a market",
        "lang": "en",
        "published": "2031-03-05",
        "published_basis": "given",
        "source": "Northern Wire",
        "url": "https://northern-wire.example/1",
    }
    return Document(**{**defaults, **fields})


def make_harm(outcome: str = "killed", low: int | None = 3, high: int | None = 3, **fields: Any) -> Harm:
    """A number of civilians."""
    defaults: dict[str, Any] = {"who": "civilian", "group": None, "exactness": "exact", "quote": "three civilians", "start": 72, "end": 87}
    return Harm(outcome=outcome, min=low, max=high, **{**defaults, **fields})


def make_claim(**fields: Any) -> Claim:
    """One source's account of an air strike on an invented town."""
    defaults: dict[str, Any] = {
        "claim_id": "clm_1",
        "document_id": "doc_1",
        "lang": "en",
        "event_type": "air_strike",
        "trigger": Trigger("air strike", 3, 13),
        "modality": "asserted",
        "attributed_to": (Attribution("residents", 89, 98, "local_residents"),),
        "date": PartialDate("2031-03-04", "2031-03-04", "day", "Tuesday", 46, 53, "relative"),
        "place": ClaimPlace(
            quote="Tell Asfar",
            start=32,
            end=42,
            place_id="own:tell_asfar",
            name="Tell Asfar",
            lat=20.5,
            lon=50.25,
            precision=1,
            country="SA",
            admin1="Sanhar",
        ),
        "perpetrator": (ClaimActor(quote="government warplanes", start=0, end=0, actor_id="sanhar_air_force"),),
        "target": (ClaimActor(quote="market", start=22, end=28, actor_id=None, kind="civilian_object"),),
        "weapon": (ClaimWeapon("air strike", 3, 13, "air_delivered_munition"),),
        "harm": (make_harm(),),
        "document": DocumentContext(
            source="Northern Wire", published="2031-03-05", url="https://northern-wire.example/1", title="Air strike on a market"
        ),
    }
    return Claim(**{**defaults, **fields})


def make_incident(**fields: Any) -> Incident:
    """The incident that `make_claim` tells of."""
    defaults: dict[str, Any] = {
        "incident_id": "inc_1",
        "event_type": "air_strike",
        "date": IncidentDate("2031-03-04", "2031-03-04", "day"),
        "place": IncidentPlace(
            place_id="own:tell_asfar",
            name="Tell Asfar",
            lat=20.5,
            lon=50.25,
            precision=1,
            country="SA",
            admin1="Sanhar",
            within=("Sanhar",),
        ),
        "document_ids": ("doc_1",),
        "claim_ids": ("clm_1",),
        "perpetrator": (IncidentActor(actor_id="sanhar_air_force", claim_ids=("clm_1",), status="accused"),),
        "target": (),
        "harm": {"killed": {"civilian": HarmCell(3, 3, 3)}},
        "grade": "weak",
        "independent_sources": 1,
        "disagreements": (),
        "rule": "range@1",
        "weapon_ids": ("air_delivered_munition",),
        "title": "Air strike on Tell Asfar, 4 March 2031",
    }
    return Incident(**{**defaults, **fields})
