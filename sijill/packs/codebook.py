"""The codebook: what every code in claims and incidents means, and its code in the field's other data sets.

In: `codebook/*.yml`, each a list of entries. Out: `Codebook`, whose parts are read on first use.
Not here: words that tell an event or weapon in a text (language packs), the rules of counting and grading (`sijill.assess`).
"""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from sijill.packs.actors import Id, Lang
from sijill.packs.yaml import load_yaml

Label = dict[Lang, str]
Family = Literal["strike", "violence", "custody", "control", "hardship", "civic", "speech", "other"]


class Code(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A code with its meaning: `label` by language, `definition` and `note` in English."""

    id: Id
    label: Label
    definition: str
    note: str | None = None

    def get_label(self, lang: str) -> str:
        """Return the label in `lang`, else in English."""
        return self.label.get(lang) or self.label.get("en") or self.id


class AcledCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """ACLED's event type, sub-event type and disorder type, spelled as in its export."""

    event_type: str
    sub_event_type: str
    disorder_type: str


class UcdpRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How UCDP's type of violence follows: `type` where the event type alone settles it, else None and the rule in words.

    `by_parties`: 1 when a state's forces face an organised group, 2 when two organised groups face each other, 3 when
    unarmed people are the target; events without a death are not in UCDP's data at all.
    """

    type: Annotated[int, msgspec.Meta(ge=1, le=3)] | None = None
    by_parties: bool = False
    rule: str


class PloverCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """PLOVER's event type and, where it has one, mode."""

    event: str
    mode: str | None = None


class EventType(Code, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A kind of event: its family, whether people come to harm in it, and its codes elsewhere (None: not covered there)."""

    family: Family
    harmful: bool = False
    acled: AcledCode
    ucdp: UcdpRule
    plover: PloverCode | None = None
    airwars: str | None = None
    bayanat: str | None = None
    without: tuple[str, ...] = ()


class Weapon(Code, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A means of attack: `broader` is the more general weapon, `event_type` the one it implies when nothing else is said."""

    event_type: Id | None = None
    broader: Id | None = None
    explosive: bool = False
    airwars: str | None = None
    bayanat: str | None = None


class Grade(Code, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One of Airwars' five grades of civilian harm; `counted` grades make up the headline estimate."""

    rank: int
    counted: bool


class Precision(Code, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A step of a precision scale; `ucdp` and `acled` are the numbers there, None where the scale stops short."""

    ucdp: int | None = None
    acled: int | None = None


CodeT = TypeVar("CodeT", bound=Code)


class Codebook:
    """Every code by id, in the order of the codebook; each part is read from its file on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _load(self, name: str, schema: type[CodeT]) -> dict[str, CodeT]:
        """Return the entries of one file by id."""
        entries: list[CodeT] = load_yaml(self._folder / f"{name}.yml", list[schema])  # type: ignore[valid-type]
        return {entry.id: entry for entry in entries}

    @cached_property
    def event_types(self) -> dict[str, EventType]:
        """Kinds of events."""
        return self._load("event_types", EventType)

    @cached_property
    def weapons(self) -> dict[str, Weapon]:
        """Means of attack."""
        return self._load("weapons", Weapon)

    @cached_property
    def outcomes(self) -> dict[str, Code]:
        """What happened to people."""
        return self._load("outcomes", Code)

    @cached_property
    def whos(self) -> dict[str, Code]:
        """Status of the people who came to harm."""
        return self._load("whos", Code)

    @cached_property
    def groups(self) -> dict[str, Code]:
        """Groups that are counted within a total."""
        return self._load("groups", Code)

    @cached_property
    def exactness(self) -> dict[str, Code]:
        """How exact a number is."""
        return self._load("exactness", Code)

    @cached_property
    def grades(self) -> dict[str, Grade]:
        """Grades of an incident."""
        return self._load("grades", Grade)

    @cached_property
    def modalities(self) -> dict[str, Code]:
        """How a claim says that the event happened."""
        return self._load("modalities", Code)

    @cached_property
    def stances(self) -> dict[str, Code]:
        """How a party stands to the act it is charged with."""
        return self._load("stances", Code)

    @cached_property
    def sides(self) -> dict[str, Code]:
        """Camps that actors belong to."""
        return self._load("sides", Code)

    @cached_property
    def place_precisions(self) -> dict[int, Precision]:
        """UCDP's place precision, by number."""
        return {p.ucdp: p for p in self._load("place_precisions", Precision).values() if p.ucdp is not None}

    @cached_property
    def date_precisions(self) -> dict[str, Precision]:
        """Precision of a date."""
        return self._load("date_precisions", Precision)

    def get_parts(self) -> dict[str, tuple[Code, ...]]:
        """Return the codes of every part by the name of its file, in the order of the reference page."""
        return {
            "event_types": tuple(self.event_types.values()),
            "weapons": tuple(self.weapons.values()),
            "outcomes": tuple(self.outcomes.values()),
            "whos": tuple(self.whos.values()),
            "groups": tuple(self.groups.values()),
            "exactness": tuple(self.exactness.values()),
            "grades": tuple(self.grades.values()),
            "modalities": tuple(self.modalities.values()),
            "stances": tuple(self.stances.values()),
            "sides": tuple(self.sides.values()),
            "place_precisions": tuple(self.place_precisions.values()),
            "date_precisions": tuple(self.date_precisions.values()),
        }
