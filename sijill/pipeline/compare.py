"""Comparing a register with another data set: matches, what each side lacks, and what they disagree on.

In: an edition, and a table with its column map, or an export of another register. Out: `Comparison`. Nothing is written to the register.
Both sides become claims, one for each incident and one for each row (`told`), so that the linker's own evidence decides.
Not here: the evidence (`sijill.link.match`), files and pages (`sijill.publish.comparison`).
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from sijill.link.compare import distance_km
from sijill.link.match import Match, match_claims
from sijill.model import Incident
from sijill.packs import Packs
from sijill.pipeline.restore import iter_lines
from sijill.pipeline.tables import TableOptions, open_table
from sijill.pipeline.told import Numbers, Told, tell_incident, tell_row
from sijill.publish.base import Edition, IncidentRecord
from sijill.publish.comparison import Comparison, Pair, Side, Status
from sijill.store.blobs import Blobs

LEAST = 0.25  # a table has no wording that could speak for a pair
# First and last day by country; None stands for all countries together.
Reach = Mapping[str | None, tuple[str, str]]


def compare_edition(edition: Edition, path: Path, packs: Packs, *, options: TableOptions | None = None, least: float = LEAST) -> Comparison:
    """Compare an edition with a table, or with the folder or `incidents.jsonl` of our own export; raises InputError."""
    ours = [tell_incident(record) for record in edition.iter_records()]
    other, theirs, skipped = load_other(path, packs, options or TableOptions())
    matches = match_claims([t.claim for t in ours], [t.claim for t in theirs], packs, least=least)
    pairs = tuple(iter_pairs(ours, theirs, matches))
    return Comparison(title=edition.title, other=other, file=path.name, skipped=skipped, pairs=pairs)


def load_other(path: Path, packs: Packs, options: TableOptions) -> tuple[str, list[Told], int]:
    """Return the name of the other data set, its events, and how many rows could not be read."""
    own = path / "incidents.jsonl" if path.is_dir() else path
    if own.name == "incidents.jsonl" and options.columns is None:
        incidents = iter_lines(own, Incident)
        return "another register", [tell_incident(IncidentRecord(incident, (), packs, "")) for incident in incidents], 0
    with tempfile.TemporaryDirectory() as folder:
        converter, rows = open_table(path, Blobs(Path(folder)), packs, options)
        found = [row for _, row in rows]
    told = [tell_row(row.claim, row.document.extra.get("row")) for row in found if row.claim is not None and row.document is not None]
    return options.source or converter.map.title, told, len(found) - len(told)


def iter_pairs(ours: Sequence[Told], theirs: Sequence[Told], matches: Iterable[Match]) -> Iterator[Pair]:
    """Yield matches, then what each side has alone, by day."""
    mine, others = {t.claim.claim_id: t for t in ours}, {t.claim.claim_id: t for t in theirs}
    found: set[str] = set()
    for match in matches:
        found |= {match.ours, match.theirs}
        yield make_pair(mine[match.ours], others[match.theirs], match)
    yield from iter_alone(ours, theirs, found, "ours_only")
    yield from iter_alone(theirs, ours, found, "theirs_only")


def iter_alone(told: Sequence[Told], other: Sequence[Told], found: set[str], status: Status) -> Iterator[Pair]:
    """Yield the events of one side that have no match; those beyond the days and countries of the other side are not comparable."""
    reach = find_reach(other)
    for event in sorted((t for t in told if t.claim.claim_id not in found), key=lambda t: (t.side.start or "", t.side.id)):
        sides = (event.side, None) if status == "ours_only" else (None, event.side)
        yield Pair(status=status, ours=sides[0], theirs=sides[1], comparable=is_within(event.side, reach))


def find_reach(told: Sequence[Told]) -> Reach:
    """Return the first and last day of each country that a side covers, and under None of everything."""
    reach: dict[str | None, tuple[str, str]] = {}
    for side in (t.side for t in told):
        if side.start and side.end:
            for key in {side.country, None}:
                first, last = reach.get(key, (side.start, side.end))
                reach[key] = min(first, side.start), max(last, side.end)
    return reach


def is_within(side: Side, reach: Reach) -> bool:
    """Lies the event in the days of its country, or where one side names no country, in all days? Unknown days count as outside."""
    days = reach.get(side.country if reach.keys() - {None} else None)
    return days is not None and side.start is not None and side.end is not None and side.start <= days[1] and days[0] <= side.end


def make_pair(ours: Told, theirs: Told, match: Match) -> Pair:
    """Return a match with everything that the sides disagree on."""
    a, b = ours.side, theirs.side
    days = ours.claim.date.gap_days(theirs.claim.date) if ours.claim.date and theirs.claim.date else None
    km = measure_km(a, b)
    deaths = measure_gap(a.killed, b.killed)
    known = set(a.actors) and set(b.actors)
    apart = {
        "event_type": a.event_type != b.event_type,
        "date": bool(days),
        "place": km is not None and km > find_doubt(a, b),
        "killed": bool(deaths),
        "injured": bool(measure_gap(a.injured, b.injured)),
        "perpetrator": bool(known) and not set(a.actors) & set(b.actors),
    }
    return Pair(
        status="match" if match.first else "further",
        ours=a,
        theirs=b,
        probability=match.probability,
        reasons=match.link.features,
        differs=tuple(name for name, differs in apart.items() if differs),
        days=days,
        km=km,
        deaths=deaths,
    )


def measure_km(a: Side, b: Side) -> float | None:
    """Return the distance of two points, None where one has none."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return float(distance_km(*(np.array([degrees]) for degrees in (a.lat, a.lon, b.lat, b.lon)))[0])


DOUBT_KM = {1: 3.0, 2: 25.0, 3: 40.0, 4: 120.0, 5: 120.0, 6: 1000.0, 7: 2000.0}


def find_doubt(a: Side, b: Side) -> float:
    """Return how far two points may be apart before they contradict each other: the larger doubt of the two."""
    return max(DOUBT_KM[side.precision or 2] for side in (a, b))


def measure_gap(a: Numbers | None, b: Numbers | None) -> int | None:
    """Return by how many people two ranges miss each other, 0 where they overlap, None where one says nothing."""
    if a is None or b is None:
        return None
    highs = [n[1] if n[1] is not None else 10**9 for n in (a, b)]
    return max((a[0] or 0) - highs[1], (b[0] or 0) - highs[0], 0)
