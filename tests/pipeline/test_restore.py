from pathlib import Path

import pytest

from sijill.errors import InputError, RegisterError
from sijill.model import Decision
from sijill.packs import load_packs
from sijill.pipeline import link_register
from sijill.pipeline.restore import restore_register
from sijill.publish import export_register
from sijill.store import Register
from sijill.store.views import get_summary
from tests.make import make_claim, make_document, make_harm


@pytest.fixture
def filled(register: Register) -> Register:
    """A register of three documents, four claims, a decision and the incidents that follow."""
    register.add_documents([make_document(id=f"doc_{n}", source=f"Source {n}") for n in (1, 2, 3)])
    register.add_claims(
        [
            make_claim(),
            make_claim(claim_id="clm_2", document_id="doc_2", harm=(make_harm(low=5, high=None, exactness="at_least"),)),
            make_claim(claim_id="clm_3", document_id="doc_3", event_type="shelling", date=None),
            make_claim(claim_id="clm_4", document_id="doc_3", modality="denied", harm=()),
        ]
    )
    register.record_decision(
        Decision(kind="different", subject="clm_1", other="clm_2", author="A. Analyst", made_at="2031-04-01T00:00:00Z")
    )
    link_register(register, load_packs(), extractor="given", rule="range")
    return register


def export(register: Register, folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in export_register(register, "jsonl", folder, packs=load_packs())}


def test_export_import_export_is_identical(filled, tmp_path):
    first = export(filled, tmp_path / "first")
    assert all(first.values())
    restore_register(tmp_path / "restored", tmp_path / "first")
    with Register.open(tmp_path / "restored") as restored:
        assert export(restored, tmp_path / "second") == first
        assert get_summary(restored).claims == 4


def test_incidents_keep_their_ids_in_the_next_run(filled, tmp_path):
    before = export(filled, tmp_path / "first")
    restore_register(tmp_path / "restored", tmp_path / "first")
    with Register.open(tmp_path / "restored") as restored:
        link_register(restored, load_packs(), extractor="given", rule="range")
        assert export(restored, tmp_path / "second")["incidents.jsonl"] == before["incidents.jsonl"]


def test_a_register_is_not_written_over(filled, tmp_path):
    export(filled, tmp_path / "first")
    with pytest.raises(RegisterError, match="already"):
        restore_register(filled.folder, tmp_path / "first")


def test_a_broken_line_is_named_and_no_register_is_made(filled, tmp_path):
    export(filled, tmp_path / "first")
    claims = tmp_path / "first" / "claims.jsonl"
    claims.write_bytes(claims.read_bytes() + b'{"claim_id": 5}\n')
    with pytest.raises(InputError, match=r"claims\.jsonl:5"):
        restore_register(tmp_path / "restored", tmp_path / "first")
    assert not (tmp_path / "restored").exists()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"incidents\.jsonl"):
        restore_register(tmp_path / "restored", tmp_path)
