"""Rows of every table come back from JSON Lines and from Parquet as they were."""

import io

import msgspec
import pytest

from sijill.bulk.tables import TableWriter, iter_rows
from sijill.model import Issue, Passage
from tests.make import make_claim, make_document, make_incident

parquet = pytest.importorskip("pyarrow.parquet")
ROWS = {
    "claims": [make_claim(), make_claim(claim_id="clm_2", place=None, date=None)],
    "documents": [make_document(extra={"desk": [1, {"a": None}]}, passages=(Passage(0, 5, "en"),)), make_document(id="2", title=None)],
    "incidents": [make_incident()],
    "issues": [Issue(stage="read", code="empty", severity="skip", detail="nothing", file="a.txt", line=3)],
}


def write(name: str, form: str, rows: list[msgspec.Struct]) -> bytes:
    table = TableWriter(name, form)
    for row in rows:
        table.add(row)
    return table.finish()


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("name", list(ROWS))
def test_rows_come_back_as_they_were(name: str, form: str):
    assert list(iter_rows(write(name, form, ROWS[name]), name)) == ROWS[name]


def test_parquet_has_typed_columns():
    rows = parquet.read_table(io.BytesIO(write("claims", "parquet", ROWS["claims"]))).to_pylist()
    assert rows[0]["place"]["lat"] == 20.5
    assert rows[0]["harm"][0]["min"] == 3
    assert rows[1]["place"] is None
    (document, _) = parquet.read_table(io.BytesIO(write("documents", "parquet", ROWS["documents"]))).to_pylist()
    assert document["extra"] == [("desk", '[1,{"a":null}]')]
    (incident,) = parquet.read_table(io.BytesIO(write("incidents", "parquet", ROWS["incidents"]))).to_pylist()
    assert dict(dict(incident["harm"])["killed"])["civilian"] == {"min": 3, "max": 3, "best": 3}


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_table_without_rows_is_an_empty_table(form: str):
    data = write("issues", form, [])
    assert list(iter_rows(data, "issues")) == []
    assert form == "jsonl" or parquet.read_table(io.BytesIO(data)).num_rows == 0
