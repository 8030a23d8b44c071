"""How much speaks against a name because it is also a common word of the language ("Reading", "Hope").

In: a hit of one word and the lexicon. Out: a weight to take off its evidence. Well-known towns and regions weigh against it, countries
more.
Not here: which words are common (`tools/common_words.py` writes the lists of the packs).
"""

from sijill.gazetteer.hits import Hit
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon

FULL, HALF = 0.6, 0.25
VERY_COMMON, COMMON = 5.0, 4.5  # on Zipf's scale: once in ten thousand, in thirty thousand words
KNOWN_TOWN, KNOWN_CITY, KNOWN_REGION, WORLD_CITY = 15_000, 100_000, 400_000, 1_000_000


def weigh_commonness(hit: Hit, word: str, lexicon: Lexicon, layers: Layers, *, stop: bool = False) -> float:
    """Return what a hit's being a common word takes off its evidence; `word` is the word as it stands in the text, `stop` says that the
    packs name it as no place.
    """
    kinds = [layers.get_kind(n) for n in hit.places[:3]]
    if stop:
        return FULL
    common = max(lexicon.get_commonness(word), lexicon.get_commonness(hit.key))
    if not common or "country" in kinds or "continent" in kinds:
        return 0.0
    # Without capitals a spelling of a foreign town is most often the word: "ليل" is the night, and not Lille.
    home = [n for n in hit.places[:5] if lexicon.has_capitals or layers.is_added(n) or layers.get_country(n) in lexicon.countries]
    if not home:
        return HALF if max(layers.get_population(n) for n in hit.places[:5]) > WORLD_CITY and common < VERY_COMMON else FULL
    most = max(layers.get_population(n) for n in home)
    regions = [n for n in home[:3] if layers.get_kind(n) == "region"]
    known = any(lexicon.has_capitals or layers.is_added(n) or layers.get_population(n) > KNOWN_REGION for n in regions)
    famous = known or most > KNOWN_CITY
    if common >= VERY_COMMON:
        return HALF if famous and lexicon.has_capitals else FULL
    if not lexicon.has_capitals and common >= COMMON:
        return 0.0 if most > WORLD_CITY else HALF if famous else FULL
    return 0.0 if famous else HALF if most > KNOWN_TOWN else FULL
