"""An incident as lists, the map and the search index need it: small enough to keep a hundred thousand of them in memory.

In: `IncidentRecord`. Out: `Entry`. Not here: the page of an incident (`incident_page`).
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from sijill.lang.script import fold
from sijill.model import Incident
from sijill.publish.base import IncidentRecord
from sijill.store.derived import find_headline
from sijill.store.views import IncidentRow

ARTICLE = "\u0627\u0644"
_WORD = re.compile(r"[^\W_]+")


class Entry(msgspec.Struct, frozen=True):
    """One incident: its row, the parties in any role, the contested fields, earlier ids, and the words it is found by."""

    row: IncidentRow
    actors: tuple[str, ...]
    contested: tuple[str, ...]
    previous: tuple[str, ...]
    words: frozenset[str]

    @property
    def place_key(self) -> tuple[str, str] | None:
        """What the lists of places file it under: (id of the place or its province, kind), or None where neither is known."""
        if self.row.place_id and self.row.place_name:
            return self.row.place_id, "place"
        return (self.row.admin1, "admin1") if self.row.admin1 else None


def make_entry(record: IncidentRecord, known: "WordBook") -> Entry:
    """Return the entry of an incident."""
    incident = record.incident
    actors = tuple(dict.fromkeys(a.actor_id for a in (*incident.perpetrator, *incident.target) if a.actor_id))
    return Entry(
        row=make_row(incident),
        actors=actors,
        contested=incident.disagreements,
        previous=incident.previous_ids,
        words=frozenset(known.iter_words(record, actors)),
    )


def make_row(incident: Incident) -> IncidentRow:
    """Return the line of a list; a place whose name is not known, or kept back, goes by its province."""
    place = incident.place
    return IncidentRow(
        incident_id=incident.incident_id,
        event_type=incident.event_type,
        title=incident.title,
        start=incident.date.start,
        end=incident.date.end,
        date_precision=incident.date.precision,
        place_id=place.place_id if place else None,
        place_name=(place.name or place.admin1) if place else None,
        place_name_ar=place.name_ar if place else None,
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        place_precision=place.precision if place else None,
        radius_km=place.radius_km if place else None,
        grade=incident.grade,
        killed=find_headline(incident.harm, "killed"),
        injured=find_headline(incident.harm, "injured"),
        sources=incident.independent_sources,
        claims=len(incident.claim_ids),
        documents=len(incident.document_ids),
        contested=len(incident.disagreements),
        harm=incident.harm,
        perpetrators=tuple(a.actor_id or a.quote or "" for a in incident.perpetrator),
    )


class WordBook:
    """The folded words of codes and names, each folded once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def fold(self, text: str | None) -> tuple[str, ...]:
        """Return the words of a text as the index has them."""
        if not text:
            return ()
        words = self._known.get(text)
        if words is None:
            words = self._known[text] = tuple(fold_words(text))
        return words

    def iter_words(self, record: IncidentRecord, actors: Iterable[str]) -> Iterator[str]:
        """Yield the words that an incident is found by, some of them twice: names in every language, never the words of a source."""
        incident, packs = record.incident, record.packs
        codes = [packs.codebook.event_types.get(incident.event_type), *(packs.codebook.weapons.get(w) for w in incident.weapon_ids)]
        labels = [code.get_label(lang) for code in codes if code is not None for lang in ("en", "ar")]
        for actor in (packs.actors.get(i) for i in actors):
            labels += [actor.get_label(lang) for lang in ("en", "ar")] if actor else []
        place = incident.place
        names = [place.name, place.name_ar, place.admin1, place.admin2, *place.within] if place else []
        for text in (*labels, *names, *record.sources, incident.date.start, incident.incident_id):
            yield from self.fold(text)


def fold_words(text: str) -> Iterator[str]:
    """Yield the words of a text, folded, Arabic ones without their article; `frontend/src/site/fold.ts` does the same to a question."""
    for word in _WORD.findall(fold(text).replace("'", "")):
        yield word[2:] if len(word) > 4 and word.startswith(ARTICLE) else word
