"""UCDP-GED-like: lethal events in the columns of UCDP's georeferenced event data.

In: an edition. Out: `ucdp_ged_like.csv` and `ucdp_ged_like_left_out.csv`, which names every incident without an event and why.
"""

from pathlib import Path

from sijill.publish.base import Edition, Exporter
from sijill.publish.coded import Coding, write_coded
from sijill.publish.ucdp_columns import COLUMNS
from sijill.publish.ucdp_events import make_event


class UcdpLike(Exporter):
    """Lethal events in UCDP GED's columns: two sides, and a low, best and high number of deaths."""

    name = "ucdp"
    title = "UCDP-GED-like (49 columns)"
    readers = "scripts made for UCDP GED"
    cannot_say = (
        "Not UCDP's data, nor coded by UCDP: no check of 25 deaths a year, so `active_year` and all of UCDP's own numbers are empty.",
        "Incidents without a death, a date or a place are left out; `ucdp_ged_like_left_out.csv` lists them with the reason.",
        "Injuries, groups and grades are lost. `relid` is the incident's id; grade and release are in the tables of `csv`.",
        "Two sides. Other parties that are accused are lost, and `code_status` is `Check actors` where a side is not named.",
        "`best` is that of the register's rule, with dead whose status nobody gives in `deaths_unknown`; `low` and `high` span the totals"
        " of independent sources.",
        "Events in Palestine are filed under Israel (666), as UCDP does. Other territories outside its list of states are left out.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write events and left-out incidents in one pass."""
        return write_coded(Coding("ucdp_ged_like", COLUMNS, make_event), edition, folder)
