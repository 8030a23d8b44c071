"""Column maps: how the rows of another data set's table are to be read, as data.

In: `columns/*.yml`, or a file of the user's own. Out: `ColumnMap`. Whoever has a table with other columns writes such a file and no code.
Not here: reading rows (`sijill.convert`), the columns that we write ourselves (`sijill.publish`).
"""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from sijill.errors import UserError
from sijill.model.claim import Group, Outcome, Side, Stance, Who
from sijill.packs import PACKS_FOLDER, Packs, load_yaml
from sijill.packs.actors import Id, Lang

FOLDER = PACKS_FOLDER / "columns"
Where = dict[str, tuple[str, ...]]
UNIX_SECONDS = "unix"


class Coded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of codes and what they are called here. `other` stands for a code that is not listed; without it such a code is an issue."""

    column: str | None = None
    codes: dict[str, str] = {}
    other: str | None = None


class DateColumns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When it happened. `formats` as in `strptime`; ISO 8601 is always understood.

    `precision` gives ids of the codebook's date precisions; a week is taken to have the day in its middle.
    """

    start: str
    end: str | None = None
    formats: tuple[str, ...] = ()
    precision: Coded | None = None


class PublishedColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the row was published; `formats` as in `strptime`, or `unix` for seconds since 1970."""

    column: str
    formats: tuple[str, ...] = ()


class PlaceColumns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it happened, WGS 84. `precision` gives steps of UCDP's scale (1 to 7), `everywhere` a country for all rows."""

    name: str | None = None
    name_ar: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    country: str | None = None
    everywhere: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")] | None = None
    admin1: str | None = None
    admin2: str | None = None
    precision: Coded | None = None


class PartyColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of actors. `codes` turns the table's names into ids of actors; other names are looked up in the packs.

    `where` limits it to the rows whose columns hold one of some values. `stance` says how a perpetrator stands to the act.
    """

    column: str
    role: Literal["perpetrator", "target"]
    separator: str | None = None
    codes: dict[str, Id] = {}
    stance: Coded | None = None
    where: Where = {}


class HarmColumns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of people: one column (`number`), or the lowest and the highest.

    `zero` says what a 0 means: that there was nobody (`none`), or that nobody knows (`unknown`), as in data sets without blanks.
    """

    outcome: Outcome
    who: Who
    group: Group | None = None
    side: Side | None = None
    number: str | None = None
    min: str | None = None
    max: str | None = None
    zero: Literal["none", "unknown"] = "none"
    where: Where = {}

    def __post_init__(self) -> None:
        if (self.number is None) == (self.min is None and self.max is None):
            raise ValueError("give either `number`, or `min` and `max`")


class SpreadColumns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lowest and highest total of an outcome, for tables that divide the best one only: kept where the whole total is of one kind."""

    outcome: Outcome
    best: str
    low: str
    high: str


class TellersColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column that lists who told it."""

    column: str
    separator: str


class ColumnMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How rows of a table become claims.

    `source` is an id of the source packs or a name: whose claims they are. `licence` and `attribution` are what a release passes on.
    `recognised_by` are columns that tell the table from others.
    `row_id` is the column of the table's own identifiers; without it rows are known by their content. A table may lack the columns of
    `may_lack`; where another one of the map is missing, the map is not for this table.
    """

    id: Id
    title: str
    source: str
    licence: str | None = None
    attribution: str | None = None
    lang: Lang = "en"
    recognised_by: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()
    row_id: str | None = None
    url: str | None = None
    published: PublishedColumn | None = None
    told_by: TellersColumn | None = None
    event_type: Coded
    date: DateColumns
    place: PlaceColumns = PlaceColumns()
    parties: tuple[PartyColumn, ...] = ()
    harm: tuple[HarmColumns, ...] = ()
    spread: SpreadColumns | None = None

    def list_columns(self) -> tuple[str, ...]:
        """Return the columns that the map reads, each once."""
        found: dict[str, None] = {}
        for name in (*self.recognised_by, self.row_id, self.url):
            found |= {name: None} if name else {}
        parts = (self.published, self.told_by, self.event_type, self.date, self.place, *self.parties, *self.harm, self.spread)
        for part in parts:
            found |= dict.fromkeys(iter_columns(part))
        return tuple(found)

    def find_missing(self, header: Collection[str]) -> tuple[str, ...]:
        """Return the columns that a table with this header lacks, but must have."""
        return tuple(name for name in self.list_columns() if name not in header and name not in self.may_lack)


def iter_columns(part: msgspec.Struct | None) -> list[str]:
    """Return the columns that a part of a map names."""
    found: list[str] = []
    for name in part.__struct_fields__ if part is not None else ():
        value = getattr(part, name)
        if isinstance(value, msgspec.Struct):
            found += iter_columns(value)
        elif name == "where":
            found += value
        elif isinstance(value, str) and name not in _NO_COLUMNS:
            found.append(value)
    return found


_NO_COLUMNS = {"everywhere", "role", "separator", "outcome", "who", "group", "side", "zero", "other"}


def find_unknown_codes(column_map: ColumnMap, packs: Packs) -> list[str]:
    """Return a sentence for every code of a map that the codebook or the actors do not have."""
    book = packs.codebook
    checked: list[tuple[str, Coded | None, Collection[str]]] = [
        ("event_type", column_map.event_type, book.event_types),
        ("date.precision", column_map.date.precision, book.date_precisions),
        ("place.precision", column_map.place.precision, [str(step) for step in book.place_precisions]),
        *(("parties.stance", party.stance, get_args(Stance)) for party in column_map.parties),
    ]
    faults = []
    for part, coded, known in checked:
        given = () if coded is None else (*coded.codes.values(), *([coded.other] if coded.other is not None else ()))
        faults += [f"{part}: there is no code {code!r}; codes are {', '.join(known)}" for code in dict.fromkeys(given) if code not in known]
    actors = [actor_id for party in column_map.parties for actor_id in party.codes.values()]
    return faults + [f"parties.codes: there is no actor {actor_id!r}" for actor_id in actors if actor_id not in packs.actors]


def list_column_maps() -> tuple[ColumnMap, ...]:
    """Return the column maps of the installation, by id."""
    return tuple(load_yaml(path, ColumnMap) for path in sorted(FOLDER.glob("*.yml")))


def get_column_map(name: str) -> ColumnMap:
    """Return a map by its id, or from a file of the user's own; raises UserError with the maps that there are, PackError for a bad file."""
    path = Path(name)
    if path.suffix in {".yml", ".yaml"}:
        return load_yaml(path, ColumnMap)
    known = {column_map.id: column_map for column_map in list_column_maps()}
    if name not in known:
        raise UserError(f"there is no column map {name!r}; maps are {', '.join(known)}, or give a file NAME.yml of your own")
    return known[name]


def find_column_map(header: tuple[str, ...]) -> ColumnMap | None:
    """Return the map whose table has this header, None where none or several have."""
    fitting = [m for m in list_column_maps() if m.recognised_by and set(m.recognised_by) <= set(header)]
    return fitting[0] if len(fitting) == 1 else None
