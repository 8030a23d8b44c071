"""Other incidents near in time and place, found through a grid of days and degrees.

In: rows of all incidents. Out: for one of them, the nearest others. Not here: whether two accounts are one event (`sijill.link`).
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from sijill.store.views import IncidentRow

DAYS = 3
KM = 25.0
KM_PER_DEGREE = 111.32
LIMIT = 6
_CELL = 0.5
Cell = tuple[int, int, int]


class Near(msgspec.Struct, frozen=True):
    """Another incident with its distance in kilometres and in days."""

    row: IncidentRow
    km: float
    days: int


class Neighbours:
    """All incidents that have a day and a point."""

    def __init__(self, rows: Sequence[IncidentRow]) -> None:
        self._rows = {row.incident_id: row for row in rows if row.start and row.lat is not None and row.lon is not None}
        self._cells: dict[Cell, list[IncidentRow]] = {}
        for row in self._rows.values():
            self._cells.setdefault(_find_cell(row), []).append(row)

    def find(self, incident_id: str) -> list[Near]:
        """Return the nearest others within three days and 25 kilometres, at most `LIMIT`."""
        row = self._rows.get(incident_id)
        if row is None:
            return []
        found = [near for other in self._iter_around(row) if (near := _measure(row, other)) is not None]
        return sorted(found, key=lambda near: (near.days, near.km, near.row.incident_id))[:LIMIT]

    def _iter_around(self, row: IncidentRow) -> Iterator[IncidentRow]:
        day, y, x = _find_cell(row)
        # A cell is at least 25 km high everywhere; near the poles it gets narrower than that, where nobody fights.
        for other_day in (day - 1, day, day + 1):
            for other_y in (y - 1, y, y + 1):
                for other_x in (x - 1, x, x + 1):
                    yield from self._cells.get((other_day, other_y, other_x), ())


def _find_cell(row: IncidentRow) -> Cell:
    day = date.fromisoformat((row.start or "")[:10]).toordinal()
    return day // DAYS, math.floor((row.lat or 0.0) / _CELL), math.floor((row.lon or 0.0) / _CELL)


def _measure(row: IncidentRow, other: IncidentRow) -> Near | None:
    """Return how far another incident is, or None where it is too far, or the same."""
    if other.incident_id == row.incident_id:
        return None
    days = abs((date.fromisoformat((row.start or "")[:10]) - date.fromisoformat((other.start or "")[:10])).days)
    lat, lon = row.lat or 0.0, row.lon or 0.0
    across = ((other.lon or 0.0) - lon) * math.cos(math.radians(lat))
    km = math.hypot((other.lat or 0.0) - lat, across) * KM_PER_DEGREE
    return Near(other, km, days) if days <= DAYS and km <= KM else None
