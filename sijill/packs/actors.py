"""Actors: the parties to armed conflicts, how texts call them and how other data sets call them.

In: `actors/*.yml` of every pack folder, each a list of entries. Out: `Actor` values.
Not here: generic nouns such as "warplanes" or "gunmen" (language packs combine them with `adjectives`), sources (`sijill.packs.sources`).
"""

import re
from typing import Annotated, Literal

import msgspec

ActorKind = Literal[
    "state_forces",
    "external_forces",
    "coalition",
    "police",
    "government",
    "rebel_group",
    "political_militia",
    "identity_militia",
    "private_military_company",
    "international_organisation",
    "unidentified",
    "rioters",
    "protesters",
    "civilians",
]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Name = Annotated[str, msgspec.Meta(min_length=2)]
Lang = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}$")]
Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
When = Annotated[str, msgspec.Meta(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
Names = dict[Lang, tuple[Name, ...]]
_REGIME_YEARS = re.compile(r" \((\d{4})-(\d{4})?\)")


class Actor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A party to a conflict.

    `names` by ISO 639-1 language, the first is the display name; each of them means this actor wherever it stands.
    `contextual` names ("the regime") mean it only where the document speaks of one of `countries`.
    `adjectives` ("Russian") mean it only together with a noun for armed forces ("warplanes"), which the language pack has.
    `side` is an id of the codebook's sides; `parent` the actor it is part of; `backers` and `successor` are actor ids.
    `countries` are ISO 3166-1 alpha-2 codes of where it is active, `home` the state whose forces these are.
    `valid_from` and `valid_to` are ISO 8601, as precise as is known, both inclusive; None: always, or still.
    `acled_name`, `ucdp_name` are the data sets' own names where known, `{country}` in them stands for where the incident happened;
    `inter` is ACLED's actor type (1 to 8) at home.
    """

    id: Id
    names: Names
    kind: ActorKind
    contextual: Names = {}
    adjectives: Names = {}
    side: Id | None = None
    parent: Id | None = None
    backers: tuple[Id, ...] = ()
    countries: tuple[Country, ...] = ()
    home: Country | None = None
    valid_from: When | None = None
    valid_to: When | None = None
    successor: Id | None = None
    acled_name: str | None = None
    ucdp_name: str | None = None
    inter: Annotated[int, msgspec.Meta(ge=1, le=8)] | None = None
    note: str | None = None

    def get_label(self, lang: str) -> str:
        """Return the display name in `lang`, else in English, else in any language."""
        for names in (self.names.get(lang), self.names.get("en"), *self.names.values()):
            if names:
                return names[0]
        return self.id

    def get_inter(self, country: str | None) -> int | None:
        """Return ACLED's actor type in `country`: state forces abroad are 8, External/Other forces."""
        if self.home is not None and country is not None and country != self.home and self.inter == 1:
            return 8
        return self.inter

    def get_acled_name(self, country: str, year: int | None = None) -> str | None:
        """Return ACLED's name, None where it is not known; `country` is the English name of where the incident happened.

        ACLED names a state's forces by regime ("(2019-)"). For a `year` outside it the regime is left out instead of a wrong one
        being given; the pack knows one regime only.
        """
        if self.acled_name is None:
            return None
        name = self.acled_name.replace("{country}", country)
        regime = _REGIME_YEARS.search(name)
        if regime is None or year is None or int(regime[1]) <= year <= int(regime[2] or 9999):
            return name
        return name.replace(regime[0], "")

    def is_active(self, day: str) -> bool:
        """Did the actor exist on `day` (ISO 8601)? A year or month counts as all of its days."""
        started = self.valid_from is None or day[: len(self.valid_from)] >= self.valid_from
        return started and (self.valid_to is None or day[: len(self.valid_to)] <= self.valid_to)
