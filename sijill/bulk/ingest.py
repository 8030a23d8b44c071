"""The result of a bulk run becomes part of a register.

In: a register and the folder of a finished run. Out: the register with the run's documents, claims and issues, and, where it holds no other
claims, its incidents; else the next `sijill run` links old and new together. Loading the same folder again, or after being cut short, adds
what is missing and nothing twice. A document whose id another text bears is left out with its claims, and an issue says so.
Not here: captures; the archive stays where it is, and the documents keep the ids of their captures in `extra`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import func, select

from sijill import __version__
from sijill.bulk.folder import Folder
from sijill.bulk.linking import iter_table
from sijill.bulk.manifest import load_manifest
from sijill.model import Change, Document, Incident, Issue
from sijill.store import Register
from sijill.store.linkings import Linking, find_last_linking, get_limits, record_linking, replace_incidents
from sijill.store.register import DOCUMENT, GIVEN
from sijill.store.schema import captures, claims, documents

BATCH = 2000
T = TypeVar("T")
OnProgress = Callable[[str, int, int | None], None]


def ingest_folder(register: Register, address: str, *, on_progress: OnProgress) -> dict[str, int]:
    """Load the result of a bulk run and return how many rows of each kind are new; raises InputError for a folder that is no result."""
    folder = Folder(address)
    manifest = load_manifest(folder)
    counts = {"documents": 0, "claims": 0, "issues": 0, "incidents": 0}
    left_out = _load_documents(register, folder, counts, on_progress)
    loaded: set[str] = set()
    for batch in _batches(iter_table(folder, "claims")):
        wanted = [claim for claim in batch if claim.document_id not in left_out]
        counts["claims"] += register.add_claims(wanted)
        loaded.update(claim.claim_id for claim in wanted)
        on_progress("claims", len(loaded), manifest.counts["claims"])
    counts["issues"] += sum(register.record_issues(batch) for batch in _batches(iter_table(folder, "issues")))
    with register.read() as connection:
        is_alone = connection.execute(select(func.count()).select_from(claims)).scalar_one() == len(loaded)
    if is_alone and not left_out:
        incidents = list(iter_table(folder, "incidents"))
        counts["incidents"] = _load_incidents(register, incidents, f"{__version__}+{manifest.job}", on_progress)
    return counts


def _load_documents(register: Register, folder: Folder, counts: dict[str, int], on_progress: OnProgress) -> set[str]:
    """Load the documents and return the ids of those that were left out."""
    left_out: set[str] = set()
    done = 0
    for batch in _batches(iter_table(folder, "documents")):
        new, clashes = _settle(register, batch)
        counts["documents"] += register.add_documents(new)
        counts["issues"] += register.record_issues(clashes)
        left_out.update(str(issue.subject) for issue in clashes)
        done += len(batch)
        on_progress("documents", done, None)
    return left_out


def _settle(register: Register, batch: Sequence[Document]) -> tuple[list[Document], list[Issue]]:
    """Return the documents that are new, without captures that the register does not hold, and an issue for each clash of ids."""
    with register.read() as connection:
        stored = select(documents.c.document_id, documents.c.body).where(documents.c.document_id.in_([d.id for d in batch]))
        texts = {row.document_id: DOCUMENT.decode(row.body).text for row in connection.execute(stored)}
        wanted = select(captures.c.capture_id).where(captures.c.capture_id.in_([d.capture_id for d in batch if d.capture_id]))
        held = set(connection.execute(wanted).scalars())
    new, clashes = [], []
    for document in batch:
        if document.id not in texts:
            new.append(document if document.capture_id in held else _without_capture(document))
        elif texts[document.id] != document.text:
            detail = "another document has this id: this one was left out, and its claims"
            clashes.append(Issue(stage="read", code="id_in_use", severity="skip", detail=detail, subject=document.id))
        texts.setdefault(document.id, document.text)
    return new, clashes


def _without_capture(document: Document) -> Document:
    if document.capture_id is None:
        return document
    return msgspec.structs.replace(document, capture_id=None, extra={**document.extra, "capture_id": document.capture_id})


def _load_incidents(register: Register, incidents: list[Incident], version: str, on_progress: OnProgress) -> int:
    """Put incidents in as the result of a linking of the claims that are there; return how many were written."""
    if not incidents:
        return 0
    on_progress("incidents", 0, len(incidents))
    with register.write() as connection:
        claims_upto, decisions_upto = get_limits(connection)
        rule = incidents[0].rule.partition("@")[0]
        wanted = Linking(seq=0, claims_upto=claims_upto, decisions_upto=decisions_upto, extractor=GIVEN, rule=rule, version=version)
        last = find_last_linking(connection)
        if last is not None:  # either this very one, or one of other claims, which the next run has to compare with these
            return 0
        record_linking(connection, wanted, incidents, [Change(kind="created", incident_id=i.incident_id, others=()) for i in incidents])
        written, _ = replace_incidents(connection, incidents)
    on_progress("incidents", len(incidents), len(incidents))
    return written


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch
