"""The page of one incident: strike, harm, parties; then who says what, in which words, and where the report can be read.

In: a record of the edition. Out: a page in one language. Not here: the parts it shares with the workbench (`sijill.present.incident`).
"""

from collections.abc import Sequence

from msgspec.structs import replace

from sijill.model import Claim, Incident, IncidentActor
from sijill.present.charts.locator import draw_map
from sijill.present.claims import COLUMNS, ClaimView, make_claim_views, make_matrix
from sijill.present.incident import list_charts, list_parties, name_sources
from sijill.present.places import is_on_map, make_spot
from sijill.publish.base import IncidentRecord
from sijill.publish.redact import NOT_SHOWN
from sijill.publish.site.entries import make_row
from sijill.publish.site.near import Near
from sijill.publish.site.page import Pages

MAP_SIZE = (460, 300)


def locate_claim(claim: Claim, start: int | None, end: int | None) -> str:
    """Return the address of a claim's words: its report in the list on the same page."""
    return f"#{claim.claim_id}"


def make_incident_page(pages: Pages, record: IncidentRecord, near: Sequence[Near]) -> None:
    """Write the page of an incident."""
    wording = pages.wording
    incident = name_kept_back(record.incident, wording.text("value.kept_back"))
    views = make_claim_views(record.claims, {}, wording, locate_claim)
    matrix = make_matrix(incident, views, wording)
    row = make_row(incident)
    place = incident.place
    name = wording.place_name(row.place_name, row.place_name_ar)
    label = wording.place_name(place.name, place.name_ar) if place else None
    picture = None
    if pages.backdrop is not None and is_on_map(row):
        picture = draw_map([make_spot(row, label or "")], MAP_SIZE, pages.backdrop, label=wording.text("map.one"))
    pages.write(
        f"incidents/{incident.incident_id}.html",
        "incident.html",
        section="incidents",
        incident=incident,
        row=row,
        place_name=name,
        picture=picture,
        charts=list_charts(incident, rtl=pages.is_rtl),
        perpetrators=list_parties(incident.perpetrator, views, wording, role="perpetrator"),
        targets=list_parties(incident.target, views, wording, role="target"),
        weapons=[wording.weapon(weapon_id) for weapon_id in incident.weapon_ids],
        rules=list_rules(incident),
        reports=list_reports(views),
        matrix=matrix,
        columns=[c for c in COLUMNS if any(line.cells[c] for line in matrix)],
        differing={name.partition(".")[0] for name in incident.disagreements},
        source_names=name_sources(views),
        nearby=near,
    )


def list_reports(views: Sequence[ClaimView]) -> list[ClaimView]:
    """Return the claims by day of publication and source."""
    return sorted(views, key=lambda view: (view.published or "9999", view.source, view.claim.claim_id))


def list_rules(incident: Incident) -> tuple[str, ...]:
    """Return the counting rules that the assessment compares, in its order."""
    fields = incident.assessment.fields if incident.assessment else ()
    return tuple(dict.fromkeys(rule for field in fields for rule in field.sensitivity))


def name_kept_back(incident: Incident, words: str) -> Incident:
    """Return the incident with the reader's words for names that a profile has kept back."""

    def change(actors: tuple[IncidentActor, ...]) -> tuple[IncidentActor, ...]:
        return tuple(replace(actor, quote=words) if actor.quote == NOT_SHOWN else actor for actor in actors)

    return replace(incident, perpetrator=change(incident.perpetrator), target=change(incident.target))
