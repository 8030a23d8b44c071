"""GeoParquet 1.1: incidents for data science and cloud storage.

In: an edition. Out: `incidents.parquet`, written batch by batch. Needs the extra `geo` (PyArrow).
"""

from pathlib import Path
from typing import Any

import msgspec

from sijill.publish.base import Edition, Exporter
from sijill.publish.columnar import GEOMETRY, import_arrow, iter_batches, make_schema
from sijill.publish.incident_tables import INCIDENTS


class GeoParquet(Exporter):
    """Incidents as GeoParquet: points in WGS 84 with all columns of `incidents.csv`, lists as lists."""

    name = "geoparquet"
    title = "GeoParquet"
    readers = "DuckDB, geopandas, R (arrow, sfarrow), QGIS, BigQuery"
    suffix = ".parquet"
    extra = "geo"
    cannot_say = (
        "A point looks exact whatever its precision: filter by `place_precision`.",
        "Claims and the words that support them are not in it.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the file."""
        import_arrow()
        from pyarrow.parquet import ParquetWriter

        path = folder / "incidents.parquet"
        schema = make_schema(lists=True).with_metadata(make_metadata(edition))
        with ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in iter_batches(edition, make_schema(lists=True), lists=True):
                writer.write_batch(batch.replace_schema_metadata(schema.metadata))
        return (path,)


def make_metadata(edition: Edition) -> dict[str, str]:
    """Return GeoParquet's metadata, the release, and the meaning of every column."""
    geo: dict[str, Any] = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
    }
    meaning = {c.name: c.description for c in INCIDENTS.columns}
    return {"geo": msgspec.json.encode(geo).decode(), "release": edition.version, "columns": msgspec.json.encode(meaning).decode()}
