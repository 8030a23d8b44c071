"""Addresses: from a page's query string to a filter and back, so that everything shown has an address that can be shared.

In: query parameters. Out: `IncidentFilter`, sort and page number, and the addresses of variations. Values that make no sense are
left out rather than refused: an address that was cut off in an e-mail still shows something.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import get_args
from urllib.parse import quote, urlencode

import msgspec
from starlette.datastructures import QueryParams

from sijill.model import Claim
from sijill.store.views import IncidentFilter, IncidentSort

# Name in the address → field of the filter, in the order of the page.
FACET_NAMES = {
    "grade": "grades",
    "event": "event_types",
    "contested": "contested",
    "by": "perpetrators",
    "actor": "actors",
    "country": "countries",
    "admin1": "admin1s",
    "place": "place_ids",
    "weapon": "weapons",
    "source": "sources",
    "lang_of": "langs",
}
SORTS: tuple[IncidentSort, ...] = get_args(IncidentSort)
PAGE_SIZE = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MAX_VALUES = 50


class Query(msgspec.Struct, frozen=True):
    """What a list page was asked for."""

    wanted: IncidentFilter
    sort: IncidentSort
    number: int
    pairs: tuple[tuple[str, str], ...]

    @property
    def offset(self) -> int:
        """How many rows come before this page's."""
        return (self.number - 1) * PAGE_SIZE

    @property
    def is_filtered(self) -> bool:
        """Is anything left out?"""
        return self.wanted != IncidentFilter()

    def has(self, name: str, value: str) -> bool:
        """Is this value of a facet chosen?"""
        return (name, value) in self.pairs

    def address(self, path: str, **changes: str | int | None) -> str:
        """Return the address of `path` with this query, some of it changed (None: left out)."""
        kept = [(n, v) for n, v in self.pairs if n not in changes]
        added = [(n, str(v)) for n, v in changes.items() if v is not None]
        query = urlencode(kept + added)
        return f"{path}?{query}" if query else path

    def without(self, path: str, name: str, value: str) -> str:
        """Return the address of `path` without one chosen value."""
        query = urlencode([pair for pair in self.pairs if pair not in {(name, value), ("page", str(self.number))}])
        return f"{path}?{query}" if query else path


def parse_query(params: QueryParams) -> Query:
    """Return the query of an address."""
    values: dict[str, object] = {field: tuple(params.getlist(name)[:_MAX_VALUES]) for name, field in FACET_NAMES.items()}
    text = params.get("q", "").strip()[:500]
    values |= {"since": _parse_day(params.get("since")), "until": _parse_day(params.get("until")), "text": text or None}
    values |= {"bbox": _parse_box(params.get("bbox")), "min_killed": _parse_number(params.get("killed"))}
    sort: IncidentSort = next((s for s in SORTS if s == params.get("sort")), "-date")
    pairs = _clean(params.multi_items(), values, sort)
    return Query(IncidentFilter(**values), sort, max(_parse_number(params.get("page")) or 1, 1), pairs)  # type: ignore[arg-type]


def make_document_url(document_id: str, claim_id: str | None = None, start: int | None = None, end: int | None = None) -> str:
    """Return the address of a document, at given words of a claim."""
    query = {"claim": claim_id, "from": start, "to": end}
    given = urlencode({name: value for name, value in query.items() if value is not None})
    anchor = f"#w{start}" if start is not None else ""
    return f"/documents/{quote(document_id, safe='')}{'?' if given else ''}{given}{anchor}"


def locate_words(claim: Claim, start: int | None, end: int | None) -> str:
    """Return the address of words of a claim in its document."""
    return make_document_url(claim.document_id, claim.claim_id, start, end)


def _clean(items: Iterable[tuple[str, str]], values: dict[str, object], sort: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters that mean something, as they go into addresses."""
    known = {*FACET_NAMES, "killed", "bbox"}
    pairs = [(n, v) for n, v in items if n in known and v][: _MAX_VALUES * len(FACET_NAMES)]
    pairs += [(n, str(values[f])) for n, f in (("q", "text"), ("since", "since"), ("until", "until")) if values[f] is not None]
    return tuple(pairs + ([("sort", sort)] if sort != "-date" else []))


def _parse_day(value: str | None) -> str | None:
    if value is None or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _parse_number(value: str | None) -> int | None:
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 9 else None


def _parse_box(value: str | None) -> tuple[float, float, float, float] | None:
    parts = (value or "").split(",")
    if len(parts) != 4 or not all(re.fullmatch(r"-?\d{1,3}(\.\d+)?", part.strip()) for part in parts):
        return None
    west, south, east, north = (float(part) for part in parts)
    return west, south, east, north
