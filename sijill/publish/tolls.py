"""Deaths of an incident as data sets with one number count them.

In: `IncidentRecord`. Out: `Toll`: lowest, best and highest number of deaths, and how the best one divides. Nothing is added over sources:
the total of each independent source is made first, then the lowest and highest of these totals are taken.
Not here: the rules for best values (`sijill.assess`), which this module only reads.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sijill.model import Claim, HarmCell
from sijill.publish.base import IncidentRecord

PARTS = ("civilian", "combatant")
WHOLES = ("mixed", "unknown")
Range = tuple[int, int]


@dataclass(frozen=True)
class Toll:
    """Deaths. `best` is the sum of the four parts, with `low <= best <= high`; `targets` are dead fighters of the side attacked."""

    low: int = 0
    best: int = 0
    high: int = 0
    civilians: int = 0
    perpetrators: int = 0
    targets: int = 0
    unknown: int = 0


def make_toll(record: IncidentRecord) -> Toll:
    """Return the deaths of an incident; all zero where no source speaks of a death."""
    totals = [to_total(said) for said in iter_said(record)]
    own = find_own_losses(record.claims)
    if not totals and own == (0, 0):
        return Toll()
    low, high = min((t[0] for t in totals), default=0), max((t[1] for t in totals), default=0)
    whole = min(max(get_best_total(record, low), low), high)
    civilians = min(get_best(record.find_cell("killed", "civilian")) or 0, whole)
    targets = min(get_best(record.find_cell("killed", "combatant")) or 0, whole - civilians)
    return Toll(
        low=low + own[0],
        best=whole + own[0],
        high=high + own[1],
        civilians=civilians,
        perpetrators=own[0],
        targets=targets,
        unknown=whole - civilians - targets,
    )


def iter_said(record: IncidentRecord) -> Iterator[dict[str, Range]]:
    """Yield, for each independent source, what it says of the killed by status; the incident's own cells where there is no assessment."""
    by_source: dict[str, dict[str, Range]] = defaultdict(dict)
    assessment = record.incident.assessment
    for field in assessment.fields if assessment else ():
        outcome, _, who = field.field.partition(".")
        if outcome == "killed" and who in (*PARTS, *WHOLES):
            for value in field.values:
                if not value.superseded and (value.min is not None or value.max is not None):
                    said = by_source[value.source]
                    said[who] = join(said.get(who), close(value.min, value.max))
    if not by_source:
        cells = {who: record.find_cell("killed", who) for who in (*PARTS, *WHOLES)}
        by_source["all"] = {who: close(c.min, c.max) for who, c in cells.items() if c is not None}
    yield from (said for said in by_source.values() if said)


def close(low: int | None, high: int | None) -> Range:
    """Return a closed range: an end that a source leaves open is taken to be the other one ("at least 5" is 5, "up to 9" is 0 to 9)."""
    return low or 0, max(high or 0, low or 0)


def join(one: Range | None, other: Range) -> Range:
    """Return the range that spans both."""
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))


def to_total(said: dict[str, Range]) -> Range:
    """Return one source's total: its civilians and fighters together, or the total that it gives without saying who, if that is more."""
    parts = [said[who] for who in PARTS if who in said]
    wholes = [said[who] for who in WHOLES if who in said]
    sums = [(sum(p[0] for p in parts), sum(p[1] for p in parts)), *wholes]
    return max(s[0] for s in sums), max(s[1] for s in sums)


def get_best(cell: HarmCell | None) -> int | None:
    """Return the best value of a cell, or its lower end where the rule found none."""
    return None if cell is None else cell.best if cell.best is not None else cell.min


def get_best_total(record: IncidentRecord, default: int) -> int:
    """Return the best total of the dead on the side attacked, `default` where nobody gives one."""
    parts = [get_best(record.find_cell("killed", who)) for who in PARTS]
    wholes = [get_best(record.find_cell("killed", who)) for who in WHOLES]
    known = [sum(p for p in parts if p is not None)] if any(p is not None for p in parts) else []
    return max([*known, *(w for w in wholes if w is not None)], default=default)


def find_own_losses(claims: tuple[Claim, ...]) -> Range:
    """Return the lowest and highest number of dead on the attacking side that a claim gives, 0 to 0 where none does."""
    losses = []
    for claim in claims:
        rows = [h for h in claim.harm if h.outcome == "killed" and h.side == "perpetrator" and h.group is None]
        if rows:
            losses.append((sum(h.min or 0 for h in rows), sum(close(h.min, h.max)[1] for h in rows)))
    return (min(low for low, _ in losses), max(high for _, high in losses)) if losses else (0, 0)
