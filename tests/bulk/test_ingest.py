"""Results of bulk runs in a register: all of them, once."""

from pathlib import Path

import pytest

from sijill.bulk.ingest import ingest_folder
from sijill.errors import InputError
from sijill.pipeline import add_paths, run_register
from sijill.store import Register
from tests.bulk.make import read_rows, run, write_documents


def ingest(register: Register, folder: Path) -> dict[str, int]:
    return ingest_folder(register, str(folder), on_progress=lambda *_: None)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_result_is_loaded_once(register: Register, tmp_path: Path, form: str):
    pytest.importorskip("pyarrow")
    manifest = run([write_documents(tmp_path / "docs.jsonl")], tmp_path / "out", form=form)
    counts = ingest(register, tmp_path / "out")
    assert counts == {name: manifest.counts[name] for name in ("documents", "claims", "issues", "incidents")}
    assert len(list(register.iter_documents())) == 20
    assert set(ingest(register, tmp_path / "out").values()) == {0}


def test_a_result_and_reports_of_the_same_files_are_linked_together(register: Register, tmp_path: Path):
    run([write_documents(tmp_path / "docs.jsonl")], tmp_path / "out")
    (tmp_path / "own").mkdir()
    add_paths(register, [str(write_documents(tmp_path / "own" / "other.jsonl", 2))])
    run_register(register)
    before = {claim.claim_id for claim in register.iter_claims()}
    counts = ingest(register, tmp_path / "out")
    assert counts["incidents"] == 0
    run_register(register)
    expected = before | {row["claim_id"] for row in read_rows(tmp_path / "out", "claims")}
    assert {claim.claim_id for claim in register.iter_claims()} == expected


def test_a_document_whose_id_is_taken_is_left_out_with_its_claims(register: Register, tmp_path: Path):
    run([write_documents(tmp_path / "docs.jsonl", 2)], tmp_path / "out")
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "d0", "text": "Gunmen killed nine soldiers in Hama on Monday."}\n', encoding="utf-8")
    run([other], tmp_path / "clash")
    ingest(register, tmp_path / "out")
    counts = ingest(register, tmp_path / "clash")
    assert (counts["documents"], counts["claims"], counts["issues"]) == (0, 0, 1)


def test_only_a_finished_result_is_loaded(register: Register, tmp_path: Path):
    with pytest.raises(InputError, match="no result of a bulk run"):
        ingest(register, tmp_path)
