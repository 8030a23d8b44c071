"""Linking a folder in stages: the incidents of `sijill link` over the same claims, whatever the parts and processes."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from sijill.bulk import linking, local_linking
from sijill.bulk.linking import Assignment, make_assignment, pack_accounts, unpack_accounts
from sijill.link.linker import load_linker
from sijill.model import Claim
from sijill.packs import load_packs
from sijill.pipeline.incidents import make_incidents
from tests.bulk.make import read_rows, run, write_documents


def link(out: Path) -> list[dict[str, object]]:
    """Return the incidents that `sijill link` makes of the claims of a folder."""
    claims = msgspec.convert(read_rows(out, "claims"), list[Claim])
    run = make_incidents(claims, packs=load_packs(), explain=False)
    return [msgspec.json.decode(msgspec.json.encode(msgspec.structs.replace(i, assessment=None))) for i in run.incidents]


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Two files that have documents in common, of which the second says otherwise."""
    first, second = write_documents(tmp_path / "a.jsonl", 40), write_documents(tmp_path / "b.jsonl", 60)
    second.write_text(second.read_text(encoding="utf-8").replace("An air strike killed 2 civ", "An air strike killed 9 civ"), "utf-8")
    return [first, second]


def test_incidents_are_those_of_link(sources: list[Path], tmp_path: Path):
    run(sources, tmp_path / "out")
    found = read_rows(tmp_path / "out", "incidents")
    assert found == link(tmp_path / "out")
    assert [row["incident_id"] for row in found] == sorted(row["incident_id"] for row in found)


def test_parts_and_forms_change_nothing(sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    run(sources, tmp_path / "whole")
    monkeypatch.setattr(linking, "PART", 4)
    run(sources, tmp_path / "parts")
    assert len(list((tmp_path / "parts" / "incidents").iterdir())) > 2
    assert read_rows(tmp_path / "parts", "incidents") == read_rows(tmp_path / "whole", "incidents")
    assert not (tmp_path / "parts" / "linking").exists()
    manifest = run(sources, tmp_path / "parquet", form="parquet")
    assert manifest.counts["incidents"] == len(read_rows(tmp_path / "whole", "incidents"))


@pytest.mark.slow
def test_processes_change_nothing(sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    run(sources, tmp_path / "alone")
    monkeypatch.setattr(local_linking, "ALONE", 0)
    run(sources, tmp_path / "pool", jobs=2)
    assert read_rows(tmp_path / "pool", "incidents") == read_rows(tmp_path / "alone", "incidents")


def test_an_archive_without_claims_has_no_incidents(tmp_path: Path):
    source = tmp_path / "quiet.jsonl"
    source.write_text('{"id": "q", "text": "Prices rose again."}\n', encoding="utf-8")
    assert run([source], tmp_path / "out").counts["incidents"] == 0
    assert (tmp_path / "out" / "incidents" / "part-00000-00000.jsonl").read_bytes() == b""


def test_a_claim_is_found_in_its_incident_and_part(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(linking, "PART", 1)
    assignment = make_assignment([("clm_1", "clm_3"), ("clm_2",)])
    numbers = assignment.find([b"clm_1", b"clm_2", b"clm_3", b"clm_30", b"clm_0"]).tolist()
    assert numbers[0] == numbers[2] != numbers[1]
    assert numbers[3:] == [-1, -1]
    assert assignment.parts == 2
    part = assignment.take(numbers[0])
    assert (part.first, len(part.incidents)) == (numbers[0], 1)
    assert part.find([b"clm_1", b"clm_2", b"clm_3"]).tolist() == [numbers[0], -1, numbers[0]]
    empty = Assignment(9, 0, np.zeros(0, "S1"), np.zeros(0, "S1"), np.zeros(0, np.int64))
    assert (empty.parts, empty.find([b"clm_1"]).tolist()) == (1, [-1])


def test_accounts_come_back_as_they_were(sources: list[Path], tmp_path: Path):
    run(sources, tmp_path / "out")
    claims = msgspec.convert(read_rows(tmp_path / "out", "claims"), list[Claim])
    singles = list(load_linker(load_packs()).iter_singles(claims))
    back = list(unpack_accounts([pack_accounts(singles[:7]), pack_accounts(singles[7:])]))
    assert back == singles
    assert len({id(single.source) for single in back}) == len({single.source for single in singles})


def test_what_a_run_that_was_killed_left_half_written_is_cleared(sources: list[Path], tmp_path: Path):
    out = tmp_path / "out"
    left = [out / "linking" / "claims-00000.jsonl", out / "claims" / ".part-00000-00003.jsonl.4711", out / ".manifest.json.4711"]
    kept = out / "claims" / ".notes.txt"
    for path in (*left, kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half a cl")
    run(sources, out)
    assert read_rows(out, "incidents") == link(out)
    assert not any(path.exists() for path in left)
    assert kept.exists()
