"""Claims: one source's account of one event in one document. The structs below are the interchange format, version 1."""

from typing import Literal

import msgspec

from sijill.model.dates import PartialDate
from sijill.model.quantity import Exactness, Quantity

Modality = Literal["asserted", "hedged", "denied", "planned", "hypothetical", "habitual"]
Outcome = Literal["killed", "injured", "missing", "detained", "abducted", "displaced", "casualties"]
Who = Literal["civilian", "combatant", "mixed", "unknown"]
Group = Literal["children", "women", "men", "elderly", "journalists", "medical", "aid_workers"]
Side = Literal["target", "perpetrator"]
Stance = Literal["accused", "admitted", "denied", "possible"]


# What stands first in the origin of a claim that is a row of another data set's table.
FROM_TABLE = "table:"


class Trigger(msgspec.Struct, frozen=True):
    """The words that name the event."""

    quote: str
    start: int
    end: int


class Attribution(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is quoted for the claim; `source_id` is an id of the source or actor packs, or None."""

    quote: str
    start: int
    end: int
    source_id: str | None


class PlaceCandidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place that the words may mean, with its score (0 to 1) and the reasons for it."""

    place_id: str
    score: float
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    reasons: tuple[str, ...] = ()


class ClaimPlace(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where: the words, and the place they were resolved to.

    `precision` is UCDP's scale: 1 exact, 2 near (25 km), 3 second-order division, 4 first-order division, 5 linear or fuzzy,
    6 country, 7 international waters or airspace. `lat`, `lon` are WGS 84 degrees, None while unresolved.
    `radius_km` is how far the true place may lie from the point. `unlocated` is the folded name that the words give to a place inside this
    one which no gazetteer knows: a village of which only the province is sure.
    """

    quote: str | None
    start: int | None
    end: int | None
    place_id: str | None
    name: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    country: str | None
    admin1: str | None
    within: tuple[str, ...] = ()
    candidates: tuple[PlaceCandidate, ...] = ()
    name_ar: str | None = None
    admin2: str | None = None
    radius_km: float | None = None
    reasons: tuple[str, ...] = ()
    inferred: bool = False
    unlocated: str | None = None


class ClaimActor(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A party to the event: the words, and the actor of the packs they mean (None: named, but not known).

    `stance` says how a perpetrator stands to the act in this claim: `accused` (default), `admitted`, `denied`, `possible`.
    `kind` is set for targets that are no actor: `civilian`, `civilian_object`, `combatant`, `military_object`.
    """

    quote: str | None
    start: int | None
    end: int | None
    actor_id: str | None
    role_confidence: float = 1.0
    stance: Stance = "accused"
    kind: str | None = None
    inferred: bool = False


class ClaimWeapon(msgspec.Struct, frozen=True, omit_defaults=True):
    """The means: the words and the codebook's weapon."""

    quote: str
    start: int
    end: int
    weapon_id: str | None


class Harm(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A number of people who came to harm. A row with a `group` is part of the total row, never added to it.

    `min` and `max` are inclusive, None is an open end. `reason` says why `who` has its value.
    """

    outcome: Outcome
    who: Who
    group: Group | None
    min: int | None
    max: int | None
    exactness: Exactness
    quote: str | None
    start: int | None
    end: int | None
    side: Side | None = None
    reason: str | None = None
    actor_id: str | None = None
    inferred: bool = False

    @property
    def quantity(self) -> Quantity:
        """The number alone."""
        return Quantity(self.min, self.max, self.exactness)


class DocumentContext(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What linking needs to know of a claim's document, so that `sijill link` needs no texts.

    `signature` is a sketch of the text's word shingles (hexadecimal), comparable between claims of one Sijill version. `days` are the
    days that the text names, first to last, `--11-22` without its year, `head_days` those that its beginning names; `head` and `marks` are
    hashes of the telling words of its title and beginning, and of the passage around the claim (`sijill.lang.marks`): all evidence for
    linking, never facts.
    """

    source_id: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None
    signature: str | None = None
    days: tuple[str, ...] = ()
    head_days: tuple[str, ...] = ()
    head: str | None = None
    marks: str | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One source's account of one event in one document. No span, no fact: what is not quoted is marked `inferred`.

    `score` (0 to 1) is the extractor's confidence that the event was read rightly; `origin` names extractor and version;
    `rules` names the rules that fired; `issues` are snake_case codes such as `place_ambiguous`.
    """

    claim_id: str
    document_id: str
    lang: str
    event_type: str
    trigger: Trigger | None
    modality: Modality
    attributed_to: tuple[Attribution, ...] = ()
    date: PartialDate | None = None
    place: ClaimPlace | None = None
    perpetrator: tuple[ClaimActor, ...] = ()
    target: tuple[ClaimActor, ...] = ()
    weapon: tuple[ClaimWeapon, ...] = ()
    harm: tuple[Harm, ...] = ()
    score: float = 1.0
    origin: str = "rules@1"
    issues: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    background: bool = False
    document: DocumentContext | None = None

    @property
    def is_from_table(self) -> bool:
        """Is it a row of another data set, which mostly rests on reports of others?"""
        return self.origin.startswith(FROM_TABLE)
