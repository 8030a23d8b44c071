"""Releases: a dated, versioned folder that can be cited, checked, and made again bit for bit.

In: an edition with its version and day, formats, and the folder of the last release. Out: `data/`, `codebook/`, `index.csv`, `changes.csv`,
`sources.csv`, `README.md`, `datacite.json`, `ro-crate-metadata.json`, `SHA256SUMS`.
No clock is read: the same register, version and day give the same bytes.
Not here: the formats, signing (sign `SHA256SUMS` with the tool that you trust).
"""

import csv
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from sijill import __version__
from sijill.errors import UserError
from sijill.packs import PACKS_FOLDER
from sijill.publish import export_edition, get_exporter
from sijill.publish.base import Edition
from sijill.publish.changes import iter_changes, load_index, make_entry, write_changes, write_index

DEFAULT_FORMATS = ("csv", "geojson", "sqlite", "hxl", "acled", "ucdp", "airwars")
SUMS = "SHA256SUMS"
ATTRIBUTION = """Places and coordinates come from GeoNames (https://www.geonames.org/, CC BY 4.0), selected and matched by Sijill, unless
`place_id` names another gazetteer. Reports belong to their publishers, who are listed in `sources.csv`; quotations are theirs. Files
named after ACLED, UCDP and Airwars follow the columns of those data sets, and are neither made nor endorsed by them."""


def make_release(edition: Edition, out: Path, *, formats: Sequence[str] = DEFAULT_FORMATS, previous: Path | None = None) -> Path:
    """Write the release to `out`/VERSION and return that folder; raises UserError where it exists, for a release never changes."""
    if edition.released is None:
        raise UserError("a release needs a day")
    folder = out / edition.version
    if folder.exists():
        raise UserError(f"{folder} exists; a release is never changed, give a new version")
    before = load_index(previous / "index.csv") if previous is not None else {}
    partial = out / f".{edition.version}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in formats:
        get_exporter(name)
        export_edition(edition, name, partial / "data" / name)
    entries = {entry.incident_id: entry for entry in (make_entry(r.incident) for r in edition.iter_records())}
    write_index(partial / "index.csv", entries.values())
    changes = write_changes(partial / "changes.csv", iter_changes(before, entries))
    shutil.copytree(PACKS_FOLDER / "codebook", partial / "codebook", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    write_sources(partial / "sources.csv", edition)
    (partial / "README.md").write_text(describe(edition, len(entries), changes, formats), encoding="utf-8")
    write_json(partial / "datacite.json", make_datacite(edition))
    write_json(partial / "ro-crate-metadata.json", make_crate(edition, partial))
    write_sums(partial)
    partial.rename(folder)
    return folder


def describe(edition: Edition, incidents: int, changes: dict[str, int], formats: Sequence[str]) -> str:
    """Return the release's README: what it is, what changed, how to read and check it."""
    counted = ", ".join(f"{number} {kind}" for kind, number in sorted(changes.items())) or "nothing"
    limits = [f"- `data/{name}/`: {get_exporter(name).title}. {' '.join(get_exporter(name).cannot_say)}" for name in formats]
    return "\n".join(
        [
            f"# {edition.title}, release {edition.version}",
            "",
            f"Released {edition.released}. {incidents} incidents. Made with Sijill {__version__}.",
            "",
            f"Since the last release: {counted} (`changes.csv`, with the successors of incidents that ended).",
            "",
            "## What is in it, and what it cannot say",
            "",
            *limits,
            "",
            "An empty cell means that no source says anything. Codes are defined in `codebook/`, sources are listed in `sources.csv`.",
            "",
            "## Check it",
            "",
            f"    sha256sum --check {SUMS}",
            "",
            "## Attribution",
            "",
            ATTRIBUTION,
            "",
        ]
    )


def write_sources(path: Path, edition: Edition) -> None:
    """Write every publisher with the number of its documents and incidents."""
    documents: dict[str, set[str]] = {}
    incidents: dict[str, set[str]] = {}
    for item in edition.iter_claims():
        name = item.record.get_source_name(item.claim)
        documents.setdefault(name, set()).add(item.claim.document_id)
        incidents.setdefault(name, set()).add(item.record.incident.incident_id)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("source", "documents", "incidents", "release"))
        for name in sorted(documents):
            writer.writerow((name, len(documents[name]), len(incidents[name]), edition.version))


def make_datacite(edition: Edition) -> dict[str, Any]:
    """Return metadata in the DataCite schema (4.5), without the identifier that a registry gives."""
    return {
        "titles": [{"title": edition.title}],
        "creators": [{"name": "FILL IN: who answers for this register", "nameType": "Organizational"}],
        "publisher": {"name": "FILL IN"},
        "publicationYear": edition.released.year if edition.released else None,
        "version": edition.version,
        "dates": [{"date": str(edition.released), "dateType": "Issued"}],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Register of incidents of armed conflict"},
        "rightsList": [{"rights": "FILL IN"}],
        "descriptions": [{"description": ATTRIBUTION.replace("\n", " "), "descriptionType": "TechnicalInfo"}],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


def make_crate(edition: Edition, folder: Path) -> dict[str, Any]:
    """Return metadata as an RO-Crate (1.1) that lists every data file with its SHA-256."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    listed = [
        {"@id": p.relative_to(folder).as_posix(), "@type": "File", "contentSize": p.stat().st_size, "sha256": hash_file(p)} for p in files
    ]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": edition.title,
        "description": "A register of incidents of armed conflict; README.md says what it holds and what it cannot say.",
        "version": edition.version,
        "datePublished": str(edition.released),
        "license": "FILL IN",
        "hasPart": [{"@id": item["@id"]} for item in listed],
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, *listed]}


def write_json(path: Path, value: Any) -> None:
    """Write readable JSON."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file, as `sha256sum` reads it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    lines = [f"{hash_file(p)}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
