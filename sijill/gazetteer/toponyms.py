"""Every place mention of a document with its place: the rows of `sijill toponyms`.

In: a `Document`. Out: rows as in the interchange format (`document_id`, `quote`, `start`, `end`, `place_id`, `lat`, `lon` and more).
The quote is the name alone; phrases such as "north of X" matter to claims, not here.
"""

from typing import Any
from urllib.parse import urlsplit

from sijill.gazetteer.gazetteer import Gazetteer
from sijill.gazetteer.place import PlaceMention
from sijill.lang.script import get_script
from sijill.model import ClaimPlace, Document

# Top-level domains that differ from the ISO code, and those that say nothing of a country.
_DOMAINS = {"uk": "GB"}
_FREE = frozenset(("ai", "cc", "co", "eu", "fm", "io", "ly", "me", "to", "tv", "ws"))


def find_toponyms(document: Document, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Return one row for each mention of a place, in order of the text."""
    text = document.text
    lang = document.lang or ("ar" if get_script(text) == "Arab" else "en")
    mentions = gazetteer.find_mentions(text, lang)
    places = gazetteer.resolve(mentions, text=text, lang=lang, country_hint=get_country_hint(document.url))
    return [_make_row(document, mention, place) for mention, place in zip(mentions, places, strict=True) if not mention.anaphor]


def get_country_hint(url: str | None) -> str | None:
    """Return the ISO code that an address's country domain stands for, or None."""
    host = urlsplit(url).hostname if url else None
    domain = host.rpartition(".")[2] if host else ""
    if len(domain) != 2 or domain in _FREE:
        return None
    return _DOMAINS.get(domain, domain.upper())


def _make_row(document: Document, mention: PlaceMention, place: ClaimPlace | None) -> dict[str, Any]:
    start, end = mention.name_start, mention.name_end
    row: dict[str, Any] = {"document_id": document.id, "quote": document.text[start:end], "start": start, "end": end, "kind": mention.kind}
    if place is None or (place.lat is None and not place.candidates):
        return row | {"place_id": None, "name": None, "lat": None, "lon": None}
    best = place.candidates[0] if place.candidates else None
    if best is not None and best.place_id != place.place_id:
        return row | {"place_id": best.place_id, "name": best.name, "lat": best.lat, "lon": best.lon, "score": best.score, "doubtful": True}
    return row | {
        "place_id": place.place_id,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1,
        "precision": place.precision,
        "score": best.score if best is not None else None,
    }
