"""GeoJSON (RFC 7946): incidents for maps.

In: an edition. Out: `incidents.geojson`, one feature an incident, written as it is read.
"""

from pathlib import Path
from typing import Any

import msgspec

from sijill.publish.base import Edition, Exporter, IncidentRecord
from sijill.publish.incident_tables import INCIDENTS

_ENCODER = msgspec.json.Encoder()
_IN_GEOMETRY = {"latitude", "longitude"}


class GeoJson(Exporter):
    """Incidents as points with all columns of `incidents.csv`; an incident without coordinates is a feature without geometry."""

    name = "geojson"
    title = "GeoJSON"
    readers = "QGIS, Leaflet, MapLibre, kepler.gl, geopandas"
    suffix = ".geojson"
    cannot_say = (
        "A point looks exact whatever its precision: show `place_precision` or `place_radius_km` with it.",
        "Claims and the words that support them are not in it.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write one feature a line."""
        path = folder / "incidents.geojson"
        with path.open("wb") as file:
            file.write(b'{"type":"FeatureCollection","features":[')
            for number, record in enumerate(edition.iter_records()):
                file.write(b",\n" if number else b"\n")
                file.write(_ENCODER.encode(to_feature(record)))
            file.write(b"\n]}\n")
        return (path,)


def to_feature(record: IncidentRecord) -> dict[str, Any]:
    """Return the incident as a GeoJSON feature; properties that nobody states are left out."""
    place = record.incident.place
    located = place is not None and place.lat is not None and place.lon is not None
    cells = ((c.name, c.value(record)) for c in INCIDENTS.columns if c.name not in _IN_GEOMETRY)
    return {
        "type": "Feature",
        "id": record.incident.incident_id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if located and place else None,
        "properties": {name: cell for name, cell in cells if cell not in (None, ())},
    }
