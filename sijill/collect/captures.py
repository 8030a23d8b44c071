"""Captures: keeping the bytes of every file and naming what is in it.

In: paths and the folder of kept bytes. Out: captures whose bytes are on disk, and issues for what cannot be taken in.
Formats are known as in `sijill.collect.records`. A table or JSON file in another encoding than UTF-8 is kept as it came, and again in
UTF-8, of which its rows are slices; so is a Parquet file, as JSON Lines. Of a web archive the pages are kept.
"""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from sijill.collect.cut import Row, cut_parquet
from sijill.collect.files import find_files
from sijill.collect.parts import PagePart, Part, make_issue, open_parts
from sijill.collect.records import (
    PARQUET,
    CollectOptions,
    Record,
    cut_rows,
    find_media_type,
    find_row_format,
    find_suffix,
    make_capture_id,
    make_page_record,
)
from sijill.collect.unpack import CHUNK, UnpackError
from sijill.lang.encoding import find_encoding
from sijill.model import Capture, Issue
from sijill.store.blobs import Blobs

_UTF8 = ("utf-8", "utf-8-sig", "ascii")
_HEAD = 64 * 1024


class Kept(NamedTuple):
    """A file whose bytes are kept."""

    name: str
    sha256: str


def check_paths(paths: Sequence[str]) -> int:
    """Return how many files there are (standard input counts as one); raises InputError for a path that leads nowhere."""
    return len(find_files(paths))


def iter_captures(paths: Sequence[str], blobs: Blobs, options: CollectOptions | None = None) -> Iterator[Capture | Issue]:
    """Yield the captures of all files in order; what cannot be taken in is an issue, and the rest goes on."""
    options = options or CollectOptions()
    for path in paths:
        for found in find_files([path]):
            for part in open_parts(found):
                if isinstance(part, Issue):
                    yield part
                elif isinstance(part, PagePart):
                    blobs.write([part.page.data])
                    yield _date(make_page_record(part, options).to_capture())
                else:
                    yield from _iter_part(part, blobs, options)


def _iter_part(part: Part, blobs: Blobs, options: CollectOptions) -> Iterator[Capture | Issue]:
    """Keep the bytes of a file that is not packed, and yield what is in it."""
    try:
        kept = Kept(part.name, blobs.write(iter(lambda: part.file.read(CHUNK), b"")))
    except UnpackError as error:
        yield make_issue("broken_archive", str(error), part.name)
        return
    yield from _iter_kept(kept, blobs, options)


def _iter_kept(kept: Kept, blobs: Blobs, options: CollectOptions) -> Iterator[Capture | Issue]:
    """Yield the captures of one kept file."""
    path = blobs.get_path(kept.sha256)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    suffix = find_suffix(kept.name)
    row_format = "parquet" if head.startswith(PARQUET) else find_row_format(suffix, head)
    if row_format:
        yield from _iter_rows(kept, row_format, head, blobs, options)
        return
    media_type = find_media_type(suffix, head)
    if media_type is None:
        yield make_issue("unknown_format", "neither text, web page, table nor archive; it was left out", kept.name)
        return
    headers = options.to_headers()
    yield Capture(
        capture_id=make_capture_id(kept.sha256, kept.name, headers),
        sha256=kept.sha256,
        size=path.stat().st_size,
        media_type=media_type,
        origin=kept.name,
        captured_at=_now(),
        headers=headers,
    )


def _iter_rows(kept: Kept, row_format: str, head: bytes, blobs: Blobs, options: CollectOptions) -> Iterator[Capture | Issue]:
    """Yield a capture for each row of a kept file: a slice of it, or of its copy in UTF-8 or as JSON Lines."""
    issues: list[Issue] = []
    if row_format == "parquet":
        container, extra = _to_json_lines(kept, blobs, options, issues)
        row_format = "jsonl"
    else:
        container, extra = _to_utf8(kept, head, blobs)
    common = {**options.to_headers(), **extra, "container": container}
    with blobs.get_path(container).open("rb") as file:
        for row in cut_rows(row_format, file, kept.name, options):
            yield row if isinstance(row, Issue) else _to_capture(kept.name, row, common)
    yield from issues


def _to_capture(name: str, row: Row, common: Mapping[str, str]) -> Capture:
    headers = {**common, **row.headers, "offset": str(row.offset), "length": str(len(row.data))}
    return _date(Record(f"{name}#{row.line}", row.media_type, row.data, headers).to_capture())


def _to_utf8(kept: Kept, head: bytes, blobs: Blobs) -> tuple[str, dict[str, str]]:
    """Return the file in UTF-8 and headers that say what it was converted from."""
    encoding = find_encoding(head)
    if encoding in _UTF8:
        return kept.sha256, {}
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with blobs.get_path(kept.sha256).open("rb") as file:
        chunks = iter(lambda: file.read(CHUNK), b"")
        converted = blobs.write(decoder.decode(chunk).encode("utf-8", errors="replace") for chunk in chunks)
    return converted, {"original": kept.sha256, "encoding": encoding}


def _to_json_lines(kept: Kept, blobs: Blobs, options: CollectOptions, issues: list[Issue]) -> tuple[str, dict[str, str]]:
    """Return a Parquet file as JSON Lines, and headers that say so; what cannot be read is added to `issues`."""

    def iter_lines() -> Iterator[bytes]:
        with blobs.get_path(kept.sha256).open("rb") as file:
            for row in cut_parquet(file, kept.name, options.get_columns()):
                if isinstance(row, Issue):
                    issues.append(row)
                    yield b"\n"  # so that the lines after it keep the numbers of their rows
                else:
                    yield row.data + b"\n"

    return blobs.write(iter_lines()), {"original": kept.sha256}


def _date(capture: Capture) -> Capture:
    return msgspec.structs.replace(capture, captured_at=_now())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
