"""Sources: who publishes reports and who is quoted in them.

In: `sources/*.yml` of every pack folder, each a list of entries. Out: `Source` values.
Not here: parties to the conflict (`sijill.packs.actors`); a party that is quoted is an attribution with the actor's id.
"""

from typing import Annotated, Literal

import msgspec

from sijill.packs.actors import Country, Id, Lang, Names

SourceType = Literal[
    "agency",
    "state_media",
    "newspaper",
    "broadcaster",
    "online_media",
    "local_outlet",
    "monitor",
    "human_rights_organisation",
    "aid_organisation",
    "armed_party_media",
    "government",
    "international_body",
    "civil_defence",
    "medical",
    "research",
    "social_platform",
    "collective",
]
Domain = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A publisher, a body that is quoted, or a collective of people who are quoted without a name.

    `names` by ISO 639-1 language, the first is the display name; `contextual` names are also common words ("Amnesty") and mean it
    only where somebody is quoted. `languages` are those it publishes in, `country` its seat
    (ISO 3166-1 alpha-2). `affiliation` is the id of the actor that owns or commands it, None for none or not known.
    `domains` are host names without `www.`; a subdomain belongs to it too. `wire`: others copy its text.
    `collective`: not one source but any of a kind (activists, eyewitnesses), so that two mentions need not be the same.
    """

    id: Id
    names: Names
    contextual: Names = {}
    type: SourceType
    languages: tuple[Lang, ...] = ()
    country: Country | None = None
    affiliation: Id | None = None
    domains: tuple[Domain, ...] = ()
    handles: tuple[str, ...] = ()
    wire: bool = False
    collective: bool = False
    note: str | None = None

    def get_label(self, lang: str) -> str:
        """Return the display name in `lang`, else in English, else in any language."""
        for names in (self.names.get(lang), self.names.get("en"), *self.names.values()):
            if names:
                return names[0]
        return self.id
