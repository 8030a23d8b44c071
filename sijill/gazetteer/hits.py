"""Names in text that the index knows: the longest known name at each word. Shared by the scripts' scanners.

In: `Tokens` and `Layers`. Out: `Hit`s. Whether a hit means a place at all is decided by the scanners.
"""

from dataclasses import dataclass, field

from sijill.gazetteer.layers import Layers
from sijill.gazetteer.tokens import Tokens

LONGEST = 6


@dataclass(slots=True)
class Hit:
    """A name of `words[first:last]` and the places that bear it (`people`: the words are what a country's people are called).

    `many` says that its type word promises further names ("the villages of X, Y and Z").
    """

    first: int
    last: int
    key: str
    places: tuple[int, ...]
    people: bool = False
    translated: bool = False
    anaphor: bool = False
    many: bool = False
    strength: float = 0.0
    within: tuple[str, ...] = ()
    type_word: str | None = None
    reasons: list[str] = field(default_factory=list)


def find_longest(tokens: Tokens, first: int, layers: Layers, *, limit: int = LONGEST, head: str | None = None) -> Hit | None:
    """Return the longest known name that begins with word `first` (`head`: that word's key without its clitics), or None."""
    keys = tokens.keys
    start = keys[first] if head is None else head
    last = first + 1
    if layers.has("w", start):
        while last < len(keys) and last - first < limit and tokens.joined[last] and not tokens.possessive[last - 1]:
            last += 1
    while last > first:
        key = start if last == first + 1 else " ".join((start, *keys[first + 1 : last]))
        places = layers.find("n", key)
        if places:
            return Hit(first, last, key, places)
        last -= 1
    return None
