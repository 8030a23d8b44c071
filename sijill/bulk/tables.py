"""Rows of a bulk run as bytes of a file, and back: JSON Lines, or Parquet typed as the model says.

In: structs of one kind. Out: the bytes of one file; reading them gives the same structs. In Parquet, objects whose keys are data become
maps and values of any type become JSON texts; it needs pyarrow (`pip install 'sijill[archives]'`).
Not here: exports of a register (`sijill.publish`).
"""

import io
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from sijill.errors import DefectError, UserError
from sijill.model import Claim, Document, Incident, Issue

if TYPE_CHECKING:
    import pyarrow as pa

KINDS: dict[str, type[msgspec.Struct]] = {"documents": Document, "claims": Claim, "issues": Issue, "incidents": Incident}
ROWS = 2000
_ENCODER = msgspec.json.Encoder(order="deterministic")
# Left out: how an incident's values came about refers to itself in depth, and is made again by linking.
_LEFT_OUT = frozenset({"assessment"})
_Convert = Callable[[Any], Any]


class TableWriter:
    """Collects rows of one kind as the bytes of one file; memory holds the packed bytes and at most `ROWS` rows."""

    def __init__(self, name: str, form: str) -> None:
        self._kind = KINDS[name]
        self._form = form
        self._buffer = io.BytesIO()
        self._rows: list[msgspec.Struct] = []
        self._writer: Any = None
        self.count = 0

    def add(self, row: msgspec.Struct) -> None:
        """Add one row."""
        self.count += 1
        if self._form == "jsonl":
            self._buffer.write(_ENCODER.encode(row) + b"\n")
            return
        self._rows.append(row)
        if len(self._rows) >= ROWS:
            self._flush()

    def finish(self) -> bytes:
        """Return the bytes of the file."""
        if self._form == "parquet":
            self._flush()
            self._writer.close()
        return self._buffer.getvalue()

    def _flush(self) -> None:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        schema = get_schema(self._kind)
        if self._writer is None:
            self._writer = ParquetWriter(self._buffer, schema, compression="zstd")
        convert = _get_converter(self._kind)
        rows = [convert(row) for row in self._rows] if convert else []
        self._writer.write_table(pa.Table.from_pylist(rows, schema=schema))
        self._rows.clear()


def iter_rows(data: bytes, name: str) -> Iterator[Any]:
    """Yield the rows of a file of the given kind, whichever form it has."""
    kind = KINDS[name]
    if data.startswith(b"PAR1"):
        yield from _iter_parquet(data, kind)
        return
    decode = msgspec.json.Decoder(kind).decode
    for line in io.BytesIO(data):
        yield decode(line)


def iter_lines(data: bytes, name: str) -> Iterator[bytes]:
    """Yield the rows of a file as lines of JSON, whichever form it has."""
    if data.startswith(b"PAR1"):
        yield from map(_ENCODER.encode, _iter_parquet(data, KINDS[name]))
    else:
        yield from io.BytesIO(data)


def check_parquet() -> None:
    """Raise UserError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise UserError("Parquet needs the package pyarrow: pip install 'sijill[archives]'") from error


@cache
def get_schema(kind: type[msgspec.Struct]) -> "pa.Schema":
    """Return the columns of a kind of row."""
    import pyarrow as pa

    return pa.schema(list(_iter_fields(kind)))


def _iter_parquet(data: bytes, kind: type[msgspec.Struct]) -> Iterator[Any]:
    from pyarrow import BufferReader
    from pyarrow.parquet import ParquetFile

    restore = _get_restorer(kind)
    for batch in ParquetFile(BufferReader(data)).iter_batches(batch_size=ROWS):
        rows: Iterable[Any] = batch.to_pylist()
        yield from msgspec.convert([restore(row) if restore else row for row in rows], list[kind])  # type: ignore[valid-type]


def _iter_fields(kind: type[msgspec.Struct]) -> Iterator["pa.Field"]:
    import pyarrow as pa

    for name, hint in _get_hints(kind).items():
        yield pa.field(name, _to_type(hint))


def _to_type(hint: Any) -> "pa.DataType":
    """Return the Arrow type of a field of the model; raises DefectError for one that has none."""
    import pyarrow as pa

    simple: dict[Any, Any] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), Any: pa.string()}
    if hint in simple:
        return simple[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (tuple, list):
        return pa.list_(_to_type(_drop_none(arguments[0])))
    if origin is dict:
        return pa.map_(pa.string(), _to_type(_drop_none(arguments[1])))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return pa.struct(list(_iter_fields(hint)))
    raise DefectError(f"no Parquet type for {hint}")


@cache
def _get_converter(hint: Any) -> _Convert | None:
    """Return what makes a value of a type one that pyarrow takes, None where it is one already."""
    hint = _drop_none(hint)
    if hint is Any:
        return lambda value: msgspec.json.encode(value).decode()
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (tuple, list):
        inner = _get_converter(arguments[0])
        return None if inner is None else lambda value: [inner(item) for item in value]
    if origin is dict:
        item = _allow_none(_get_converter(arguments[1]))
        return lambda value: [(key, item(cell)) for key, cell in value.items()]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        fields = [(name, _allow_none(_get_converter(h))) for name, h in _get_hints(hint).items()]
        return lambda value: {name: convert(getattr(value, name)) for name, convert in fields}
    return None


@cache
def _get_restorer(hint: Any) -> _Convert | None:
    """Return what makes a value as pyarrow gives it one that can be read as the type, None where it is one already."""
    hint = _drop_none(hint)
    if hint is Any:
        return msgspec.json.decode
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (tuple, list):
        inner = _get_restorer(arguments[0])
        return None if inner is None else lambda value: [inner(item) for item in value]
    if origin is dict:
        item = _allow_none(_get_restorer(arguments[1]))
        return lambda value: {key: item(cell) for key, cell in value}
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        found = {name: _allow_none(r) for name, h in _get_hints(hint).items() if (r := _get_restorer(h)) is not None}
        return (lambda value: value | {name: restore(value[name]) for name, restore in found.items()}) if found else None
    return None


def _allow_none(convert: _Convert | None) -> _Convert:
    """Return a function that leaves None, and what needs no change, as it is."""
    if convert is None:
        return lambda value: value
    return lambda value: None if value is None else convert(value)


@cache
def _get_hints(kind: type[msgspec.Struct]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: _drop_none(hints[name]) for name in kind.__struct_fields__ if name not in _LEFT_OUT}


def _drop_none(hint: Any) -> Any:
    """Return `X` for `X | None`."""
    if get_origin(hint) in (Union, UnionType):
        return next(argument for argument in get_args(hint) if argument is not type(None))
    return hint
