"""A small invented edition with the cases that formats stumble over; shared by the tests of this folder."""

import csv
from pathlib import Path

from sijill.model import Claim, HarmCell, Incident, IncidentActor, IncidentDate, IncidentPlace
from sijill.packs import load_packs
from sijill.publish.base import Edition
from tests.make import make_claim, make_document, make_harm, make_incident

ARABIC_NAME = "\u062a\u0644 \u0623\u0635\u0641\u0631"


def make_records() -> list[tuple[Incident, tuple[Claim, ...]]]:
    """An ordinary incident; one with open ends, two parties and odd characters; one without date, place and harm."""
    contested = make_incident(
        incident_id="inc_2",
        event_type="shelling",
        date=IncidentDate("2031-03-01", "2031-03-31", "month"),
        place=IncidentPlace(
            place_id=None,
            name='The "old" camp; east, by the well',
            lat=-20.5,
            lon=-50.25,
            precision=4,
            country="SA",
            admin1=None,
            name_ar=ARABIC_NAME,
        ),
        claim_ids=("clm_2", "clm_3"),
        perpetrator=(
            IncidentActor(actor_id="sanhar_army", claim_ids=("clm_2",), status="accused"),
            IncidentActor(actor_id=None, claim_ids=("clm_3",), status="possible", quote="masked men; unknown"),
        ),
        harm={
            "killed": {"civilian": HarmCell(2, None, 2), "combatant": None, "children": HarmCell(1, 2, None), "unknown": HarmCell(0, 4, 1)},
            "displaced": {"civilian": HarmCell(40, 60, 50)},
        },
        grade="contested",
        independent_sources=2,
        disagreements=("perpetrator", "killed.civilian"),
        previous_ids=("inc_0",),
    )
    bare = make_incident(
        incident_id="inc_3",
        event_type="statement",
        date=IncidentDate(None, None, "unknown"),
        place=None,
        claim_ids=("clm_4",),
        perpetrator=(),
        harm={},
        weapon_ids=(),
        title=None,
    )
    second = make_claim(
        claim_id="clm_2",
        lang="ar",
        harm=(make_harm(low=2, high=None, exactness="at_least", quote='=2+"two"\nmen'), make_harm(low=1, group="children")),
    )
    third = make_claim(claim_id="clm_3", date=None, place=None, trigger=None, attributed_to=(), weapon=(), document=None)
    fourth = make_claim(claim_id="clm_4", event_type="statement", harm=(), perpetrator=())
    return [(make_incident(), (make_claim(),)), (contested, (second, third)), (bare, (fourth,))]


def make_edition(version: str = "unreleased") -> Edition:
    """The records above as an edition."""
    documents = [
        make_document(),
        make_document(id="doc_2", text=ARABIC_NAME, lang="ar", published=None, published_basis="unknown", source=None),
    ]
    return Edition(incidents=make_records, documents=lambda: documents, packs=load_packs(), version=version)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
