from pathlib import Path

import pytest

from sijill.errors import InputError
from sijill.model import Decision, Document
from sijill.packs import load_packs
from sijill.pipeline import RunOptions, add_paths, rebuild, run_register
from sijill.pipeline.run import settle_ids
from sijill.store import Register, views
from tests.make import make_claim, make_document
from tests.pipeline.dump import dump_register
from tests.pipeline.reports import write_reports


@pytest.fixture
def filled(register: Register, tmp_path: Path) -> Register:
    add_paths(register, [str(write_reports(tmp_path / "reports"))])
    run_register(register)
    return register


def test_goes_from_files_to_incidents(filled: Register):
    summary = views.get_summary(filled)
    assert (summary.captures, summary.documents) == (30, 30)
    assert summary.claims >= 30
    assert summary.incidents > 0
    assert summary.last_run is not None
    assert summary.last_run.finished_at is not None


def test_does_nothing_when_nothing_is_new(filled: Register, tmp_path: Path):
    before = dump_register(filled)
    result = add_paths(filled, [str(tmp_path / "reports")])
    assert (result.added, result.known) == (0, 30)
    assert run_register(filled).counts == {"documents": 0, "claims": 0, "issues": 0}
    assert dump_register(filled) == before


def test_rebuild_makes_the_same_register(filled: Register, tmp_path: Path):
    (tmp_path / "reports" / "late.txt").write_text(
        "An air strike killed 40 civilians in Raqqa on 1 March 2031, a monitor said.", encoding="utf-8"
    )
    add_paths(filled, [str(tmp_path / "reports")])
    run_register(filled)
    before = dump_register(filled)
    rebuild(filled, load_packs())
    assert dump_register(filled) == before


def test_rebuild_remembers_incidents_that_were_split(filled: Register):
    incident = next(i for i in views.iter_incidents(filled) if len(i.claim_ids) > 1)
    one, other, *_ = incident.claim_ids
    apart = Decision(
        kind="different", subject=one, other=other, author="analyst", made_at="2031-04-01T00:00:00+00:00", reason="two streets"
    )
    filled.record_decision(apart)
    run_register(filled)
    owners = views.get_claim_incidents(filled, [one, other])
    assert owners[one] != owners[other]
    before = dump_register(filled)
    rebuild(filled, load_packs())
    assert dump_register(filled) == before


def test_several_processes_give_the_same_register(filled: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from sijill.extract import pool

    monkeypatch.setattr(pool, "ALONE", 3)
    with Register.create(tmp_path / "second") as second:
        add_paths(second, [str(tmp_path / "reports")])
        run_register(second, RunOptions(jobs=2))
        assert dump_register(second) == dump_register(filled)


def test_refuses_a_missing_path_before_keeping_anything(register: Register, tmp_path: Path):
    (tmp_path / "there.txt").write_text("text", encoding="utf-8")
    with pytest.raises(InputError, match="no such file"):
        add_paths(register, [str(tmp_path / "there.txt"), str(tmp_path / "missing.txt")])
    assert views.get_summary(register).captures == 0


def test_keeps_a_second_text_under_an_id_of_its_own():
    one: Document = make_document(capture_id="cap_11111111")
    same: Document = make_document(capture_id="cap_22222222")
    other: Document = make_document(text="Another text.", capture_id="cap_33333333")
    new, issues = settle_ids([one, same, other], {})
    assert [d.id for d in new] == ["doc_1", "doc_1~33333333"]
    assert [i.code for i in issues] == ["repeated_document", "id_in_use"]


def test_a_changed_pack_means_reading_again(filled: Register):
    before = views.get_summary(filled).claims
    packs = filled.folder / "packs" / "actors"
    packs.mkdir(parents=True)
    (packs / "own.yml").write_text("- id: northern_brigade\n  names: {en: [Northern Brigade]}\n  kind: unidentified\n", encoding="utf-8")
    load_packs.cache_clear()
    run_register(filled)
    assert views.get_summary(filled).claims == before
    assert len({c.claim_id for c in filled.iter_claims()}) >= before
    assert run_register(filled).counts["claims"] == 0


def test_documents_whose_claims_were_handed_over_are_not_read_again(register: Register):
    register.add_documents([make_document()])
    register.add_claims([make_claim()])
    assert run_register(register).counts["claims"] == 0
    assert [i.claim_ids for i in views.iter_incidents(register)] == [("clm_1",)]
