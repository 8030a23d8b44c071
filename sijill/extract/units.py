"""Units: a sentence after matching, each unit a word, phrase, number, person, party, place or time, written as one letter.

In and out: plain values for the stages of `sijill.extract`; nothing is computed here.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sijill.extract.lexicon import Entry, Word
from sijill.lang.dates import FoundDate
from sijill.model import Quantity

if TYPE_CHECKING:
    from sijill.gazetteer import PlaceMention

OTHER = Entry("other")


@dataclass(slots=True, eq=False)
class Unit:
    """Words `first` to `last` (inclusive) of a sentence that mean one thing; `kind` is the word class.

    `parts` are people inside the people of this unit ("among them three children"); `core` is then the last word before them.
    """

    kind: str
    first: int
    last: int
    entry: Entry = OTHER
    quantity: Quantity | None = None
    members: tuple["Unit", ...] = ()
    place: "PlaceMention | None" = None
    time: FoundDate | None = None
    rule: str | None = None
    taken: bool = False
    definite: bool = False
    parts: tuple["Unit", ...] = ()
    core: int | None = None

    @property
    def cls(self) -> str:
        """The class without its form."""
        return self.kind.partition(".")[0]


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence of the folded text (`start`, `end`) with its words and units; `code` has one character for each unit.

    `apart` says that it stands in a list of other texts' headlines; `surnames` are words of the full names in its document; `listed` is
    how many people the lines behind it name ("names of the martyrs: 1 ... 2 ..."), None where it heads no list.
    """

    number: int
    start: int
    end: int
    words: list[Word] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    code: str = ""
    paragraph: int = 0
    apart: bool = False
    surnames: frozenset[str] = frozenset()
    listed: Quantity | None = None

    def span(self, unit: Unit) -> tuple[int, int]:
        """Return the folded offsets of a unit, without the aside that was joined to it."""
        return self.words[unit.first].start, self.words[unit.last if unit.core is None else unit.core].end
