"""The register: one folder with a database, captured bytes and packs of its own; the one place that writes to it.

In: captures, documents, claims, decisions, issues, incidents. Out: the same values again, in the order in which they were added.
Writing the same thing twice writes it once (ids are content hashes). What is shown to people is in `sijill.store.views`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, and_, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Insert

from sijill.errors import RegisterError
from sijill.model import Capture, Claim, Decision, Document, Issue
from sijill.store.blobs import Blobs
from sijill.store.database import begin_read, begin_write, check_empty, make_engine, upgrade
from sijill.store.incident_index import LatestIndex
from sijill.store.location import is_register, load_address, parse_address, record_address
from sijill.store.schema import audit, captures, claims, decisions, documents, extractions, issues, readings, runs
from sijill.store.search import create_index, index_documents

# The extractor of claims that were not read here, but handed over.
GIVEN = "given"
# The extractor of claims that a person added; like those that were given, they outlive every version of the program's own.
PERSON = "person"
_LASTING = (GIVEN, PERSON)
DOCUMENT = msgspec.json.Decoder(Document)
CLAIM = msgspec.json.Decoder(Claim)
DECISION = msgspec.json.Decoder(Decision)
ISSUE = msgspec.json.Decoder(Issue)
_ENCODER = msgspec.json.Encoder(order="deterministic")


class Register:
    """An open register. Use as a context manager, or call `close`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = make_engine(load_address(folder))
        self.blobs = Blobs(folder / "captures")
        self.latest = LatestIndex()

    @classmethod
    def create(cls, folder: Path, *, database: str | None = None) -> "Register":
        """Make a new, empty register in `folder`; raises RegisterError where there is one already.

        `database` is the address of an empty PostgreSQL database to keep the rows in; None: a SQLite file in the folder.
        """
        if is_register(folder):
            raise RegisterError(f"there is a register in {folder} already")
        url = None if database is None else parse_address(database)
        if url is not None:
            check_empty(url)
        if folder.exists() and not folder.is_dir():
            raise RegisterError(f"{folder} is a file; give a folder for the register")
        try:
            for part in ("captures", "packs"):
                (folder / part).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RegisterError(f"cannot create {folder}: {error.strerror}") from error
        if url is not None:
            record_address(folder, url)
        return cls._prepare(folder)

    @classmethod
    def open(cls, folder: Path) -> "Register":
        """Open the register in `folder`, upgrading its schema if it is older; raises RegisterError."""
        if not is_register(folder):
            raise RegisterError(f"there is no register in {folder}; create one with: sijill init {folder}")
        return cls._prepare(folder)

    @classmethod
    def _prepare(cls, folder: Path) -> "Register":
        with ExitStack() as undo:
            register = undo.enter_context(cls(folder))
            upgrade(register.engine)
            undo.pop_all()
        return register

    def close(self) -> None:
        """Release the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def read(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one state of the register."""
        return begin_read(self.engine)

    def write(self) -> AbstractContextManager[Connection]:
        """Give a connection for one transaction: everything or nothing is kept."""
        return begin_write(self.engine)

    def pack_dirs(self) -> tuple[Path, ...]:
        """Return the register's own pack folder, if it holds anything."""
        folder = self.folder / "packs"
        return (folder,) if folder.is_dir() and any(folder.iterdir()) else ()

    # Captures

    def add_capture(self, capture: Capture, data: bytes | None = None) -> bool:
        """Keep one capture with its bytes (None: a slice of a container that is kept); False when it was known."""
        return self.add_captures([(capture, data)]) == 1

    def add_captures(self, items: Iterable[tuple[Capture, bytes | None]]) -> int:
        """Keep captures with their bytes and return how many are new. Bytes are on disk before any row names them."""
        rows = []
        for capture, data in items:
            if data is not None and not self.blobs.has(capture.sha256):
                self.blobs.write([data])
            rows.append(msgspec.structs.asdict(capture))
        with self.write() as connection:
            return insert_new(connection, captures, rows)

    def has_origin(self, origin: str) -> bool:
        """Was something captured from this path or address?"""
        with self.read() as connection:
            return connection.execute(select(captures.c.seq).where(captures.c.origin == origin).limit(1)).scalar() is not None

    def load_bytes(self, capture: Capture) -> bytes:
        """Return the bytes of a capture: its own file, or its slice of the file it is a row of."""
        return self.blobs.load(capture)

    def iter_unread(self) -> Iterator[list[Capture]]:
        """Yield batches of captures that have not been read, oldest first."""
        query = select(captures).where(captures.c.capture_id.not_in(select(readings.c.capture_id))).order_by(captures.c.seq)
        yield from self._batches(query, captures.c.seq, to_capture, 200)

    # Documents

    def add_documents(self, items: Iterable[Document], *, reader: str = GIVEN, read: Mapping[str, int] | None = None) -> int:
        """Keep documents (and note in `read` which captures gave how many); returns how many are new."""
        rows = [to_document_row(document, reader) for document in items]
        with self.write() as connection:
            return self.insert_documents(connection, rows, reader=reader, read=read or {})

    def insert_documents(self, connection: Connection, rows: Sequence[dict[str, Any]], *, reader: str, read: Mapping[str, int]) -> int:
        """Insert rows of `to_document_row` inside a transaction and index those that are new."""
        before = connection.execute(select(func.coalesce(func.max(documents.c.seq), 0))).scalar_one()
        added = insert_new(connection, documents, rows)
        insert_new(connection, readings, [{"capture_id": c, "reader": reader, "documents": n} for c, n in read.items()])
        create_index(connection)
        fresh = connection.execute(select(documents.c.seq, documents.c.body).where(documents.c.seq > before))
        index_documents(connection, ((seq, to_searched(DOCUMENT.decode(body))) for seq, body in fresh))
        return added

    def iter_documents(self) -> Iterator[Document]:
        """Yield all documents in the order in which they were added."""
        for batch in self._batches(select(documents).order_by(documents.c.seq), documents.c.seq, to_document, 200):
            yield from batch

    def iter_unextracted(self, extractor: str) -> Iterator[list[Document]]:
        """Yield batches of documents that this version of the extractor has not seen and whose claims were not handed over."""
        query = select(documents).where(_is_unextracted(extractor)).order_by(documents.c.seq)
        yield from self._batches(query, documents.c.seq, to_document, 100)

    def count_unextracted(self, extractor: str) -> int:
        """Return how many documents `iter_unextracted` would give."""
        with self.read() as connection:
            return int(connection.execute(select(func.count()).select_from(documents).where(_is_unextracted(extractor))).scalar_one())

    # Claims and decisions

    def add_claims(self, items: Iterable[Claim], *, extractor: str = GIVEN, documents_read: Iterable[str] = ()) -> int:
        """Keep claims and note that `documents_read` were extracted, also those without a claim; returns how many are new."""
        kept = list(items)
        read: dict[str, list[str]] = {document_id: [] for document_id in documents_read}
        for claim in kept:
            read.setdefault(claim.document_id, []).append(claim.claim_id)
        rows = [{"document_id": d, "extractor": extractor, "claim_ids": claim_ids} for d, claim_ids in read.items()]
        with self.write() as connection:
            added = insert_new(connection, claims, [to_claim_row(claim, extractor) for claim in kept])
            if extractor not in _LASTING:
                insert_new(connection, extractions, rows)
        return added

    def iter_claims(self, upto: int | None = None, *, extractor: str | None = None) -> Iterator[Claim]:
        """Yield claims in the order in which they were added, or those of the first `upto` numbers.

        With `extractor` only those that this version read, and those that were given; None: all that were ever read.
        """
        current = None if extractor is None else self._load_current(extractor)
        query = select(claims).order_by(claims.c.seq)
        if upto is not None:
            query = query.where(claims.c.seq <= upto)
        for batch in self._batches(query, claims.c.seq, lambda row: row, 1000):
            for row in batch:
                if current is None or row.extractor in _LASTING or row.claim_id in current:
                    yield CLAIM.decode(row.body)

    def record_decision(self, decision: Decision) -> bool:
        """Append a decision and its audit entry; False when this very decision is known."""
        row = {
            "decision_id": decision.decision_id,
            "kind": decision.kind,
            "subject": decision.subject,
            "other": decision.other,
            "author": decision.author,
            "made_at": decision.made_at,
            "body": _ENCODER.encode(decision).decode(),
        }
        with self.write() as connection:
            added = insert_new(connection, decisions, [row])
            if added:
                record_audit(
                    connection, decision.author, "decide", decision.decision_id, {"kind": decision.kind, "subject": decision.subject}
                )
        return bool(added)

    def iter_decisions(self, upto: int | None = None, *, after: int = 0) -> Iterator[Decision]:
        """Yield all decisions in the order in which they were recorded, or those of the numbers above `after` and up to `upto`."""
        query = select(decisions).where(decisions.c.seq > after).order_by(decisions.c.seq)
        if upto is not None:
            query = query.where(decisions.c.seq <= upto)
        for batch in self._batches(query, decisions.c.seq, lambda row: DECISION.decode(row.body), 1000):
            yield from batch

    # Issues, runs, audit

    def record_issues(self, items: Iterable[Issue]) -> int:
        """Append issues and return how many are new."""
        rows = [to_issue_row(issue) for issue in items]
        with self.write() as connection:
            return insert_new(connection, issues, rows)

    def iter_issues(self) -> Iterator[Issue]:
        """Yield all issues in the order in which they were recorded."""
        for batch in self._batches(select(issues).order_by(issues.c.seq), issues.c.seq, lambda row: ISSUE.decode(row.body), 1000):
            yield from batch

    def start_run(self, command: str, version: str) -> int:
        """Note that a command began and return its number."""
        with self.write() as connection:
            values = {"command": command, "version": version, "started_at": now(), "counts": {}}
            return int(connection.execute(runs.insert().values(values)).inserted_primary_key[0])  # type: ignore[index]

    def finish_run(self, run_id: int, counts: Mapping[str, int]) -> None:
        """Note that a command ended, and what it did."""
        with self.write() as connection:
            connection.execute(runs.update().where(runs.c.seq == run_id).values(finished_at=now(), counts=dict(counts)))

    def record_audit(self, author: str, action: str, subject: str | None = None, detail: Mapping[str, Any] | None = None) -> None:
        """Append who did what to which thing to the audit log."""
        with self.write() as connection:
            record_audit(connection, author, action, subject, detail or {})

    def mark_current(self, connection: Connection, extractor: str) -> None:
        """Let views show the claims that this version of the extractor read, and those that were given, and no others."""
        query = select(extractions.c.claim_ids).where(extractions.c.extractor == extractor)
        current = {claim_id for claim_ids in connection.execute(query).scalars() for claim_id in claim_ids}
        rows = connection.execute(select(claims.c.seq, claims.c.claim_id, claims.c.extractor, claims.c.current)).all()
        wrong = [{"key": r.seq, "now": not r.current} for r in rows if r.current != (r.extractor in _LASTING or r.claim_id in current)]
        if wrong:
            connection.execute(claims.update().where(claims.c.seq == bindparam("key")).values(current=bindparam("now")), wrong)

    def _load_current(self, extractor: str) -> set[str]:
        """Return the ids of the claims that a version of the extractor read."""
        query = select(extractions.c.claim_ids).where(extractions.c.extractor == extractor)
        with self.read() as connection:
            return {claim_id for claim_ids in connection.execute(query).scalars() for claim_id in claim_ids}

    def _batches(self, query: Any, seq: Any, convert: Any, size: int) -> Iterator[list[Any]]:
        """Yield batches by key, each in a transaction of its own, so that writers and readers never wait for one another."""
        last = 0
        while True:
            with self.read() as connection:
                rows = connection.execute(query.where(seq > last).limit(size)).all()
            if not rows:
                return
            last = rows[-1].seq
            yield [convert(row) for row in rows]


