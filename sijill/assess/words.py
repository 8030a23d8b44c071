"""Words without a number: which interval "several" or "dozens" stands for in the range of an incident that has no number.

In: the interval that the language pack gives the words. Out: the one they are coded by (`packs/assessing/words.yml`).
"""

from functools import lru_cache

import msgspec

from sijill.packs import PACKS_FOLDER, load_yaml

UNCODED = 100  # words for as many people and more keep the interval of their language


class Coding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The interval (inclusive) of words that mean at least `least` people."""

    least: int
    min: int
    max: int


def code_words(low: int, high: int | None) -> tuple[int, int]:
    """Return the interval, ends inclusive, for words that the language pack lets mean `low` to `high` people (None: open)."""
    if low >= UNCODED or low == high:
        return low, low if high is None else high
    coding = [row for row in _load_codings() if row.least <= max(low, 1)][-1]
    return coding.min, coding.max


@lru_cache(maxsize=1)
def _load_codings() -> tuple[Coding, ...]:
    return load_yaml(PACKS_FOLDER / "assessing" / "words.yml", tuple[Coding, ...])
