from pathlib import Path

import msgspec
import pytest

from sijill.bulk.parquet import write_parquet
from tests.make import make_claim, make_document, make_incident

parquet = pytest.importorskip("pyarrow.parquet")


def test_parquet_holds_what_the_lines_hold(tmp_path: Path):
    claims = [make_claim(), make_claim(claim_id="clm_2", place=None, date=None)]
    (tmp_path / "claims.jsonl").write_bytes(b"".join(msgspec.json.encode(c) + b"\n" for c in claims))
    (tmp_path / "documents.jsonl").write_bytes(msgspec.json.encode(make_document(extra={"desk": [1, 2]})) + b"\n")
    (tmp_path / "incidents.jsonl").write_bytes(msgspec.json.encode(make_incident()) + b"\n")
    assert [p.name for p in write_parquet(tmp_path)] == ["documents.parquet", "claims.parquet", "incidents.parquet"]
    rows = parquet.read_table(tmp_path / "claims.parquet").to_pylist()
    assert [r["claim_id"] for r in rows] == ["clm_1", "clm_2"]
    assert rows[0]["place"]["lat"] == 20.5
    assert rows[0]["harm"][0]["min"] == 3
    assert rows[1]["place"] is None
    (document,) = parquet.read_table(tmp_path / "documents.parquet").to_pylist()
    assert document["extra"] == [("desk", "[1,2]")]
    (incident,) = parquet.read_table(tmp_path / "incidents.parquet").to_pylist()
    assert dict(dict(incident["harm"])["killed"])["civilian"] == {"min": 3, "max": 3, "best": 3}


def test_an_empty_output_is_an_empty_table(tmp_path: Path):
    (tmp_path / "issues.jsonl").write_bytes(b"")
    (path,) = write_parquet(tmp_path)
    assert parquet.read_table(path).num_rows == 0
