import pytest
from msgspec.structs import replace

from sijill.errors import InputError
from sijill.packs import load_packs
from sijill.pipeline import link_register
from sijill.pipeline.tables import TableOptions, import_table
from sijill.publish import export_edition
from sijill.store import Register
from sijill.store.views import get_incident_claims, iter_incidents
from tests.convert.tables import ACLED, STRIKE, write_acled, write_table, write_ucdp
from tests.make import make_claim, make_document
from tests.publish.invented import make_edition

PACKS = load_packs()


def test_rows_become_documents_and_claims_with_file_and_row(register: Register, tmp_path):
    path = write_acled(
        tmp_path / "acled.csv", {}, {"event_id_cnty": "SYR9002", "notes": "Two lines:\nof notes"}, {"event_id_cnty": "SYR9003"}
    )
    result = import_table(register, path, PACKS)
    assert (result.column_map, result.rows, result.claims, result.skipped) == ("acled", 3, 3, 0)
    documents = list(register.iter_documents())
    assert [d.id for d in documents] == ["acled:SYR9001", "acled:SYR9002", "acled:SYR9003"]
    assert [d.extra["row"] for d in documents] == [2, 3, 5]
    assert {d.extra["file"] for d in documents} == {"acled.csv"}
    for claim, document in zip(register.iter_claims(), documents, strict=True):
        assert document.text[claim.trigger.start : claim.trigger.end] == claim.trigger.quote == "Air/drone strike"
    assert list(register.iter_unread()) == []
    assert list(register.iter_unextracted("anything")) == []


def test_importing_again_adds_nothing_and_a_changed_row_is_kept_beside_the_former(register: Register, tmp_path):
    path = write_acled(tmp_path / "acled.csv")
    import_table(register, path, PACKS)
    assert import_table(register, path, PACKS).claims == 0
    write_acled(path, {"fatalities": "5"})
    assert import_table(register, path, PACKS).claims == 1
    assert import_table(register, path, PACKS).claims == 0
    assert len({c.document_id for c in register.iter_claims()}) == 2


def test_a_bad_row_is_an_issue_and_the_rest_goes_on(register: Register, tmp_path):
    path = write_acled(tmp_path / "acled.csv", {}, {"event_id_cnty": ""}, {"event_id_cnty": "SYR9003", "latitude": "north"})
    with path.open("a") as file:
        file.write("too,short\n")
    result = import_table(register, path, PACKS)
    assert (result.claims, result.skipped) == (2, 2)
    assert [issue.describe().removeprefix("acled.csv") for issue in register.iter_issues()] == [
        ":3: column 'event_id_cnty': '' is empty: the row has no identifier [no_id]",
        ":4: column 'latitude': 'north' is not a number of degrees from -90 to 90 [bad_coordinate]",
        ":5: the row has 2 cells, the header 31 [bad_row]",
    ]


def test_imported_rows_link_with_what_was_read(register: Register, tmp_path):
    claim = make_claim(claim_id="clm_read")
    place = {"lat": 35.5, "lon": 38.25, "country": "SY"}
    register.add_documents([make_document()])
    register.add_claims([replace(claim, place=replace(claim.place, **place))])
    import_table(register, write_acled(tmp_path / "acled.csv"), PACKS)
    link_register(register, PACKS, extractor="given", rule="range")
    (incident,) = iter_incidents(register)
    sources = {c.document.source_id or c.document.source for c in get_incident_claims(register, incident.incident_id)}
    assert sources == {"Northern Wire", "acled"}
    assert incident.independent_sources == 1  # the row names the wire as its source


def test_other_layouts_are_known_by_their_header(register: Register, tmp_path):
    assert import_table(register, write_ucdp(tmp_path / "ged.csv"), PACKS).column_map == "ucdp"
    semicolons = write_table(tmp_path / "acled.csv", ACLED, [STRIKE], delimiter=";")
    assert import_table(register, semicolons, PACKS).column_map == "acled"
    airwars, *_ = export_edition(make_edition(), "airwars", tmp_path)
    assert import_table(register, airwars, PACKS).claims == 2
    ours, *_ = export_edition(make_edition(), "csv", tmp_path)
    assert import_table(register, ours, PACKS, options=TableOptions(source="Another team")).claims == 3
    assert {d.source for d in register.iter_documents()} >= {"Another team", "Airwars"}


def test_a_table_that_no_map_knows_or_fits_is_named_before_anything_is_kept(register: Register, tmp_path):
    path = write_table(tmp_path / "own.csv", ["day", "place"], [{"day": "2031-03-04"}])
    with pytest.raises(InputError, match=r"own\.csv: no column map knows this table"):
        import_table(register, path, PACKS)
    with pytest.raises(InputError, match=r"own\.csv:1: the column map 'ucdp' needs the column 'type_of_violence'"):
        import_table(register, path, PACKS, options=TableOptions(columns="ucdp"))
    assert list(register.iter_documents()) == []


def test_json_rows_are_read_too(register: Register, tmp_path):
    path = tmp_path / "map.json"
    path.write_text(
        '[{"unique_reference_code": "RS9001", "grading": "fair", "strike_status": "alleged", "date": "2031-03-04", "country": "Syria",'
        ' "latitude": 35.5, "longitude": 38.25, "geolocation_accuracy": "Town", "permalink": null, "civilians_killed_min": 2,'
        ' "civilians_killed_max": 4, "civilians_injured_min": null, "civilians_injured_max": null, "militants_killed_min": 0,'
        ' "militants_killed_max": 0, "targeted_belligerents": [{"name": "ISIS"}]}]'
    )
    result = import_table(register, path, PACKS)
    assert (result.column_map, result.claims, result.issues) == ("airwars_map", 1, ())
    (claim,) = register.iter_claims()
    assert [(h.who, h.min, h.max) for h in claim.harm] == [("civilian", 2, 4), ("combatant", 0, 0)]
