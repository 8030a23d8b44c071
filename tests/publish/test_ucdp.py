from pathlib import Path

import pytest

from sijill.model import HarmCell, IncidentActor, IncidentDate, IncidentPlace
from sijill.packs import load_packs
from sijill.publish import export_edition
from sijill.publish.base import Edition
from sijill.publish.ucdp_columns import COLUMNS
from sijill.publish.ucdp_events import find_grid_cell
from tests.make import make_claim, make_incident
from tests.publish.invented import read_csv

# The header of UCDP GED's global file since 2023, in its order.
GED_HEADER = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,"
    "side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,"
    "source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,"
    "country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
IN_SYRIA = IncidentPlace(place_id="own:1", name="Invented Town", lat=35.25, lon=38.5, precision=1, country="SY", admin1="Aleppo")
STATE = IncidentActor(actor_id="syria_government", claim_ids=("clm_1",), status="accused")
GROUP = IncidentActor(actor_id="islamic_state", claim_ids=("clm_1",), status="accused")


def export(tmp_path: Path, **fields) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    incident = make_incident(**{"place": IN_SYRIA, "perpetrator": (STATE,), "incident_id": "inc_" + "0" * 19 + "1", **fields})
    edition = Edition(incidents=lambda: [(incident, (make_claim(),))], documents=list, packs=load_packs(), version="7")
    events, left_out = export_edition(edition, "ucdp", tmp_path)
    return read_csv(events), read_csv(left_out)


def test_the_header_is_that_of_the_global_file():
    assert ",".join(c.name for c in COLUMNS) == GED_HEADER
    assert len(COLUMNS) == 49


def test_one_sided_violence_by_a_government(tmp_path):
    ((row,), left_out) = export(tmp_path, harm={"killed": {"civilian": HarmCell(3, 7, 5)}})
    assert not left_out
    expected = {
        "type_of_violence": "3",
        "code_status": "Clear",
        "side_b": "Civilians",
        "gwnoa": "652",
        "country": "Syria",
        "country_id": "652",
        "region": "Middle East",
        "where_prec": "1",
        "geom_wkt": "POINT (38.5 35.25)",
        "date_start": "2031-03-04 00:00:00.000",
        "date_prec": "1",
        "event_clarity": "1",
        "deaths_civilians": "5",
        "low": "3",
        "best": "5",
        "high": "7",
        "relid": "inc_00000000000000000001",
    }
    assert {k: row[k] for k in expected} == expected


def test_the_government_is_side_a_also_when_it_is_attacked(tmp_path):
    ((row,), _) = export(
        tmp_path, event_type="clash", perpetrator=(GROUP,), target=(STATE,), harm={"killed": {"combatant": HarmCell(4, 4, 4)}}
    )
    assert (row["type_of_violence"], row["gwnoa"], row["gwnob"]) == ("1", "652", "")
    assert (row["deaths_a"], row["deaths_b"]) == ("4", "0")


def test_two_groups_are_non_state_violence(tmp_path):
    other = IncidentActor(actor_id="hts", claim_ids=("clm_1",))
    ((row,), _) = export(
        tmp_path, event_type="clash", perpetrator=(GROUP,), target=(other,), harm={"killed": {"combatant": HarmCell(4, 6, 5)}}
    )
    assert (row["type_of_violence"], row["deaths_b"], row["best"]) == ("2", "5", "5")


def test_an_unnamed_side_is_to_be_checked(tmp_path):
    ((row,), _) = export(tmp_path, perpetrator=())
    assert (row["side_a"], row["code_status"]) == ("Unknown", "Check actors")


def test_the_dead_of_unstated_status_are_unknown_and_the_parts_add_up(tmp_path):
    ((row,), _) = export(tmp_path, harm={"killed": {"unknown": HarmCell(10, 12, 10), "civilian": HarmCell(4, 4, 4)}})
    parts = [int(row[k]) for k in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    assert sum(parts) == int(row["best"]) == 10
    assert parts[2:] == [4, 6]


@pytest.mark.parametrize(
    ("end", "precision", "expected"),
    [("2031-03-06", "range", "2"), ("2031-03-10", "week", "3"), ("2031-03-31", "month", "4"), ("2031-12-31", "year", "5")],
)
def test_precision_of_dates(tmp_path, end, precision, expected):
    ((row,), _) = export(tmp_path, date=IncidentDate("2031-03-04", end, precision))
    assert (row["date_prec"], row["event_clarity"]) == (expected, "2")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"harm": {"injured": {"civilian": HarmCell(5, 5, 5)}}}, "no death"),
        ({"harm": {"killed": {"civilian": HarmCell(0, 0, 0)}}}, "no death"),
        ({"date": IncidentDate(None, None, "unknown")}, "no date"),
        ({"place": None}, "no place"),
        ({"event_type": "statement"}, "statement"),
    ],
)
def test_what_ucdp_has_no_place_for_is_listed_with_the_reason(tmp_path, fields, reason):
    rows, (left_out,) = export(tmp_path, **fields)
    assert not rows
    assert reason in left_out["reason"]


def test_grid_cells_are_numbered_from_the_south_west():
    assert find_grid_cell(-90, -180) == 1
    assert find_grid_cell(-90, -179.5) == 2
    assert find_grid_cell(-89.5, -180) == 721
    assert find_grid_cell(90, 180) == 259200
