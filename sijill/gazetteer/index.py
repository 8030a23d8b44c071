"""The place index: one memory-mapped file that answers look-ups by name key, skeleton, id and map cell.

In: `PlaceRecord`s (`make_index`), or the bytes of an index (`PlaceIndex`). Out: place numbers and `Place`s.
Layout: a JSON header, then sections of fixed-width numbers (little-endian) and one blob of names. A key's kind and text are hashed to 64
bits and found by bisection; place numbers are in order of importance, so that the first answer is the likeliest one.
Not here: reading files (`sijill.gazetteer.readers`), scoring (`sijill.gazetteer.score`).
Hot path: bisection over memory views instead of objects (`benchmarks/gazetteer_speed.py`).
"""

import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any, get_args

import msgspec

from sijill.errors import DefectError
from sijill.gazetteer.keys import hash_key, make_keys
from sijill.gazetteer.place import Place, PlaceKind, PlaceRecord
from sijill.lang.names import make_name_key, make_skeleton
from sijill.lang.script import get_script

INDEX_VERSION = 13
_MAGIC = b"SIJPLACE"
_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
_CELLS_PER_DEGREE = 4
# Letters and spaces of Arabic spelling, without those that only Persian, Urdu or Uyghur use.
_ARABIC_LETTERS = frozenset(" ") | {chr(c) for c in range(0x0621, 0x064B)}
_ROW = 360 * _CELLS_PER_DEGREE
FAR_LETTERS, FAR_LENGTH = 3, 2
_FORMATS: dict[str, Any] = {
    "keys": "Q",
    "values": "I",
    "lat": "f",
    "lon": "f",
    "population": "I",
    "country": "H",
    "admin1": "I",
    "kind": "B",
    "seat": "B",
    "radius": "H",
    "offsets": "I",
    "cells": "I",
    "cell_places": "I",
    "text": "B",
    "sounds": "B",
    "sound_offsets": "I",
    "alike_letters": "I",
    "alike_lengths": "B",
    "alike_offsets": "I",
}
# Regions whose names are spelled in so many ways that look-ups need a skeleton: by official or wide-spread language of the country.
SKELETON_LANGUAGES = frozenset({"ar", "fa", "ku", "ckb", "ps", "ur", "he", "uk", "ru", "be", "am", "ti", "so"})


def to_letters(skeleton: str) -> int:
    """Return the set of letters of a skeleton as 32 bits, one for each letter of the alphabet; letters of other scripts share them."""
    bits = 0
    for letter in skeleton:
        bits |= 1 << (ord(letter) & 31)
    return bits


