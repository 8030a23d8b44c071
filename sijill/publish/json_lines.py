"""JSON Lines: the interchange format, complete.

In: an edition. Out: `incidents.jsonl`, `claims.jsonl`, `documents.jsonl`, `decisions.jsonl`, which `sijill import` makes a register of.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from sijill.model import Document
from sijill.publish.base import Edition, Exporter

_ENCODER = msgspec.json.Encoder()


class JsonLines(Exporter):
    """Incidents with their assessments, claims with their spans, documents with their texts, and decisions, one JSON object a line."""

    name = "jsonl"
    title = "JSON Lines (complete)"
    readers = "`sijill import`, `sijill link`, jq, DuckDB, pandas"
    cannot_say = (
        "Captures (the bytes as they came), the log of runs and the register's own packs stay in the register.",
        "Documents hold their full text, which belongs to the publishers: do not publish `documents.jsonl` unless you may.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the four files."""
        claims = (c.claim for c in edition.iter_claims()) if edition.all_claims is None else edition.all_claims()
        return (
            write_lines(folder / "incidents.jsonl", (r.incident for r in edition.iter_records())),
            write_lines(folder / "claims.jsonl", claims),
            write_lines(folder / "documents.jsonl", (without_capture(d) for d in edition.documents())),
            write_lines(folder / "decisions.jsonl", edition.decisions()),
        )


def without_capture(document: Document) -> Document:
    """Return the document without the id of a capture that does not leave."""
    return msgspec.structs.replace(document, capture_id=None)


def write_lines(path: Path, values: Iterable[msgspec.Struct]) -> Path:
    """Write one JSON object a line; return `path`."""
    with path.open("wb") as file:
        for value in values:
            file.write(_ENCODER.encode(value) + b"\n")
    return path
