import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sijill.errors import RegisterError
from sijill.model import Capture, Decision, Issue, make_id, make_sha256
from sijill.store import Register, database, views
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
    with pytest.raises(Exception, match=r"(?i)foreign key"):
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
    with register.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
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
        connection.exec_driver_sql("DELETE FROM search_documents WHERE 1 = 0")
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


def test_refuses_an_address_it_cannot_use(tmp_path: Path):
    for address, reason in (
        ("postgresql://war:secret@localhost/war", "password"),
        ("mysql://localhost/war", "mysql"),
        ("not an address", "not an address"),
        (f"postgresql:///war?host={tmp_path}", "does not answer"),
    ):
        with pytest.raises(RegisterError, match=reason):
            Register.create(tmp_path / "register", database=address)
    assert not (tmp_path / "register").exists()


def test_keeps_one_register_in_a_postgresql_database(tmp_path: Path, postgresql: Callable[[], str]):
    address = postgresql()
    Register.create(tmp_path / "one", database=address).close()
    with pytest.raises(RegisterError, match="holds a register already"):
        Register.create(tmp_path / "two", database=address)
    with Register.open(tmp_path / "one") as opened:
        title = "nul \0 inside"
        opened.add_documents([make_document(title=title)])
        assert next(opened.iter_documents()).title == title


def test_writers_and_readers_at_once_lose_nothing(register: Register):
    def write(worker: int) -> None:
        with Register.open(register.folder) as own:
            for n in range(10):
                own.add_documents([make_document(id=f"doc_{worker}_{n}", text=f"market {worker} {n}")])

    def read(_: int) -> int:
        with Register.open(register.folder) as own:
            return max(views.search_documents(own, "market").total - len(list(own.iter_documents())) for _ in range(10))

    with ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(write, n) for n in range(3)]
        readers = [pool.submit(read, n) for n in range(3)]
        assert all(r.result() <= 0 for r in readers)
        for writer in writers:
            writer.result()
    assert views.search_documents(register, "market").total == len(list(register.iter_documents())) == 30
