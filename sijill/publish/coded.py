"""Files of events coded as another data set codes them, with a list of what has no place there.

In: an edition, columns, and how an incident is coded. Out: `NAME.csv` and `NAME_left_out.csv` (incident, reason, release), in one pass.
Not here: any coding (`acled_events`, `ucdp_events`).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from sijill.publish.base import Edition, IncidentRecord
from sijill.publish.table import Column, to_text

E = TypeVar("E")


@dataclass(frozen=True)
class Coding(Generic[E]):
    """How a data set codes: `code` gives the events of an incident or the reason why there is none; `arrange` merges and orders them."""

    name: str
    columns: Sequence[Column[E]]
    code: Callable[[IncidentRecord], list[E] | str]
    arrange: Callable[[Iterable[E]], Iterable[E]] = iter


def write_coded(coding: Coding[E], edition: Edition, folder: Path) -> tuple[Path, Path]:
    """Write events and left-out incidents; return both files."""
    events, left_out = folder / f"{coding.name}.csv", folder / f"{coding.name}_left_out.csv"
    with events.open("w", encoding="utf-8", newline="") as file, left_out.open("w", encoding="utf-8", newline="") as rest:
        rows, refused = csv.writer(file, lineterminator="\n"), csv.writer(rest, lineterminator="\n")
        rows.writerow([c.name for c in coding.columns])
        refused.writerow(("incident_id", "reason", "release"))

        def iter_coded() -> Iterator[E]:
            for record in edition.iter_records():
                coded = coding.code(record)
                if isinstance(coded, str):
                    refused.writerow((record.incident.incident_id, coded, record.version))
                else:
                    yield from coded

        for event in coding.arrange(iter_coded()):
            rows.writerow([to_text(c.value(event)) for c in coding.columns])
    return events, left_out
