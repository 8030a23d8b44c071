"""Points, distances and radii of places.

In: places and compass points. Out: kilometres and degrees. Not here: precision codes (`sijill.gazetteer.place_claims`).
"""

from math import cos, hypot, radians, sqrt

from sijill.gazetteer.place import Place

RADIUS_KM = {"country": 400.0, "continent": 2000.0, "region": 75.0, "district": 25.0, "subdistrict": 12.0, "water": 100.0, "terrain": 60.0,
             "area": 40.0, "road": 40.0, "neighbourhood": 1.5, "facility": 2.0}  # fmt: skip
CONTAINERS = frozenset(("region", "district", "subdistrict", "area"))
HALF = 0.42  # of a disc's radius: how far the middle of its northern half lies from its own
HALF_RADIUS = 0.6  # of a disc's radius: what the half reaches from there
_KM_PER_DEGREE = 111.2
_POINTS = {"n": (1.0, 0.0), "s": (-1.0, 0.0), "e": (0.0, 1.0), "w": (0.0, -1.0),
           "ne": (0.7, 0.7), "nw": (0.7, -0.7), "se": (-0.7, 0.7), "sw": (-0.7, -0.7)}  # fmt: skip


def get_distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two points in kilometres, on a plane near them (under 1 % off up to 500 km away from the poles)."""
    wide = (b[1] - a[1] + 180) % 360 - 180
    return hypot(b[0] - a[0], wide * cos(radians((a[0] + b[0]) / 2))) * _KM_PER_DEGREE


def get_radius(place: Place) -> float:
    """Return how far a place reaches from its point: as the gazetteer says, by kind, or for a town by population."""
    return place.radius_km or RADIUS_KM.get(place.kind, round(1.0 + sqrt(place.population) / 150, 1))


def shift(lat: float, lon: float, direction: str, km: float) -> tuple[float, float]:
    """Return the point so many kilometres away in a compass direction ("n", "sw")."""
    north, east = _POINTS[direction]
    return round(lat + north * km / _KM_PER_DEGREE, 5), round(lon + east * km / _KM_PER_DEGREE / cos(radians(lat)), 5)


def measure_against(origin: tuple[float, float], point: tuple[float, float], direction: str) -> float:
    """Return how many kilometres a point lies against a compass direction from an origin: 0 north of it for "n", 5 for 5 km south."""
    north, east = _POINTS[direction]
    wide = ((point[1] - origin[1] + 180) % 360 - 180) * cos(radians((origin[0] + point[0]) / 2))
    return max(0.0, -(north * (point[0] - origin[0]) + east * wide) / hypot(north, east)) * _KM_PER_DEGREE


def get_part(place: Place, direction: str | None) -> tuple[float, float, float]:
    """Return point and radius of a place or of the half of a region or area that lies in a direction."""
    radius = get_radius(place)
    if direction is None or place.kind not in CONTAINERS:
        return place.lat, place.lon, radius
    return (*shift(place.lat, place.lon, direction, HALF * radius), HALF_RADIUS * radius)
