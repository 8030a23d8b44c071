"""HXL and HDX: incidents with a row of hashtags below the header, as the Humanitarian Data Exchange reads them.

In: an edition. Out: `incidents_hxl.csv` with the columns of `incidents.csv` that have a hashtag.
"""

from dataclasses import replace
from pathlib import Path

from sijill.publish.base import Edition, Exporter
from sijill.publish.csv_tables import write_tables
from sijill.publish.incident_tables import INCIDENTS

COLUMNS = tuple(c for c in INCIDENTS.columns if c.hxl)
TAGGED = replace(INCIDENTS, name="incidents_hxl", columns=COLUMNS, tags=tuple(c.hxl or "" for c in COLUMNS))


class Hxl(Exporter):
    """Incidents as CSV with HXL hashtags in the second row."""

    name = "hxl"
    title = "CSV with HXL hashtags"
    readers = "Humanitarian Data Exchange, libhxl, Quick Charts"
    suffix = ".csv"
    cannot_say = (
        "One row an incident: who says what is in the tables of `csv`.",
        "Administrative units are names; P-codes only where the gazetteer has them as `place_id`.",
        "`+min`, `+max` and `+best` are attributes of ours: HXL has no standard for ranges.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the table with its tag row."""
        return write_tables([TAGGED], edition, folder)
