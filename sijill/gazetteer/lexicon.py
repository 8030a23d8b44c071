"""A language's place words, folded and ready for look-up. In: `PlaceWords`. Out: `Lexicon`. No text is read here."""

from functools import lru_cache

from sijill.lang.names import make_name_key
from sijill.lang.script import get_script
from sijill.packs.place_words import load_common_words, load_glossary, load_place_words


class Lexicon:
    """Sets and tables of folded words; `types_before` and `types_after` map a word to the id of its type of place."""

    def __init__(self, lang: str) -> None:
        words = load_place_words(lang)
        self.words = words
        self.script = get_script(words.inside[0])
        self.types_before = {make_name_key(w): name for name, t in words.types.items() for w in t.before}
        self.types_after = {make_name_key(w): name for name, t in words.types.items() for w in t.after}
        self.outskirts = _keys(words.outskirts)
        self.many = _keys(words.many)
        self.type_kinds = {name: tuple(t.kinds) for name, t in words.types.items()}
        self.directions = {make_name_key(w): point for point, ws in words.directions.items() for w in ws}
        self.linking, self.countryside = _keys(words.linking), _keys(words.countryside)
        self.inside, self.near, self.motion = _keys(words.inside), _keys(words.near), _keys(words.motion)
        self.between, self.conjunctions, self.road = _keys(words.between), _keys(words.conjunctions), _keys(words.road)
        self.lying, self.inside_clitic = _keys(words.lying) | self.linking, words.inside_clitic
        self.phrase_words = self.types_before.keys() | self.directions.keys() | self.countryside
        self.prepositions = self.inside | self.near | self.motion | self.between
        self.articles = frozenset(words.articles)
        self.article = words.articles[0] if words.articles else ""
        self.conjoined, self.prefixed, self.contracted = tuple(words.conjoined), tuple(words.prefixed), words.contracted
        self.common = load_common_words(lang)
        self.has_capitals = bool(words.titles) and words.titles[0][0] != words.titles[0][0].lower()
        self._readings = lru_cache(maxsize=50_000)(self._read)
        self.stop_names, self.given_names, self.surnames = _keys(words.stop_names), _keys(words.given_names), _keys(words.surnames)
        self.titles, self.organisations, self.harmless = _keys(words.titles), _keys(words.organisations), _keys(words.harmless)
        self.compounds, self.streets, self.name_heads = _keys(words.compounds), _keys(words.streets), _keys(words.name_heads)
        self.abbreviations = {k.rstrip("."): make_name_key(v) for k, v in words.abbreviations.items()}
        self.postal, self.countries = frozenset(words.postal), frozenset(words.countries)
        glossary = load_glossary(lang)
        translations = glossary.words if glossary is not None else {}
        self.translations = {make_name_key(k): tuple(make_name_key(v) for v in vs) for k, vs in translations.items()}
        self.banks = _keys(words.banks)
        self.anaphors = _keys(words.anaphors)
        self.parts = frozenset(words.parts)
        self.not_people = _keys(words.not_people)
        self.doing = _keys(words.doing)

    def iter_readings(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return a word's readings as (clitics, word): as it stands, then without conjunction, then without preposition."""
        return self._readings(key) if self.prefixed else (("", key),)

    def _read(self, key: str) -> tuple[tuple[str, str], ...]:
        readings = [("", key)]
        front, rest = "", key
        if len(rest) > 3 and rest.startswith(self.conjoined):
            front, rest = rest[0], rest[1:]
            readings.append((front, rest))
        for written, preposition in self.contracted.items():
            if rest.startswith(written) and len(rest) > len(written) + 2:
                return (*readings, (front + preposition, self.article + rest[len(written) :]))
        if len(rest) > 3 and rest.startswith(self.prefixed) and not rest.startswith(self.article):
            readings.append((front + rest[0], rest[1:]))
        return tuple(readings)

    def is_common(self, key: str) -> bool:
        """Is a word, clitics looked through, a common one or one that the packs name as no place?"""
        return key in self.stop_names or self.get_commonness(key) > 0

    def get_commonness(self, key: str) -> float:
        """Return how common a word is on Zipf's scale, its clitics looked through; 0 for words that are hardly more than names."""
        readings = (word for clitics, word in self.iter_readings(key) if not clitics or len(word) > 3)
        return max(self.common.get(word, 0.0) for word in readings)


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(make_name_key(w) for w in words)


@lru_cache(maxsize=16)
def get_lexicon(lang: str) -> Lexicon:
    """Return the lexicon of a language; raises PackError when it has no place words."""
    return Lexicon(lang)