def now() -> str:
    """Return the time in UTC, ISO 8601 with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose unique keys are not there yet and return their number."""
    if not rows:
        return 0
    counted = {"preserve_rowcount": True}
    return max(connection.execute(_insert_or_ignore(connection, table), list(rows), execution_options=counted).rowcount, 0)


def record_audit(connection: Connection, author: str, action: str, subject: str | None, detail: Mapping[str, Any]) -> None:
    """Append an entry to the audit log inside a transaction."""
    connection.execute(audit.insert().values(at=now(), author=author, action=action, subject=subject, detail=dict(detail)))


def to_capture(row: Row[Any]) -> Capture:
    """Return the capture of a row of `captures`."""
    values = dict(row._mapping)
    values.pop("seq")
    return Capture(**values)


def to_document(row: Row[Any]) -> Document:
    """Return the document of a row of `documents`."""
    return DOCUMENT.decode(row.body)


def to_document_row(document: Document, reader: str) -> dict[str, Any]:
    """Return the row of `documents`."""
    same = ("title", "lang", "published", "source", "source_id", "url", "machine_translated", "capture_id")
    return {
        "document_id": document.id,
        "reader": reader,
        "length": len(document.text),
        "body": _ENCODER.encode(document).decode(),
        **{name: getattr(document, name) for name in same},
    }


