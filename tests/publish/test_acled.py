from pathlib import Path

import pytest

from sijill.model import Claim, ClaimActor, HarmCell, Incident, IncidentActor, IncidentDate, IncidentPlace
from sijill.packs import load_packs
from sijill.publish import export_edition
from sijill.publish.acled_columns import COLUMNS, make_interaction
from sijill.publish.acled_events import HIERARCHY
from sijill.publish.base import Edition
from tests.make import make_claim, make_incident
from tests.publish.invented import read_csv

# The header of ACLED's export, in its order.
ACLED_HEADER = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,"
    "inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,"
    "source_scale,notes,fatalities,tags,timestamp"
)
IN_SYRIA = IncidentPlace(place_id="own:1", name="Invented Town", lat=35.123456, lon=38.5, precision=1, country="SY", admin1="Aleppo")


def make_syrian(**fields) -> Incident:
    perpetrator = (IncidentActor(actor_id="syria_government", claim_ids=("clm_1",), status="accused"),)
    return make_incident(**{"place": IN_SYRIA, "perpetrator": perpetrator, "incident_id": "inc_" + "0" * 19 + "1", **fields})


def export(tmp_path: Path, *incidents: Incident, claim: Claim | None = None) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of events and of what was left out."""
    pairs = [(i, (claim or make_claim(),)) for i in incidents]
    files = export_edition(Edition(incidents=lambda: pairs, documents=list, packs=load_packs(), version="7"), "acled", tmp_path)
    return read_csv(files[0]), read_csv(files[1])


def test_the_header_is_that_of_acled():
    assert ",".join(c.name for c in COLUMNS) == ACLED_HEADER


def test_the_codebook_uses_only_sub_event_types_of_the_hierarchy():
    assert {t.acled.sub_event_type for t in load_packs().codebook.event_types.values()} <= set(HIERARCHY)


def test_an_air_strike_on_civilians(tmp_path):
    ((row,), left_out) = export(tmp_path, make_syrian())
    assert not left_out
    expected = {
        "event_date": "2031-03-04",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "inter1": "State forces",
        "actor2": "Civilians (Syria)",
        "interaction": "State forces-Civilians",
        "civilian_targeting": "Civilian targeting",
        "iso": "760",
        "region": "Middle East",
        "country": "Syria",
        "latitude": "35.1235",
        "longitude": "38.5000",
        "geo_precision": "1",
        "fatalities": "3",
    }
    assert {k: row[k] for k in expected} == expected
    assert row["event_id_cnty"].startswith("SYR")
    assert row["event_id_cnty"][3:].isdigit()
    assert "release=7" in row["tags"]
    assert "incident=inc_" in row["tags"]


def test_nobody_named_is_an_unidentified_group(tmp_path):
    ((row,), _) = export(tmp_path, make_syrian(perpetrator=(), event_type="explosive_device"))
    assert (row["actor1"], row["inter1"]) == ("Unidentified Armed Group (Syria)", "Political militia")


def test_a_party_that_admits_comes_first_and_the_accused_stay_in_the_notes(tmp_path):
    parties = (
        IncidentActor(actor_id="syria_government", claim_ids=("a", "b"), status="accused"),
        IncidentActor(actor_id="islamic_state", claim_ids=("c",), status="admitted"),
    )
    ((row,), _) = export(tmp_path, make_syrian(perpetrator=parties))
    assert row["actor1"] == "Islamic State (Syria)"
    assert "Also named as responsible" in row["notes"]


def test_foreign_forces_are_external(tmp_path):
    russia = (IncidentActor(actor_id="russia", claim_ids=("a",), status="accused"),)
    ((row,), _) = export(tmp_path, make_syrian(perpetrator=russia))
    assert row["inter1"] == "External/Other forces"
    assert row["interaction"] == "External/Other forces-Civilians"


def test_civilians_beside_an_armed_target_are_associated(tmp_path):
    target = (IncidentActor(actor_id="islamic_state", claim_ids=("a",)),)
    ((row,), _) = export(tmp_path, make_syrian(target=target))
    assert row["inter2"] != "Civilians"
    assert row["assoc_actor_2"] == "Civilians (Syria)"
    assert row["civilian_targeting"] == ""


def test_an_attack_on_fighters_is_a_battle(tmp_path):
    target = (IncidentActor(actor_id="islamic_state", claim_ids=("a",)),)
    fighters = make_claim(target=(ClaimActor(quote="fighters", start=0, end=0, actor_id="islamic_state", kind="combatant"),))
    incident = make_syrian(event_type="armed_attack", target=target, harm={"killed": {"combatant": HarmCell(2, 2, 2)}})
    ((row,), _) = export(tmp_path, incident, claim=fighters)
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")


def test_a_range_of_days_is_an_event_a_day_with_the_remainder_on_the_first(tmp_path):
    rows, _ = export(
        tmp_path, make_syrian(date=IncidentDate("2031-03-04", "2031-03-06", "range"), harm={"killed": {"civilian": HarmCell(8, 9, 8)}})
    )
    assert [(r["event_date"], r["fatalities"], r["time_precision"]) for r in rows] == [
        ("2031-03-04", "4", "2"),
        ("2031-03-05", "2", "2"),
        ("2031-03-06", "2", "2"),
    ]
    assert len({r["event_id_cnty"] for r in rows}) == 3


def test_a_month_is_its_middle(tmp_path):
    ((row,), _) = export(tmp_path, make_syrian(date=IncidentDate("2031-03-01", "2031-03-31", "month")))
    assert (row["event_date"], row["time_precision"]) == ("2031-03-16", "3")


def test_same_day_place_and_actors_are_one_event_of_the_higher_type(tmp_path):
    shelling = make_syrian(event_type="shelling", incident_id="inc_" + "0" * 19 + "2", harm={"killed": {"civilian": HarmCell(2, 2, 2)}})
    ((row,), _) = export(tmp_path, make_syrian(), shelling)
    assert (row["sub_event_type"], row["fatalities"]) == ("Air/drone strike", "5")
    assert row["tags"].count("inc_") == 2


def test_rows_come_by_day_even_where_ranges_overlap(tmp_path):
    long = make_syrian(date=IncidentDate("2031-03-04", "2031-03-08", "range"))
    short = make_syrian(date=IncidentDate("2031-03-06", "2031-03-06", "day"), incident_id="inc_" + "0" * 19 + "2")
    rows, _ = export(tmp_path, long, short)
    assert [r["event_date"] for r in rows] == sorted(r["event_date"] for r in rows)
    assert [r["tags"].count("inc_") for r in rows] == [1, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"date": IncidentDate(None, None, "unknown")}, "date"),
        ({"date": IncidentDate("2031-01-01", "2031-12-31", "year")}, "date"),
        ({"place": None}, "place"),
        ({"event_type": "statement"}, "statement"),
        (
            {"place": IncidentPlace(place_id="x", name="Nowhere", lat=35.0, lon=38.0, precision=1, country="XS", admin1=None)},
            "XS is not a country",
        ),
        ({"place": IncidentPlace(place_id="x", name="Syria", lat=35.0, lon=38.0, precision=6, country="SY", admin1=None)}, "less precise"),
    ],
)
def test_what_acled_has_no_place_for_is_listed_with_the_reason(tmp_path, fields, reason):
    rows, (left_out,) = export(tmp_path, make_syrian(**fields))
    assert not rows
    assert reason in left_out["reason"]


def test_interactions_are_named_as_acled_names_them():
    assert make_interaction(1, None) == "State forces only"
    assert make_interaction(2, 1) == "State forces-Rebel group"
    assert make_interaction(8, 7) == "External/Other forces-Civilians"
    assert make_interaction(8, 3) == "Political militia-External/Other forces"
    assert make_interaction(7, 7) == "Civilians-Civilians"


TAKEN_FROM = (IncidentActor(actor_id="islamic_state", claim_ids=("a",)),)
REBELS = (IncidentActor(actor_id="islamic_state", claim_ids=("a",), status="accused"),)
TURKEY = (IncidentActor(actor_id="turkey_military", claim_ids=("a",), status="accused"),)
KILLED = {"killed": {"combatant": HarmCell(2, 2, 2)}}
QUIET = {"harm": {}, "weapon_ids": (), "event_type": "territory_taken"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (QUIET, ("Strategic developments", "Non-violent transfer of territory")),
        (QUIET | {"harm": KILLED}, ("Battles", "Government regains territory")),
        (QUIET | {"target": TAKEN_FROM}, ("Battles", "Government regains territory")),
        (QUIET | {"weapon_ids": ("mortar",), "perpetrator": REBELS}, ("Battles", "Non-state actor overtakes territory")),
        (QUIET | {"harm": KILLED, "perpetrator": TURKEY}, ("Battles", "Non-state actor overtakes territory")),
        ({"event_type": "arrest", "harm": {}}, ("Strategic developments", "Arrests")),
        ({"event_type": "arrest", "harm": {}, "perpetrator": REBELS}, ("Violence against civilians", "Abduction/forced disappearance")),
        ({"event_type": "abduction", "harm": {}}, ("Violence against civilians", "Abduction/forced disappearance")),
        ({"event_type": "abduction"}, ("Violence against civilians", "Attack")),
        ({"event_type": "execution", "harm": KILLED, "target": TAKEN_FROM}, ("Violence against civilians", "Attack")),
        ({"event_type": "protest", "harm": {}}, ("Protests", "Protest with intervention")),
        ({"event_type": "protest", "harm": {}, "perpetrator": ()}, ("Protests", "Peaceful protest")),
        ({"event_type": "protest"}, ("Protests", "Excessive force against protesters")),
    ],
)
def test_parties_and_harm_decide_where_acleds_codebook_says_so(tmp_path, fields, expected):
    ((row,), _) = export(tmp_path, make_syrian(**fields), claim=make_claim(target=(), harm=()))
    assert (row["event_type"], row["sub_event_type"]) == expected
    types = {t.acled.disorder_type for t in load_packs().codebook.event_types.values()} | {"Political violence; Demonstrations"}
    assert row["disorder_type"] in types


def test_civilians_who_are_caught_in_a_battle_are_no_actor(tmp_path):
    harm = KILLED | {"injured": {"civilian": HarmCell(1, 1, 1)}}
    ((row,), _) = export(tmp_path, make_syrian(event_type="clash", target=TAKEN_FROM, harm=harm))
    assert (row["event_type"], row["assoc_actor_2"], row["fatalities"]) == ("Battles", "", "2")
