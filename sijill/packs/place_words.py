"""Words about places in a language: type words, directions, names that are also common words, given names.

In: `packs/languages/<code>/places.yml`. and `glossary.yml`. Out: `PlaceWords`, `Glossary`. Not here: the names of places
(`sijill.packs.place_lists`).
"""

from functools import lru_cache
from pathlib import Path

import msgspec

from sijill.packs.yaml import load_yaml

LANGUAGES = Path(__file__).parent / "languages"


class TypeWord(msgspec.Struct, frozen=True):
    """Words for a type of place; `kinds` are the gazetteer's kinds that fit it.

    `before` stand before the name with the pack's linking word ("town of X") or without ("camp X"), `after` behind it ("X camp").
    """

    kinds: list[str]
    before: list[str] = []
    after: list[str] = []


class PlaceWords(msgspec.Struct, frozen=True):
    """What a language's texts say around names of places; all words in the spelling of running text, compared folded.

    `many` are those type words that promise several names ("villages").
    `linking` joins type word and name ("of"). `countryside` are words for the land around a place, `outskirts` those of them that mean
    its edge. `directions` map compass points to words.
    `near`, `inside` and `motion` are prepositions before places; `lying` are words that may stand between a name and what it lies in
    ("located", "the"). `inside_clitic` is the preposition of `prefixed` that means "in". `between` and `road` are words of two-ended
    places, `conjunctions` join lists. `sentence_ends` stand between sentences.
    `conjoined` (conjunctions) and `prefixed` (prepositions) are letters written on the front of a word; `contracted` says what a
    preposition and the article become together. `endings` are written on the end of words and not of names, `joined_endings` what the last
    letter becomes before them: both serve `tools/common_words.py`, which writes the common words that `load_common_words` reads.
    `stop_names` are further words that are also names of places, besides the common ones; `given_names`,
    `titles` and `surname_signs` show that a name is a person's; `organisations` are words after a name that make it an organisation.
    `abbreviations` map a short form with its dot to a name. `name_heads` begin names of two words ("Tell", "Umm"),
    `optional_heads` are such words that are often left out ("Tell", "Khirbat").
    `compounds` may stand before a name without changing it ("Northern"); `streets` and `harmless` words may follow it, the former making it
    a street.
    `surnames` are names of people more often than of places; `anaphors` stand for a town named before ("the city").
    `banks` are words for a river's bank that are also names, `parts` the ids of types that lie inside a town.
    `countries` are those whose places bear names in the language; it is needed where a language has no capitals.
    `postal` are two-letter codes of US states, as they follow a town. `not_people` are words that look like a people's name but are not
    one. `doing` are words that a hyphen joins to the name of a country that does something, and is no place ("US-led").
    """

    types: dict[str, TypeWord]
    many: list[str]
    linking: list[str]
    countryside: list[str]
    outskirts: list[str]
    directions: dict[str, list[str]]
    inside: list[str]
    near: list[str]
    motion: list[str]
    between: list[str]
    conjunctions: list[str]
    road: list[str]
    lying: list[str] = []
    inside_clitic: str = ""
    sentence_ends: list[str] = []
    conjoined: list[str] = []
    prefixed: list[str] = []
    contracted: dict[str, str] = {}
    endings: list[str] = []
    joined_endings: dict[str, str] = {}
    articles: list[str] = []
    stop_names: list[str] = []
    given_names: list[str] = []
    titles: list[str] = []
    organisations: list[str] = []
    harmless: list[str] = []
    abbreviations: dict[str, str] = {}
    name_heads: list[str] = []
    optional_heads: list[str] = []
    compounds: list[str] = []
    streets: list[str] = []
    not_people: list[str] = []
    doing: list[str] = []
    surnames: list[str] = []
    postal: list[str] = []
    banks: list[str] = []
    anaphors: list[str] = []
    parts: list[str] = []
    countries: list[str] = []


class Glossary(msgspec.Struct, frozen=True):
    """Common words of a language and the words of another `language` that machine translation renders by them."""

    language: str
    words: dict[str, list[str]]


@lru_cache(maxsize=16)
def load_glossary(lang: str) -> Glossary | None:
    """Return the glossary of a language, or None when it has none; raises PackError."""
    path = LANGUAGES / lang / "glossary.yml"
    return load_yaml(path, Glossary) if path.exists() else None


def load_common_words(lang: str) -> dict[str, float]:
    """Return a language's common words, folded as names are, with their frequency on Zipf's scale; none where there is no list."""
    path = LANGUAGES / lang / "common.tsv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        pairs = (line.rstrip("\n").split("\t") for line in file if not line.startswith("#"))
        return {word: float(zipf) for word, zipf in pairs}


@lru_cache(maxsize=16)
def load_place_words(lang: str) -> PlaceWords:
    """Return the place words of a language; raises PackError when it has none."""
    return load_yaml(LANGUAGES / lang / "places.yml", PlaceWords)


@lru_cache(maxsize=256)
def has_place_words(lang: str) -> bool:
    """Is there a pack of place words for this language?"""
    return (LANGUAGES / lang / "places.yml").exists()
