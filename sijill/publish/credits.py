"""Whose work a release rests on: publishers, data sets and gazetteers, with licence and attribution.

In: an edition, and the place files that were used. Out: `sources.csv` and `gazetteers.csv`.
Not here: who answers for the release (`about`).
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sijill.gazetteer.added import AddedFile
from sijill.packs import PACKS_FOLDER, Source, load_yaml
from sijill.packs.columns import ColumnMap, list_column_maps
from sijill.publish.base import Edition

SOURCE_COLUMNS = ("source", "source_id", "type", "country", "documents", "incidents", "licence", "attribution", "release")
GAZETTEER_COLUMNS = ("gazetteer", "title", "places", "incidents", "licence", "attribution", "address", "sha256", "release")
UNSTATED = "not stated"
OWN_TERMS = "Reports belong to their publisher; quoted words are its own."


class Gazetteer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gazetteer by the scheme of its place ids, with its terms."""

    id: str
    title: str
    licence: str
    url: str = ""
    attribution: str = ""


@dataclass
class Tally:
    """What an edition rests on: documents and incidents of each publisher, places and incidents of each gazetteer."""

    documents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    incidents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    source_ids: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    located: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def write_credits(edition: Edition, folder: Path, place_files: Iterable[AddedFile]) -> tuple[str, ...]:
    """Write both tables in one pass over the edition; return the sentences of attribution that a release must carry."""
    tally = count_sources(edition)
    terms = {m.source: m for m in list_column_maps()}
    gazetteers = {g.id: g for g in load_yaml(PACKS_FOLDER / "publishing" / "gazetteers.yml", list[Gazetteer])}
    used = [gazetteers.get(scheme) or Gazetteer(id=scheme, title=scheme, licence=UNSTATED) for scheme in sorted(tally.places)]
    write_table(folder / "sources.csv", SOURCE_COLUMNS, list_sources(tally, terms, edition))
    listed = [
        (g.id, g.title, len(tally.places[g.id]), tally.located[g.id], g.licence, g.attribution, g.url, "", edition.version) for g in used
    ]
    files = [("file", f.name, "", "", f.licence or UNSTATED, "", "", f.sha256, edition.version) for f in place_files]
    write_table(folder / "gazetteers.csv", GAZETTEER_COLUMNS, [*listed, *files])
    data_sets = [terms[i].attribution or "" for i in sorted(set(tally.source_ids.values())) if i in terms]
    return tuple(sentence for sentence in dict.fromkeys([*(g.attribution for g in used), *data_sets]) if sentence)


def count_sources(edition: Edition) -> Tally:
    """Return what the edition rests on."""
    tally = Tally()
    for record in edition.iter_records():
        for claim in record.claims:
            name = record.get_source_name(claim)
            tally.documents[name].add(claim.document_id)
            tally.incidents[name].add(record.incident.incident_id)
            if claim.document is not None and claim.document.source_id:
                tally.source_ids.setdefault(name, claim.document.source_id)
        place = record.incident.place
        if place is not None and place.place_id:
            scheme = place.place_id.partition(":")[0]
            tally.places[scheme].add(place.place_id)
            tally.located[scheme] += 1
    return tally


def list_sources(tally: Tally, terms: Mapping[str, ColumnMap], edition: Edition) -> Iterator[tuple[object, ...]]:
    """Yield a row for each publisher; for a data set its own terms."""
    for name in sorted(tally.documents):
        source_id = tally.source_ids.get(name, "")
        data_set = terms.get(source_id)
        licence, attribution = (data_set.licence, data_set.attribution) if data_set else (OWN_TERMS, name)
        known = describe_source(edition.packs.sources.get(source_id))
        yield name, source_id, *known, len(tally.documents[name]), len(tally.incidents[name]), licence, attribution, edition.version


def describe_source(source: Source | None) -> tuple[str, str]:
    """Return type and country of a source, empty where the packs do not know it."""
    return (source.type, source.country or "") if source is not None else ("", "")


def write_table(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write a CSV table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
