"""A document while it is read: what the stages that make claims share.

In: what the engine found. Out: `Reading`. Nothing is decided here.
"""

from dataclasses import dataclass, field

from sijill.extract.mention import PartyFound
from sijill.extract.parties import Context
from sijill.extract.units import Sentence, Unit
from sijill.lang.script import Folded
from sijill.model import ClaimPlace, Document


@dataclass(slots=True)
class Reading:
    """A document while it is read: the text, what it is about, and the places that were resolved."""

    document: Document
    folded: Folded
    lang: str
    context: Context
    places: dict[Unit, ClaimPlace | None]
    day: tuple[Sentence, Unit] | None = None
    weapon_types: dict[str, str | None] = field(default_factory=dict)
    aerial: frozenset[str] = frozenset()

    def text_of(self, sentence: Sentence, unit: Unit) -> str:
        """Return the folded words of a unit."""
        start, end = sentence.span(unit)
        return self.folded.text[start:end]

    def is_aerial(self, party: PartyFound) -> bool:
        """Is the party one that strikes from the air: called aircraft, an air force, or a coalition that fights from the air?"""
        if any(m.cls == "aircraft" or m.entry.form == "aircraft" for m in (party.unit, *party.unit.members)):
            return True
        return self.context.find_actor(party.unit) in self.aerial or bool(
            self.aerial & set(self.text_of(party.sentence, party.unit).split())
        )
