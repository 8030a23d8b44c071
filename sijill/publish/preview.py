"""Preview of a profile: what would leave, what would be removed, and what would be made coarser, before anything is written.

In: an edition and a profile. Out: `Preview`: for each column of our tables how many cells change, with examples of what the rule does, and
how many incidents and documents stay back. The examples hold what the profile protects: show them to those who may see the register.
Not here: the redaction (`redact`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sijill.model import Document
from sijill.publish.base import Edition, IncidentRecord
from sijill.publish.csv_tables import TABLES
from sijill.publish.profile import Profile
from sijill.publish.redact import Redactor
from sijill.publish.table import Cell, Table, to_text

EXAMPLES = 3


@dataclass
class ColumnPreview:
    """One column: cells that stay, become empty, or change, with a few `(before, after)` of those that do not stay."""

    table: str
    column: str
    kept: int = 0
    removed: int = 0
    changed: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)

    def count(self, before: str, after: str) -> None:
        """Count one cell that was not empty."""
        if before == after:
            self.kept += 1
            return
        if after:
            self.changed += 1
        else:
            self.removed += 1
        if len(self.examples) < EXAMPLES and (before, after) not in self.examples:
            self.examples.append((before, after))


@dataclass(frozen=True)
class Preview:
    """What a profile would do: incidents and documents that leave or stay back, and every column that changes."""

    profile: str
    incidents: int
    held_back: int
    documents: int
    documents_held_back: int
    columns: tuple[ColumnPreview, ...]


def preview_profile(edition: Edition, profile: Profile) -> Preview:
    """Return what the profile would remove from the edition, in one pass."""
    counts: dict[tuple[str, str], ColumnPreview] = {}
    incidents = held_back = 0
    shown: set[str] = set()
    redactor = Redactor(edition, profile)
    for incident, claims in edition.incidents():
        incidents += 1
        redacted = redactor.find(incident, claims)
        if redacted is None:
            held_back += 1
            continue
        shown |= set(incident.document_ids)
        before = IncidentRecord(incident, claims, edition.packs, edition.version, edition.released)
        after = IncidentRecord(*redacted, edition.packs, edition.version, edition.released)
        count_rows("incidents", before, after, counts)
    documents = documents_held_back = 0
    for document in edition.documents():
        documents += 1
        if document.id in shown:
            count_rows("documents", document, redactor.redact_document(document), counts)
        else:
            documents_held_back += 1
    changed = tuple(c for c in counts.values() if c.removed or c.changed)
    return Preview(profile.id, incidents, held_back, documents, documents_held_back, changed)


def count_rows(
    origin: str, before: IncidentRecord | Document, after: IncidentRecord | Document, counts: dict[tuple[str, str], ColumnPreview]
) -> None:
    """Count the cells of all tables that the same incident or document fills before and after."""
    for table in TABLES:
        if table.origin == origin:
            for column, one, other in iter_cells(table, before, after):
                text = to_text(one)
                if text:
                    counts.setdefault((table.name, column), ColumnPreview(table.name, column)).count(text, to_text(other))


def iter_cells(table: Table[Any], before: IncidentRecord | Document, after: IncidentRecord | Document) -> Iterator[tuple[str, Cell, Cell]]:
    """Yield column and both cells; redaction keeps the number and order of rows."""
    for old, new in zip(table.iter_rows(before), table.iter_rows(after), strict=True):
        yield from zip(table.names, old, new, strict=True)
