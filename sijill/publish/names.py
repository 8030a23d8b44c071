"""Names of people in what leaves: covered or cut to initials, wherever a profile lets the words of sources out.

In: an edition, and what becomes of names. Out: `NameCover`, which changes the words of claims, incidents and documents.
A name that a document gives away anywhere in its text is changed in all that is quoted from it; names of places of the edition stay.
Not here: what a name is (`sijill.lang.person_names`), what else stays back (`redact`).
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Literal, TypeVar

import msgspec

from sijill.lang.person_names import find_names, merge_spans
from sijill.publish.base import Edition

Names = Literal["keep", "initials", "cover"]
COVER = "\u2022"
# Fields that hold words of a source.
WORDS = frozenset({"quote", "words", "title", "reason"})
PLACE = "place"
S = TypeVar("S", bound=msgspec.Struct)
_LETTER = re.compile(r"[^\W_]")
_PART = re.compile(r"[^\W\d_]+")


class NameCover:
    """Changes the names of people in quoted words."""

    def __init__(self, edition: Edition, mode: Names) -> None:
        self._edition = edition
        self._mode = mode

    @cached_property
    def _places(self) -> frozenset[str]:
        """What places are called in the edition, in any of its words: many are named after people."""
        places = (
            place for incident, claims in self._edition.incidents() for place in (incident.place, *(c.place for c in claims)) if place
        )
        names = (name for place in places for name in (place.name, place.name_ar, place.admin1, place.admin2, *place.within))
        return frozenset(name for name in names if name)

    @cached_property
    def _by_document(self) -> dict[str, tuple[str, ...]]:
        """The names in each document, longest first; read once, before anything is written."""
        found = {}
        for document in self._edition.documents():
            text = f"{document.title or ''}\n{document.text}"
            names = {text[start:end] for start, end in find_names(text, self._edition.packs)} - self._places
            if names:
                found[document.id] = tuple(sorted(names, key=lambda name: (-len(name), name)))
        return found

    def change(self, value: S, document_ids: Iterable[str]) -> S:
        """Return a struct with the names changed in all its words; `document_ids` are those that it quotes."""
        known = [name for document_id in document_ids for name in self._by_document.get(document_id, ())]
        return msgspec.convert(self._walk(msgspec.to_builtins(value), known), type(value))

    def cover(self, text: str, known: Iterable[str] = ()) -> str:
        """Return a text without names: those that stand in it, and those that are `known`."""
        spans = find_names(text, self._edition.packs)
        spans += [match.span() for name in known for match in re.finditer(re.escape(name), text)]
        for start, end in sorted(merge_spans(spans), reverse=True):
            if text[start:end] not in self._places:
                text = text[:start] + self._hide(text[start:end]) + text[end:]
        return text

    def _hide(self, name: str) -> str:
        if self._mode == "initials":
            return _PART.sub(lambda part: f"{part[0][0]}.", name)
        return _LETTER.sub(COVER, name)

    def _walk(self, raw: Any, known: list[str]) -> Any:
        if isinstance(raw, dict):
            rest = {k: v for k, v in raw.items() if k != PLACE}
            changed = {k: self.cover(v, known) if k in WORDS and isinstance(v, str) else self._walk(v, known) for k, v in rest.items()}
            return raw | changed
        return [self._walk(item, known) for item in raw] if isinstance(raw, list | tuple) else raw
