from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.convert import Converter
from sijill.convert.row import Row
from sijill.errors import PackError
from sijill.model import Claim, Issue
from sijill.packs import load_packs
from sijill.packs.columns import ColumnMap, find_unknown_codes, get_column_map, list_column_maps
from sijill.packs.yaml import parse_yaml
from tests.convert.tables import ACLED, BATTLE, STRIKE, UCDP

TABLE = """
id: ledger
title: A ledger
source: Ledger of the Northern Wire
place: {name: town, everywhere: SY, latitude: lat, longitude: lon}
date: {start: day, formats: ['%d.%m.%Y']}
event_type: {column: what, codes: {bombing: shelling}}
parties: [{column: who, role: perpetrator, codes: {them: russia}}]
harm:
  - {outcome: killed, who: civilian, number: dead}
  - {outcome: injured, who: unknown, min: hurt_min, max: hurt_max}
"""


@cache
def get_converter(map_id: str) -> Converter:
    return Converter(get_column_map(map_id), load_packs())


def convert(map_id: str, cells: dict[str, str]) -> tuple[Claim, tuple[Issue, ...]]:
    done = get_converter(map_id).convert(Row(cells, file="table.csv", line=7))
    assert done.claim is not None
    return done.claim, done.issues


def convert_ledger(**cells: str) -> tuple[Claim | None, list[str]]:
    column_map = parse_yaml(TABLE, ColumnMap, file="ledger.yml")
    row = Row({"what": "bombing", "day": "4.3.2031", "town": "Tell Asfar"} | cells, file="ledger.csv", line=7)
    done = Converter(column_map, load_packs()).convert(row)
    return done.claim, [issue.describe() for issue in done.issues]


def iter_quotes(claim: Claim) -> Iterator[tuple[str, int, int]]:
    for part in (claim.trigger, claim.place, *claim.perpetrator, *claim.target, *claim.harm, *claim.attributed_to):
        if part is not None:
            assert part.quote is not None
            yield part.quote, part.start, part.end
    if claim.date is not None:
        yield claim.date.quote, claim.date.start_char, claim.date.end_char


def test_a_row_of_acled_is_a_claim_of_acled():
    claim, issues = convert("acled", STRIKE)
    assert issues == ()
    assert (claim.event_type, claim.date.start, claim.date.precision) == ("air_strike", "2031-03-04", "day")
    assert (claim.place.name, claim.place.lat, claim.place.lon, claim.place.precision, claim.place.country) == (
        "Tell Asfar",
        35.5,
        38.25,
        1,
        "SY",
    )
    assert [a.actor_id for a in claim.perpetrator] == ["russia"]
    assert [(a.actor_id, a.kind) for a in claim.target] == [(None, "civilian")]
    assert [(h.outcome, h.who, h.min, h.max, h.exactness) for h in claim.harm] == [("killed", "unknown", 3, 3, "exact")]
    assert claim.document.source_id == "acled"
    assert [a.quote for a in claim.attributed_to] == ["Northern Wire", "SOHR"]
    assert claim.attributed_to[1].source_id == "sohr"
    assert claim.origin == "table:acled@1"


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [("1", "2031-03-04", "2031-03-04"), ("2", "2031-03-01", "2031-03-07"), ("3", "2031-03-01", "2031-03-31")],
)
def test_acleds_time_precision_widens_the_day(precision, first, last):
    claim, _ = convert("acled", STRIKE | {"time_precision": precision})
    assert (claim.date.start, claim.date.end) == (first, last)


def test_no_fatalities_in_acled_is_no_statement_that_nobody_died():
    claim, _ = convert("acled", STRIKE | {"fatalities": "0"})
    assert claim.harm == ()


def test_the_first_actor_of_a_protest_is_the_crowd():
    claim, _ = convert(
        "acled",
        STRIKE
        | {
            "event_type": "Protests",
            "sub_event_type": "Protest with intervention",
            "actor1": "Protesters (Syria)",
            "actor2": "Police Forces of Israel (2022-)",
        },
    )
    assert claim.event_type == "protest"
    assert [a.actor_id for a in claim.perpetrator] == ["israel_police"]


def test_the_regime_of_the_day_is_meant():
    then, _ = convert("acled", STRIKE | {"actor1": "Military Forces of Syria (2000-2024)", "event_date": "04 March 2016"})
    now, _ = convert("acled", STRIKE | {"actor1": "Military Forces of Syria (2024-)", "event_date": "04 March 2025"})
    assert [a.actor_id for a in then.perpetrator] == ["syria_government"]
    assert "syria_government" not in [a.actor_id for a in now.perpetrator]


