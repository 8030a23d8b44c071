import json

import msgspec
import pytest

from sijill.errors import UserError
from sijill.model import Claim, Document, Incident
from sijill.publish import EXPORTERS, export_edition, get_exporter
from sijill.publish.csv_tables import TABLES
from sijill.publish.incident_tables import INCIDENTS
from tests.publish.invented import ARABIC_NAME, make_edition, make_records, read_csv


def test_every_format_has_a_name_of_its_own_and_says_what_it_cannot_say():
    assert len({e.name for e in EXPORTERS}) == len(EXPORTERS)
    assert all(e.cannot_say and e.title and e.readers and type(e).__doc__ for e in EXPORTERS)


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS])
def test_the_same_edition_gives_the_same_bytes(name, tmp_path):
    first, second = (export_edition(make_edition("1"), name, tmp_path / folder) for folder in ("a", "b"))
    assert [p.name for p in first] == [p.name for p in second]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS])
def test_nothing_but_the_named_files_is_left_in_the_folder(name, tmp_path):
    written = export_edition(make_edition(), name, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(written)


def test_an_unknown_format_is_refused_with_the_list_of_formats():
    with pytest.raises(UserError, match="formats are jsonl, csv"):
        get_exporter("xls")


def test_a_folder_that_cannot_be_written_is_the_users_to_mend(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot write"):
        export_edition(make_edition(), "csv", tmp_path / "file")


def test_a_format_of_one_file_can_be_given_a_file_name(tmp_path):
    assert export_edition(make_edition(), "geojson", tmp_path / "map.geojson") == (tmp_path / "map.geojson",)


def test_json_lines_hold_the_very_values(tmp_path):
    incidents, claims, documents, _ = export_edition(make_edition(), "jsonl", tmp_path)
    assert msgspec.json.Decoder(Incident).decode_lines(incidents.read_bytes()) == [i for i, _ in make_records()]
    assert msgspec.json.Decoder(Claim).decode_lines(claims.read_bytes()) == [c for _, cs in make_records() for c in cs]
    assert msgspec.json.Decoder(Document).decode_lines(documents.read_bytes())[1].text == ARABIC_NAME


def test_csv_rows_follow_the_schema(tmp_path):
    export_edition(make_edition(), "csv", tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert [r["name"] for r in package["resources"]] == [t.name for t in TABLES]
    for resource in package["resources"]:
        rows = read_csv(tmp_path / resource["path"])
        assert list(rows[0]) == [f["name"] for f in resource["schema"]["fields"]]
        for row in rows:
            check_row(row, resource["schema"])
        keys = [tuple(row[k] for k in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)


def check_row(row: dict[str, str], schema: dict) -> None:
    for field in schema["fields"]:
        cell, constraints = row[field["name"]], field.get("constraints", {})
        assert cell or not constraints.get("required"), f"{field['name']} is empty"
        if cell:
            assert cell in constraints.get("enum", [cell])
            {"integer": int, "number": float}.get(field["type"], str)(cell)


def test_csv_keeps_open_ends_silence_and_zero_apart(tmp_path):
    export_edition(make_edition(), "csv", tmp_path)
    row = read_csv(tmp_path / "incidents.csv")[1]
    assert (row["killed_civilian_min"], row["killed_civilian_max"], row["killed_civilian_best"]) == ("2", "", "2")
    assert (row["killed_combatant_min"], row["killed_unknown_min"], row["killed_children_best"]) == ("", "0", "")
    assert row["place_name"] == 'The "old" camp; east, by the well'
    assert row["perpetrators"] == "sanhar_army; masked men, unknown"
    harm = read_csv(tmp_path / "incident_harm.csv")
    assert {"displaced"} <= {h["outcome"] for h in harm}
    assert [h["contested"] for h in harm if h["incident_id"] == "inc_2" and h["who"] == "civilian" and h["outcome"] == "killed"] == ["yes"]


def test_csv_keeps_quoted_words_as_they_are(tmp_path):
    export_edition(make_edition(), "csv", tmp_path)
    assert '=2+"two"\nmen' in {row["quote"] for row in read_csv(tmp_path / "claim_harm.csv")}


def test_every_column_has_a_sentence():
    for table in TABLES:
        assert len(set(table.names)) == len(table.names)
        assert all(column.description.endswith((".", "?")) for column in table.columns)


def test_geojson_is_what_rfc_7946_asks_for(tmp_path):
    (path,) = export_edition(make_edition(), "geojson", tmp_path)
    collection = json.loads(path.read_bytes())
    assert collection["type"] == "FeatureCollection"
    assert [f["id"] for f in collection["features"]] == ["inc_1", "inc_2", "inc_3"]
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [50.25, 20.5]}
    assert collection["features"][2]["geometry"] is None
    assert set(collection["features"][0]["properties"]) <= set(INCIDENTS.names)
    assert collection["features"][1]["properties"]["previous_ids"] == ["inc_0"]


def test_follow_the_money_entities_refer_to_entities_that_are_there(tmp_path):
    (path,) = export_edition(make_edition(), "ftm", tmp_path)
    entities = {e["id"]: e for e in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    events = [e for e in entities.values() if e["schema"] == "Event"]
    assert [e["properties"]["recordId"] for e in events] == [["inc_1"], ["inc_2"], ["inc_3"]]
    assert "Nobody is named" in events[2]["properties"]["summary"][0]
    for entity in entities.values():
        for name in ("involved", "addressEntity", "entity", "document"):
            assert set(entity["properties"].get(name, [])) <= entities.keys()


def test_an_empty_register_gives_valid_files(tmp_path):
    empty = make_edition()
    object.__setattr__(empty, "incidents", list)
    object.__setattr__(empty, "documents", list)
    for exporter in EXPORTERS:
        assert export_edition(empty, exporter.name, tmp_path / exporter.name)
    assert json.loads((tmp_path / "geojson" / "incidents.geojson").read_bytes())["features"] == []
