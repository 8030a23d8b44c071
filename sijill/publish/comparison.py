"""A comparison of the register with another data set, and its files: a table and JSON.

In: `Comparison`. Out: `comparison.csv`, `comparison.json`. Not here: matching (`sijill.pipeline.compare`).
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

Status = Literal["match", "further", "ours_only", "theirs_only"]
DIFFERENCES = ("event_type", "date", "place", "killed", "injured", "perpetrator")


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What one side says of an event: `id` is the incident's or the row's, `line` the row's line in its file.

    `actors` are ids, or words where the actor is not known. Numbers are None where the side says nothing.
    """

    id: str
    title: str
    event_type: str
    start: str | None
    end: str | None
    place: str | None
    place_ar: str | None = None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    killed: tuple[int | None, int | None] | None
    injured: tuple[int | None, int | None] | None
    actors: tuple[str, ...]
    line: int | None = None


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a comparison: a match, a further match of an event that has a better one, or an event of one side alone.

    `differs` names what the sides disagree on: both say something, and not the same. `days`, `km`, `deaths` are how far they are apart
    (None where one says nothing). `comparable`: the other side covers the day and the country, so that its silence means something.
    """

    status: Status
    ours: Side | None
    theirs: Side | None
    probability: float | None = None
    reasons: dict[str, float] = {}
    differs: tuple[str, ...] = ()
    days: int | None = None
    km: float | None = None
    deaths: int | None = None
    comparable: bool = True


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """All lines, with the title of the register, the other data set, its file, and how many of its rows could not be read."""

    title: str
    other: str
    file: str
    skipped: int
    pairs: tuple[Pair, ...]

    def select(self, *statuses: Status) -> tuple[Pair, ...]:
        """Return the lines of some statuses."""
        return tuple(p for p in self.pairs if p.status in statuses)

    def summarise(self) -> dict[str, int]:
        """Return the numbers of a comparison, in the order in which they are told."""
        matches, further = self.select("match"), self.select("further")
        ours, theirs = self.select("ours_only"), self.select("theirs_only")
        both = [(p.ours.killed, p.theirs.killed) for p in matches if p.ours and p.theirs]
        counts = {
            "ours": len({p.ours.id for p in self.pairs if p.ours}),
            "theirs": len({p.theirs.id for p in self.pairs if p.theirs}),
            "matches": len(matches),
            "further": len(further),
            "ours_only": sum(p.comparable for p in ours),
            "theirs_only": sum(p.comparable for p in theirs),
            "ours_beyond": sum(not p.comparable for p in ours),
            "theirs_beyond": sum(not p.comparable for p in theirs),
            "killed_known_to_both": sum(a is not None and b is not None for a, b in both),
        }
        return counts | {f"differs_{name}": sum(name in p.differs for p in matches) for name in DIFFERENCES}


def write_comparison(comparison: Comparison, folder: Path) -> tuple[Path, Path]:
    """Write the table and the JSON; return both files."""
    folder.mkdir(parents=True, exist_ok=True)
    table, data = folder / "comparison.csv", folder / "comparison.json"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(iter_rows(comparison))
    body = {"summary": comparison.summarise(), **msgspec.to_builtins(comparison)}
    data.write_bytes(msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n")
    return table, data


SIDE = ("id", "event_type", "start", "end", "place", "admin1", "country", "lat", "lon", "precision")
SIDE_COLUMNS = (*SIDE, "killed_min", "killed_max", "injured_min", "injured_max", "actors")
PAIR = ("status", "probability", "differs", "days_apart", "km_apart", "deaths_apart", "comparable")
COLUMNS = (*PAIR, *(f"ours_{name}" for name in SIDE_COLUMNS), *(f"theirs_{name}" for name in SIDE_COLUMNS), "theirs_line", "reasons")


def iter_rows(comparison: Comparison) -> Iterator[list[object]]:
    """Yield a line of the table for each pair."""
    for pair in comparison.pairs:
        probability = None if pair.probability is None else round(pair.probability, 3)
        km = None if pair.km is None else round(pair.km, 1)
        head = [pair.status, probability, "; ".join(pair.differs), pair.days, km, pair.deaths, "yes" if pair.comparable else "no"]
        reasons = "; ".join(f"{name} {bits:+.1f}" for name, bits in pair.reasons.items())
        yield [*head, *list_side(pair.ours), *list_side(pair.theirs), pair.theirs.line if pair.theirs else None, reasons]


def list_side(side: Side | None) -> list[object]:
    """Return the cells of one side, empty where there is none."""
    if side is None:
        return [None] * len(SIDE_COLUMNS)
    numbers = [end for told in (side.killed, side.injured) for end in (told or (None, None))]
    return [*(getattr(side, name) for name in SIDE), *numbers, "; ".join(side.actors)]
