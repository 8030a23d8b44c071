"""What lists, facets, timelines and maps ask of all incidents at once, held in memory as columns of numbers.

In: the derived tables of a register. Out: `IncidentIndex`, which answers an `IncidentFilter` with a mask over the incidents and counts
under it in milliseconds, where SQL over several hundred thousand rows takes a second (`benchmarks/workbench.py`). It is read once for
each linking, because incidents change by linking alone.
Not here: the rows that pages show (`sijill.store.incident_views` fetches those), the meaning of a search text (`sijill.store.search`).
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from sijill.errors import UserError
from sijill.store.rows import FacetCount, IncidentFilter, IncidentSort
from sijill.store.schema import contradictions, incident_facets, incidents, linkings
from sijill.store.search import find_index_state, match_incidents, read_incident_numbers

Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.int64]

# Facet (the field of IncidentFilter) → column of `incidents`, or name in `incident_facets`.
_SINGLE = {"event_types": "event_type", "countries": "country", "admin1s": "admin1", "place_ids": "place_id", "grades": "grade"}
_SEVERAL = {
    "actors": "actor", "perpetrators": "perpetrator", "targets": "target", "weapons": "weapon", "sources": "source", "langs": "lang",
    "contested": "contested",
}  # fmt: skip
FACETS = (*_SINGLE, *_SEVERAL)
ANY = "*"
_COUNTS = ("killed_min", "killed_max", "killed_best", "injured_min", "injured_max", "sources", "contested", "place_precision")
_MEASURES = ("lat", "lon", "radius_km")
_NONE = -1
_NO_DAY = np.datetime64("NaT")
_MASKS = 64


class Facet:
    """The values of one facet, sorted, and which incident (by position) has which (by number): pairs ordered by value."""

    def __init__(self, pairs: Sequence[tuple[int, str]]) -> None:
        self.values: list[str] = sorted({value for _, value in pairs})
        self._number = {value: number for number, value in enumerate(self.values)}
        numbers = np.fromiter((self._number[value] for _, value in pairs), dtype=np.int64, count=len(pairs))
        holders = np.fromiter((position for position, _ in pairs), dtype=np.int64, count=len(pairs))
        order = np.argsort(numbers, kind="stable")
        self.numbers, self.holders = numbers[order], holders[order]
        self._starts = np.searchsorted(self.numbers, np.arange(len(self.values) + 1))

    def find(self, wanted: Sequence[str], size: int) -> Mask:
        """Return which of `size` incidents have one of the wanted values; `*` stands for any."""
        mask = np.zeros(size, dtype=np.bool_)
        if ANY in wanted:
            mask[self.holders] = True
        for value in wanted:
            if (number := self._number.get(value)) is not None:
                mask[self.holders[self._starts[number] : self._starts[number + 1]]] = True
        return mask

    def count(self, mask: Mask, limit: int) -> list[FacetCount]:
        """Return how many incidents of the mask have each value, most frequent first."""
        counts = np.bincount(self.numbers[mask[self.holders]], minlength=len(self.values))
        best = np.argsort(-counts, kind="stable")[:limit]
        return [FacetCount(self.values[number], int(counts[number])) for number in best if counts[number]]


class IncidentIndex:
    """All incidents in the order of their ids, as columns; a position is a place in that order."""

    def __init__(self, connection: Connection) -> None:
        names = ("incident_id", "start", "end", "place_name", *_SINGLE.values(), *_COUNTS, *_MEASURES)
        query = select(*(incidents.c[name] for name in names)).order_by(incidents.c.incident_id)
        rows = connection.execute(query).all()
        columns: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows, strict=True) if rows else ((),) * len(names), strict=True))
        self.ids: Sequence[str] = columns["incident_id"]
        self.positions = {incident_id: position for position, incident_id in enumerate(self.ids)}
        self.days: Sequence[str | None] = columns["start"]
        self.start, self.end = _to_days(columns["start"]), _to_days(columns["end"])
        self.counts = {name: _to_counts(columns[name]) for name in _COUNTS}
        self.measures = {name: np.array(columns[name], dtype=np.float64) for name in _MEASURES}
        self.codes = {name: columns[name] for name in ("event_type", "grade")}
        self.facets = {facet: Facet(_pair(columns[column])) for facet, column in _SINGLE.items()}
        self.facets |= _load_facets(connection, self.positions)
        self._places: Sequence[str | None] = columns["place_name"]
        self._numbered = _number_texts(connection, self.positions)
        self.disputes = _load_disputes(connection, self.positions)
        self._orders: dict[str, Numbers] = {}
        self._masks: OrderedDict[IncidentFilter, Mask] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def killed_top(self) -> Numbers:
        """The upper end of the people killed, the lower one where the range is open, -1 for no number."""
        return _upper(self.counts["killed_max"], self.counts["killed_min"])

    @property
    def injured_top(self) -> Numbers:
        """As `killed_top`, of people injured."""
        return _upper(self.counts["injured_max"], self.counts["injured_min"])

    def find(self, connection: Connection, wanted: IncidentFilter) -> Mask:
        """Return which incidents pass the filter."""
        with self._lock:
            if (known := self._masks.get(wanted)) is not None:
                self._masks.move_to_end(wanted)
                return known
        mask = self._find_plain(connection, wanted)
        for facet in FACETS:
            if values := getattr(wanted, facet):
                mask &= self.facets[facet].find(values, len(self.ids))
        with self._lock:
            self._masks[wanted] = mask
            if len(self._masks) > _MASKS:
                self._masks.popitem(last=False)
        return mask

    def count_facets(self, connection: Connection, wanted: IncidentFilter, limit: int) -> dict[str, list[FacetCount]]:
        """Return facet → values with counts, at most `limit` each; a facet's counts ignore its own selection."""
        plain = self._find_plain(connection, wanted)
        chosen = {f: self.facets[f].find(getattr(wanted, f), len(self.ids)) for f in FACETS if getattr(wanted, f)}
        everything = np.logical_and.reduce([plain, *chosen.values()])
        counts = {}
        for facet in FACETS:
            others = [mask for name, mask in chosen.items() if name != facet]
            mask = np.logical_and.reduce([plain, *others]) if facet in chosen else everything
            counts[facet] = self.facets[facet].count(mask, limit)
        return counts

    def sort(self, mask: Mask, sort: IncidentSort) -> Numbers:
        """Return the positions of the mask in order; ties by id, incidents without the sorted value last."""
        if sort not in self._orders:
            self._orders[sort] = self._make_order(sort)
        order = self._orders[sort]
        return order[mask[order]]

    def _make_order(self, sort: str) -> Numbers:
        name = sort.removeprefix("-")
        descending = sort.startswith("-") or name == "relevance"
        keys: Numbers
        if name == "place":
            ranks = {place: rank for rank, place in enumerate(sorted({p for p in self._places if p is not None}))}
            keys = np.array([_NONE if p is None else ranks[p] for p in self._places], dtype=np.int64)
        elif name in {"killed", "sources", "contested"}:
            keys = self.counts["killed_max" if name == "killed" else name]
        else:
            keys = np.where(np.isnat(self.start), _NONE, self.start.astype(np.int64) + _EPOCH)
        order: Numbers = np.lexsort((-keys if descending else keys, keys == _NONE)).astype(np.int64)
        return order

    def _find_plain(self, connection: Connection, wanted: IncidentFilter) -> Mask:
        """Return which incidents pass what is not a facet: days, numbers, box, text."""
        mask = np.ones(len(self.ids), dtype=np.bool_)
        if wanted.since is not None:
            mask &= np.where(np.isnat(self.end), self.start, self.end) >= parse_day(wanted.since)
        if wanted.until is not None:
            mask &= self.start <= parse_day(wanted.until)
        if wanted.min_killed is not None:
            mask &= (self.killed_top >= wanted.min_killed) & (self.killed_top != _NONE)
        if wanted.bbox is not None:
            mask &= self._find_in_box(*wanted.bbox)
        if wanted.text and wanted.text.strip():
            mask &= self._find_text(connection, wanted.text)
        return mask

    def _find_in_box(self, west: float, south: float, east: float, north: float) -> Mask:
        lat, lon = self.measures["lat"], self.measures["lon"]
        across: Mask = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
        found: Mask = across & (lat >= south) & (lat <= north)
        return found

    def _find_text(self, connection: Connection, text: str) -> Mask:
        mask = np.zeros(len(self.ids), dtype=np.bool_)
        mask[self._numbered[np.array(match_incidents(connection, text), dtype=np.int64)]] = True
        return mask