def test_the_sides_of_a_battle_in_ucdp_are_possible_perpetrators():
    claim, issues = convert("ucdp", BATTLE)
    assert issues == ()
    assert claim.event_type == "killing"
    assert (claim.date.start, claim.date.end, claim.date.precision) == ("2031-03-04", "2031-03-06", "range")
    assert {(a.quote, a.stance) for a in claim.perpetrator} == {("Government of Syria", "possible"), ("IS", "possible")}
    assert [(h.who, h.min, h.max) for h in claim.harm] == [("combatant", 2, 2), ("combatant", 4, 4)]
    assert claim.place.precision == 2


def test_low_and_high_of_ucdp_are_kept_where_the_dead_are_of_one_kind():
    changes = {"type_of_violence": "3", "side_b": "Civilians", "deaths_a": "0", "deaths_b": "0", "deaths_civilians": "6"}
    claim, _ = convert("ucdp", BATTLE | changes)
    assert [(h.who, h.min, h.max, h.exactness) for h in claim.harm] == [("civilian", 6, 9, "about")]
    assert [(a.quote, a.stance) for a in claim.perpetrator] == [("Government of Syria", "accused")]
    assert [a.kind for a in claim.target] == ["civilian"]


def test_a_table_of_ones_own_needs_a_map_and_no_code():
    claim, issues = convert_ledger(who="them", dead="0", hurt_min="2", lat="35.5", lon="38.25")
    assert issues == []
    assert (claim.event_type, claim.date.start, claim.place.country) == ("shelling", "2031-03-04", "SY")
    assert [a.actor_id for a in claim.perpetrator] == ["russia"]
    assert [(h.outcome, h.min, h.max, h.exactness) for h in claim.harm] == [("killed", 0, 0, "none"), ("injured", 2, None, "at_least")]
    assert claim.document.source == "Ledger of the Northern Wire"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"dead": "a few"}, "ledger.csv:7: column 'dead': 'a few' is not a whole number of people [bad_number]"),
        ({"day": "31.2.2031"}, "ledger.csv:7: column 'day': '31.2.2031' is not a date (ISO 8601, %d.%m.%Y) [bad_date]"),
        ({"day": "0001-01-01"}, "ledger.csv:7: column 'day': '0001-01-01' is not a date (ISO 8601, %d.%m.%Y) [bad_date]"),
        ({"lat": "355", "lon": "1"}, "ledger.csv:7: column 'lat': '355' is not a number of degrees from -90 to 90 [bad_coordinate]"),
        ({"hurt_min": "5", "hurt_max": "2"}, "ledger.csv:7: column 'hurt_min': '5' is above the highest number, 2 [bad_number]"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_left_out(cells, words):
    claim, issues = convert_ledger(**cells)
    assert claim is not None
    assert issues == [words]


def test_a_row_without_a_known_type_of_event_is_left_out():
    claim, issues = convert_ledger(what="picnic")
    assert claim is None
    assert issues[0] == "ledger.csv:7: column 'what': 'picnic' is none of the codes of the map [unknown_code]"
    assert "gives no type of event [no_event_type]" in issues[1]


def test_a_map_with_a_mistake_names_its_line():
    with pytest.raises(PackError, match=r"ledger.yml:7: unknown key 'colum'; did you mean 'column'"):
        parse_yaml(TABLE.replace("event_type: {column", "event_type: {colum"), ColumnMap, file="ledger.yml")


def test_codes_that_do_not_exist_are_named_before_a_row_is_read():
    column_map = parse_yaml(TABLE.replace("shelling", "bombardment").replace("russia", "nobody"), ColumnMap, file="ledger.yml")
    event_type, actor = find_unknown_codes(column_map, load_packs())
    assert event_type.startswith("event_type: there is no code 'bombardment'; codes are air_strike")
    assert actor == "parties.codes: there is no actor 'nobody'"


def test_the_maps_of_the_installation_use_codes_that_exist():
    for column_map in list_column_maps():
        assert find_unknown_codes(column_map, load_packs()) == [], column_map.id


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)


@pytest.mark.parametrize(("map_id", "columns", "base"), [("acled", ACLED, STRIKE), ("ucdp", UCDP, BATTLE)])
@settings(deadline=None)
@given(data=st.data())
def test_every_value_quotes_the_row_whatever_its_cells_hold(map_id, columns, base, data):
    changes = data.draw(st.dictionaries(st.sampled_from(columns), words, max_size=6))
    done = get_converter(map_id).convert(Row(base | changes, file="table.csv", line=2))
    if done.claim is None:
        assert any(issue.severity == "skip" for issue in done.issues)
        return
    for quote, start, end in iter_quotes(done.claim):
        assert done.document.text[start:end] == quote
        assert quote
