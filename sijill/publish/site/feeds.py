"""Feeds of the latest incidents: Atom 1.0 and JSON Feed 1.1.

In: entries, the latest first. Out: `feed.xml` and `feed.json` in the folder of each language. No clock is read: an entry's time is its
first day. Without the address of the site, ids are URNs and links are relative.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec

from sijill.present.wording import Wording
from sijill.publish.site.entries import Entry
from sijill.publish.site.files import describe_killed
from sijill.publish.site.page import Pages

LATEST = 50
NO_DAY = "1970-01-01"


def write_feeds(pages: Pages, entries: Sequence[Entry]) -> None:
    """Write both feeds."""
    folder = pages.out / pages.folder
    latest = [entry for entry in entries if entry.row.start][:LATEST]
    (folder / "feed.xml").write_text(make_atom(pages, latest), encoding="utf-8", newline="\n")
    (folder / "feed.json").write_bytes(msgspec.json.format(make_json(pages, latest), indent=2) + b"\n")


def make_atom(pages: Pages, entries: Sequence[Entry]) -> str:
    """Return the Atom feed."""
    top = _get_top(pages)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{pages.lang}">',
        f"<title>{escape(pages.title)}</title>",
        f"<id>{escape(top or f'urn:sijill:site:{pages.lang}')}</id>",
        f"<updated>{_get_day(entries[0]) if entries else NO_DAY}T00:00:00Z</updated>",
        f"<author><name>{escape(pages.title)}</name></author>",
        f'<link rel="self" href={quoteattr(top + "feed.xml")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(top + "index.html")}/>',
    ]
    for entry in entries:
        parts += [
            "<entry>",
            f"<title>{escape(_get_title(entry, pages.wording))}</title>",
            f"<id>urn:sijill:{entry.row.incident_id}</id>",
            f"<updated>{_get_day(entry)}T00:00:00Z</updated>",
            f'<link rel="alternate" type="text/html" href={quoteattr(_get_url(entry, top))}/>',
            f"<summary>{escape(_describe(entry, pages.wording))}</summary>",
            "</entry>",
        ]
    return "\n".join([*parts, "</feed>", ""])


def make_json(pages: Pages, entries: Sequence[Entry]) -> bytes:
    """Return the JSON feed."""
    top = _get_top(pages)
    items = [
        {
            "id": f"urn:sijill:{entry.row.incident_id}",
            "url": _get_url(entry, top),
            "title": _get_title(entry, pages.wording),
            "content_text": _describe(entry, pages.wording),
            "date_published": f"{_get_day(entry)}T00:00:00Z",
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": pages.title,
        "language": pages.lang,
        "home_page_url": f"{top}index.html",
        "feed_url": f"{top}feed.json",
        "items": items,
    }
    return msgspec.json.encode(feed)


def _get_top(pages: Pages) -> str:
    address = pages.options.address
    return f"{address.rstrip('/')}/{pages.folder}" if address else ""


def _get_url(entry: Entry, top: str) -> str:
    return f"{top}incidents/{entry.row.incident_id}.html"


def _get_day(entry: Entry) -> str:
    return (entry.row.start or NO_DAY)[:10]


def _get_title(entry: Entry, wording: Wording) -> str:
    row = entry.row
    return wording.plain_title(row.event_type, wording.place_name(row.place_name, row.place_name_ar))


def _describe(entry: Entry, wording: Wording) -> str:
    """Return days, people killed, grade and number of sources in one line."""
    row = entry.row
    killed = describe_killed(row)
    parts = [
        wording.when_plain(row.start, row.end, row.date_precision),
        wording.text("map.killed", range=killed) if killed else "",
        wording.grade(row.grade),
        wording.text("count.independent", n=row.sources),
    ]
    return " \u00b7 ".join(part for part in parts if part)
