"""Airwars-like: incidents with harm to people in the columns of Airwars' incident data.

In: an edition. Out: `airwars_like_incidents.csv` and the side tables `..._sources.csv` and `..._casualties.csv`.
Not here: the columns (`airwars_tables`).
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sijill.model import Claim, Incident
from sijill.publish.airwars_tables import TABLES
from sijill.publish.base import Edition, Exporter
from sijill.publish.csv_tables import write_tables


class AirwarsLike(Exporter):
    """Incidents of violence in the columns of Airwars' incident table, with its side tables of sources and casualties."""

    name = "airwars"
    title = "Airwars-like (incidents, sources, casualties)"
    readers = "scripts made for Airwars' incident tables"
    cannot_say = (
        "Not Airwars' data, nor graded by Airwars. Grades follow `docs/method/grading.md`.",
        "Columns on victims by name, infrastructure, time of day, assessments by belligerents and geolocation sign-off are empty.",
        "`num_sources` counts documents; independent sources are in `incidents.csv` of the format `csv`.",
        "Up to four accused parties; one flag column for each belligerent is left out.",
        "Only incidents of a type that can harm people; best values are lost, ranges stay.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the three tables."""
        chosen = replace(edition, incidents=lambda: iter_harmful(edition))
        return write_tables(TABLES, chosen, folder, prefix="airwars_like_")


def iter_harmful(edition: Edition) -> Iterator[tuple[Incident, tuple[Claim, ...]]]:
    """Yield the incidents of types that can harm people."""
    types = edition.packs.codebook.event_types
    for incident, claims in edition.incidents():
        if incident.event_type in types and types[incident.event_type].harmful:
            yield incident, claims
