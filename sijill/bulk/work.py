"""The work on one partition: records to documents, claims and issues, as the bytes of three files.

In: records and issues of one partition, in order. Out: `Partition`. Pure: the same records give the same bytes in any process.
The gate stands before everything that costs: a record in which no trigger word of any language stands is never read, since no claim can
come from it. It looks at the text of a row after its JSON is parsed, at a page when its mark-up is stripped (`sijill.read.markup`).
Not here: where records come from (`plan`, `sijill.collect`), writing files.
"""

import csv
import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from sijill.bulk.job import BatchOptions, Choice
from sijill.bulk.tables import TableWriter
from sijill.collect import Record
from sijill.extract import Extractor
from sijill.lang.encoding import decode_bytes
from sijill.model import Document, Issue
from sijill.packs import Packs
from sijill.read import read_capture
from sijill.read.html import find_charset
from sijill.read.markup import find_all_text

TABLES = ("documents", "claims", "issues")


class Partition(msgspec.Struct, frozen=True):
    """Files of a finished partition by table, and numbers: `records`, `bytes` of them, `passed` the gate, rows of each table."""

    files: dict[str, bytes]
    counts: dict[str, int]


class _Row(msgspec.Struct):
    """As much of a row of JSON as the gate looks at."""

    text: Any = None
    title: Any = None
    media_type: Any = None


class Worker:
    """Reads partitions; made once in each process."""

    def __init__(self, extractor: Extractor, packs: Packs, options: BatchOptions) -> None:
        self._extractor = extractor
        self._packs = packs
        self._options = options
        self._decode = msgspec.json.Decoder(_Row).decode

    def read(self, records: Iterable[Record | Issue]) -> Partition:
        """Return the rows of one partition."""
        tables = {name: TableWriter(name, self._options.form) for name in TABLES}
        counts = {"records": 0, "bytes": 0, "passed": 0, "passed_bytes": 0, "left_out": 0}
        for record in records:
            counts["records"] += 1
            if isinstance(record, Issue):
                tables["issues"].add(record)
                counts["left_out"] += record.severity != "note"
                continue
            counts["bytes"] += len(record.data)
            if is_sampled(record, self._options.choice) and (self._options.choice.everything or self.may_tell(record)):
                counts["passed"] += 1
                counts["passed_bytes"] += len(record.data)
                counts["left_out"] += self._read_record(record, tables)
        rows = {name: table.count for name, table in tables.items()}
        return Partition({name: table.finish() for name, table in tables.items()}, {**counts, **rows})

    def _read_record(self, record: Record, tables: dict[str, TableWriter]) -> int:
        """Add the rows of one record to the tables, and return how much of it had to be left out."""
        documents, issues = read_capture(record.to_capture(), record.data, self._packs)
        for document in documents:
            if not is_chosen(document, self._options.choice):
                continue
            extraction = self._extractor.extract(document)
            tables["documents"].add(document)
            for claim in extraction.claims:
                tables["claims"].add(claim)
            issues += extraction.issues
        for issue in issues:
            tables["issues"].add(_place(issue, record))
        return sum(issue.severity != "note" for issue in issues)

    def may_tell(self, record: Record) -> bool:
        """Can there be a claim in a record? True also for what is broken, so that reading it says what is wrong."""
        if record.media_type == "text/plain":
            return self._extractor.may_tell(decode_bytes(record.data, record.headers.get("encoding")).text)
        if record.media_type == "text/html":
            declared = record.headers.get("encoding") or find_charset(record.data)
            return self._extractor.may_tell(find_all_text(decode_bytes(record.data, declared).text))
        texts = self._find_texts(record)
        return texts is None or any(self._extractor.may_tell(text) for text in texts)

    def _find_texts(self, record: Record) -> list[str] | None:
        """Return the texts of a row of a table, None where it cannot be told without reading it."""
        if record.media_type == "text/csv":
            try:
                lines = record.data.decode("utf-8", errors="replace").splitlines(keepends=True)
                cells = next(csv.reader(lines, delimiter=record.headers["delimiter"]))
            except (csv.Error, StopIteration):
                return None
            return [find_all_text(cell) if "<" in cell else cell for cell in cells]
        if "map" in record.headers:
            return None
        try:
            row = self._decode(record.data.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        if not isinstance(row.text, str) or not row.text.strip():
            return None
        text = row.text if row.media_type != "text/html" else find_all_text(row.text)
        return [text, row.title] if isinstance(row.title, str) else [text]


def is_sampled(record: Record, choice: Choice) -> bool:
    """Is a record in the sample? The same records are, whatever the order and the run."""
    if choice.sample >= 1:
        return True
    digest = hashlib.blake2b(record.origin.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") < choice.sample * 2**64


def is_chosen(document: Document, choice: Choice) -> bool:
    """Is a document wanted, by its date and language? One without a date is."""
    if choice.since is not None and document.published is not None and document.published[:10] < choice.since:
        return False
    return not choice.langs or document.lang in choice.langs


def _place(issue: Issue, record: Record) -> Issue:
    """Return an issue that names the file and the record in it."""
    file, _, number = record.origin.rpartition("#")
    if file and number.isdecimal():
        return msgspec.structs.replace(issue, file=file, line=int(number))
    return msgspec.structs.replace(issue, file=record.origin)