def to_claim_row(claim: Claim, extractor: str) -> dict[str, Any]:
    """Return the row of `claims`; the body is what decoding and encoding it again gives, so that equal claims are equal texts."""
    same = ("claim_id", "document_id", "event_type", "modality", "score")
    body = _ENCODER.encode(CLAIM.decode(_ENCODER.encode(claim))).decode()
    return {"extractor": extractor, "body": body, **{name: getattr(claim, name) for name in same}}


def to_issue_row(issue: Issue) -> dict[str, Any]:
    """Return the row of `issues`."""
    same = ("issue_id", "stage", "code", "severity", "subject")
    return {"body": _ENCODER.encode(issue).decode(), **{name: getattr(issue, name) for name in same}}


def to_searched(document: Document) -> str:
    """Return what a document is found by: headline, text and source."""
    return "\n".join(part for part in (document.title, document.text, document.source) if part)


def _is_unextracted(extractor: str) -> ColumnElement[bool]:
    seen = select(extractions.c.document_id).where(extractions.c.extractor == extractor)
    handed_over = select(claims.c.document_id).where(claims.c.extractor == GIVEN)
    return and_(documents.c.document_id.not_in(seen), documents.c.document_id.not_in(handed_over))


def _insert_or_ignore(connection: Connection, table: Table) -> Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
