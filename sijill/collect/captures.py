"""Captures: keeping the bytes of every file and naming what is in it.

In: paths and the folder of kept bytes. Out: captures whose bytes are on disk, and issues for what cannot be taken in.
Formats are known by their ending, else by their first bytes. A table or JSON file in another encoding than UTF-8 is kept as it came, and
again in UTF-8, of which its rows are slices.
"""

import codecs
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from sijill.collect.cut import Row, cut_csv, cut_json, cut_json_lines
from sijill.collect.files import STANDARD_INPUT, find_paths, iter_files
from sijill.collect.unpack import CHUNK, UnpackError, iter_gzip, iter_member, iter_members
from sijill.lang.encoding import find_encoding
from sijill.model import Capture, Issue, make_id, make_sha256
from sijill.model.document import MediaType
from sijill.store.blobs import Blobs

DOCUMENT_TYPES: dict[str, MediaType] = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"
}  # fmt: skip
ROW_FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv"}
_UTF8 = ("utf-8", "utf-8-sig", "ascii")
_HEAD = 64 * 1024


class CollectOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of all files at once: `columns` (our name → theirs) and `defaults` (source, lang, published, url).

    With `texts` a table needs a column of texts; without, its rows may hold anything.
    """

    columns: dict[str, str] = {}
    defaults: dict[str, str] = {}
    texts: bool = True

    def to_headers(self) -> dict[str, str]:
        """Return them as headers of a capture, since reading depends on them."""
        named = {"map": self.columns, "defaults": self.defaults}
        return {name: msgspec.json.encode(value, order="sorted").decode() for name, value in named.items() if value}


class Kept(NamedTuple):
    """A file whose bytes are kept."""

    name: str
    sha256: str
    suffix: str


def check_paths(paths: Sequence[str]) -> int:
    """Return how many files there are (standard input counts as one); raises InputError for a path that leads nowhere."""
    for path in paths:
        if path != STANDARD_INPUT:
            find_paths(path)
    return sum(1 for _ in iter_files([p for p in paths if p != STANDARD_INPUT])) + (STANDARD_INPUT in paths)


def iter_captures(paths: Sequence[str], blobs: Blobs, options: CollectOptions | None = None) -> Iterator[Capture | Issue]:
    """Yield the captures of all files in order; what cannot be taken in is an issue, and the rest goes on."""
    options = options or CollectOptions()
    for path in paths:
        files = [("standard-input", None)] if path == STANDARD_INPUT else iter_files([path])
        for name, file in files:
            for kept in _keep(name, file, blobs):
                yield from [kept] if isinstance(kept, Issue) else _iter_kept(kept, blobs, options)


def _keep(name: str, path: Path | None, blobs: Blobs) -> Iterator[Kept | Issue]:
    """Keep the bytes of a file, or of each file in an archive."""
    suffix = Path(name).suffix.lower()
    try:
        if path is None:
            yield _keep_member(name, iter(lambda: sys.stdin.buffer.read(CHUNK), b""), "", blobs)
        elif suffix == ".gz":
            yield _keep_member(name, iter_gzip(path), Path(name).with_suffix("").suffix.lower(), blobs)
        elif suffix == ".zip":
            for member in iter_members(path):
                inner = f"{name}!{member.filename}"
                yield _keep_member(inner, iter_member(path, member), Path(member.filename).suffix.lower(), blobs)
        else:
            yield _keep_member(name, _iter_file(path), suffix, blobs)
    except UnpackError as error:
        yield _make_issue("broken_archive", str(error), name)
    except OSError as error:
        if error.filename is None:
            raise
        yield _make_issue("unreadable_file", f"cannot be read: {error.strerror}", name)


def _keep_member(name: str, chunks: Iterable[bytes], suffix: str, blobs: Blobs) -> Kept | Issue:
    try:
        return Kept(name, blobs.write(chunks), suffix)
    except UnpackError as error:
        return _make_issue("broken_archive", str(error), name)


def _iter_kept(kept: Kept, blobs: Blobs, options: CollectOptions) -> Iterator[Capture | Issue]:
    """Yield the captures of one kept file."""
    path = blobs.get_path(kept.sha256)
    if path.stat().st_size == 0:
        yield _make_issue("empty_file", "the file is empty", kept.name)
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    row_format = ROW_FORMATS.get(kept.suffix) or ("" if kept.suffix in DOCUMENT_TYPES else _find_row_format(head))
    if row_format:
        yield from _iter_rows(kept, row_format, head, blobs, options)
        return
    media_type = DOCUMENT_TYPES.get(kept.suffix) or _find_media_type(head)
    if media_type is None:
        yield _make_issue("unknown_format", "neither text, web page, JSON nor CSV; it was left out", kept.name)
        return
    yield _make_capture(kept.name, kept.sha256, path.stat().st_size, media_type, options.to_headers())


def _iter_rows(kept: Kept, row_format: str, head: bytes, blobs: Blobs, options: CollectOptions) -> Iterator[Capture | Issue]:
    container, extra = _to_utf8(kept, head, blobs)
    path = blobs.get_path(container)
    cutters = {"jsonl": lambda: cut_json_lines(path, kept.name), "json": lambda: cut_json(path, kept.name)}
    rows = cutters.get(row_format, lambda: cut_csv(path, kept.name, options.columns if options.texts else None))()
    common = {**options.to_headers(), **extra, "container": container}
    for row in rows:
        yield row if isinstance(row, Issue) else _to_capture(kept.name, row, common)


def _to_capture(name: str, row: Row, common: Mapping[str, str]) -> Capture:
    headers = {**common, **row.headers, "offset": str(row.offset), "length": str(len(row.data))}
    return _make_capture(f"{name}#{row.line}", make_sha256(row.data), len(row.data), row.media_type, headers)


def _to_utf8(kept: Kept, head: bytes, blobs: Blobs) -> tuple[str, dict[str, str]]:
    """Return the file in UTF-8 and headers that say what it was converted from."""
    encoding = find_encoding(head)
    if encoding in _UTF8:
        return kept.sha256, {}
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    source = _iter_file(blobs.get_path(kept.sha256))
    converted = blobs.write(decoder.decode(chunk).encode("utf-8", errors="replace") for chunk in source)
    return converted, {"original": kept.sha256, "encoding": encoding}


def _find_row_format(head: bytes) -> str:
    """Return `jsonl` or `json` for what begins like it, else nothing."""
    start = head.lstrip(b" \t\r\n\xef\xbb\xbf")
    if start.startswith(b"["):
        return "json"
    return "jsonl" if start.startswith(b"{") else ""


def _find_media_type(head: bytes) -> MediaType | None:
    start = head.lstrip(b" \t\r\n\xef\xbb\xbf")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html"
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    controls = sum(b < 9 or 13 < b < 32 for b in head)
    return "text/plain" if is_wide or controls <= len(head) // 100 else None


def _iter_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _make_capture(origin: str, sha256: str, size: int, media_type: MediaType, headers: dict[str, str]) -> Capture:
    return Capture(
        capture_id=make_id("cap", sha256, origin, *(headers[name] for name in ("map", "defaults") if name in headers)),
        sha256=sha256,
        size=size,
        media_type=media_type,
        origin=origin,
        captured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        headers=headers,
    )


def _make_issue(code: str, detail: str, name: str) -> Issue:
    return Issue(stage="collect", code=code, severity="skip", detail=detail, subject=name, file=name)
