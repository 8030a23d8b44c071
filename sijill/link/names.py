"""Names of places as they sound: the part of a quoted place that names it, as a consonant skeleton that both scripts share.

In: the quoted words and their language. Out: a skeleton, or None where only words like "the countryside" are left or too little is; the
marks of its words, for passages that mention it.
Not here: which place is meant (`sijill.gazetteer`); this is for names that no gazetteer knows, spelled by two sources.
"""

from functools import lru_cache

from sijill.lang.marks import find_sound_mark
from sijill.lang.names import make_name_key, make_skeleton
from sijill.packs.place_words import has_place_words, load_place_words

MIN_SOUNDS = 2
MARKS = 3


@lru_cache(maxsize=65536)
def find_name(quote: str, lang: str) -> str | None:
    """Return the skeleton of the name in `quote`, without type words, directions and prepositions."""
    skeleton = make_skeleton(" ".join(_find_words(quote, lang)))
    return skeleton if len(skeleton) >= MIN_SOUNDS else None


@lru_cache(maxsize=65536)
def find_marks(quote: str, lang: str) -> tuple[int, ...]:
    """Return the marks of the words of the name in `quote`, at most `MARKS`, by which passages that mention it are found."""
    marks = {mark for word in _find_words(quote, lang) if (mark := find_sound_mark(word)) is not None}
    return tuple(sorted(marks)[:MARKS])


def _find_words(quote: str, lang: str) -> list[str]:
    """Return the words of the name in `quote`, as look-up keys."""
    words = make_name_key(quote).split()
    around = _load_words_around(lang if has_place_words(lang) else "en")
    return [w for w in words if w not in around] or words[-1:]


@lru_cache(maxsize=16)
def _load_words_around(lang: str) -> frozenset[str]:
    """Return the words that stand around names of places in a language."""
    words = load_place_words(lang)
    types = [w for t in words.types.values() for w in (*t.before, *t.after)]
    others = [*words.linking, *words.countryside, *words.inside, *words.near, *words.between, *words.road]
    directions = [w for group in words.directions.values() for w in group]
    return frozenset(part for w in (*types, *others, *directions) for part in make_name_key(w).split())
