"""Tables as declarations: a column is a name, a type, a sentence, and how its cell follows from a record.

The same declarations make CSV, its table schema, SQLite, spreadsheets and columnar files, so that a column cannot mean two things.
Not here: which columns there are (`incident_tables`, `claim_tables` and the files of the formats of others).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from sijill.publish.base import Edition

CellType = Literal["string", "integer", "number", "date", "list"]
Cell = str | int | float | tuple[str, ...] | None
R = TypeVar("R")

SEPARATOR = "; "
MISSING = ""


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: `value` computes the cell of a record; `hxl` is its hashtag where it has one; `allowed` lists its codes."""

    name: str
    type: CellType
    description: str
    value: Callable[[R], Cell]
    required: bool = False
    allowed: tuple[str, ...] = ()
    hxl: str | None = None

    def to_schema(self) -> dict[str, Any]:
        """Return the field descriptor of the Table Schema standard."""
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.allowed and self.type != "list":
            constraints["enum"] = list(self.allowed)
        kind = "string" if self.type == "list" else self.type
        schema: dict[str, Any] = {"name": self.name, "type": kind, "description": self.description}
        return schema | ({"constraints": constraints} if constraints else {})


@dataclass(frozen=True)
class Reference:
    """A foreign key: `column` holds ids of `table`."""

    column: str
    table: str


@dataclass(frozen=True)
class Table(Generic[R]):
    """A table: its columns, the columns that tell rows apart (`key`), and the rows that one incident (or document) gives.

    `origin` says whether `expand` takes an `IncidentRecord` or a `Document`. `tags` is a second header row (HXL's hashtags), or empty.
    """

    name: str
    title: str
    columns: tuple[Column[R], ...]
    expand: Callable[[Any], Iterable[R]]
    key: tuple[str, ...]
    origin: Literal["incidents", "documents"] = "incidents"
    references: tuple[Reference, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(c.name for c in self.columns))

    def iter_rows(self, origin: object) -> Iterator[list[Cell]]:
        """Yield the rows of one incident record (or document), each a list of cells in the order of the columns."""
        for record in self.expand(origin):
            yield [column.value(record) for column in self.columns]

    def to_schema(self) -> dict[str, Any]:
        """Return the Table Schema (specs.frictionlessdata.io) of the table."""
        schema: dict[str, Any] = {"fields": [c.to_schema() for c in self.columns], "primaryKey": list(self.key), "missingValues": [MISSING]}
        if self.references:
            schema["foreignKeys"] = [
                {"fields": [r.column], "reference": {"resource": r.table, "fields": [r.column]}} for r in self.references
            ]
        return schema


def iter_all_rows(tables: Sequence[Table[Any]], edition: Edition) -> Iterator[tuple[Table[Any], list[Cell]]]:
    """Yield the rows of all tables, mixed, in one pass over the incidents and one over the documents."""
    of_incidents = [table for table in tables if table.origin == "incidents"]
    of_documents = [table for table in tables if table.origin == "documents"]
    for record in edition.iter_records() if of_incidents else ():
        for table in of_incidents:
            for cells in table.iter_rows(record):
                yield table, cells
    for document in edition.documents() if of_documents else ():
        for table in of_documents:
            for cells in table.iter_rows(document):
                yield table, cells


def to_text(cell: Cell) -> str:
    """Return a cell as CSV holds it: None is empty, the items of a list are separated by `; ` (a `;` inside an item becomes a comma)."""
    if cell is None:
        return MISSING
    if isinstance(cell, tuple):
        return SEPARATOR.join(item.replace(";", ",") for item in cell)
    return str(cell)


def to_scalar(cell: Cell) -> str | int | float | None:
    """Return a cell for typed formats: numbers stay numbers, lists become text."""
    return to_text(cell) if isinstance(cell, tuple) else cell
