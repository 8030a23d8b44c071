"""Web archives: the pages of WARC files and the texts of WET files.

In: a stream in WARC format, plain or packed record by record. Out: `Page` values in order. Answers other than success, requests and
media that hold no text are passed over. At a record that cannot be read a `Damage` takes its place, and reading goes on at the next
record that can be found. Not here: the report inside a page (`sijill.read.html`).
"""

import io
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple, cast

from sijill.errors import UserError
from sijill.model.document import MediaType

MAX_PAGE = 16_000_000
_KEPT = 64 << 20
_STEP = 1 << 16
_PACKED = b"\x1f\x8b\x08"
_START = b"WARC/1."
_MEDIA: dict[str, MediaType] = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}


class Page(NamedTuple):
    """A record that holds text: its number in the file (from 1), address, media type, declared encoding, and bytes."""

    number: int
    url: str | None
    media_type: MediaType
    encoding: str | None
    data: bytes


class Damage(NamedTuple):
    """A place where the file cannot be read: the number that the record would have, and what is wrong."""

    number: int
    detail: str


class _Tape:
    """A stream that can be taken up again at any place since the last record that was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._kept = bytearray()
        self._first = 0
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        have = self._first + len(self._kept) - self._at
        if have <= 0:
            data = self._file.read(_STEP if size < 0 else size)
            self._kept += data
            self._drop(len(self._kept) - _KEPT)
        else:
            data = bytes(self._kept[self._at - self._first :][: have if size < 0 else size])
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def forget(self, position: int) -> None:
        """Keep nothing of what lies before `position`, in whole steps."""
        if position - self._first > _STEP:
            self._drop(position - self._first)

    def find_start(self, position: int) -> int | None:
        """Go to the first record that begins at or after `position` and return where it is, None at the end of the file."""
        at = max(position, self._first)
        while True:
            found = [n for mark in (_PACKED, _START) if (n := self._kept.find(mark, at - self._first)) >= 0]
            if found:
                self._at = self._first + min(found)
                return self._at
            at = max(at, self._first + len(self._kept) - len(_START))
            self._drop(at - self._first)
            data = self._file.read(_STEP)
            if not data:
                return None
            self._kept += data

    def is_cut(self, position: int) -> bool:
        """Does the last packed record, those from `position` on, end too early?"""
        rest, unpacker = bytes(self._kept[max(position - self._first, 0) :]), zlib.decompressobj(31)
        is_packed = rest.startswith(_PACKED)
        while rest.startswith(_PACKED):
            unpacker = zlib.decompressobj(31)
            while rest and not unpacker.eof:
                unpacker.decompress(rest, _STEP)
                rest = unpacker.unconsumed_tail
            unpacker.flush()
            rest = unpacker.unused_data
        return is_packed and not unpacker.eof

    def _drop(self, count: int) -> None:
        if count > 0:
            del self._kept[:count]
            self._first += count


def is_warc(file: io.BufferedReader, name: str) -> bool:
    """Is a stream a web archive, by its name or first bytes?"""
    stem = name.lower().removesuffix(".gz")
    return stem.endswith((".warc", ".wet", ".warc.wet")) or file.peek(8)[:7] == _START


def iter_pages(file: IO[bytes]) -> Iterator[Page | Damage]:
    """Yield the pages of a web archive; raises UserError where the package that reads it is not installed."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise UserError("web archives need the package fastwarc: pip install 'sijill[archives]'") from error

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    tape, number, last = _Tape(file), 0, -1
    damaged = False
    while True:
        try:
            for record in ArchiveIterator(cast("Any", tape), record_types=WarcRecordType.any_type, parse_http=True, auto_decode="all"):
                number, last, damaged = number + 1, record.stream_pos, False
                tape.forget(last)
                page = _to_page(record, number) if record.record_type & kinds else None
                if page is not None:
                    yield page
            if not damaged and tape.is_cut(last):
                yield Damage(number + 1, "the web archive is cut off")
            return
        except (OSError, ValueError) as error:
            if not damaged:
                number, damaged = number + 1, True
                yield Damage(number, f"a record of the web archive is broken and was left out: {error}")
        start = tape.find_start(last + 1)
        if start is None:
            return
        last = start


def _to_page(record: Any, number: int) -> Page | Damage | None:
    """Return the page of a record, None for one that holds no text; a record that ends too early is damage."""
    answer = record.http_headers
    if record.is_http and answer is not None and not 200 <= (answer.status_code or 200) < 300:
        return None
    declared = record.http_content_type if record.is_http else record.headers.get("Content-Type", "").partition(";")[0].strip()
    media_type = _MEDIA.get((declared or "").lower())
    if media_type is None:
        is_cut = record.headers.get("Content-Type", "").startswith("application/http") and answer is None
        return Damage(number, "a record of the web archive is cut off") if is_cut else None
    data = record.reader.read(MAX_PAGE + 1)
    encoding = record.http_charset if record.is_http else "utf-8"
    return Page(number, record.headers.get("WARC-Target-URI"), media_type, encoding, data) if data.strip() else None
