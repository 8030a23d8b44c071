import pytest

from sijill.model import HarmCell, IncidentActor
from sijill.packs import load_packs
from sijill.publish import export_edition
from sijill.publish.airwars_tables import INCIDENTS, is_at, to_slug
from sijill.publish.base import Edition
from tests.make import make_claim, make_incident
from tests.publish.invented import make_edition, read_csv

# Where columns stand in Airwars' incident table: the first of each block.
BLOCKS = (
    "post_id",
    "date_type",
    "country_name",
    "strike_status_name",
    "geolocated",
    "civilian_non_combatants_killed_min",
    "num_sources",
    "summary",
)


def export(tmp_path, **fields):
    pair = (make_incident(**fields), (make_claim(), make_claim(claim_id="clm_2", document_id="doc_2", lang="ar")))
    edition = Edition(incidents=lambda: [pair], documents=list, packs=load_packs(), version="7")
    return [read_csv(path) for path in export_edition(edition, "airwars", tmp_path)]


def test_columns_stand_in_the_order_of_airwars_table():
    positions = [INCIDENTS.names.index(name) for name in BLOCKS]
    assert positions == sorted(positions)
    assert len(set(INCIDENTS.names)) == len(INCIDENTS.names)
    assert sum(name.endswith(("killed_min", "killed_max", "injured_min", "injured_max")) for name in INCIDENTS.names) == 18 * 4


def test_an_incident_with_its_sources_and_casualties(tmp_path):
    harm = {"killed": {"civilian": HarmCell(3, 5, 3), "children": HarmCell(1, 1, 1)}, "injured": {"civilian": HarmCell(7, None, 7)}}
    (incident,), sources, casualties = export(tmp_path, harm=harm)
    assert (incident["civilian_non_combatants_killed_min"], incident["civilian_non_combatants_killed_max"]) == ("3", "5")
    assert (incident["civilian_non_combatants_injured_max"], incident["women_killed_min"]) == ("", "")
    assert (incident["strike_type_name"], incident["civilian_harm_status_slug"], incident["strike_status_slug"]) == (
        "Airstrike",
        "weak",
        "alleged-strike",
    )
    assert incident["belligerent_1_type"] == "Suspected"
    assert incident["belligerent_2_belligerent_name"] == ""
    assert [s["document_id"] for s in sources] == ["doc_1", "doc_2"]
    assert {c["casualty_type_slug"]: c["killed_min"] for c in casualties} == {"civilian-non-combatants": "3", "children": "1"}


def test_a_party_that_admits_makes_a_declared_strike(tmp_path):
    (incident,), _, _ = export(tmp_path, perpetrator=(IncidentActor(actor_id="coalition_oir", claim_ids=("clm_1",), status="admitted"),))
    assert (incident["strike_status_slug"], incident["belligerent_1_type"]) == ("declared-strike", "Known")


def test_only_events_that_can_harm_are_in_it(tmp_path):
    incidents, _, _ = export_edition(make_edition(), "airwars", tmp_path)
    assert [row["code"] for row in read_csv(incidents)] == ["inc_1", "inc_2"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.com/a/1", True),
        ("https://www.twitter.com/a", True),
        ("https://netflix.com/x.com", False),
        ("https://mobile.twitter.com/a", True),
    ],
)
def test_platforms_are_told_by_host(url, expected):
    assert is_at(url, ("twitter.com", "x.com")) is expected


def test_slugs():
    assert to_slug("Military Forces of Syria (2000-2024)") == "military-forces-of-syria-2000-2024"
