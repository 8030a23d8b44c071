"""ACLED-like: events in the columns of ACLED's export.

In: an edition. Out: `acled_like.csv` and `acled_like_left_out.csv`, which names every incident without an event and why.
Not here: the columns (`acled_columns`), how an incident becomes events (`acled_events`).
"""

from pathlib import Path

from sijill.publish.acled_columns import COLUMNS
from sijill.publish.acled_events import iter_merged, make_events
from sijill.publish.base import Edition, Exporter
from sijill.publish.coded import Coding, write_coded


class AcledLike(Exporter):
    """Events in ACLED's columns: one a day, place and pair of actors, with the lowest reported number of deaths."""

    name = "acled"
    title = "ACLED-like (31 columns)"
    readers = "acledR, scripts and dashboards made for ACLED's export"
    cannot_say = (
        "Not ACLED's data, nor coded by ACLED. Machine coding follows the published codebook as far as sources are explicit.",
        "One number of deaths, the lowest reported; unknown is 0. Ranges, injuries, status and groups are lost.",
        "One first actor. Where sources accuse several, one that admits the act comes first, else the one that most claims name; the others"
        " are in `notes`.",
        "Undated incidents, dates less precise than a month and places less precise than a province are left out; the file"
        " `acled_like_left_out.csv` lists them with the reason.",
        "An incident over a range of days becomes an event for each day, its deaths split evenly; weeks and months become"
        " their middle day.",
        "Territory counts as taken by a fight where a source speaks of casualties, weapons or an armed party that lost it; else it is a"
        " non-violent transfer. That a place was held for less than a day is not known.",
        "Words for numbers count by the lower end of their coding (dozens, tens: 12; hundreds: 200); ACLED counts 12, 10 and 100."
        " A suicide bomber counts where a source counts him.",
        "`timestamp` is empty before a release.",
        "`tags` holds the incident ids, grade, place precision and release, which ACLED has no columns for.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write events and left-out incidents in one pass."""
        return write_coded(Coding("acled_like", COLUMNS, make_events, iter_merged), edition, folder)
