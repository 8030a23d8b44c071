"""Candidates for a name: which places it may mean, by spelling and by sound, each with the quality of the match (0 to 1) and the reason.

In: a name key, `Layers`, optionally points that the place should be near. Out: `Candidate`s. Not here: the document's context (`resolve`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.place import Place
from sijill.lang.names import (
    ARABIC,
    drop_article,
    has_long_vowels,
    make_letter_key,
    make_name_key,
    make_skeleton,
    make_skeletons,
    make_vowel_key,
    measure_letters,
    measure_sound,
)
from sijill.packs.place_words import load_place_words

MOST = 40
SEARCH_KM = 45.0
SAME_SOUND_KM = 150.0
SMALL_TOWN = 10_000
SAME_SOUND = "same consonants"
OTHER_NAME = "one of its names"
PEOPLE = "name of its people"
TRANSLATED, HEADLESS = 0.75, 0.88
# Arabic names: the share of letters that must agree, in short and long names; what is below counts as not alike.
SAME_LETTERS, MOST_LETTERS, LONG_NAME, NOT_ALIKE = 0.9, 0.8, 8, 0.55
OTHER_SCRIPT = 0.62  # an Arabic name that sounds like a place of which no Arabic name is known
# Latin names of few consonants: the share of letters, vowels too, that must agree.
SHORT_NEEDS = {1: 0.9, 2: 0.45, 3: 0.35, 4: 0.3}
SOUND_BEST = 0.84  # a name found by sound never counts as the same name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, the quality of the match of names, and why."""

    place: Place
    quality: float
    reason: str


def find_exact(layers: Layers, key: str) -> list[Candidate]:
    """Return the places that bear a name, also with or without its article."""
    found = [_exact(layers.get_place(n), key, 1.0, "same name") for n in layers.find("n", key)[:MOST]]
    known = {c.place.place_id for c in found}
    found += [c for c in _find_namesakes(layers, found) if c.place.place_id not in known]
    known = {c.place.place_id for c in found}
    for variant in _vary_article(key):
        for number in layers.find("n", variant)[:MOST]:
            place = layers.get_place(number)
            if place.place_id not in known:
                known.add(place.place_id)
                found.append(_exact(place, variant, 0.95, "same name but for the article"))
    return found


def _find_namesakes(layers: Layers, found: list[Candidate]) -> list[Candidate]:
    """Return the towns that regions are named after, where only the region bears the spelling that was looked for."""
    towns = {(c.place.country, c.place.admin1_code) for c in found if c.place.kind == "settlement" and c.place.population > SMALL_TOWN}
    namesakes = []
    for region in (c.place for c in found if c.place.kind == "region"):
        if (region.country, region.admin1_code) in towns:
            continue
        inside = [
            place
            for n in layers.find("s", make_skeleton(make_name_key(region.name)))[:60]
            if (place := layers.get_place(n)).kind == "settlement"
            and (place.country, place.admin1_code) == (region.country, region.admin1_code)
        ]
        largest = max(inside, key=lambda place: place.population, default=None)
        if largest is not None and largest.population > SMALL_TOWN:
            namesakes.append(Candidate(largest, 0.95, "town that the region is named after"))
    return namesakes


def find_headless(layers: Layers, key: str) -> list[Candidate]:
    """Return the places whose name is longer by a first word that is often left out ("Tall Abu Rasayn" for "Abu Rasayn")."""
    bare = drop_article(key)
    numbers = dict.fromkeys(n for variant in dict.fromkeys((key, bare)) for n in layers.find("h", variant)[:MOST])
    return [Candidate(layers.get_place(n), HEADLESS, "same name but for its first word") for n in numbers]


def find_people(layers: Layers, key: str) -> list[Candidate]:
    """Return the countries and regions whose people are called so."""
    return [Candidate(layers.get_place(n), 0.95, PEOPLE) for n in layers.find("p", key)]


def find_translated(layers: Layers, names: Iterable[str]) -> list[Candidate]:
    """Return the settlements that bear one of the Arabic `names` that a common word may be the translation of."""
    found: dict[str, Candidate] = {}
    for name in names:
        for exact in find_exact(layers, name):
            if exact.place.kind == "settlement":
                quality = TRANSLATED if exact.quality > 0.97 else TRANSLATED - 0.03
                found.setdefault(exact.place.place_id, Candidate(exact.place, quality, f"literal translation of {exact.place.name_ar}"))
    return list(found.values())


@lru_cache(maxsize=4096)
def find_by_sound(layers: Layers, key: str) -> tuple[Candidate, ...]:
    """Return places whose names have the same consonants, best spelling first, at most `MOST`."""
    found = [_sound(layers, n, key, 0.0) for n in _find_same_sound(layers, key)]
    found.sort(key=lambda c: -c.quality)
    return tuple(found[:MOST])


def _find_same_sound(layers: Layers, key: str) -> list[int]:
    return list(dict.fromkeys(n for skeleton in make_skeletons(key) for n in layers.find("s", skeleton)[:400]))


