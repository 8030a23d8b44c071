"""Rows on standard output: a table in a terminal, JSON Lines when piped.

In: structs or dictionaries. Not here: what the rows are.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

Columns = Mapping[str, Callable[[Any], object]]
# First-strong and pop directional isolates keep an Arabic cell from reordering its neighbours.
_ISOLATE, _POP = chr(0x2068), chr(0x2069)


def write_rows(rows: Iterable[Any], columns: Columns, *, as_json: bool, title: str | None = None) -> None:
    """Write every row, as JSON Lines with all fields or as a table of `columns` (heading → cell)."""
    if as_json or not sys.stdout.isatty():
        for row in rows:
            write_json(row)
        sys.stdout.buffer.flush()
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for number, heading in enumerate(columns):
        table.add_column(heading, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*(isolate(make_cell(row)) for make_cell in columns.values()))
    Console().print(table)


def write_json(value: Any) -> None:
    """Write one value as a line of JSON."""
    sys.stdout.buffer.write(msgspec.json.encode(value, order="deterministic") + b"\n")


def isolate(value: object) -> str:
    """Return a cell's text, empty for None; text in Arabic letters is isolated from its surroundings."""
    if value is None:
        return ""
    text = str(value)
    return text if text.isascii() else f"{_ISOLATE}{text}{_POP}"


def describe_range(low: int | None, high: int | None) -> str:
    """Return a range of people as `3`, `3-5`, `3+`, `up to 5`, or nothing."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low}+"
    if low is None:
        return f"up to {high}"
    return str(low) if low == high else f"{low}-{high}"


def describe_days(start: str | None, end: str | None) -> str:
    """Return a period as one day, two days, or `undated`."""
    if start is None:
        return "undated"
    return start if end in (None, start) else f"{start} to {end}"
