"""Captures (bytes as they came) and documents (clean text that can be traced back to them)."""

from typing import Any, Literal

import msgspec

MediaType = Literal["text/plain", "text/html", "application/json", "text/csv"]
PublishedBasis = Literal["metadata", "page", "address", "given", "unknown"]


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """Raw bytes as they came: named by their SHA-256, stored beside the database, never changed.

    `origin` is where they came from (path or address; `path#line` for a row of a larger file); `captured_at` is ISO 8601 UTC.
    """

    capture_id: str
    sha256: str
    size: int
    media_type: MediaType
    origin: str
    captured_at: str
    headers: dict[str, str] = {}


class Passage(msgspec.Struct, frozen=True):
    """A stretch of text in one language; `start` inclusive, `end` exclusive, code points."""

    start: int
    end: int
    lang: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Clean text with what is known about it; the input of extraction.

    `id` is the caller's identifier where one was given. `published` is an ISO 8601 date or date-time or None; it is never guessed.
    `source` is a publisher's name or identifier as given, `source_id` the id in the source pack where it was recognised.
    `machine_translated` says that the text shows the marks of machine translation.
    """

    id: str
    text: str
    title: str | None = None
    lang: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None
    media_type: MediaType = "text/plain"
    source_id: str | None = None
    published_basis: PublishedBasis = "unknown"
    passages: tuple[Passage, ...] = ()
    capture_id: str | None = None
    machine_translated: bool = False
    extra: dict[str, Any] = {}