def find_near(layers: Layers, key: str, circles: Iterable[tuple[float, float, float]]) -> list[Candidate]:
    """Return places in `circles` (latitude, longitude, kilometres) whose consonants are nearly the same (distance up to 1.6, less for
    short names), and places with the same consonants in a wider circle (`SAME_SOUND_KM`).
    """
    skeleton = make_skeleton(key)
    if len(skeleton) < 2:
        return []
    limit = 0.8 if len(skeleton) == 2 else 1.2 if len(skeleton) == 3 else 1.6
    circles = list(circles)
    same = _find_same_sound(layers, key)
    if len(same) <= MOST:  # else the best spelled ones anywhere come first
        near = [n for n in same if any(get_distance_km(layers.get_point(n), c[:2]) < SAME_SOUND_KM for c in circles)]
        alike = sorted((_sound(layers, n, key, 0.0) for n in near), key=lambda c: -c.quality)
    else:
        points = ((c, (c.place.lat, c.place.lon)) for c in find_by_sound(layers, key))
        alike = [c for c, point in points if any(get_distance_km(point, circle[:2]) < SAME_SOUND_KM for circle in circles)]
    found = {candidate.place.place_id: candidate for candidate in alike}
    sounds: dict[int, float] = {}
    for number, own in sorted({pair for circle in circles for pair in layers.iter_alike(skeleton, *circle)}):
        sounds[number] = min(measure_sound(skeleton, own, limit=limit), sounds.get(number, inf))
    for number, sound in sounds.items():
        if sound <= limit and layers.get_kind(number) not in ("country", "region", "continent"):
            candidate = _sound(layers, number, key, sound)
            earlier = found.get(candidate.place.place_id)
            if earlier is None or candidate.quality > earlier.quality:
                found[candidate.place.place_id] = candidate
    return sorted(found.values(), key=lambda c: -c.quality)[:MOST]


def find_fuzzy(layers: Layers, key: str, limit: int = MOST) -> list[Candidate]:
    """Return places anywhere whose consonants differ by one letter."""
    skeleton = make_skeleton(key)
    if len(skeleton) < 3:
        return []
    found: dict[str, Candidate] = {}
    for variant in _vary_skeleton(skeleton):
        for number in layers.find("s", variant)[:20]:
            candidate = _sound(layers, number, key, measure_sound(skeleton, variant))
            found.setdefault(candidate.place.place_id, candidate)
    return sorted(found.values(), key=lambda c: -c.quality)[:limit]


def _exact(place: Place, key: str, quality: float, reason: str) -> Candidate:
    own = make_name_key(place.name)
    if own == key or make_skeleton(own) == make_skeleton(key):
        return Candidate(place, quality, reason)
    return Candidate(place, quality - 0.1, reason if reason != "same name" else OTHER_NAME)


def _vary_article(key: str) -> list[str]:
    """Return the name without its article, or with one."""
    bare = drop_article(key)
    written, romanised = _load_articles()
    if " " in bare or (bare == key and " " in key):
        return [] if bare == key else [bare]
    if key[:1] >= ARABIC:
        return [bare] if bare != key else [article + key for article in written]
    with_article = [f"{article} {bare}" for article in romanised if article.endswith("l") or bare.startswith(article[1:])]
    return [name for name in (bare, *with_article) if name != key]


@lru_cache(maxsize=1)
def _load_articles() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the Arabic article as written in Arabic, and in Latin letters with the forms that take on the next letter ("ash")."""
    return tuple(load_place_words("ar").articles), tuple(load_place_words("en").articles)


def _sound(layers: Layers, number: int, key: str, distance: float) -> Candidate:
    """Return a candidate found by sound: equal consonants start at 0.6, every step apart costs, agreeing vowels add; Arabic
    letters, which are spelled and not heard, must agree themselves.
    """
    place, reason = layers.get_place(number), SAME_SOUND if distance == 0 else "similar consonants"
    romanised, arabic = layers.get_spellings(number)
    if key[:1] < ARABIC:
        vowels = make_vowel_key(key)
        best = max((measure_letters(vowels, v) for v in romanised), default=0.5)
        most = SOUND_BEST if best >= SHORT_NEEDS.get(len(make_skeleton(key)), 0.0) else NOT_ALIKE
        return Candidate(place, min(max(0.05, 0.62 - 0.25 * distance + 0.25 * best), most), reason)
    if not arabic:
        alike = distance > 0 or any(has_long_vowels(make_name_key(name), key) for name in place.names)
        return Candidate(place, max(0.05, OTHER_SCRIPT - 0.25 * distance) if alike else NOT_ALIKE, reason)
    letters = make_letter_key(key)
    best = max(measure_letters(letters, own) for own in arabic)
    quality = 0.3 - 0.1 * distance + 0.55 * best
    agrees = best >= (SAME_LETTERS if len(letters) < LONG_NAME else MOST_LETTERS)
    return Candidate(place, min(max(0.05, quality), SOUND_BEST if agrees else NOT_ALIKE), reason)


@lru_cache(maxsize=4096)
def _vary_skeleton(skeleton: str) -> tuple[str, ...]:
    """Return all skeletons one letter away."""
    letters = "bdfghjklmnrstxz"
    out = dict.fromkeys(skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton)))
    out |= dict.fromkeys(skeleton[:i] + c + skeleton[i + 1 :] for i in range(len(skeleton)) for c in letters)
    out |= dict.fromkeys(skeleton[:i] + c + skeleton[i:] for i in range(len(skeleton) + 1) for c in letters)
    out |= dict.fromkeys(skeleton[:i] + skeleton[i + 1] + skeleton[i] + skeleton[i + 2 :] for i in range(len(skeleton) - 1))
    out.pop(skeleton, None)
    return tuple(out)
