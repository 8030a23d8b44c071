"""Collecting from the web: addresses of pages and feeds become captures, bytes as they came.

In: addresses, the folder of kept bytes, and what is known already. Out: captures whose bytes are on disk, and issues that name the address.
The time of publication and the headline that a feed states, and its name, are headers of the page's capture; reading falls back on them.
Not here: asking politely (`sijill.collect.fetch`), rows of the register (`sijill.pipeline`).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.message import Message
from typing import NamedTuple

from sijill.collect.feeds import Entry, Feed, parse_feed
from sijill.collect.fetch import Answer, Fetcher
from sijill.collect.parts import make_issue
from sijill.collect.records import CollectOptions, make_capture_id
from sijill.errors import InputError
from sijill.model import Capture, Issue
from sijill.model.document import MediaType
from sijill.store.blobs import Blobs

# Headers of an answer that are kept with a capture: what it was, and what a later request can refer to.
_KEPT = ("content-type", "etag", "last-modified", "date")
_READABLE: dict[str, MediaType] = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}


class WebOptions(NamedTuple):
    """How to collect: `pages` follows the entries of feeds (else their own text is the report); `again` fetches known pages once more."""

    pages: bool = True
    again: bool = False
    common: CollectOptions = CollectOptions()


class Checked(NamedTuple):
    """An address that was given and answered, with headers for the next time; it comes after everything it led to."""

    address: str
    headers: dict[str, str]


class WebCollector:
    """Collects from addresses; `is_known` says whether an origin was captured before."""

    def __init__(self, fetcher: Fetcher, blobs: Blobs, is_known: Callable[[str], bool], options: WebOptions | None = None) -> None:
        self._fetcher = fetcher
        self._blobs = blobs
        self._is_known = is_known
        self._options = options or WebOptions()

    def collect(self, address: str, known: Mapping[str, str]) -> Iterator[Capture | Issue | Checked]:
        """Yield what is at an address: a page, or what a feed leads to. `known` are headers of its last answer."""
        try:
            answer = self._fetcher.fetch(address, known=dict(known))
        except InputError as error:
            yield make_issue("not_fetched", str(error), address)
            return
        if answer.data is not None:
            feed = parse_feed(answer.data, answer.address)
            if feed is None:
                yield self._keep(address, answer, {})
            else:
                self._blobs.write([answer.data])
                for entry in feed.entries:
                    yield from self._collect_entry(address, feed, entry)
        yield Checked(address, {name: answer.headers[name] for name in ("etag", "last-modified") if name in answer.headers})

    def _collect_entry(self, address: str, feed: Feed, entry: Entry) -> Iterator[Capture | Issue]:
        stated = {"published": entry.published, "source": feed.title, "title": entry.title, "url": entry.address}
        defaults = {name: value for name, value in stated.items() if value}
        follows = self._options.pages and entry.address is not None
        origin = entry.address if follows and entry.address else f"{address}#{entry.id}"
        if self._is_known(origin) and not self._options.again:
            return
        if not follows:
            yield self._make_capture(origin, entry.html.encode(), "text/html", defaults, {})
            return
        try:
            answer = self._fetcher.fetch(origin, found_at=address)
        except InputError as error:
            yield make_issue("not_fetched", str(error), origin)
            return
        yield self._keep(origin, answer, defaults)

    def _keep(self, origin: str, answer: Answer, defaults: dict[str, str]) -> Capture | Issue:
        """Keep a page; what is neither text nor web page is an issue."""
        data = answer.data or b""
        stated = Message()
        stated["content-type"] = answer.headers.get("content-type", "text/html")
        kind, charset = stated.get_content_type(), stated.get_content_charset()
        media_type = _READABLE.get(kind)
        if media_type is None:
            return make_issue("unknown_format", f"neither a web page nor text nor a feed, but {kind}; it was left out", origin)
        if not data.strip():
            return make_issue("empty_file", "the page is empty", origin)
        headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        if charset:
            headers["encoding"] = charset
        if answer.address != origin:
            headers["fetched_from"] = answer.address
        return self._make_capture(origin, data, media_type, {"url": answer.address, **defaults}, headers)

    def _make_capture(self, origin: str, data: bytes, media_type: MediaType, defaults: dict[str, str], headers: dict[str, str]) -> Capture:
        said = self._options.common.to_headers(**defaults)
        sha256 = self._blobs.write([data])
        return Capture(
            capture_id=make_capture_id(sha256, origin, said),
            sha256=sha256,
            size=len(data),
            media_type=media_type,
            origin=origin,
            captured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            headers={**headers, **said},
        )
