"""Keys of the place index: what a place is found by.

In: `PlaceRecord`s. Out: 64-bit hashes of keys and the numbers of the places that they belong to. A key is a letter for its kind and a text:
`n` a folded name, `h` a name without a first word that is often left out ("Tall Abu Rasayn"), `s` a skeleton, `i` an id, `p` what a
country's people are called, `w` the first word of a longer name.
Not here: the file (`sijill.gazetteer.index`).
"""

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from sijill.gazetteer.place import PlaceRecord
from sijill.lang.names import make_name_key
from sijill.packs.place_words import load_place_words

_SHORTEST, _MOST_WORDS = 6, 3
_LANGUAGES = ("en", "ar")  # whose words begin names in Latin and in Arabic letters


def hash_key(kind: str, key: str) -> int:
    """Return the 64-bit hash of a key."""
    return int.from_bytes(blake2b(f"{kind}{key}".encode(), digest_size=8).digest(), "little")


def make_keys(places: Sequence[PlaceRecord], sounds: Sequence[Sequence[str]]) -> tuple[bytes, bytes]:
    """Return key hashes and place numbers, in parallel, as bytes of u64 and u32; `sounds` are the skeletons of each place's names."""
    hashes, numbers = array("Q"), array("I")
    first_words: set[str] = set()
    digest, from_bytes = blake2b, int.from_bytes
    for number, place in enumerate(places):
        names = {make_name_key(name) for name in (place.name, *place.names)}
        names.discard("")
        keys = [f"n{name}" for name in names]
        keys.append(f"i{place.place_id}")
        keys += [f"s{skeleton}" for skeleton in sounds[number]]
        keys += [f"p{make_name_key(name)}" for name in place.people]
        if sounds[number]:
            keys += dict.fromkeys(_iter_variants(names))
        first_words |= {name.partition(" ")[0] for name in names if " " in name}
        for key in keys:
            hashes.append(from_bytes(digest(key.encode(), digest_size=8).digest(), "little"))
            numbers.append(number)
    for word in sorted(first_words):
        hashes.append(hash_key("w", word))
        numbers.append(0)
    return hashes.tobytes(), numbers.tobytes()


def _iter_variants(names: set[str]) -> Iterator[str]:
    """Yield the keys of names written as one word ("Kafrnabl", "Deirezzor"), and without a first word that is often left out."""
    heads, optional = _load_heads()
    for name in names:
        head, gap, rest = name.partition(" ")
        if not gap:
            continue
        if head in heads and name.count(" ") < _MOST_WORDS and (joined := name.replace(" ", "")) not in names and len(joined) >= _SHORTEST:
            yield f"n{joined}"
        if head in optional and rest not in names:
            yield f"h{rest}"


@lru_cache(maxsize=1)
def _load_heads() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that begin names of several words, and those of them that are often left out."""
    words = [load_place_words(code) for code in _LANGUAGES]
    articles = {make_name_key(a) for w in words for a in w.articles}
    heads = {make_name_key(word) for w in words for word in w.name_heads}
    return frozenset(heads - articles), frozenset(make_name_key(word) for w in words for word in w.optional_heads)
