"""Incidents in batches of typed columns, for the columnar formats.

In: an edition. Out: Apache Arrow record batches with a geometry column in well-known binary. Needs the extra `geo` (PyArrow).
Not here: the files (`geoparquet`, `geopackage`).
"""

import struct
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from sijill.errors import UserError
from sijill.publish.base import Edition, IncidentRecord
from sijill.publish.incident_tables import INCIDENTS
from sijill.publish.table import to_scalar

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 2000
GEOMETRY = "geometry"


def import_arrow() -> Any:
    """Return the module `pyarrow`; raises UserError where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise UserError("this format needs PyArrow: pip install 'sijill[geo]'") from error
    return pyarrow


def make_schema(*, lists: bool) -> "pa.Schema":
    """Return the columns of `incidents` and the geometry; with `lists` lists stay lists, else they are text."""
    arrow = import_arrow()
    plain = {"string": arrow.string(), "date": arrow.string(), "integer": arrow.int64(), "number": arrow.float64()}
    plain["list"] = arrow.list_(arrow.string()) if lists else arrow.string()
    fields = [arrow.field(c.name, plain[c.type], nullable=not c.required) for c in INCIDENTS.columns]
    return arrow.schema([*fields, arrow.field(GEOMETRY, arrow.binary())])


def iter_batches(edition: Edition, schema: "pa.Schema", *, lists: bool) -> Iterator["pa.RecordBatch"]:
    """Yield batches of up to `BATCH` incidents."""
    arrow = import_arrow()
    records = edition.iter_records()
    while rows := list(islice(records, BATCH)):
        columns: list[list[Any]] = [[c.value(r) if lists else to_scalar(c.value(r)) for r in rows] for c in INCIDENTS.columns]
        columns.append([to_wkb(r) for r in rows])
        arrays = [arrow.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
        yield arrow.record_batch(arrays, schema=schema)


def to_wkb(record: IncidentRecord) -> bytes | None:
    """Return the point as well-known binary (little endian), None without coordinates."""
    place = record.incident.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return struct.pack("<BIdd", 1, 1, place.lon, place.lat)
