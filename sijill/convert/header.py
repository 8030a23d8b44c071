"""Which column map is for a table: the one that the user names, or the one whose table has such a header.

In: the names of the columns. Out: `ColumnMap`. Not here: rows (`row`).
"""

import difflib
from collections.abc import Sequence

from sijill.errors import InputError, PackError
from sijill.packs import Packs
from sijill.packs.columns import ColumnMap, find_column_map, find_unknown_codes, get_column_map, list_column_maps


def choose_map(header: Sequence[str], name: str | None, packs: Packs, *, file: str) -> ColumnMap:
    """Return the map to read a table with; raises InputError that names file and columns where none fits, PackError for unknown codes."""
    chosen = get_column_map(name) if name is not None else find_column_map(tuple(header))
    if chosen is None:
        known = ", ".join(m.id for m in list_column_maps())
        raise InputError(f"no column map knows this table; name one with --columns (there are {known}, or a file of your own)", file=file)
    if faults := find_unknown_codes(chosen, packs):
        raise PackError("\n".join(faults), file=f"column map {chosen.id}")
    missing = chosen.find_missing(header)
    if missing:
        raise InputError(f"the column map {chosen.id!r} needs {'; '.join(describe(m, header) for m in missing)}", file=file, line=1)
    return chosen


def describe(column: str, header: Sequence[str]) -> str:
    """Return the name of a missing column with the one it may have been written for."""
    near = difflib.get_close_matches(column, header, n=1)
    return f"the column {column!r}, which is not there" + (f" ({near[0]!r} is)" if near else "")
