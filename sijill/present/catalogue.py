"""The texts of the interface in every language, from `locales/*.yml`.

In: a language and a dotted key, with values to fill in. Out: the text, in the plural form that the number asks for.
Not here: names of actors, sources, events and grades (packs), formats of numbers and dates (`sijill.present.wording`).
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from sijill.errors import DefectError
from sijill.packs import load_yaml

LOCALES_FOLDER = Path(__file__).parent / "locales"
Tree = dict[str, Any]


class Locale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language of the interface: its own name, direction of writing, months from January, countries by ISO code, texts by key."""

    name: str
    direction: str
    months: tuple[str, ...]
    countries: dict[str, str]
    texts: Tree


class Catalogue:
    """The texts of one language."""

    def __init__(self, lang: str, locale: Locale) -> None:
        self.lang = lang
        self.name = locale.name
        self.direction = locale.direction
        self.months = locale.months
        self.countries = locale.countries
        self.texts = dict(_flatten(locale.texts))

    def has(self, key: str) -> bool:
        """Is there a text of this key?"""
        return key in self.texts

    def get(self, key: str, /, **values: object) -> str:
        """Return the text of `key` with `{names}` filled in; `n` chooses the plural form. Raises DefectError for an unknown key."""
        text = self.texts.get(key)
        if text is None:
            raise DefectError(f"the interface has no text {key!r} in {self.lang!r}")
        if isinstance(text, Mapping):
            text = text.get(get_plural(self.lang, int(str(values["n"])))) or text["other"]
        return str(text).format(**values) if values else str(text)


def get_plural(lang: str, number: int) -> str:
    """Return the plural category of `number` by the Unicode plural rules (English and Arabic)."""
    if lang != "ar":
        return "one" if number == 1 else "other"
    if number in (0, 1, 2):
        return ("zero", "one", "two")[number]
    tail = number % 100
    return "few" if 3 <= tail <= 10 else "many" if tail >= 11 else "other"


@lru_cache(maxsize=1)
def load_catalogues(folder: Path = LOCALES_FOLDER) -> dict[str, Catalogue]:
    """Return the catalogue of every language that has a file, by ISO 639-1 code."""
    return {path.stem: Catalogue(path.stem, load_yaml(path, Locale)) for path in sorted(folder.glob("*.yml"))}


_PLURALS = {"zero", "one", "two", "few", "many", "other"}


def _flatten(tree: Tree, prefix: str = "") -> list[tuple[str, str | Mapping[str, str]]]:
    """Return (dotted key, text or plural forms) of a nested tree."""
    found: list[tuple[str, str | Mapping[str, str]]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and "other" in value and set(value) <= _PLURALS:
            found.append((key, value))
        elif isinstance(value, dict):
            found.extend(_flatten(value, f"{key}."))
        else:
            found.append((key, str(value)))
    return found
