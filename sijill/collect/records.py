"""Records: the reports in a file of any format, one at a time, without keeping the file.

In: a file, and what is said of all files. Out: `Record` values in the order of the file, and issues for what cannot be read.
Formats are known by their first bytes, else by the ending of the name; packed files and archives are read through (`parts`).
The same bytes under the same name give the same records. Not here: keeping bytes (`sijill.collect.captures`), reading them (`sijill.read`).
"""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple

import msgspec

from sijill.collect.cut import Row, cut_csv, cut_json, cut_json_lines, cut_parquet
from sijill.collect.files import BUFFER, Found
from sijill.collect.parts import PagePart, Part, make_issue, open_parts
from sijill.collect.unpack import PACKED, UnpackError
from sijill.lang.encoding import find_encoding
from sijill.model import Capture, Issue, make_id, make_sha256
from sijill.model.document import MediaType

DOCUMENT_TYPES: dict[str, MediaType] = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"
}  # fmt: skip
ROW_FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv"}
# Longest single report that is taken from a stream; reading refuses a longer one anyway (`sijill.read.MAX_TEXT`).
MAX_REPORT = 64_000_000
PARQUET = b"PAR1"
_BLANK = b" \t\r\n\xef\xbb\xbf"
_HEAD = 64 * 1024
_UTF8 = ("utf-8", "utf-8-sig", "ascii")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


class CollectOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of all files at once: `columns` (our name → theirs) and `defaults` (source, lang, published, url).

    With `texts` a table needs a column of texts; without, its rows may hold anything.
    """

    columns: dict[str, str] = {}
    defaults: dict[str, str] = {}
    texts: bool = True

    def get_columns(self) -> dict[str, str] | None:
        """Return the columns that a table must have, None where it may have any."""
        return self.columns if self.texts else None

    def to_headers(self, **defaults: str) -> dict[str, str]:
        """Return them as headers of a capture, since reading depends on them; `defaults` are of this file or record."""
        named = {"map": self.columns, "defaults": {**defaults, **self.defaults}}
        return {name: msgspec.json.encode(value, order="sorted").decode() for name, value in named.items() if value}


class Record(NamedTuple):
    """A report as it stands in its file: `origin` is the file's name with the record's number (`file#12`), where it has one."""

    origin: str
    media_type: MediaType
    data: bytes
    headers: dict[str, str]

    def to_capture(self) -> Capture:
        """Return the capture that this record is; when it was taken is not part of it and left empty."""
        sha256 = make_sha256(self.data)
        return Capture(
            capture_id=make_capture_id(sha256, self.origin, self.headers),
            sha256=sha256,
            size=len(self.data),
            media_type=self.media_type,
            origin=self.origin,
            captured_at="",
            headers=self.headers,
        )


def make_capture_id(sha256: str, origin: str, headers: dict[str, str]) -> str:
    """Return the id of a capture: of its bytes, where they stand, and what was said of them."""
    return make_id("cap", sha256, origin, *(headers[name] for name in ("map", "defaults") if name in headers))


def iter_records(
    found: Found, options: CollectOptions | None = None, *, on_open: Callable[[Callable[[], int]], None] | None = None
) -> Iterator[Record | Issue]:
    """Yield the records of a file, wherever it is; what cannot be read is an issue, and the rest goes on.

    `on_open` is handed a function that tells how many bytes of the file were read so far.
    """
    options = options or CollectOptions()
    for part in open_parts(found, on_open):
        if isinstance(part, PagePart):
            yield make_page_record(part, options)
        elif isinstance(part, Part):
            yield from _iter_part(part, options)
        else:
            yield part


def make_page_record(part: PagePart, options: CollectOptions) -> Record:
    """Return a page of a web archive as a record, with its address and the encoding that was declared for it."""
    page = part.page
    headers = options.to_headers(**({"url": page.url} if page.url else {}))
    if page.encoding:
        headers["encoding"] = page.encoding
    return Record(part.name, page.media_type, page.data, headers)


def _iter_part(part: Part, options: CollectOptions) -> Iterator[Record | Issue]:
    """Yield the records of a part; damage in it ends it with an issue."""
    try:
        if part.file.peek(4)[:4] == PARQUET:
            yield from _to_records(part.name, cut_parquet(_to_seekable(part.file), part.name, options.get_columns()), options)
        else:
            yield from _iter_text_format(part.name, part.file, options)
    except UnpackError as error:
        yield make_issue("broken_archive", str(error), part.name)
    except OSError as error:
        yield make_issue("unreadable_file", f"the rest cannot be read: {error.strerror or error}", part.name)


def _iter_text_format(name: str, file: io.BufferedReader, options: CollectOptions) -> Iterator[Record | Issue]:
    head = file.peek(_HEAD)[:_HEAD]
    suffix = find_suffix(name)
    row_format = find_row_format(suffix, head)
    if row_format:
        encoding = find_encoding(head)
        rows: IO[bytes] = file if encoding in _UTF8 else io.BufferedReader(_Converted(file, encoding), BUFFER)
        yield from _to_records(name, cut_rows(row_format, rows, name, options), options)
        return
    media_type = find_media_type(suffix, head)
    if media_type is None:
        yield make_issue("unknown_format", "neither text, web page, table nor archive; it was left out", name)
        return
    data = file.read(MAX_REPORT + 1)
    if len(data) > MAX_REPORT:
        yield make_issue("too_long", f"more than {MAX_REPORT:,} bytes are more than one report has: it was left out", name)
        return
    yield Record(name, media_type, data, options.to_headers())


def cut_rows(row_format: str, file: IO[bytes], name: str, options: CollectOptions) -> Iterator[Row | Issue]:
    """Yield the rows of a stream in UTF-8 in the given format (`jsonl`, `json`, `csv`)."""
    cutters: dict[str, Callable[[], Iterator[Row | Issue]]] = {
        "jsonl": lambda: cut_json_lines(file, name),
        "json": lambda: cut_json(file, name),
        "csv": lambda: cut_csv(file, name, options.get_columns()),
    }
    return cutters[row_format]()


def find_suffix(name: str) -> str:
    """Return the ending of a name that tells its format, those of packing aside."""
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix in PACKED else path.suffix


def find_row_format(suffix: str, head: bytes) -> str:
    """Return `jsonl`, `json` or `csv` for a file of rows, by its ending, else by how it begins; else nothing."""
    if suffix in ROW_FORMATS or suffix in DOCUMENT_TYPES:
        return ROW_FORMATS.get(suffix, "")
    start = head.lstrip(_BLANK)
    if start.startswith(b"["):
        return "json"
    return "jsonl" if start.startswith(b"{") else ""


def find_media_type(suffix: str, head: bytes) -> MediaType | None:
    """Return what a file of one report is, by its ending, else by its first bytes; None for what is no text."""
    if suffix in DOCUMENT_TYPES:
        return DOCUMENT_TYPES[suffix]
    start = head.lstrip(_BLANK)[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html"
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "text/plain" if is_wide or len(_CONTROL.findall(head)) <= len(head) // 100 else None


def _to_records(name: str, rows: Iterator[Row | Issue], options: CollectOptions) -> Iterator[Record | Issue]:
    common = options.to_headers()
    for row in rows:
        if isinstance(row, Issue):
            yield row
        else:
            yield Record(f"{name}#{row.line}", row.media_type, row.data, {**common, **row.headers} if row.headers else common)


def _to_seekable(file: io.BufferedReader) -> IO[bytes]:
    """Return a stream that can be read from its end, as Parquet is: the file itself, else its bytes on disk."""
    if file.seekable():
        return file
    import shutil
    import tempfile

    spooled = tempfile.TemporaryFile()  # noqa: SIM115  # it is gone when the reader of the table is
    shutil.copyfileobj(file, spooled, BUFFER)
    spooled.seek(0)
    return spooled


class _Converted(io.RawIOBase):
    """A stream of text in another encoding as UTF-8."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._file.read(_HEAD)
            self._ready = self._decoder.decode(data, final=not data).encode("utf-8", errors="replace")
            if not data:
                break
        part, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
