"""A language's place words, folded and ready for look-up. In: `PlaceWords`. Out: `Lexicon`. No text is read here."""

from functools import lru_cache

from sijill.lang.names import make_name_key
from sijill.packs.place_words import load_glossary, load_place_words


class Lexicon:
    """Sets and tables of folded words; `types_before` and `types_after` map a word to the id of its type of place."""

    def __init__(self, lang: str) -> None:
        words = load_place_words(lang)
        self.words = words
        self.types_before = {make_name_key(w): name for name, t in words.types.items() for w in t.before}
        self.types_after = {make_name_key(w): name for name, t in words.types.items() for w in t.after}
        self.type_kinds = {name: tuple(t.kinds) for name, t in words.types.items()}
        self.directions = {make_name_key(w): point for point, ws in words.directions.items() for w in ws}
        self.linking, self.countryside = _keys(words.linking), _keys(words.countryside)
        self.inside, self.near, self.motion = _keys(words.inside), _keys(words.near), _keys(words.motion)
        self.prepositions = self.inside | self.near | self.motion
        self.between, self.conjunctions, self.road = _keys(words.between), _keys(words.conjunctions), _keys(words.road)
        self.clitics, self.articles = frozenset(words.clitics), frozenset(words.articles)
        self.stop_names, self.given_names, self.surnames = _keys(words.stop_names), _keys(words.given_names), _keys(words.surnames)
        self.titles, self.organisations, self.harmless = _keys(words.titles), _keys(words.organisations), _keys(words.harmless)
        self.compounds, self.streets, self.name_heads = _keys(words.compounds), _keys(words.streets), _keys(words.name_heads)
        self.abbreviations = {k.rstrip("."): make_name_key(v) for k, v in words.abbreviations.items()}
        self.postal = frozenset(words.postal)
        glossary = load_glossary(lang)
        translations = glossary.words if glossary is not None else {}
        self.translations = {make_name_key(k): tuple(make_name_key(v) for v in vs) for k, vs in translations.items()}
        self.banks = _keys(words.banks)
        self.anaphors = _keys(words.anaphors)
        self.parts = frozenset(words.parts)
        self.not_people = _keys(words.not_people)


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(make_name_key(w) for w in words)


@lru_cache(maxsize=16)
def get_lexicon(lang: str) -> Lexicon:
    """Return the lexicon of a language; raises PackError when it has no place words."""
    return Lexicon(lang)
