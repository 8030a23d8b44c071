import sqlite3
import threading
from pathlib import Path

import pytest

from sijill.errors import RegisterError
from sijill.model import Capture, Decision, Issue, make_id, make_sha256
from sijill.store import Register, database
from tests.make import make_claim, make_document


def make_capture(data: bytes, origin: str = "reports/1.txt") -> Capture:
    sha256 = make_sha256(data)
    capture_id = make_id("cap", sha256, origin)
    return Capture(
        capture_id=capture_id,
        sha256=sha256,
        size=len(data),
        media_type="text/plain",
        origin=origin,
        captured_at="2031-03-05T10:00:00+00:00",
    )


def test_keeps_the_bytes_of_a_capture_once(register: Register):
    capture = make_capture(b"report")
    assert register.add_capture(capture, b"report")
    assert not register.add_capture(capture, b"report")
    assert register.load_bytes(capture) == b"report"
    assert register.blobs.check(capture.sha256)


def test_reads_a_row_as_a_slice_of_its_file(register: Register):
    container = register.blobs.write([b"first\n", b"second\n"])
    row = make_capture(b"second", "rows.jsonl#2")
    headers = {"container": container, "offset": "6", "length": "6"}
    row = Capture(**{f: getattr(row, f) for f in row.__struct_fields__ if f != "headers"}, headers=headers)
    register.add_capture(row)
    assert register.load_bytes(row) == b"second"


def test_says_which_bytes_are_missing(register: Register):
    with pytest.raises(RegisterError, match="missing"):
        register.load_bytes(make_capture(b"never kept"))


def test_leaves_out_captures_that_were_read(register: Register):
    capture = make_capture(b"report")
    register.add_capture(capture, b"report")
    document = make_document(capture_id=capture.capture_id)
    assert [c.capture_id for c in next(register.iter_unread())] == [capture.capture_id]
    assert register.add_documents([document], reader="text@1", read={capture.capture_id: 1}) == 1
    assert not list(register.iter_unread())


def test_gives_back_what_was_added_in_order(register: Register):
    documents = [make_document(id=f"doc_{n}", text=f"text {n}") for n in (3, 1, 2)]
    assert register.add_documents(documents) == 3
    assert register.add_documents(documents) == 0
    claims = [make_claim(claim_id=f"clm_{n}", document_id="doc_1") for n in range(3)]
    register.add_claims(claims, extractor="rules@1", documents_read=["doc_1"])
    assert list(register.iter_documents()) == documents
    assert list(register.iter_claims()) == claims
    assert [d.id for d in next(register.iter_unextracted("rules@1"))] == ["doc_3", "doc_2"]


def test_refuses_a_claim_without_its_document(register: Register):
    with pytest.raises(Exception, match="FOREIGN KEY"):
        register.add_claims([make_claim(document_id="doc_unknown")])


def test_keeps_decisions_and_issues_once(register: Register):
    decision = Decision(kind="same", subject="clm_1", other="clm_2", author="analyst", made_at="2031-03-06T00:00:00+00:00")
    assert register.record_decision(decision)
    assert not register.record_decision(decision)
    assert list(register.iter_decisions()) == [decision]
    issue = Issue(stage="read", code="broken_json", severity="skip", detail="not JSON", file="rows.jsonl", line=7)
    assert register.record_issues([issue, issue]) == 1
    assert list(register.iter_issues()) == [issue]


def test_refuses_to_create_over_a_register(register: Register):
    with pytest.raises(RegisterError, match="already"):
        Register.create(register.folder)


def test_says_how_to_create_a_missing_register(tmp_path: Path):
    with pytest.raises(RegisterError, match="sijill init"):
        Register.open(tmp_path)


def test_refuses_a_register_of_a_newer_version(register: Register):
    register.close()
    with sqlite3.connect(register.folder / "register.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(RegisterError, match="newer"):
        Register.open(register.folder)


def test_tells_the_second_writer_to_wait(register: Register, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with Register.open(register.folder) as other, register.write(), pytest.raises(RegisterError, match="another program"):
        other.add_documents([make_document()])


def test_reading_does_not_wait_for_a_writer(register: Register):
    register.add_documents([make_document()])
    found: list[int] = []
    with register.write() as connection:
        connection.exec_driver_sql("DELETE FROM search_documents WHERE 0")
        reader = threading.Thread(target=lambda: found.append(len(list(register.iter_documents()))))
        reader.start()
        reader.join()
    assert found == [1]


def test_migrations_make_the_schema_that_is_declared(register: Register):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from sijill.store.schema import METADATA

    with register.read() as connection:
        context = MigrationContext.configure(connection)
        differences = [d for d in compare_metadata(context, METADATA) if "search_" not in str(d)]
    assert differences == []
