import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as change

from sijill.errors import InputError
from sijill.model import Incident, IncidentActor
from sijill.packs import load_packs
from sijill.pipeline.compare import compare_edition, measure_gap
from sijill.pipeline.tables import TableOptions
from sijill.publish import export_edition
from sijill.publish.base import Edition
from sijill.publish.comparison import COLUMNS, Comparison, write_comparison
from tests.convert.tables import write_acled, write_ucdp
from tests.make import make_incident
from tests.publish.invented import make_edition

PACKS = load_packs()


def make_one(**fields) -> Incident:
    incident = make_incident(perpetrator=(IncidentActor(actor_id="russia", claim_ids=("clm_1",)),))
    place = change(incident.place, lat=35.5, lon=38.25, country="SY")
    return change(incident, **{"place": place, **fields})


def make_ours(*incidents: Incident) -> Edition:
    return replace(make_edition(), incidents=lambda: [(i, ()) for i in incidents or (make_one(),)])


def compare(path: Path, *incidents: Incident, **options) -> Comparison:
    return compare_edition(make_ours(*incidents), path, PACKS, **options)


def test_a_row_that_says_the_same_matches_without_a_difference(tmp_path):
    found = compare(write_acled(tmp_path / "acled.csv"))
    (pair,) = found.pairs
    assert (pair.status, pair.ours.id, pair.theirs.id, pair.theirs.line) == ("match", "inc_1", "acled:SYR9001", 2)
    assert (pair.differs, pair.days, pair.km, pair.deaths) == ((), 0, 0.0, 0)
    assert pair.ours.killed == pair.theirs.killed == (3, 3)
    assert found.summarise()["matches"] == 1


def test_what_the_sides_disagree_on_is_named_and_measured(tmp_path):
    row = {
        "fatalities": "9",
        "latitude": "35.56",
        "event_date": "2031-03-05",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Military Forces of Turkey (2016-)",
    }
    (pair,) = compare(write_acled(tmp_path / "acled.csv", row), least=0.003).pairs
    assert set(pair.differs) == {"killed", "place", "date", "event_type", "perpetrator"}
    assert (pair.days, round(pair.km), pair.deaths) == (1, 7, 6)


def test_what_each_side_lacks_counts_only_where_the_other_looks(tmp_path):
    missing = make_one(incident_id="inc_2", date=change(make_one().date, start="2031-03-10", end="2031-03-10"))
    elsewhere = make_one(incident_id="inc_3", place=change(make_one().place, country="IQ", lat=30.0))
    rows = (
        {},
        {"event_id_cnty": "SYR9002", "event_date": "2031-03-20", "latitude": "33"},
        {"event_id_cnty": "SYR9003", "event_date": "", "latitude": "33", "location": "Far"},
    )
    found = compare(write_acled(tmp_path / "acled.csv", *rows), make_one(), missing, elsewhere)
    alone = {(p.ours or p.theirs).id: (p.status, p.comparable) for p in found.pairs if p.status != "match"}
    assert alone == {
        "inc_2": ("ours_only", True),
        "inc_3": ("ours_only", False),
        "acled:SYR9002": ("theirs_only", False),
        "acled:SYR9003": ("theirs_only", False),
    }


def test_events_of_one_day_that_the_other_tells_as_one_are_further_matches(tmp_path):
    table = write_acled(tmp_path / "acled.csv", {}, {"event_id_cnty": "SYR9002", "fatalities": "1"})
    found = compare(table)
    assert [(p.status, p.theirs.id) for p in found.pairs] == [("match", "acled:SYR9001"), ("further", "acled:SYR9002")]
    assert found.summarise()["theirs"] == 2
    assert found.summarise()["ours"] == 1


def test_bad_rows_are_counted(tmp_path):
    found = compare(write_acled(tmp_path / "acled.csv", {}, {"event_id_cnty": ""}))
    assert (found.skipped, found.summarise()["theirs"]) == (1, 1)


def test_other_layouts_and_our_own_export_are_compared_too(tmp_path):
    row = {"type_of_violence": "3", "side_a": "Government of Russia (Soviet Union)", "side_b": "Civilians", "deaths_civilians": "3"}
    ged = {"deaths_a": "0", "deaths_b": "0", "best": "3", "low": "3", "high": "3", "date_end": "2031-03-04", "where_prec": "1"}
    found = compare(write_ucdp(tmp_path / "ged.csv", row | ged), options=TableOptions(source="GED"))
    assert (found.other, found.pairs[0].status, found.pairs[0].differs) == ("GED", "match", ("event_type",))
    export_edition(make_ours(), "jsonl", tmp_path / "again")
    (same,) = compare(tmp_path / "again").pairs
    assert (same.status, same.differs) == ("match", ())
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"incidents\.jsonl: cannot be read"):
        compare(tmp_path / "empty")


def test_the_files_hold_every_pair(tmp_path):
    rows = ({}, {"event_id_cnty": "SYR9002", "event_date": "2031-03-20"})
    found = compare(write_acled(tmp_path / "acled.csv", *rows))
    table, data = write_comparison(found, tmp_path / "out")
    with table.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["status"] for line in lines] == ["match", "theirs_only"]
    assert tuple(lines[0]) == COLUMNS
    assert lines[0]["theirs_killed_max"] == "3"
    body = json.loads(data.read_text())
    assert body["summary"]["matches"] == 1
    assert len(body["pairs"]) == 2


@pytest.mark.parametrize(
    ("a", "b", "gap"),
    [((3, 3), (3, 3), 0), ((3, 5), (5, 9), 0), ((3, 3), (9, 9), 6), ((9, None), (3, 3), 6), ((2, None), (7, 7), 0), (None, (1, 1), None)],
)
def test_ranges_that_overlap_do_not_contradict(a, b, gap):
    assert measure_gap(a, b) == gap
