"""The validators and readers of the field accept what is written. They are heavy, so each test is skipped where its tool is not installed.

`pip install 'sijill[validate]'` installs them.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from sijill.publish import export_edition
from sijill.publish.release import ReleaseOptions, make_release
from tests.publish.invented import make_edition

pytestmark = pytest.mark.filterwarnings("default")  # what their libraries warn of is not ours to mend


def test_frictionless_finds_the_tables_valid(tmp_path):
    frictionless = pytest.importorskip("frictionless")
    export_edition(make_edition(), "csv", tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "note"])


def test_libhxl_reads_the_tags(tmp_path):
    hxl = pytest.importorskip("hxl")
    (path,) = export_edition(make_edition(), "hxl", tmp_path)
    with hxl.data(str(path), hxl.input.InputOptions(allow_local=True)) as source:
        assert "#event+code" in {c.display_tag for c in source.columns}
        assert len(list(source)) == 3


@pytest.mark.parametrize(
    "page",
    ["/", "/sijill", "/sijill/incidents", "/sijill/incidents?_search=Asfar", "/sijill/incidents/inc_2", "/sijill/claims?_facet=lang"],
)
def test_datasette_serves_every_page(tmp_path, page):
    datasette = pytest.importorskip("datasette.app")
    database, metadata = export_edition(make_edition(), "sqlite", tmp_path)

    async def get() -> int:
        served = datasette.Datasette([str(database)], metadata=json.loads(metadata.read_text()))
        return (await served.client.get(page)).status_code

    with ThreadPoolExecutor(1) as own_thread:  # the browser tests may have left a loop running in this one
        assert own_thread.submit(lambda: asyncio.run(get())).result() == 200


def test_openpyxl_reads_the_workbook(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    (path,) = export_edition(make_edition(), "excel", tmp_path)
    book = openpyxl.load_workbook(path, read_only=True)
    assert book["incidents"].cell(2, 2).value == "inc_1"
    book.close()


def test_duckdb_reads_the_geoparquet(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    (path,) = export_edition(make_edition(), "geoparquet", tmp_path)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT incident_id FROM '{path}' WHERE list_contains(disagreements, 'perpetrator')").fetchall()
    assert rows == [("inc_2",)]


def test_duckdb_knows_the_points_of_the_geoparquet(tmp_path):
    duckdb = pytest.importorskip("duckdb", "1.5")
    (path,) = export_edition(make_edition(), "geoparquet", tmp_path)
    with duckdb.connect() as connection:
        (kind,) = connection.execute(f"SELECT DISTINCT typeof(geometry) FROM '{path}'").fetchone()
    assert kind.startswith("GEOMETRY")


def test_geojson_is_valid(tmp_path):
    geojson = pytest.importorskip("geojson_pydantic")
    (path,) = export_edition(make_edition(), "geojson", tmp_path)
    found = geojson.FeatureCollection.model_validate_json(path.read_bytes())
    assert [feature.geometry is not None for feature in found.features] == [True, True, False]
    assert found.features[1].geometry.coordinates[:2] == (-50.25, -20.5)


def test_follow_the_money_knows_every_schema_property_and_value(tmp_path):
    ftm = pytest.importorskip("followthemoney")
    (path,) = export_edition(make_edition(), "ftm", tmp_path)
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        entity = ftm.model.get_proxy({"id": data["id"], "schema": data["schema"], "properties": {}})
        for name, values in data["properties"].items():
            entity.add(name, values)
            assert len(entity.get(name)) == len(values), f"{data['schema']}.{name}: {values} became {entity.get(name)}"
        entity.schema.validate({"properties": entity.to_dict()["properties"]})


def test_rocrate_reads_the_release(tmp_path):
    crates = pytest.importorskip("rocrate.rocrate")
    folder = make_release(replace(make_edition("1.0"), released=date(2031, 4, 1)), tmp_path, ReleaseOptions(formats=["csv"]))
    crate = crates.ROCrate(folder)
    assert crate.root_dataset["version"] == "1.0"
    assert crate.dereference("data/csv/incidents.csv")["sha256"]
