"""Names across spellings and scripts: keys for look-up, consonant skeletons for sound, and a distance between skeletons.

In: a name as written, in Latin, Arabic or Cyrillic letters. Out: strings that are equal (or near) for spellings of the same name.
Not here: which names exist (`sijill.gazetteer`), articles and type words of a language (packs).

The skeleton follows the idea of Soundex-like codes for cross-script matching (Freeman, Condon and Ackerman 2006): vowels, glides and
the glottal stop are dropped, since romanisations disagree on them, and consonants that are written for one another share a class.
"""

import re
from functools import lru_cache

from sijill.lang.script import fold

# Arabic letter -> Latin letters of a plain romanisation, by code point, over folded text (36 letters with the Persian ones).
ARABIC_LATIN = {
    0x0627: "a", 0x0628: "b", 0x062A: "t", 0x062B: "th", 0x062C: "j", 0x062D: "h", 0x062E: "kh", 0x062F: "d", 0x0630: "dh",
    0x0631: "r", 0x0632: "z", 0x0633: "s", 0x0634: "sh", 0x0635: "s", 0x0636: "d", 0x0637: "t", 0x0638: "z", 0x0639: "",
    0x063A: "gh", 0x0641: "f", 0x0642: "q", 0x0643: "k", 0x0644: "l", 0x0645: "m", 0x0646: "n", 0x0647: "h", 0x0648: "w",
    0x064A: "y", 0x0621: "", 0x067E: "p", 0x0686: "ch", 0x0698: "zh", 0x06AF: "g", 0x06A4: "v", 0x0695: "r", 0x06B5: "l",
}  # fmt: skip
_CYRILLIC = dict(zip(range(0x0430, 0x0450), ("a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
                                             "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
                      strict=True))  # fmt: skip
_LATIN = {**ARABIC_LATIN, **_CYRILLIC, 0x0454: "ye", 0x0456: "i", 0x0457: "yi", 0x0491: "g", 0x0451: "e"}
_SPELLED = {chr(code): latin or chr(code) for code, latin in ARABIC_LATIN.items()}
_LETTERS = {chr(code): latin for code, latin in _LATIN.items()}
_GAPS = re.compile(r"[\s\-_/,;:()\[\]|\"+#&*]+")
_SILENT = str.maketrans("", "", "'.!?\u02bf\u02be")
_ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "il",
        "ad",
        "ar",
        "as",
        "ash",
        "at",
        "ath",
        "az",
        "adh",
        "an",
        "a",
        "el",
        "er",
        "es",
        "esh",
        "ed",
        "et",
        "ez",
        "en",
        "ech",
        "edh",
        "eth",
        "ur",
        "us",
        "ush",
        "uz",
        "ut",
    ]
)
ARABIC = "\u0600"  # letters from here on are Arabic, as far as place names go
_ARABIC_ARTICLE = "\u0627\u0644"

_SOUNDS = re.compile(r"([a-z])\1+|shch|sch|sh|tch|ch|kh|gh|th|dh|dj|zh|ph|ts|ck|c(?=[eiy])|.")
_CLASSES = {"shch": "x", "sch": "x", "sh": "x", "ch": "x", "tch": "x", "kh": "k", "gh": "g", "th": "t", "dh": "d", "dj": "j", "zh": "j",
            "ph": "f", "ts": "s", "ck": "k", "x": "ks", "q": "k", "c": "k", "p": "b", "v": "f",
            "a": "", "e": "", "i": "", "o": "", "u": "", "w": "", "y": ""}  # fmt: skip
# What one consonant costs to become another, where ears, scribes and keyboards confuse them; any other change costs 1.
_CONFUSED = {pair: cost for both, cost in (
    ("td", 0.4), ("dz", 0.35), ("sz", 0.4), ("kg", 0.4), ("jg", 0.35), ("hk", 0.45), ("bf", 0.5), ("xs", 0.45), ("xj", 0.45), ("xk", 0.6),
    ("rg", 0.6), ("ts", 0.5), ("lr", 0.6), ("nm", 0.5), ("rz", 0.5), ("tz", 0.6), ("jz", 0.6), ("jk", 0.6), ("ln", 0.7))
    for pair in (both, both[::-1])}  # fmt: skip
# Letters of German, French and Polish romanisation, and how an English one writes their sound.
_FOREIGN = (("tsch", "ch"), ("dsch", "j"), ("ch", "kh"), ("sz", "sh"), ("cz", "ch"), ("w", "v"), ("j", "y"), ("ou", "w"))
_FINAL_T = 0.3  # the feminine ending, written t before another word
_LIGHT = {"h": 0.35, "n": 0.8, "l": 0.7}


def make_name_key(name: str) -> str:
    """Return the look-up key: folded, punctuation as single spaces, apostrophes and dots dropped ("Dayr az-Zawr" -> "dayr az zawr")."""
    key = fold(name).translate(_SILENT)
    return key if key.isalnum() else " ".join(_GAPS.sub(" ", key).split())


def drop_article(key: str) -> str:
    """Return a name key without definite articles ("al karamah" -> "karamah"); a key that is only an article stays."""
    words = [w for w in key.split() if w not in _ARTICLES]
    if not key.isascii():
        words = [w[2:] if w.startswith(_ARABIC_ARTICLE) and len(w) > 4 else w for w in words]
    return " ".join(words) or key


def to_latin(text: str) -> str:
    """Return a plain romanisation of folded Arabic or Cyrillic letters; Latin letters stay."""
    return text if text.isascii() else text.translate(_LATIN)


