import json
import sqlite3
from contextlib import closing

import pytest

from sijill.lang.script import fold
from sijill.publish import export_edition
from sijill.publish.csv_tables import TABLES
from tests.publish.invented import ARABIC_NAME, make_edition


@pytest.fixture
def database(tmp_path):
    path, _ = export_edition(make_edition("3"), "sqlite", tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def test_every_table_is_there_with_its_columns(database):
    for table in TABLES:
        assert tuple(row[1] for row in database.execute(f"PRAGMA table_info({table.name})")) == table.names


def test_the_file_is_sound_and_its_references_hold(database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    broken = {row[0] for row in database.execute("PRAGMA foreign_key_check")}
    assert not broken


def test_numbers_are_numbers_and_silence_is_null(database):
    row = database.execute(
        "SELECT killed_civilian_min, killed_civilian_max, latitude FROM incidents WHERE incident_id = 'inc_2'"
    ).fetchone()
    assert row == (2, None, -20.5)


def test_search_finds_arabic_in_any_spelling(database):
    query = "SELECT rowid FROM incidents_fts WHERE incidents_fts MATCH ?"
    spelled_otherwise = ARABIC_NAME.replace("\u0623", "\u0627")
    assert spelled_otherwise != ARABIC_NAME
    assert len(database.execute(query, (f'"{fold(spelled_otherwise)}"',)).fetchall()) == 1


def test_metadata_names_tables_and_columns_that_exist(database, tmp_path):
    metadata = json.loads((tmp_path / "metadata.json").read_text())["databases"]["sijill"]["tables"]
    existing = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    assert {name for name, m in metadata.items() if not m.get("hidden")} <= existing
    for table in TABLES:
        assert set(metadata[table.name]["facets"]) <= set(table.names)
        assert set(metadata[table.name]["columns"]) == set(table.names)
        assert metadata[table.name].get("fts_table", f"{table.name}_fts") in existing | {f"{table.name}_fts"}
