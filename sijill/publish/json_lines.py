"""JSON Lines: the interchange format, complete.

In: an edition. Out: `incidents.jsonl`, `claims.jsonl`, `documents.jsonl`, which `sijill link` and
`sijill add` read again.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from sijill.publish.base import Edition, Exporter

_ENCODER = msgspec.json.Encoder()


class JsonLines(Exporter):
    """Incidents with their assessments, claims with their spans, and documents with their texts, one JSON object a line."""

    name = "jsonl"
    title = "JSON Lines (complete)"
    readers = "programs, `sijill add`, `sijill link`, jq, DuckDB, pandas"
    cannot_say = (
        "Captures (the bytes as they came) and decisions stay in the register.",
        "Documents hold their full text, which belongs to the publishers: do not publish `documents.jsonl` unless you may.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the three files; incidents and claims are in the same order."""
        return (
            write_lines(folder / "incidents.jsonl", (r.incident for r in edition.iter_records())),
            write_lines(folder / "claims.jsonl", (c.claim for c in edition.iter_claims())),
            write_lines(folder / "documents.jsonl", edition.documents()),
        )


def write_lines(path: Path, values: Iterable[msgspec.Struct]) -> Path:
    """Write one JSON object a line; return `path`."""
    with path.open("wb") as file:
        for value in values:
            file.write(_ENCODER.encode(value) + b"\n")
    return path
