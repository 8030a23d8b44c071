"""The gazetteer: finds places by name and mentions of places in text, and decides together what the mentions of a document mean.

In: names and texts. Out: `Place`, `ScoredPlace`, `PlaceMention`, `ClaimPlace`. Not here: the index (`sijill.gazetteer.index`), the weights
(`resolve`).
"""

from collections.abc import Sequence
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from sijill.gazetteer import build
from sijill.gazetteer import candidates as find
from sijill.gazetteer.added import load_added
from sijill.gazetteer.candidates import Candidate
from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.groups import Group
from sijill.gazetteer.hits import Hit
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.lexicon import Lexicon, get_lexicon
from sijill.gazetteer.phrases import PhraseBuilder
from sijill.gazetteer.place import Place, PlaceMention, ScoredPlace
from sijill.gazetteer.place_claims import is_resolved, make_claim_place
from sijill.gazetteer.resolve import Resolver, get_fame
from sijill.gazetteer.scan_arabic import ArabicScanner
from sijill.gazetteer.scan_latin import LatinScanner
from sijill.gazetteer.surroundings import Surroundings
from sijill.gazetteer.tokens import Tokens
from sijill.lang.names import make_name_key
from sijill.lang.script import count_scripts, get_script
from sijill.model import ClaimPlace
from sijill.packs.place_lists import find_own_place_files
from sijill.packs.place_words import has_place_words
from sijill.settings import Settings

if TYPE_CHECKING:
    from sijill.packs import Packs

_CONTEXT = 2500  # characters around the given mentions that are searched for context
_LETTERS = 15  # so many letters of a script are more than a name in it
_FALLBACK = {"Arab": "ar", "Latn": "en", "Zyyy": "en"}


class Gazetteer:
    """All known places and the methods over them; stateless between calls, safe to share."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers

    def get_place(self, place_id: str) -> Place | None:
        """Return the place with this id, or None."""
        numbers = self.layers.find("i", place_id)
        return self.layers.get_place(numbers[-1]) if numbers else None

    def find_candidates(
        self, name: str, *, near: tuple[float, float] | None = None, country: str | None = None, limit: int = 10
    ) -> list[ScoredPlace]:
        """Return the places that a name may mean, best first: same spelling, same sound, similar sound; nearness to a point and country
        weigh in."""
        key = make_name_key(name)
        if not key:
            return []
        found = find.find_exact(self.layers, key) + find.find_people(self.layers, key)
        if len(found) < limit or near is not None or country is not None:
            found += [*find.find_headless(self.layers, key), *find.find_by_sound(self.layers, key)]
            if near is not None:
                found += find.find_near(self.layers, key, [(*near, find.SEARCH_KM)])
            if not found:
                found += find.find_fuzzy(self.layers, key)
        best: dict[str, ScoredPlace] = {}
        for candidate in found:
            scored = _score(candidate, near, country)
            if scored.score > best.get(scored.place.place_id, scored).score or scored.place.place_id not in best:
                best[scored.place.place_id] = scored
        return sorted(best.values(), key=lambda s: (-s.score, s.place.place_id))[:limit]

    def find_mentions(self, text: str, lang: str, ranges: Sequence[tuple[int, int]] | None = None) -> list[PlaceMention]:
        """Return the mentions of places in `ranges` of a text (None: all of it), in order; offsets are those of `text`."""
        by_language: dict[str, list[tuple[int, int]]] = {}
        for start, end in ranges if ranges is not None else [(0, len(text))]:
            by_language.setdefault(self._choose_language(text[start:end], lang), []).append((start, end))
        found = [mention for code, some in by_language.items() for mention in self._scan(text, some, code)]
        return sorted(found, key=lambda m: (m.start, m.end))

    def _choose_language(self, text: str, lang: str) -> str:
        """Return the language whose place words fit the letters: the given one where it has a name's worth of them ("… - YouTube…")."""
        scripts = count_scripts(text)
        mine = "Arab" if has_place_words(lang) and get_lexicon(lang).script == "Arab" else "Latn"
        if has_place_words(lang) and scripts[mine] >= min(_LETTERS, max(scripts.values())):
            return lang
        return _FALLBACK[get_script(text)]

    def _scan(self, text: str, ranges: Sequence[tuple[int, int]], lang: str) -> list[PlaceMention]:
        tokens, lexicon = Tokens(text, ranges), get_lexicon(lang)
        arabic = lang == "ar"
        hits: list[Hit] = (
            ArabicScanner(tokens, self.layers, lexicon).scan() if arabic else LatinScanner(tokens, self.layers, lexicon).scan()
        )
        return PhraseBuilder(text, tokens, lexicon, arabic).build(hits)

    def resolve(
        self, mentions: Sequence[PlaceMention], *, text: str, lang: str, country_hint: str | None = None
    ) -> list[ClaimPlace | None]:
        """Return what each mention means, decided together; None only for mentions of people whose country is unknown."""
        if not mentions:
            return []
        context = self._find_context(mentions, text, lang)
        everything = [*mentions, *context]
        groups = Resolver(self.layers, self._get_lexicon(text, lang), country_hint).choose(everything)
        _resolve_anaphors(everything, groups, self._get_lexicon(text, lang))
        around = Surroundings(text, everything, groups, self.layers, self._get_lexicon(text, lang))
        return [make_claim_place(m, groups[i], around.find(m, groups[i].best)) for i, m in enumerate(mentions)]

    def _find_context(self, mentions: Sequence[PlaceMention], text: str, lang: str) -> list[PlaceMention]:
        """Return further mentions from the parts of the text around the given ones that were not searched."""
        start, end = max(0, min(m.start for m in mentions) - _CONTEXT), min(len(text), max(m.end for m in mentions) + _CONTEXT)
        known = {(m.name_start, m.name_end) for m in mentions}
        return [m for m in self.find_mentions(text, lang, [(start, end)]) if (m.name_start, m.name_end) not in known]

    def _get_lexicon(self, text: str, lang: str) -> Lexicon:
        return get_lexicon(self._choose_language(text[:2000], lang))


