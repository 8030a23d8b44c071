"""Incidents as points on a map: which ones are shown, how large, and how far the true place may lie from the point.

In: rows of incidents. Out: radii in kilometres, `Spot`s for pictures. Not here: the drawing (`charts.locator`, the front end).
"""

from sijill.present.charts.locator import Spot
from sijill.store.views import IncidentRow

# Radius in kilometres that a place of this precision stands for where nothing better is known (UCDP's scale).
RADIUS_KM = {1: 0.0, 2: 25.0, 3: 20.0, 4: 60.0, 5: 30.0}
# Places known only by country, or not on land, stay off the map.
COARSEST = 5
_SMALLEST_SPOT, _LARGEST_SPOT = 4.5, 22.0


def get_radius(precision: int | None, radius_km: float | None) -> float:
    """Return how far the true place may lie from the point, in kilometres."""
    return radius_km if radius_km is not None else RADIUS_KM.get(precision or 1, 0.0)


def is_on_map(row: IncidentRow) -> bool:
    """Is the place known well enough to be a point?"""
    return row.lat is not None and row.lon is not None and (row.place_precision or 1) <= COARSEST


def make_spot(row: IncidentRow, label: str = "") -> Spot:
    """Return the spot of an incident that is on the map, its area in proportion to the people killed."""
    killed = (row.killed.max or row.killed.min or 0) if row.killed else 0
    radius = min(_SMALLEST_SPOT + 1.6 * killed**0.5, _LARGEST_SPOT)
    km = get_radius(row.place_precision, row.radius_km)
    return Spot(row.lat or 0.0, row.lon or 0.0, row.grade, km=km, radius=round(radius, 1), label=label)