class PlaceIndex:
    """An opened index: numbers in, numbers out; `get_place` makes the value. Closed by the garbage collector."""

    def __init__(self, buffer: Any) -> None:
        view = memoryview(buffer)
        if bytes(view[:8]) != _MAGIC:
            raise DefectError("not a place index")
        length = int.from_bytes(view[8:16], "little")
        self.header: dict[str, Any] = msgspec.json.decode(bytes(view[16 : 16 + length]))
        sections: dict[str, Any] = {
            name: view[start:end].cast("B").cast(_FORMATS[name]) for name, (start, end) in self.header["sections"].items()
        }
        self._keys, self._values, self._offsets, self._text = (sections[n] for n in ("keys", "values", "offsets", "text"))
        self.lat, self.lon, self.population, self.kind = (sections[n] for n in ("lat", "lon", "population", "kind"))
        self.country, self.admin1, self.seat, self.radius = (sections[n] for n in ("country", "admin1", "seat", "radius"))
        self._sounds, self._sound_offsets = sections["sounds"], sections["sound_offsets"]
        self._cells, self._cell_places = sections["cells"], sections["cell_places"]
        self._alike = tuple(sections[f"alike_{name}"] for name in ("letters", "lengths", "offsets"))
        self._gather = lru_cache(maxsize=64)(self._gather_near)
        self.countries: list[str] = self.header["countries"]
        self.sounded = frozenset(self.header["sounded"])
        self.regions: list[str] = self.header["regions"]
        self._region_places: dict[str, int] = self.header["region_places"]
        self._country_places: dict[str, int] = self.header["country_places"]

    @classmethod
    def open(cls, path: Path) -> "PlaceIndex":
        """Return the index in a file, mapped into memory."""
        with path.open("rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def __len__(self) -> int:
        return len(self.kind)

    def find(self, kind: str, key: str) -> list[int]:
        """Return the numbers of all places with this key, likeliest first."""
        wanted = hash_key(kind, key)
        keys = self._keys
        first = bisect_left(keys, wanted)
        if first == len(keys) or keys[first] != wanted:
            return []
        numbers: list[int] = self._values[first : bisect_right(keys, wanted, first)].tolist()
        return numbers

    def has(self, kind: str, key: str) -> bool:
        """Is there any place with this key?"""
        wanted = hash_key(kind, key)
        first = bisect_left(self._keys, wanted)
        return first < len(self._keys) and self._keys[first] == wanted

    def iter_near(self, lat: float, lon: float, km: float) -> Iterator[int]:
        """Yield the numbers of places in the map cells that a circle touches (so a little more than the circle)."""
        for first, last in self._iter_rows(lat, lon, km):
            yield from self._cell_places[first:last]

    def iter_alike(self, skeleton: str, lat: float, lon: float, km: float) -> Iterator[tuple[int, str]]:
        """Yield (place number, its skeleton) for places near a point and skeletons that may be like the given one: at most `FAR_LETTERS`
        letters are in one of the two only, and at most `FAR_LENGTH` more.
        """
        import numpy as np

        letters, lengths, positions = self._gather(lat, lon, km)
        likely = np.bitwise_count(letters ^ np.uint32(to_letters(skeleton))) <= FAR_LETTERS
        likely &= np.abs(lengths - len(skeleton)) <= FAR_LENGTH
        found = positions[likely]
        offsets = np.frombuffer(self._alike[2], dtype=np.uint32)
        holders = np.searchsorted(offsets, found, "right") - 1
        for at, nth in zip(holders.tolist(), (found - offsets[holders]).tolist(), strict=True):
            number = self._cell_places[at]
            yield number, self.get_skeletons(number)[nth]

    def _gather_near(self, lat: float, lon: float, km: float) -> tuple[Any, Any, Any]:
        """Return letters, lengths and positions of all skeletons near a point; a document asks of the same points again and again."""
        import numpy as np

        letters, lengths, offsets = (np.frombuffer(part, dtype=part.format) for part in self._alike)
        ranges = [np.arange(offsets[first], offsets[last], dtype=np.uint32) for first, last in self._iter_rows(lat, lon, km)]
        positions = np.concatenate(ranges) if ranges else np.zeros(0, dtype=np.uint32)
        return letters[positions], lengths[positions].astype(np.int16), positions

    def _iter_rows(self, lat: float, lon: float, km: float) -> Iterator[tuple[int, int]]:
        """Yield, for each row of map cells that a circle touches, the range of places in order of cells."""
        reach = km / 111.2
        wide = min(reach / max(cos(radians(lat)), 0.1), 179.0)
        low, high = int((lon - wide + 180) * _CELLS_PER_DEGREE), int((lon + wide + 180) * _CELLS_PER_DEGREE)
        for row in range(int((lat - reach + 90) * _CELLS_PER_DEGREE), int((lat + reach + 90) * _CELLS_PER_DEGREE) + 1):
            first = bisect_left(self._cells, max(row * _ROW + low, 0))
            last = bisect_right(self._cells, max(row * _ROW + high, 0))
            if first < last:
                yield first, last

    def get_fields(self, number: int) -> list[str]:
        """Return place_id, source, admin2, within and all names (first: display name) of a place."""
        return bytes(self._text[self._offsets[number] : self._offsets[number + 1]]).decode().split("\x1f")

    def get_names(self, number: int) -> list[str]:
        """Return all names of a place, the display name first."""
        return self.get_fields(number)[4:]

    def get_skeletons(self, number: int) -> list[str]:
        """Return the skeletons of a place's names; none outside the sounded countries."""
        stored = bytes(self._sounds[self._sound_offsets[number] : self._sound_offsets[number + 1]])
        return stored.decode().split(" ") if stored else []

    def get_kind(self, number: int) -> PlaceKind:
        """Return the kind of a place."""
        kind: PlaceKind = _KINDS[self.kind[number]]
        return kind

    def get_country(self, number: int) -> str:
        """Return the ISO code of a place's country."""
        country: str = self.countries[self.country[number]]
        return country

    def get_region(self, number: int) -> str:
        """Return `CC.code` of a place's first-level region ("" where unknown)."""
        region: str = self.regions[self.admin1[number]]
        return region

    def find_region_place(self, region: str) -> int | None:
        """Return the number of the region `CC.code` itself, or None."""
        return self._region_places.get(region)

    def find_country_place(self, country: str) -> int | None:
        """Return the number of the country itself, or None."""
        return self._country_places.get(country)

    def get_place(self, number: int) -> Place:
        """Return the place with this number."""
        place_id, source, admin2, within, *names = self.get_fields(number)
        region = self.get_region(number)
        region_place = self._region_places.get(region)
        admin1 = None if region_place is None else self.get_names(region_place)[0]
        return Place(
            place_id=place_id, name=names[0], lat=round(self.lat[number], 5), lon=round(self.lon[number], 5), kind=self.get_kind(number),
            country=self.get_country(number), admin1=admin1, admin1_code=region.partition(".")[2], population=self.population[number],
            names=tuple(names), name_ar=find_arabic_name(names), admin2=admin2 or None, source=source, within=within or None,
            seat=self.seat[number], radius_km=float(self.radius[number]) or None,
        )  # fmt: skip


def find_arabic_name(names: list[str]) -> str | None:
    """Return the Arabic-script name that best answers to the display name (same skeleton first, then the shortest), or None."""
    arabic = [name for name in names if ord(name[0]) >= 0x600 and get_script(name) == "Arab"]
    if not arabic:
        return None
    wanted = make_skeleton(make_name_key(names[0]))
    plain = [name for name in arabic if all(c in _ARABIC_LETTERS for c in name)]
    arabic = plain or arabic
    return min(arabic, key=lambda name: (make_skeleton(make_name_key(name)) != wanted, len(name), name))


def make_index(records: Iterable[PlaceRecord], skeleton_countries: frozenset[str], attributions: Iterable[str] = ()) -> bytes:
    """Return the index of `records` as bytes; records of `skeleton_countries` are also found by sound."""
    import numpy as np

    places = sorted(records, key=_rank)
    sounds = [
        sorted({make_skeleton(make_name_key(n)) for n in (p.name, *p.names)} - {""}) if p.country in skeleton_countries else []
        for p in places
    ]
    keys, values = make_keys(places, sounds)
    sound_texts = [" ".join(s).encode() for s in sounds]
    key_array, value_array = np.frombuffer(keys, dtype="<u8"), np.frombuffer(values, dtype="<u4")
    order = np.argsort(key_array, kind="stable")
    countries = sorted({p.country for p in places})
    regions = ["", *sorted({f"{p.country}.{p.admin1}" for p in places if p.admin1})]
    country_number, region_number = {c: i for i, c in enumerate(countries)}, {r: i for i, r in enumerate(regions)}
    texts = ["\x1f".join((p.place_id, p.source, p.admin2, p.within, *dict.fromkeys([p.name, *p.names]))).encode() for p in places]
    cells = np.array([_cell(p.lat, p.lon) for p in places], dtype="<u4")
    cell_order = np.argsort(cells, kind="stable")
    alike = [sounds[n] for n in cell_order.tolist()]
    sections: dict[str, bytes] = {
        "keys": key_array[order].tobytes(),
        "values": value_array[order].tobytes(),
        "lat": np.array([p.lat for p in places], dtype="<f4").tobytes(),
        "lon": np.array([p.lon for p in places], dtype="<f4").tobytes(),
        "population": np.array([min(max(p.population, 0), 2**32 - 1) for p in places], dtype="<u4").tobytes(),
        "country": np.array([country_number[p.country] for p in places], dtype="<u2").tobytes(),
        "admin1": np.array([region_number[f"{p.country}.{p.admin1}"] if p.admin1 else 0 for p in places], dtype="<u4").tobytes(),
        "kind": np.array([_KINDS.index(p.kind) for p in places], dtype="u1").tobytes(),
        "seat": np.array([p.seat for p in places], dtype="u1").tobytes(),
        "radius": np.array([min(round(p.radius_km), 65535) for p in places], dtype="<u2").tobytes(),
        "offsets": np.concatenate([[0], np.cumsum([len(t) for t in texts])]).astype("<u4").tobytes(),
        "cells": cells[cell_order].tobytes(),
        "cell_places": cell_order.astype("<u4").tobytes(),
        "text": b"".join(texts),
        "sounds": b"".join(sound_texts),
        "sound_offsets": np.concatenate([[0], np.cumsum([len(t) for t in sound_texts])]).astype("<u4").tobytes(),
        "alike_letters": np.array([to_letters(s) for some in alike for s in some], dtype="<u4").tobytes(),
        "alike_lengths": np.array([min(len(s), 255) for some in alike for s in some], dtype="u1").tobytes(),
        "alike_offsets": np.concatenate([[0], np.cumsum([len(some) for some in alike])]).astype("<u4").tobytes(),
    }
    header = {
        "version": INDEX_VERSION,
        "countries": countries,
        "regions": regions,
        "attributions": list(attributions),
        "sounded": sorted(skeleton_countries),
        "region_places": {f"{p.country}.{p.admin1}": i for i, p in reversed(list(enumerate(places))) if p.kind == "region" and p.admin1},
        "country_places": {p.country: i for i, p in reversed(list(enumerate(places))) if p.kind == "country"},
    }
    return _pack(header, sections)


def _rank(place: PlaceRecord) -> tuple[int, int, str]:
    """Order of importance: countries, then by population; regions count as large."""
    boost = {"country": 0, "continent": 1}.get(place.kind, 2)
    weight = place.population + (500_000 if place.kind == "region" else 0)
    return boost, -weight, place.place_id


def _cell(lat: float, lon: float) -> int:
    return int((lat + 90) * _CELLS_PER_DEGREE) * _ROW + int((lon + 180) * _CELLS_PER_DEGREE)


def _pack(header: dict[str, Any], sections: dict[str, bytes]) -> bytes:
    """Return header and sections as one file, every section on a multiple of 8 bytes."""
    room = 65536 + len(msgspec.json.encode(header))
    room += -room % 8
    at, places = room, {}
    for name, data in sections.items():
        places[name] = (at, at + len(data))
        at += len(data) + -len(data) % 8
    text = msgspec.json.encode(header | {"sections": places})
    head = _MAGIC + len(text).to_bytes(8, "little") + text
    return head.ljust(room, b"\0") + b"".join(data.ljust(len(data) + -len(data) % 8, b"\0") for data in sections.values())
