"""Several indexes as one: the world, a user's place files, a register's own places. A place found twice is answered once.

In: opened `PlaceIndex`es, the most general first. Out: place numbers (layer and number in one integer) and `Place`s.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from sijill.gazetteer.index import PlaceIndex
from sijill.gazetteer.place import Place, PlaceKind
from sijill.lang.names import ARABIC, make_letter_key, make_name_key, make_vowel_key

_BITS = 27
_MASK = (1 << _BITS) - 1
Spellings = tuple[tuple[str, ...], tuple[str, ...]]


class Layers:
    """All indexes of a gazetteer; later layers win where two hold the same place."""

    def __init__(self, indexes: Sequence[PlaceIndex]) -> None:
        self.indexes = tuple(indexes)
        self._place = lru_cache(maxsize=50_000)(self._make_place)
        self._spellings = lru_cache(maxsize=50_000)(self._make_spellings)
        self._find = lru_cache(maxsize=100_000)(self._find_uncached)
        self._has = lru_cache(maxsize=100_000)(self._has_uncached)
        self._region = lru_cache(maxsize=10_000)(self._find_region)

    def find(self, kind: str, key: str) -> tuple[int, ...]:
        """Return the numbers of the places with a key, likeliest first within each layer; see `keys` for kinds."""
        return self._find(kind, key)

    def _find_uncached(self, kind: str, key: str) -> tuple[int, ...]:
        found = [(layer << _BITS) | n for layer, index in enumerate(self.indexes) for n in index.find(kind, key)]
        return tuple(self._drop_doubles(found)) if len(found) > 1 else tuple(found)

    def _drop_doubles(self, numbers: list[int]) -> list[int]:
        """Keep the last layer's record of each place id; a country or region of an earlier layer wins over a later layer's."""
        if len(self.indexes) == 1:
            return numbers
        kept: dict[str, int] = {}
        for number in numbers:
            place = self.get_place(number)
            identity = f"{place.kind} {place.country}.{place.admin1_code}" if place.kind in ("country", "region") else place.place_id
            if identity in kept and place.kind in ("country", "region"):
                continue
            kept[identity] = number
        return list(kept.values())

    def has(self, kind: str, key: str) -> bool:
        """Is there any place with this key?"""
        return self._has(kind, key)

    def _has_uncached(self, kind: str, key: str) -> bool:
        return any(index.has(kind, key) for index in self.indexes)

    def get_place(self, number: int) -> Place:
        """Return a place by number."""
        return self._place(number)

    def _make_place(self, number: int) -> Place:
        place = self.indexes[number >> _BITS].get_place(number & _MASK)
        if place.admin1_code and (number >> _BITS or place.admin1 is None):
            region = self.find_region(place.country, place.admin1_code)
            if region is not None and region.name != place.admin1:
                fields = {name: getattr(place, name) for name in Place.__struct_fields__}
                return Place(**(fields | {"admin1": region.name}))
        return place

    def get_point(self, number: int) -> tuple[float, float]:
        """Return latitude and longitude of a place."""
        index = self.indexes[number >> _BITS]
        return index.lat[number & _MASK], index.lon[number & _MASK]

    def get_kind(self, number: int) -> PlaceKind:
        """Return a place's kind without making the place."""
        return self.indexes[number >> _BITS].get_kind(number & _MASK)

    def get_spellings(self, number: int) -> Spellings:
        """Return the vowel keys of a place's names in Latin or Cyrillic letters, and the letter keys of those in Arabic, each once."""
        return self._spellings(number)

    def _make_spellings(self, number: int) -> Spellings:
        keys = dict.fromkeys(make_name_key(name) for name in self.indexes[number >> _BITS].get_names(number & _MASK))
        romanised = dict.fromkeys(make_vowel_key(key) for key in keys if key[:1] < ARABIC)
        return tuple(romanised), tuple(dict.fromkeys(make_letter_key(key) for key in keys if key[:1] >= ARABIC))

    def is_sounded(self, number: int) -> bool:
        """Does a place lie in a country whose names are also found by sound?"""
        index = self.indexes[number >> _BITS]
        return index.get_country(number & _MASK) in index.sounded

    def lies_in(self, number: int, outer: int) -> bool:
        """Does a place lie in a country or first-level region, by their codes?"""
        index, around = self.indexes[number >> _BITS], self.indexes[outer >> _BITS]
        kind = around.get_kind(outer & _MASK)
        if kind == "country":
            return index.get_country(number & _MASK) == around.get_country(outer & _MASK)
        return kind == "region" and index.get_region(number & _MASK) == around.get_region(outer & _MASK)

    def is_added(self, number: int) -> bool:
        """Does a place come from a file that was added, or from a register, and not from the world's places?"""
        return number >> _BITS > 0

    def get_country(self, number: int) -> str:
        """Return the ISO code of a place's country."""
        return self.indexes[number >> _BITS].get_country(number & _MASK)

    def get_population(self, number: int) -> int:
        """Return a place's population, 0 where unknown."""
        return int(self.indexes[number >> _BITS].population[number & _MASK])

    def find_region(self, country: str, code: str) -> Place | None:
        """Return the first-level region with this code, as the most general layer names it."""
        return self._region(country, code)

    def _find_region(self, country: str, code: str) -> Place | None:
        for index in self.indexes:
            number = index.find_region_place(f"{country}.{code}")
            if number is not None:
                return index.get_place(number)
        return None

    def find_country(self, country: str) -> Place | None:
        """Return the country with this ISO code."""
        for layer, index in enumerate(self.indexes):
            number = index.find_country_place(country)
            if number is not None:
                return self.get_place((layer << _BITS) | number)
        return None

    def iter_near(self, lat: float, lon: float, km: float) -> Iterator[int]:
        """Yield the numbers of all places in a circle and a little around it."""
        for layer, index in enumerate(self.indexes):
            for number in index.iter_near(lat, lon, km):
                yield (layer << _BITS) | number

    def iter_alike(self, skeleton: str, lat: float, lon: float, km: float) -> Iterator[tuple[int, str]]:
        """Yield (place number, its skeleton) near a point that may sound like a skeleton (`PlaceIndex.iter_alike`)."""
        for layer, index in enumerate(self.indexes):
            for number, own in index.iter_alike(skeleton, lat, lon, km):
                yield (layer << _BITS) | number, own
