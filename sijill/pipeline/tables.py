"""Tables of other data sets: their rows become claims of a register, or are only read, to be compared with one.

In: a CSV, TSV, JSON or JSON Lines file, and which column map reads it. Out: captures of the rows, documents, claims, issues; importing a
table again adds nothing, and a row that has changed becomes a document of its own beside the former one.
Not here: how a row becomes a claim (`sijill.convert`), linking (the next `run_register` does it).
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import select

from sijill import __version__
from sijill.collect import CollectOptions, check_paths, iter_captures
from sijill.convert import ConvertedRow, Converter, choose_map
from sijill.convert.row import get_header, make_row
from sijill.errors import InputError
from sijill.model import Capture, Claim, Document, Issue, make_sha256
from sijill.packs import Packs
from sijill.pipeline.progress import Progress, be_silent
from sijill.store import Register
from sijill.store.blobs import Blobs
from sijill.store.register import DOCUMENT, GIVEN, insert_new, to_claim_row, to_document_row, to_issue_row
from sijill.store.schema import captures, claims, documents
from sijill.store.schema import issues as issue_table

BATCH = 1000
SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
T = TypeVar("T")


class TableOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to read a table: the column map (None: by its header), and whose claims its rows are (None: the map's source)."""

    columns: str | None = None
    source: str | None = None


class TableResult(msgspec.Struct, frozen=True):
    """What an import did: the map that was used, rows read, new claims, rows left out, and all issues."""

    column_map: str
    rows: int
    claims: int
    skipped: int
    issues: tuple[Issue, ...]


def import_table(
    register: Register, path: Path, packs: Packs, *, options: TableOptions | None = None, progress: Progress = be_silent
) -> TableResult:
    """Keep a table with its rows as claims of their source; raises InputError where no map fits, before a row is kept."""
    register.blobs.drop_unfinished()
    converter, rows = open_table(path, register.blobs, packs, options or TableOptions())
    run_id = register.start_run("import", __version__)
    read = added = skipped = 0
    found: list[Issue] = []
    for batch in iter_batches(rows, BATCH):
        new, issues = keep_rows(register, batch, reader=converter.origin)
        read, added = read + len(batch), added + new
        skipped += sum(row.claim is None for _, row in batch)
        found += issues
        progress("import", read, None)
    register.finish_run(run_id, {"rows": read, "claims": added, "skipped": skipped, "issues": len(found)})
    return TableResult(converter.map.id, read, added, skipped, tuple(found))


def open_table(
    path: Path, blobs: Blobs, packs: Packs, options: TableOptions
) -> tuple[Converter, Iterator[tuple[Capture | None, ConvertedRow]]]:
    """Return how a table is converted, and its rows with their captures (None for what is no row); raises InputError."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"a table ends in {', '.join(SUFFIXES)}", file=str(path))
    check_paths([str(path)])
    items = iter_captures([str(path)], blobs, CollectOptions(texts=False))
    first = next(items, None)
    if not isinstance(first, Capture):
        raise InputError("there is no row in it" if first is None else first.detail, file=str(path))
    header = get_header(first, blobs.load(first))
    converter = Converter(choose_map(header, options.columns, packs, file=str(path)), packs, source=options.source)

    def convert() -> Iterator[tuple[Capture | None, ConvertedRow]]:
        for item in (first, *items):
            if isinstance(item, Issue):
                yield None, ConvertedRow(None, None, (item,))
            else:
                yield item, converter.convert(make_row(item, blobs.load(item)))

    return converter, convert()


def keep_rows(register: Register, batch: list[tuple[Capture | None, ConvertedRow]], *, reader: str) -> tuple[int, list[Issue]]:
    """Keep rows in one transaction; return how many claims are new, and the issues."""
    issues = [issue for _, row in batch for issue in row.issues]
    with register.write() as connection:
        told = [(row.document, row.claim) for _, row in batch if row.document is not None and row.claim is not None]
        stored = select(documents.c.document_id, documents.c.body).where(documents.c.document_id.in_([d.id for d, _ in told]))
        texts = {found.document_id: DOCUMENT.decode(found.body).text for found in connection.execute(stored)}
        kept = [settle_version(document, claim, texts) for document, claim in told]
        insert_new(connection, captures, [msgspec.structs.asdict(capture) for capture, _ in batch if capture is not None])
        read = {capture.capture_id: int(row.claim is not None) for capture, row in batch if capture is not None}
        register.insert_documents(connection, [to_document_row(d, reader) for d, _ in kept], reader=reader, read=read)
        added = insert_new(connection, claims, [to_claim_row(claim, GIVEN) for _, claim in kept])
        insert_new(connection, issue_table, [to_issue_row(issue) for issue in issues])
    return added, issues


def settle_version(document: Document, claim: Claim, texts: dict[str, str]) -> tuple[Document, Claim]:
    """Return document and claim under an id of their own where `texts` has another text for it: a version of the row that was changed."""
    if texts.setdefault(document.id, document.text) == document.text:
        return document, claim
    name = f"{document.id}~{make_sha256(document.text.encode())[:8]}"
    return msgspec.structs.replace(document, id=name), msgspec.structs.replace(claim, document_id=name)


def iter_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of up to `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