def make_skeletons(key: str) -> tuple[str, ...]:
    """Return the skeletons that a name key may have, the plain one first: German, French and Polish give some letters other sounds."""
    found = {make_skeleton(key): None}
    for letters, sound in _FOREIGN:
        if letters in key:
            found[make_skeleton(key.replace(letters, sound))] = None
    if key.startswith("al") and " " not in key and len(key) > 5:
        found[make_skeleton(key[2:])] = None
    return tuple(skeleton for skeleton in found if len(skeleton) > 1)


@lru_cache(maxsize=65536)
def make_skeleton(key: str) -> str:
    """Return the consonant classes of a name key, articles dropped ("deir ez zor" and its Arabic form -> "drzr")."""
    letters = "".join(_skeleton_word(word) for word in drop_article(key).split())
    return letters or to_latin(key).replace(" ", "")


def _skeleton_word(word: str) -> str:
    if word.isascii():
        out = _SOUNDS.sub(_classify, word)
    else:
        out = "".join(_CLASSES.get(sound, sound) for sound in (_LETTERS.get(c, c) for c in word))
    return out[:-1] if len(out) > 1 and out.endswith("h") else out


def _classify(match: re.Match[str]) -> str:
    sound = match.group(1) or match.group()
    return _CLASSES.get(sound, sound)


def make_letter_key(key: str) -> str:
    """Return the letters of an Arabic name key without article and gaps, those that sound the same as one, the throat's kept apart."""
    return "".join(_SPELLED.get(c, c) for word in drop_article(key).split() for c in word)


@lru_cache(maxsize=1 << 16)
def make_vowel_key(key: str) -> str:
    """Return a romanisation in which spellings of the same vowels agree ("dayr", "deir" -> "dir"); Arabic short vowels are unknown."""
    latin = to_latin(drop_article(key))
    latin = _LONG_I.sub("i", _LONG_U.sub("u", latin)).translate(_HARD)
    for pair, letter in _ASPIRATED:
        latin = latin.replace(pair, letter)
    return _LAST_VOWEL.sub("a", _DOUBLED.sub(r"\1", latin)).replace(" ", "")


_LONG_U, _LONG_I = re.compile("ou|oo|au|aw|ow|uw|o"), re.compile("ay|ai|ei|ey|ee|ij|iy|ae|e|y")
_HARD, _ASPIRATED = str.maketrans("qc", "kk"), (("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"))
_DOUBLED, _LAST_VOWEL = re.compile(r"(.)\1+"), re.compile(r"(?:[ai]h|[ai]|(?<!s)h)\b")


def has_long_vowels(latin: str, arabic: str) -> bool:
    """Could a romanised name key be the Arabic one, both of the same consonants? The long vowels that Arabic writes between consonants
    must be heard there, short ones are not written: "tulul" may be a name written with two u, "talil" may not.
    """
    written, spoken = _get_vowels(drop_article(arabic)), _get_vowels(drop_article(latin))
    if len(written) != len(spoken):
        return False
    ends = (0, len(written) - 1)  # where an a may be no more than a carrier or the feminine ending
    return all(set(long) - ({"a"} if n in ends else set()) <= set(spoken[n]) for n, long in enumerate(written))


def _get_vowels(key: str) -> list[str]:
    """Return the vowels before, between and behind the consonants of a name key, as a, i and u."""
    gaps, last = [""], ""
    letters = (_LETTERS.get(c, c) for c in key) if not key.isascii() else (m.group(1) or m.group() for m in _SOUNDS.finditer(key))
    for letter in letters:
        if letter in _VOWEL_LETTERS:
            gaps[-1] += _VOWEL_LETTERS[letter]
        elif _CLASSES.get(letter, letter) not in ("", " "):
            gaps.append("")
            last = letter
    if last == "h" and len(gaps) > 2:  # the feminine ending, or a mute letter
        gaps[-2:] = [gaps[-2]]
    return gaps


_VOWEL_LETTERS = {"a": "a", "e": "ai", "i": "i", "o": "u", "u": "u", "w": "u", "y": "i"}


@lru_cache(maxsize=1 << 16)
def measure_sound(left: str, right: str, *, limit: float = 2.0) -> float:
    """Return the weighted edit distance of two skeletons (0 equal); above `limit` any number above it.

    Neighbouring consonants that change places cost 0.7, confusable ones less than 1 (`_CONFUSED`); a final t of `left`
    may be the feminine ending.
    """
    if left == right:
        return 0.0
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[float] = []
    row = [0.0]
    lights = [_LIGHT.get(c, 1.0) for c in right]
    for light in lights:
        row.append(row[-1] + light)
    for i, a in enumerate(left, 1):
        heavy, last = _LIGHT.get(a, 1.0), ""
        new = [best := row[0] + heavy]
        for j, b in enumerate(right):
            best = min(row[j] if a == b else row[j] + _CONFUSED.get(a + b, 1.0), row[j + 1] + heavy, best + lights[j])
            if before and a == last and left[i - 2] == b:
                best = min(best, before[j - 1] + 0.7)
            new.append(best)
            last = b
        if min(new) > limit:
            return limit + 1
        before, row = row, new
    return min(row[-1], before[-1] + _FINAL_T) if left[-1:] == "t" and len(left) > 2 and before else row[-1]


def measure_letters(left: str, right: str) -> float:
    """Return the share of shared letter pairs of two strings (Dice over bigrams, 0 to 1)."""
    if left == right:
        return 1.0
    a = [left[i : i + 2] for i in range(len(left) - 1)]
    b = [right[i : i + 2] for i in range(len(right) - 1)]
    if not a or not b:
        return 0.0
    rest = list(b)
    shared = 0
    for pair in a:
        if pair in rest:
            rest.remove(pair)
            shared += 1
    return 2 * shared / (len(a) + len(b))
