import sqlite3
import struct
from contextlib import closing

import msgspec
import pyarrow.parquet
import pyogrio
import pytest

from sijill.publish import export_edition
from sijill.publish.incident_tables import INCIDENTS
from tests.publish.invented import ARABIC_NAME, make_edition


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("geodata")
    for name in ("geoparquet", "geopackage"):
        export_edition(make_edition("3"), name, folder)
    return folder


def test_geoparquet_declares_its_geometry(folder):
    metadata = pyarrow.parquet.read_schema(folder / "incidents.parquet").metadata
    geo = msgspec.json.decode(metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"][geo["primary_column"]]["encoding"] == "WKB"
    assert metadata[b"release"] == b"3"


def test_geoparquet_keeps_types_lists_and_silence(folder):
    table = pyarrow.parquet.read_table(folder / "incidents.parquet")
    assert table.column_names == [*INCIDENTS.names, "geometry"]
    rows = table.to_pylist()
    assert rows[1]["disagreements"] == ["perpetrator", "killed.civilian"]
    assert (rows[1]["killed_civilian_min"], rows[1]["killed_civilian_max"]) == (2, None)
    assert struct.unpack("<BIdd", rows[0]["geometry"]) == (1, 1, 50.25, 20.5)
    assert rows[2]["geometry"] is None


def test_gdal_reads_the_geopackage(folder):
    info = pyogrio.read_info(folder / "incidents.gpkg")
    assert (info["driver"], info["crs"], info["geometry_type"], info["features"]) == ("GPKG", "EPSG:4326", "Point", 3)
    assert set(INCIDENTS.names) <= set(info["fields"])


def test_the_geopackage_holds_values_of_every_script(folder):
    with closing(sqlite3.connect(folder / "incidents.gpkg")) as database:
        row = database.execute("SELECT place_name_ar, killed_civilian_min FROM incidents WHERE incident_id = 'inc_2'").fetchone()
    assert row == (ARABIC_NAME, 2)
