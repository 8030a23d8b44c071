"""Bringing reports in through a page: what was read is shown before anything is kept.

In: uploaded files or a pasted text. Out: a preview of documents and claims; once accepted, captures of the register and a run over them.
Waiting files lie in `incoming/` of the register's folder and belong to nothing until they are accepted.
Not here: formats (`sijill.collect`), reading (`sijill.read`), extraction (`sijill.extract`), the run (`sijill.pipeline`).
"""

import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from sijill.collect import iter_captures
from sijill.errors import UserError
from sijill.model import Claim, Document, Issue
from sijill.packs import Packs
from sijill.pipeline import RunOptions, add_paths, run_register
from sijill.read import read_capture
from sijill.settings import Settings
from sijill.store import Register
from sijill.store.blobs import Blobs

INCOMING = "incoming"
SHOWN = 25
MAX_BYTES = 100_000_000
WAIT_SECONDS = 20.0
_TOKEN = re.compile(r"[0-9a-f]{24}")


class Pasted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A text that was pasted, with what its reader knows of it."""

    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None


class ReadReport(msgspec.Struct, frozen=True):
    """A document as it would be kept, with the claims that would be read from it."""

    document: Document
    claims: tuple[Claim, ...]


class Preview(msgspec.Struct, frozen=True):
    """What an import would bring: the first documents, how many there are, what cannot be taken in."""

    token: str
    reports: list[ReadReport]
    total: int
    issues: list[Issue]


def keep_files(register: Register, files: Sequence[tuple[str, bytes]]) -> str:
    """Put files aside and return the token that names them; raises UserError when there is nothing or too much."""
    filled = [(name, data) for name, data in files if data]
    if not filled:
        raise UserError("there is nothing to import: choose files or paste a text")
    if sum(len(data) for _, data in filled) > MAX_BYTES:
        raise UserError(f"more than {MAX_BYTES // 1_000_000} MB at once: use `sijill add` for large archives")
    token = secrets.token_hex(12)
    folder = register.folder / INCOMING / token / "upload"
    folder.mkdir(parents=True)
    for number, (name, data) in enumerate(filled):
        safe = re.sub(r"[^\w.\- ]", "_", Path(name.replace("\\", "/")).name).lstrip(".") or "report"
        target = folder / safe[-120:]
        (folder / f"{number}-{safe[-120:]}" if target.exists() else target).write_bytes(data)
    return token


def keep_pasted(register: Register, pasted: Pasted) -> str:
    """Put a pasted text aside and return its token; raises UserError for an empty one."""
    pasted = msgspec.structs.replace(pasted, text=pasted.text.replace("\r\n", "\n"))
    return keep_files(register, [("pasted.jsonl", msgspec.json.encode(pasted))] if pasted.text.strip() else [])


def preview(register: Register, packs: Packs, settings: Settings, token: str) -> Preview:
    """Read and extract what waits under `token` without keeping any of it; raises UserError for a token that names nothing."""
    folder = find_folder(register, token)
    blobs = Blobs(folder / "read")
    extractor = RunOptions(settings=settings).make_recipe(register).make()
    reports: list[ReadReport] = []
    issues: list[Issue] = []
    total = 0
    for found in _iter_documents(folder, blobs, packs):
        if isinstance(found, Issue):
            issues.append(found)
            continue
        total += 1
        if len(reports) < SHOWN:
            reports.append(ReadReport(found, extractor.extract(found).claims))
    return Preview(token, reports, total, issues)


def accept(register: Register, settings: Settings, token: str) -> bool:
    """Keep what waits under `token` and run over it; False: the run goes on in the background."""
    folder = find_folder(register, token)

    def work() -> None:
        add_paths(register, [str(folder / "upload")])
        shutil.rmtree(folder)
        run_register(register, RunOptions(settings=settings))

    return work_aside(work, f"import-{token}")


def run_again(register: Register, settings: Settings) -> bool:
    """Read again what changed packs or a new version make readable anew, and link; False: it goes on in the background."""
    return work_aside(lambda: run_register(register, RunOptions(settings=settings)), "run-again")


def work_aside(work: Callable[[], object], name: str) -> bool:
    """Do some work in a thread of its own and wait a while for it; False: it goes on after this returns."""
    thread = threading.Thread(target=work, name=name)
    thread.start()
    thread.join(WAIT_SECONDS)
    return not thread.is_alive()


def discard(register: Register, token: str) -> None:
    """Forget what waits under `token`."""
    shutil.rmtree(find_folder(register, token))


def find_folder(register: Register, token: str) -> Path:
    """Return the folder of a token; raises UserError when there is none."""
    folder = register.folder / INCOMING / token
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        raise UserError("this import is no longer waiting: it was kept or discarded")
    return folder


def _iter_documents(folder: Path, blobs: Blobs, packs: Packs) -> Iterator[Document | Issue]:
    for found in iter_captures([str(folder / "upload")], blobs):
        if isinstance(found, Issue):
            yield found
            continue
        documents, issues = read_capture(found, blobs.load(found), packs)
        yield from documents
        yield from issues
