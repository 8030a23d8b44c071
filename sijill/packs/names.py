"""How names of people stand in texts: the words around and inside them, as data.

In: `names/*.yml` of every pack folder. Out: `NameWords`. Not here: finding names with them (`sijill.lang.person_names`).
"""

from pathlib import Path
from typing import Literal

import msgspec

from sijill.packs.yaml import load_yaml


class NameWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of one script: `titles` and `public` stand before a name, `joints` inside it, `stops` end it, `given` are first names."""

    script: Literal["Arab", "Latn"]
    titles: tuple[str, ...]
    public: tuple[str, ...]
    given: tuple[str, ...]
    joints: tuple[str, ...]
    stops: tuple[str, ...]


def load_name_words(folders: tuple[Path, ...]) -> tuple[NameWords, ...]:
    """Return the words of every file, in the order of the folders; raises PackError."""
    return tuple(load_yaml(path, NameWords) for folder in folders for path in sorted((folder / "names").glob("*.yml")))
