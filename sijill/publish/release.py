"""Releases: a dated, versioned folder that can be cited, checked, and made again bit for bit.

In: an edition with its version and day, and what the release is to hold. Out: `data/`, `codebook/`, `method/`, `index.csv`, `changes.csv`,
`tombstones.csv`, `sources.csv`, `gazetteers.csv`, `README.md`, `datacite.json`, `ro-crate-metadata.json`, `SHA256SUMS`, and with a key
`SHA256SUMS.minisig`. No clock is read: the same register, version and day give the same bytes.
Not here: the formats, the metadata (`about`), what is owed to others (`credits`), the signature (`signing`).
"""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

import sijill
from sijill.errors import UserError
from sijill.gazetteer.added import AddedFile
from sijill.packs import PACKS_FOLDER
from sijill.publish import export_edition, get_exporter
from sijill.publish.about import NOBODY, About, make_crate, make_datacite
from sijill.publish.base import Edition
from sijill.publish.changes import Change, iter_changes, load_index, make_entry, write_changes, write_index, write_tombstones
from sijill.publish.credits import write_credits

DEFAULT_FORMATS = ("csv", "geojson", "sqlite", "hxl", "acled", "ucdp", "airwars")
SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.minisig"
# Signs bytes with a comment that is signed too (`signing`).
Signer = Callable[[bytes, str], bytes]
SUMMARY = "A register of incidents of armed conflict; README.md says what it holds and what it cannot say."
NOT_ENDORSED = "Files named after ACLED, UCDP and Airwars follow the columns of those data sets, and are neither made nor endorsed by them."
# The pages on method stand beside the package in a checkout, and inside it in a wheel (`hatch_build.py`).
PAGES = (PACKS_FOLDER.parent / "method", PACKS_FOLDER.parent.parent / "docs" / "method")


@dataclass(frozen=True)
class ReleaseOptions:
    """What a release holds beside the edition.

    `formats`, `previous` (the folder of the last release), `about` (who answers for it), `profile` (the title of the redaction profile),
    `place_files` (those that were used beside the default gazetteer), and `sign`.
    """

    formats: Sequence[str] = DEFAULT_FORMATS
    previous: Path | None = None
    about: About = NOBODY
    profile: str | None = None
    place_files: Sequence[AddedFile] = ()
    sign: Signer | None = None


def make_release(edition: Edition, out: Path, options: ReleaseOptions | None = None) -> Path:
    """Write the release to `out`/VERSION and return that folder; raises UserError where it exists, for a release never changes."""
    options = options or ReleaseOptions()
    if edition.released is None:
        raise UserError("a release needs a day")
    folder = out / edition.version
    if folder.exists():
        raise UserError(f"{folder} exists; a release is never changed, give a new version")
    before = load_index(options.previous / "index.csv") if options.previous is not None else {}
    partial = out / f".{edition.version}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in options.formats:
        get_exporter(name)
        export_edition(edition, name, partial / "data" / name)
    entries = {entry.incident_id: entry for entry in (make_entry(r.incident) for r in edition.iter_records())}
    write_index(partial / "index.csv", entries.values())
    changes = list(iter_changes(before, entries))
    write_changes(partial / "changes.csv", changes)
    write_tombstones(partial / "tombstones.csv", changes, edition.version, options.previous)
    copy_pages(partial)
    attributions = write_credits(edition, partial, options.place_files)
    text = describe(edition, options, len(entries), changes)
    (partial / "README.md").write_text(text + describe_attribution(attributions), encoding="utf-8")
    datacite = make_datacite(options.about, edition, SUMMARY)
    if datacite is not None:
        write_json(partial / "datacite.json", datacite)
    write_json(partial / "ro-crate-metadata.json", make_crate(options.about, edition, list_files(partial), SUMMARY))
    sums = write_sums(partial)
    if options.sign is not None:
        comment = f"{options.about.title or edition.title}, release {edition.version}, {edition.released}"
        (partial / SIGNATURE).write_bytes(options.sign(sums.read_bytes(), comment))
    partial.rename(folder)
    return folder


def copy_pages(folder: Path) -> None:
    """Put the codebook and the pages on method into a release."""
    shutil.copytree(PACKS_FOLDER / "codebook", folder / "codebook", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for source in PAGES:
        if source.is_dir():
            shutil.copytree(source, folder / "method")
            return


def describe(edition: Edition, options: ReleaseOptions, incidents: int, changes: Sequence[Change]) -> str:
    """Return the release's README up to the attribution: what it is, who answers for it, what changed, how to read and check it."""
    about = options.about
    made = [f"Released {edition.released}. {incidents} incidents. Made with Sijill {sijill.__version__}."]
    made += [about.description] if about.description else []
    made += [f"By {', '.join(c.name for c in about.creators)}."] if about.creators else []
    made += [f"Published by {about.publisher}."] if about.publisher else []
    made += [f"Contact: {about.contact}."] if about.contact else []
    made += [f"Cite it as https://doi.org/{about.doi}."] if about.doi else []
    named = f"{about.licence or about.licence_address} ({about.licence_address})" if about.licence_address else "none is stated"
    limits = [f"- `data/{name}/`: {get_exporter(name).title}. {' '.join(get_exporter(name).cannot_say)}" for name in options.formats]
    withheld = [f"Redacted: {options.profile} (see `method/` and the profiles of Sijill)."] if options.profile else []
    return "\n\n".join(
        [
            f"# {about.title or edition.title}, release {edition.version}",
            *made,
            f"Licence: {named}.",
            *withheld,
            "## Since the last release",
            describe_changes(changes),
            "## What is in it, and what it cannot say",
            "\n".join(limits),
            "An empty cell means that no source says anything. Codes are defined in `codebook/`, how numbers and grades come about in"
            " `method/`; sources are listed in `sources.csv`, gazetteers in `gazetteers.csv`.",
            "## Check it",
            f"    sha256sum --check {SUMS}",
        ]
    )


def describe_changes(changes: Sequence[Change]) -> str:
    """Return what became of incidents since the last release, in numbers, and where every one of them is named."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    counted = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "nothing"
    return f"{counted}. `changes.csv` names each; `tombstones.csv` names all incidents that ever ended, with what carries them on."


def describe_attribution(attributions: Sequence[str]) -> str:
    """Return the last section of the README."""
    owed = "\n".join(f"- {sentence}" for sentence in (*attributions, NOT_ENDORSED))
    return f"\n\n## Attribution\n\nReports belong to their publishers, who are listed in `sources.csv`; quotations are theirs.\n\n{owed}\n"


def list_files(folder: Path) -> list[dict[str, Any]]:
    """Return every file of a release as RO-Crate writes it, with its SHA-256."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        {
            "@id": path.relative_to(folder).as_posix(),
            "@type": "File",
            "name": path.name,
            "contentSize": str(path.stat().st_size),
            "sha256": hash_file(path),
        }
        for path in files
    ]


def write_json(path: Path, value: Any) -> None:
    """Write readable JSON."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def write_sums(folder: Path) -> Path:
    """Write the SHA-256 of every file, as `sha256sum` reads it; return the file."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    lines = [f"{hash_file(p)}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return folder / SUMS


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
