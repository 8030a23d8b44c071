"""Results of a bulk run as Parquet: every row of a JSON Lines output, typed as the model says.

In: a JSON Lines file of one kind of struct. Out: one Parquet file beside it (Zstandard, row groups of `ROWS`). Needs pyarrow
(`pip install 'sijill[geo]'`). Objects whose keys are data become maps; values of any type become JSON texts.
Not here: exports of a register (`sijill.publish`).
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from sijill.errors import DefectError, UserError
from sijill.model import Claim, Document, Incident, Issue

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 10_000
KINDS: dict[str, type[msgspec.Struct]] = {"documents": Document, "claims": Claim, "incidents": Incident, "issues": Issue}
# Left out: how an incident's values came about refers to itself in depth, and is made again by linking.
_LEFT_OUT = frozenset({"assessment"})


def check_parquet() -> None:
    """Raise UserError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise UserError("Parquet needs the package pyarrow: pip install 'sijill[geo]'") from error


def write_parquet(folder: Path) -> list[Path]:
    """Write a Parquet file for every JSON Lines output in `folder` and return them; a file is complete when it has its name."""
    return [_convert(folder / f"{name}.jsonl", kind) for name, kind in KINDS.items() if (folder / f"{name}.jsonl").exists()]


def _convert(source: Path, kind: type[msgspec.Struct]) -> Path:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema(list(_iter_fields(kind)))
    target, temporary = source.with_suffix(".parquet"), source.with_suffix(".parquet.new")
    with source.open("rb") as lines, ParquetWriter(temporary, schema, compression="zstd") as writer:
        for batch in _batches(lines, kind):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    temporary.replace(target)
    return target


def _batches(lines: Iterator[bytes], kind: type[msgspec.Struct]) -> Iterator[list[dict[str, Any]]]:
    decoder = msgspec.json.Decoder(kind)
    while batch := list(islice(lines, ROWS)):
        yield [_to_cell(decoder.decode(line), kind) for line in batch]


def _iter_fields(kind: type[msgspec.Struct]) -> Iterator["pa.Field"]:
    import pyarrow as pa

    hints = get_type_hints(kind)
    for name in kind.__struct_fields__:
        if name not in _LEFT_OUT:
            yield pa.field(name, _to_type(hints[name]))


def _to_type(hint: Any) -> "pa.DataType":
    """Return the Arrow type of a field of the model; raises DefectError for one that has none."""
    import pyarrow as pa

    hint = _drop_none(hint)
    simple: dict[Any, Any] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), Any: pa.string()}
    if hint in simple:
        return simple[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (tuple, list):
        return pa.list_(_to_type(arguments[0]))
    if origin is dict:
        return pa.map_(pa.string(), _to_type(arguments[1]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return pa.struct(list(_iter_fields(hint)))
    raise DefectError(f"no Parquet type for {hint}")


def _to_cell(value: Any, hint: Any) -> Any:
    """Return a value in the form that pyarrow takes for its type."""
    hint = _drop_none(hint)
    if value is None:
        return None
    if hint is Any:
        return msgspec.json.encode(value).decode()
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (tuple, list):
        return [_to_cell(item, arguments[0]) for item in value]
    if origin is dict:
        return [(key, _to_cell(item, arguments[1])) for key, item in value.items()]
    if isinstance(value, msgspec.Struct):
        hints = get_type_hints(type(value))
        return {name: _to_cell(getattr(value, name), hints[name]) for name in value.__struct_fields__ if name not in _LEFT_OUT}
    return value


def _drop_none(hint: Any) -> Any:
    """Return `X` for `X | None`."""
    if get_origin(hint) in (Union, UnionType):
        return next(argument for argument in get_args(hint) if argument is not type(None))
    return hint