class LatestIndex:
    """The index of the incidents as they are now; read again when they were linked or rebuilt since it was last asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: tuple[int, ...] | None = None
        self._index: IncidentIndex | None = None

    def get(self, connection: Connection) -> IncidentIndex:
        """Return the index of what the connection sees."""
        linked = connection.execute(select(func.max(linkings.c.seq))).scalar() or 0
        state = (linked, *find_index_state(connection))
        with self._lock:
            if self._index is None or state != self._state:
                self._index, self._state = IncidentIndex(connection), state
            return self._index


class Disputes:
    """The contested fields of all incidents, widest first."""

    def __init__(self, holders: Numbers, fields: Sequence[str]) -> None:
        self.holders = holders
        self.fields = fields

    def list(self, mask: Mask, limit: int, offset: int) -> list[tuple[int, str]]:
        """Return (position of the incident, field) of those in the mask."""
        found = np.flatnonzero(mask[self.holders])[offset : offset + limit]
        return [(int(self.holders[at]), self.fields[at]) for at in found]


# Added to days since 1970, so that no day that anyone documents is negative.
_EPOCH = 1_000_000


def parse_day(day: str) -> np.datetime64:
    """Return a day of a filter (ISO 8601; of a year or month the first); raises UserError for one that is none."""
    try:
        return np.datetime64(day, "D")
    except ValueError as error:
        raise UserError(f"{day!r} is no day; write it as 2017-05-24") from error


def _pair(column: Sequence[str | None]) -> list[tuple[int, str]]:
    return [(position, value) for position, value in enumerate(column) if value is not None]


def _to_days(column: Sequence[str | None]) -> NDArray[np.datetime64]:
    return np.array([_NO_DAY if day is None else day for day in column], dtype="datetime64[D]")


def _to_counts(column: Sequence[int | None]) -> Numbers:
    return np.array([_NONE if number is None else number for number in column], dtype=np.int64)


def _upper(high: Numbers, low: Numbers) -> Numbers:
    return np.where(high == _NONE, low, high)


def _load_facets(connection: Connection, positions: Mapping[str, int]) -> dict[str, Facet]:
    c = incident_facets.c
    pairs: dict[str, list[tuple[int, str]]] = {name: [] for name in _SEVERAL.values()}
    for facet, value, incident_id in connection.execute(select(c.facet, c.value, c.incident_id)):
        if facet in pairs:
            pairs[facet].append((positions[incident_id], value))
    return {facet: Facet(pairs[name]) for facet, name in _SEVERAL.items()}


def _number_texts(connection: Connection, positions: Mapping[str, int]) -> Numbers:
    """Return for each number of the search index the position of its incident."""
    numbered = read_incident_numbers(connection)
    table = np.zeros(max((number for number, _ in numbered), default=0) + 1, dtype=np.int64)
    for number, incident_id in numbered:
        table[number] = positions[incident_id]
    return table


def _load_disputes(connection: Connection, positions: Mapping[str, int]) -> Disputes:
    c = contradictions.c
    rows = connection.execute(select(c.incident_id, c.field).order_by(c.spread.desc(), c.incident_id, c.field)).all()
    holders = np.fromiter((positions[incident_id] for incident_id, _ in rows), dtype=np.int64, count=len(rows))
    return Disputes(holders, [field for _, field in rows])