def _score(candidate: Candidate, near: tuple[float, float] | None, country: str | None) -> ScoredPlace:
    """Return a candidate without a document: name, fame, nearness and country, between 0 and 1."""
    place, reasons = candidate.place, [candidate.reason]
    score = candidate.quality * (0.75 + 0.05 * get_fame(place))
    if near is not None:
        km = get_distance_km(near, (place.lat, place.lon))
        score *= 0.4 + 0.6 * exp(-km / 150)
        reasons.append(f"{km:.0f} km away")
    if country is not None:
        score *= 1.0 if place.country == country else 0.4
        if place.country == country:
            reasons.append(f"in {country}")
    return ScoredPlace(place=place, score=round(min(score, 1.0), 3), reasons=tuple(reasons))


def _resolve_anaphors(mentions: Sequence[PlaceMention], groups: dict[int, Group], lexicon: Lexicon) -> None:
    """Give a mention such as "the city" the group of the town named last before it; the pack's first anaphor needs a larger town."""
    towns = [
        (m.start, groups[i])
        for i, m in enumerate(mentions)
        if not m.anaphor and (best := groups[i].best) is not None and best.place.kind == "settlement" and is_resolved(best)
    ]
    large = make_name_key(lexicon.words.anaphors[0]) if lexicon.words.anaphors else ""
    for i, mention in enumerate(mentions):
        if mention.anaphor:
            before = [
                (start, group)
                for start, group in towns
                if start < mention.start and (mention.name != large or (b := group.weighed[0].place).seat or b.population > find.SMALL_TOWN)
            ]
            if before:
                groups[i] = max(before, key=lambda pair: pair[0])[1]


def open_gazetteer(
    settings: Settings, *, place_files: tuple[Path, ...] = (), packs: "Packs | None" = None, progress: build.Progress | None = None
) -> Gazetteer:
    """Return the gazetteer: the world's places, the files that were added, those of the settings and of the call, and the packs' own
    places.

    Builds an index into `settings.cache_dir()` on first use (about 10 s, told to `progress`), afterwards opens in well under a second.
    """
    cache = settings.cache_dir()
    indexes = [build.open_world(cache, progress)]
    added = settings.data_dir() / "places"
    files = {added / entry.file: entry.columns for entry in load_added(added)}
    files |= {path: {} for path in (*settings.place_files(), *place_files)}
    if files:
        indexes.append(build.open_files(cache, files, indexes[0], progress))
    folders = tuple(f for f in packs.folders if f != build.PACKS_FOLDER) if packs is not None else settings.pack_dirs()
    own = build.make_own_index(find_own_place_files(folders))
    return Gazetteer(Layers([*indexes, own] if own is not None else indexes))
