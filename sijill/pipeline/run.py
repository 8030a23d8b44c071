"""A run over a register: read what was added, extract what was read, link what was extracted.

In: a register. Out: the same register with documents, claims, incidents and issues up to date. Work is done in batches of one transaction
each, and every batch notes what it did, so that a run that was killed goes on where it stopped.
Not here: the stages themselves, linking (`sijill.pipeline.linking`).
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select

from sijill import __version__
from sijill.extract.claims import ORIGIN
from sijill.extract.engine import Extraction
from sijill.extract.pool import ExtractionPool, Recipe
from sijill.gazetteer.added import load_added
from sijill.model import Capture, Document, Issue, make_id
from sijill.packs import Packs, load_packs
from sijill.pipeline.linking import link_register
from sijill.pipeline.progress import Progress, be_silent
from sijill.read import READER, read_capture
from sijill.settings import Settings
from sijill.store import Register
from sijill.store.register import DOCUMENT, insert_new, to_document_row, to_issue_row
from sijill.store.schema import captures, documents, readings
from sijill.store.schema import issues as issue_table


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to run: settings, number of processes, rule for best values (None: the setting's), documents in one transaction."""

    settings: Settings = Settings()
    jobs: int = 1
    rule: str | None = None
    batch: int = 100

    def name_extractor(self, register: Register) -> str:
        """Return what the claims of a run depend on beside the documents: rules, packs, place files and places added for good."""
        recipe = self.make_recipe(register)
        packs = load_packs(recipe.pack_dirs).make_fingerprint(further=recipe.place_files)
        added = [(entry.name, entry.sha256) for entry in load_added(self.settings.data_dir() / "places")]
        return make_id(ORIGIN, packs, added)

    def make_recipe(self, register: Register) -> Recipe:
        """Return what every process needs to extract for this register."""
        return Recipe(self.settings, (*self.settings.pack_dirs(), *register.pack_dirs()), self.settings.place_files())


class RunResult(msgspec.Struct, frozen=True):
    """What a run did: `counts` of documents, claims, issues, incidents written and removed."""

    counts: dict[str, int]


def run_register(register: Register, options: RunOptions | None = None, *, progress: Progress = be_silent) -> RunResult:
    """Bring a register up to date; repeat it after adding reports or recording decisions."""
    options = options or RunOptions()
    packs = load_packs(options.make_recipe(register).pack_dirs)
    run_id = register.start_run("run", __version__)
    counts = {"documents": 0, "claims": 0, "issues": 0}
    read_captures(register, packs, counts, progress)
    extractor = options.name_extractor(register)
    extract_documents(register, options, extractor, counts, progress)
    rule = options.rule or options.settings.rule
    linked = link_register(register, packs, extractor=extractor, rule=rule, progress=progress)
    counts.update(linked)
    register.finish_run(run_id, counts)
    return RunResult(counts)


def read_captures(register: Register, packs: Packs, counts: dict[str, int], progress: Progress = be_silent) -> None:
    """Read all captures that were not read yet."""
    with register.read() as connection:
        total = connection.execute(select(func.count()).select_from(captures)).scalar_one()
        done = connection.execute(select(func.count(func.distinct(readings.c.capture_id)))).scalar_one()
    if done < total:
        progress("read", done, total)
    for batch in register.iter_unread():
        _read_batch(register, packs, batch, counts)
        done += len(batch)
        progress("read", done, total)


def extract_documents(
    register: Register, options: RunOptions, extractor: str, counts: dict[str, int], progress: Progress = be_silent
) -> None:
    """Extract all documents that this version of the extractor has not seen."""
    done, total = 0, register.count_unextracted(extractor)
    if not total:
        return
    recipe = options.make_recipe(register)
    recipe.prepare(progress)
    progress("extract", done, total)
    waiting = (document for batch in register.iter_unextracted(extractor) for document in batch)
    results: list[tuple[Document, Extraction]] = []
    with ExtractionPool(recipe, options.jobs) as pool:
        for result in pool.run(waiting):
            results.append(result)
            done += 1
            if len(results) >= options.batch:
                _keep_extractions(register, extractor, results, counts)
                progress("extract", done, total)
    _keep_extractions(register, extractor, results, counts)
    progress("extract", done, total)


def _read_batch(register: Register, packs: Packs, batch: Sequence[Capture], counts: dict[str, int]) -> None:
    """Read captures and keep their documents and issues in one transaction."""
    found: list[Document] = []
    problems: list[Issue] = []
    read: dict[str, int] = {}
    for capture in batch:
        read_documents, issues = read_capture(capture, register.load_bytes(capture), packs)
        read[capture.capture_id] = len(read_documents)
        found += read_documents
        problems += issues
    with register.write() as connection:
        done = select(readings.c.capture_id).where(readings.c.capture_id.in_(read))
        if connection.execute(done.limit(1)).scalar() is not None:
            # Another run was faster: its batch stands, and this one is found read at the next look.
            return
        stored = select(documents.c.document_id, documents.c.body).where(documents.c.document_id.in_([d.id for d in found]))
        texts = {row.document_id: DOCUMENT.decode(row.body).text for row in connection.execute(stored)}
        new, clashes = settle_ids(found, texts)
        rows = [to_document_row(document, READER) for document in new]
        counts["documents"] += register.insert_documents(connection, rows, reader=READER, read=read)
        counts["issues"] += insert_new(connection, issue_table, [to_issue_row(issue) for issue in (*problems, *clashes)])


def settle_ids(found: Sequence[Document], texts: dict[str, str]) -> tuple[list[Document], list[Issue]]:
    """Return the documents to keep: one whose id another text bears already gets an id of its own, a mere repetition is left out.

    `texts` are the texts of documents that are kept under the same ids.
    """
    known = dict(texts)
    new: list[Document] = []
    issues: list[Issue] = []
    for document in found:
        if document.id not in known:
            new.append(document)
        elif known[document.id] == document.text:
            issues.append(_make_note("repeated_document", "the same document is there already", document))
        else:
            renamed = f"{document.id}~{(document.capture_id or '')[-8:]}"
            issues.append(_make_note("id_in_use", f"another document has this id: this one is kept as {renamed}", document))
            new.append(msgspec.structs.replace(document, id=renamed))
        known.setdefault(document.id, document.text)
    return new, issues


def _keep_extractions(register: Register, extractor: str, results: list[tuple[Document, Extraction]], counts: dict[str, int]) -> None:
    """Keep claims and issues of a batch, then forget it."""
    claims = [claim for _, extraction in results for claim in extraction.claims]
    counts["issues"] += register.record_issues(issue for _, extraction in results for issue in extraction.issues)
    counts["claims"] += register.add_claims(claims, extractor=extractor, documents_read=[document.id for document, _ in results])
    results.clear()


def _make_note(code: str, detail: str, document: Document) -> Issue:
    return Issue(stage="read", code=code, severity="note", detail=detail, subject=document.id, file=document.capture_id)
