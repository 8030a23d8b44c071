"""Write the common words of a language, which need evidence to count as places: `python -m tools.common_words DICTIONARY_EN_FOLDER`.

In: the package `wordfreq` (frequencies of words; extra `tools`), for English the unpacked npm package `dictionary-en` (which words are
written small). Out: `sijill/packs/languages/CODE/common.tsv`: words folded as names are, each with its frequency on Zipf's scale (Speer
2022: 3 is once in a million words, 6 once in a thousand).
A word is common in English when the dictionary has it in small letters; in Arabic, which has no capitals, when it is also inflected as
words are and names are not: with and without the article, with a pronoun or plural ending (`endings` in the language's `places.yml`).
Not here: how much a common word must bring as evidence (`sijill.gazetteer.scan_arabic`, `scan_latin`).
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from math import log10
from pathlib import Path

from sijill.lang.names import make_name_key
from sijill.packs.place_words import LANGUAGES, load_place_words

LEAST = 3.3  # on Zipf's scale; rarer words are hardly met in a text by chance
APART = 1.3  # an inflected form may be this much rarer than the word itself
ALWAYS = 5.4  # words so frequent are common however they are inflected


def main(dictionary: Path) -> None:
    """Write the lists of all languages."""
    english = load_small_words(dictionary)
    arabic = load_frequencies("ar")
    inflected = make_inflection_test("ar", arabic)
    write_words("ar", {w: z for w, z in arabic.items() if z >= LEAST and (z >= ALWAYS or inflected(w, z))})
    write_words("en", {w: z for w, z in load_frequencies("en").items() if z >= LEAST and w in english})


def load_frequencies(lang: str) -> dict[str, float]:
    """Return the frequency of folded words on Zipf's scale."""
    from wordfreq import get_frequency_dict

    found: dict[str, float] = defaultdict(float)
    for word, frequency in get_frequency_dict(lang, "large").items():
        key = make_name_key(word)
        if key and " " not in key and not key.isdigit():
            found[key] += frequency
    return {key: log10(frequency) + 9 for key, frequency in found.items()}


def make_inflection_test(lang: str, frequencies: Mapping[str, float]) -> Callable[[str, float], bool]:
    """Return a test whether a word is met in another form nearly as often as in its own."""
    words = load_place_words(lang)
    article = make_name_key(words.articles[0])

    def iter_forms(word: str) -> Iterator[str]:
        bare = word.removeprefix(article)
        yield bare if bare != word else article + word
        stem = bare
        for ending, joined in words.joined_endings.items():
            if bare.endswith(make_name_key(ending)):
                stem = bare.removesuffix(make_name_key(ending)) + joined
        yield from (stem + make_name_key(ending) for ending in words.endings)

    def is_inflected(word: str, zipf: float) -> bool:
        return max(frequencies.get(form, 0.0) for form in iter_forms(word)) >= zipf - APART

    return is_inflected


def load_small_words(folder: Path) -> frozenset[str]:
    """Return the words that the dictionary has in small letters, with their regular forms, and its abbreviations in capitals."""
    found = set()
    for line in (folder / "index.dic").read_text(encoding="utf-8").splitlines()[1:]:
        word, _, flags = line.partition("/")
        if word.islower() or (word.isupper() and len(word) > 2):
            found.add(make_name_key(word))
            found.update(make_name_key(form) for form in iter_english_forms(word, flags) if word.islower())
    return frozenset(found)


def iter_english_forms(word: str, flags: str) -> Iterator[str]:
    """Yield the forms that a dictionary's flags allow: S plural or third person, D past, G gerund, R agent, Y adverb."""
    silent = word.removesuffix("e")
    if "S" in flags:
        yield word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith(("s", "x", "z", "h")) else "s")
    if "D" in flags:
        yield word[:-1] + "ied" if word.endswith("y") else silent + "ed"
    if "G" in flags:
        yield silent + "ing"
    if "R" in flags:
        yield silent + "er"
    if "Y" in flags:
        yield word + "ly"


def write_words(lang: str, words: Mapping[str, float]) -> None:
    """Write a list, the commonest words first."""
    head = [
        f"# Written by tools/common_words.py from wordfreq {version('wordfreq')} (data: CC BY-SA 4.0) and, for English, npm dictionary-en",
        "# (SCOWL, Copyright 2000-2020 Kevin Atkinson, and others). This file: CC BY-SA 4.0.",
    ]
    rows = [f"{word}\t{zipf:.1f}" for word, zipf in sorted(words.items(), key=lambda pair: (-round(pair[1], 1), pair[0]))]
    (LANGUAGES / lang / "common.tsv").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"{lang}: {len(rows)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
