"""The veil over names of people: what a page shows until its reader asks for them.

In: documents, claims and incidents with the words of sources. Out: the same with every letter of a name covered by a dot, so that offsets
stay what they were and no name leaves the server. A name that one document gives away is covered wherever the page repeats it.
Not here: what a name is (`sijill.lang.person_names`), redaction of what is published (`sijill.publish.redact`).
"""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from sijill.lang.person_names import find_names
from sijill.model import Document
from sijill.packs import Packs

S = TypeVar("S", bound=msgspec.Struct)
COVER = "\u2022"
_LETTER = re.compile(r"[^\W_]")
# Fields that hold words of a source.
_WORDS = frozenset({"quote", "words", "title"})


class Veil:
    """Covers the names of people in some texts, and the same names in what else the page shows; `packs` None: covers nothing."""

    def __init__(self, packs: Packs | None, texts: Iterable[str] = ()) -> None:
        self._packs = packs
        self.names: frozenset[str] = frozenset()
        if packs is not None:
            self.names = frozenset(text[start:end] for text in texts for start, end in find_names(text, packs))
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        self._known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def cover(self, text: str) -> str:
        """Return the text with the letters of names covered; as long as it was."""
        if self._packs is None:
            return text
        spans = find_names(text, self._packs)
        spans += [match.span() for match in self._known.finditer(text)] if self._known else []
        for start, end in spans:
            text = text[:start] + _LETTER.sub(COVER, text[start:end]) + text[end:]
        return text

    def cover_document(self, document: Document) -> Document:
        """Return a document with covered text and headline."""
        title = None if document.title is None else self.cover(document.title)
        return msgspec.structs.replace(document, text=self.cover(document.text), title=title)

    def cover_words(self, value: S) -> S:
        """Return a claim or incident whose quoted words are covered."""
        if self._packs is None:
            return value
        return msgspec.convert(self._walk(msgspec.to_builtins(value)), type(value))

    def _walk(self, raw: Any) -> Any:
        if isinstance(raw, dict):
            return {k: self.cover(v) if k in _WORDS and isinstance(v, str) else self._walk(v) for k, v in raw.items()}
        return [self._walk(item) for item in raw] if isinstance(raw, list | tuple) else raw
