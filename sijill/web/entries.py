"""Forms of the register's own knowledge: from what a person entered to an entry of a pack.

In: form fields, the entry that is corrected (None: a new one). Out: `Actor`, `Source` or `OwnPlace`; raises UserError for nonsense.
Not here: keeping it (`sijill.web.knowledge`).
"""

import re
from typing import Any, TypeVar, get_args

import msgspec
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sijill.errors import UserError
from sijill.lang.script import fold
from sijill.packs import Actor, Source
from sijill.packs.actors import ActorKind
from sijill.packs.place_lists import OwnPlace
from sijill.packs.sources import SourceType

E = TypeVar("E", bound=msgspec.Struct)
PLACE_KINDS = ("settlement", "neighbourhood", "district", "region", "facility", "camp", "area", "water", "road")
LANGS = ("en", "ar")
ACTOR_KINDS: tuple[str, ...] = get_args(ActorKind)
SOURCE_TYPES: tuple[str, ...] = get_args(SourceType)
_COUNTRY = re.compile(r"[A-Z]{2}")


class EntryForm(BaseModel):
    """What all three forms have: names by language, one a line, the first of them shown."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    names_en: str = Field(default="", max_length=4_000)
    names_ar: str = Field(default="", max_length=4_000)
    note: str | None = Field(default=None, max_length=1_000)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: Any) -> Any:
        """Read empty fields as not given."""
        return {k: v for k, v in data.items() if v not in ("", None)} if isinstance(data, dict) else data

    def list_names(self) -> dict[str, tuple[str, ...]]:
        """Return the names by language."""
        typed = {"en": self.names_en, "ar": self.names_ar}
        lines = {
            lang: tuple(dict.fromkeys(n for line in text.splitlines() if (n := " ".join(line.split())))) for lang, text in typed.items()
        }
        return {lang: names for lang, names in lines.items() if names}


class ActorForm(EntryForm):
    """An actor."""

    kind: str = Field(default="rebel_group", max_length=40)
    parent: str | None = Field(default=None, max_length=100)
    countries: str = Field(default="", max_length=200)

    def to_entry(self, entry_id: str, known: Actor | None) -> Actor:
        """Return the actor; what the form does not ask for stays as it is."""
        fields = {"names": merge_names(self, known), "kind": self.kind, "parent": self.parent, "countries": split_countries(self.countries)}
        return convert(known, {"id": entry_id, **fields}, Actor)


class SourceForm(EntryForm):
    """A source."""

    type: str = Field(default="local_outlet", max_length=40)
    affiliation: str | None = Field(default=None, max_length=100)
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    domains: str = Field(default="", max_length=1_000)

    def to_entry(self, entry_id: str, known: Source | None) -> Source:
        """Return the source; what the form does not ask for stays as it is."""
        fields = {
            "names": merge_names(self, known), "type": self.type, "affiliation": self.affiliation, "country": self.country,
            "domains": tuple(domain.lower().removeprefix("www.") for domain in self.domains.split()),
        }  # fmt: skip
        return convert(known, {"id": entry_id, **fields}, Source)


class PlaceForm(EntryForm):
    """A place."""

    kind: str = Field(default="settlement", max_length=40)
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    admin1: str = Field(default="", max_length=100)
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)

    @field_validator("kind")
    @classmethod
    def check_kind(cls, kind: str) -> str:
        """Accept known kinds alone."""
        if kind not in PLACE_KINDS:
            raise ValueError("there is no such kind of place")
        return kind

    def to_entry(self, entry_id: str, known: OwnPlace | None) -> OwnPlace:
        """Return the place; raises UserError for one without a name."""
        names = {lang: list(given) for lang, given in self.list_names().items()}
        if not names:
            raise UserError("a place needs a name")
        fields = {"names": names, "kind": self.kind, "country": self.country, "admin1": self.admin1, "lat": self.lat, "lon": self.lon}
        return convert(known, {"id": entry_id, **fields}, OwnPlace)


def merge_names(form: EntryForm, known: Actor | Source | None) -> dict[str, tuple[str, ...]]:
    """Return the names of a form with those of languages that it does not ask for; raises UserError where there are none."""
    kept = {lang: names for lang, names in known.names.items() if lang not in LANGS} if known else {}
    names = form.list_names() | kept
    if not names:
        raise UserError("an entry needs a name")
    return names


def convert(known: E | None, fields: dict[str, Any], kind: type[E]) -> E:
    """Return an entry with changed fields; raises UserError for a value that its schema does not allow."""
    before = msgspec.structs.asdict(known) if known is not None else {}
    try:
        return msgspec.convert(msgspec.to_builtins(before | fields), kind)
    except msgspec.ValidationError as error:
        raise UserError(str(error)) from error


def split_countries(typed: str) -> tuple[str, ...]:
    """Return ISO codes; raises UserError for what is none."""
    codes = tuple(typed.upper().replace(",", " ").split())
    if any(not _COUNTRY.fullmatch(code) for code in codes):
        raise UserError("countries are two letters each, such as SY IQ")
    return codes


def make_entry_id(form: EntryForm, *, prefix: str = "") -> str:
    """Return an id made of the first name; raises UserError where nothing is left of it."""
    first = next((names[0] for names in form.list_names().values()), "")
    letters = re.sub(r"[^a-z0-9]+", "_", fold(first)).strip("_")
    if not letters or not letters[0].isalpha():
        raise UserError("the first English name needs letters, because the id is made of it")
    return prefix + letters[:60].rstrip("_")
