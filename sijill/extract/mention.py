"""What one sentence says of one event, before it is resolved: the values that frames make and resolution reads."""

from dataclasses import dataclass, field

from sijill.extract.units import Sentence, Unit
from sijill.model import Quantity
from sijill.model.claim import Modality, Stance


@dataclass(slots=True, eq=False)
class HarmFound:
    """People and what became of them; `part` says that they belong to a total that is given elsewhere."""

    outcome: str
    people: Unit
    sentence: Sentence
    quantity: Quantity
    rule: str
    part: bool = False
    update: bool = False
    hurt: Unit | None = None
    name: str | None = None


@dataclass(slots=True, eq=False)
class PartyFound:
    """A party in its role."""

    unit: Unit
    sentence: Sentence
    stance: Stance = "accused"
    confidence: float = 0.9


@dataclass(slots=True, eq=False)
class SourceFound:
    """Somebody who is quoted."""

    unit: Unit
    sentence: Sentence


@dataclass(slots=True, eq=False)
class Mention:
    """One sentence's words on one event."""

    sentence: Sentence
    unit: Unit
    event_type: str
    weak: bool
    generic: bool
    modality: Modality = "asserted"
    harm: list[HarmFound] = field(default_factory=list)
    perpetrators: list[PartyFound] = field(default_factory=list)
    targets: list[PartyFound] = field(default_factory=list)
    weapons: list[Unit] = field(default_factory=list)
    places: list[Unit] = field(default_factory=list)
    own_places: list[Unit] = field(default_factory=list)
    times: list[Unit] = field(default_factory=list)
    sources: list[SourceFound] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    definite: bool = False
    indefinite: bool = False

    @property
    def position(self) -> int:
        """Where the trigger begins in the folded text."""
        return self.sentence.span(self.unit)[0]

    def has_context(self) -> bool:
        """Is there anything beside the trigger that makes a weak word an event?"""
        return bool(self.harm or self.perpetrators or self.targets or self.weapons or self.places)

    def has_content(self) -> bool:
        """Does the sentence say anything of the event but that there was one?"""
        return bool(self.harm or self.perpetrators or self.targets or self.own_places)
