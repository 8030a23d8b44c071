"""What one sentence says of one event, before it is resolved: the values that frames make and resolution reads."""

from dataclasses import dataclass, field

from sijill.extract.units import Sentence, Unit
from sijill.model import Quantity
from sijill.model.claim import Modality, Stance

STRIKES = frozenset(
    {"air_strike", "drone_strike", "shelling", "explosive_device", "suicide_bombing", "grenade", "chemical_attack", "mine_or_remnant"}
)
# What is done to somebody: a noun for it tells of nothing while nobody is named ("torture in the prison of ...").
PERSONAL = frozenset({"killing", "execution", "torture", "sexual_violence", "abduction"})


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

    def is_count(self) -> bool:
        """Is it a number of people, and not one person or a few who are told of in detail?"""
        return self.people.kind == "number" or self.quantity.exactness == "none" or any(u.kind == "number" for u in self.people.members)

    def is_solid(self) -> bool:
        """Is it more than a bare plural such as "the victims" or "hostages", which may be nobody's harm in particular?"""
        return self.quantity.exactness != "vague" or self.hurt is not self.people or any(u.kind == "number" for u in self.people.members)


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
    """One sentence's words on one event; `period` says that they go on with a whole period of which the sentence before tells."""

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
    further: bool = False
    anaphoric: bool = False
    period: bool = False

    @property
    def position(self) -> int:
        """Where the trigger begins in the folded text."""
        return self.sentence.span(self.unit)[0]

    def stands(self) -> bool:
        """Do the words tell of an event, and not only of its kind? A noun needs people, a party, a place or a time beside it."""
        named = bool(self.perpetrators or self.targets)
        if self.unit.kind.startswith("event.verb") and not self.weak:
            return True
        if self.unit.cls == "event":
            means = any(weapon not in self.unit.members for weapon in self.weapons)  # beside the trigger, not in it
            placed = self.event_type not in PERSONAL and bool(self.own_places or (not self.weak and (self.times or means)))
            return named or placed or any(h.is_solid() for h in self.harm)
        if self.unit.kind == "hurt.implied":
            return named or bool(self.own_places or self.times)
        return named or any(h.is_solid() for h in self.harm)

    def may_stand(self) -> bool:
        """Can this be part of an event at all (`Event.stands`)? Where nothing can, no place needs to be found."""
        return self.stands() or (self.unit.cls == "event" and not self.weak and self.event_type not in PERSONAL)

    def has_content(self) -> bool:
        """Does the sentence say anything of the event but that there was one?"""
        return bool(self.harm or self.perpetrators or self.targets or self.own_places)
