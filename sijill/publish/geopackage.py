"""GeoPackage: incidents for desktop maps, as one file.

In: an edition. Out: `incidents.gpkg`, written by GDAL in one stream. Needs the extra `geo` (PyArrow, pyogrio).
"""

from pathlib import Path

from sijill.errors import UserError
from sijill.publish.base import Edition, Exporter
from sijill.publish.columnar import GEOMETRY, import_arrow, iter_batches, make_schema


class GeoPackage(Exporter):
    """Incidents as a layer of points in WGS 84 with all columns of `incidents.csv`."""

    name = "geopackage"
    title = "GeoPackage"
    readers = "QGIS, ArcGIS, GDAL, R (sf)"
    suffix = ".gpkg"
    extra = "geo"
    cannot_say = (
        "A point looks exact whatever its precision: style by `place_precision` or `place_radius_km`.",
        "Lists share a cell, separated by `; `.",
        "Claims and the words that support them are not in it.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the file."""
        arrow = import_arrow()
        try:
            import pyogrio
        except ImportError as error:
            raise UserError("the format `geopackage` needs pyogrio: pip install 'sijill[geo]'") from error
        path = folder / "incidents.gpkg"
        schema = make_schema(lists=False)
        reader = arrow.RecordBatchReader.from_batches(schema, iter_batches(edition, schema, lists=False))
        day = edition.released.isoformat() if edition.released else "1980-01-01"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z"})
        pyogrio.write_arrow(
            reader,
            path,
            layer="incidents",
            driver="GPKG",
            geometry_name=GEOMETRY,
            geometry_type="Point",
            crs="EPSG:4326",
            SPATIAL_INDEX="YES",
        )
        return (path,)
