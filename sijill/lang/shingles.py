"""Signatures of texts: a short string by which two texts can be compared without having either.

In: a text. Out: `make_signature`, a hexadecimal sketch: the smallest hashes of the text's runs of four words (a bottom-k sketch: Broder
1997, Cohen & Kaplan 2007), which finds same texts and copied passages whatever their length.
Not here: what counts as one source (`assess.sources`), words that two texts on one matter share (`lang.marks`).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from sijill.lang.hashes import make_hash, read_hashes, write_hashes
from sijill.lang.script import fold

RUN_WORDS = 4
RUN_HASHES = 48
MIN_RUNS = 4
_WORD = re.compile(r"\w+")


def make_signature(text: str) -> str:
    """Return the signature of `text`; an empty text has an empty one."""
    words = _WORD.findall(fold(text))
    runs = {" ".join(words[i : i + RUN_WORDS]) for i in range(max(1, len(words) - RUN_WORDS + 1))} if words else set()
    return write_hashes(map(make_hash, runs), RUN_HASHES)


def similarity(left: str | None, right: str | None) -> float:
    """Return the estimated share of word runs that two texts have in common (Jaccard, 0 to 1); 0 where a signature is missing."""
    shared, sampled, _ = _compare(left, right)
    return shared / sampled if sampled else 0.0


def containment(left: str | None, right: str | None) -> float:
    """Return the estimated share of the shorter text's word runs that the longer one repeats (0 to 1).

    Comparisons that rest on fewer than `MIN_RUNS` sampled runs give 0: they prove nothing.
    """
    shared, _, smaller = _compare(left, right)
    return shared / smaller if smaller >= MIN_RUNS else 0.0


def find_copies(signatures: Mapping[str, str | None], *, at_least: float = 0.5) -> dict[tuple[str, str], float]:
    """Return `(key, key) → containment` for every pair of texts of which one repeats the other; keys of a pair are sorted.

    Only texts that share a sampled run are compared, so the cost follows the copies and not the square of the texts.
    """
    if len(signatures) < 2:
        return {}
    holders: dict[int, list[str]] = {}
    for key in sorted(signatures):
        for value in read_runs(signatures[key]):
            holders.setdefault(value, []).append(key)
    pairs = {(a, b) for keys in holders.values() for i, a in enumerate(keys) for b in keys[i + 1 : i + 1 + RUN_HASHES]}
    found = {(a, b): containment(signatures[a], signatures[b]) for a, b in sorted(pairs)}
    return {pair: share for pair, share in found.items() if share >= at_least}


@lru_cache(maxsize=4096)
def read_runs(signature: str | None) -> frozenset[int]:
    """Return the hashes of the sampled word runs."""
    return read_hashes(signature)


def _compare(left: str | None, right: str | None) -> tuple[int, int, int]:
    """Return runs shared, runs of either, runs of the smaller text, all among the hashes that both sketches can know of."""
    a, b = read_runs(left), read_runs(right)
    if not a or not b:
        return 0, 0, 0
    limit = min(_limit(a), _limit(b))
    a_known, b_known = {h for h in a if h <= limit}, {h for h in b if h <= limit}
    return len(a_known & b_known), len(a_known | b_known), min(len(a_known), len(b_known))


def _limit(hashes: frozenset[int]) -> int:
    """Return the largest hash up to which a sketch is complete."""
    return max(hashes) if len(hashes) >= RUN_HASHES else 0xFFFFFFFF
