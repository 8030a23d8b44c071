"""Feeds: what a site says is new, in RSS or Atom.

In: the bytes of a feed. Out: `Feed` with its entries, or None for what is no feed.
Not here: fetching (`sijill.collect.fetch`), the pages that entries lead to (`sijill.collect.web`).
"""

from calendar import timegm
from datetime import UTC, datetime
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """One entry: its id within the feed, the page it leads to, headline, time of publication (ISO 8601, UTC) and its text in HTML."""

    id: str
    address: str | None
    title: str | None
    published: str | None
    html: str


class Feed(NamedTuple):
    """A feed: its name and its entries in their order."""

    title: str | None
    entries: tuple[Entry, ...]


def parse_feed(data: bytes, address: str) -> Feed | None:
    """Return the feed that the bytes are, with relative links made absolute; None for anything else."""
    import feedparser

    parsed = feedparser.parse(data, response_headers={"content-location": address}, sanitize_html=False)
    if not parsed.get("version"):
        return None
    entries = tuple(_to_entry(entry) for entry in parsed.entries)
    return Feed(parsed.feed.get("title") or None, tuple(e for e in entries if e.address or e.html))


def _to_entry(entry: Any) -> Entry:
    contents = [content.get("value", "") for content in entry.get("content", ())] or [entry.get("summary", "")]
    link = entry.get("link") or None
    return Entry(
        id=entry.get("id") or link or entry.get("title") or "",
        address=link,
        title=entry.get("title") or None,
        published=_to_moment(entry.get("published_parsed")),
        html="\n".join(contents),
    )


def _to_moment(moment: Any) -> str | None:
    """Return a time as the feed gives it in ISO 8601; an update is not a publication, and no time stays none."""
    return None if moment is None else datetime.fromtimestamp(timegm(moment), UTC).isoformat(timespec="seconds")
