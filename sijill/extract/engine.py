"""The reading of one document: gate, annotate, frames, merge, resolve, ground.

In: a document. Out: `Extraction`. Stateless between documents and pure: the same document and packs give the same claims.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sijill.extract.annotate import Annotator
from sijill.extract.claims import is_namesake, make_claims
from sijill.extract.context import add_passages, find_days, make_document_context
from sijill.extract.dateline import find_anchor
from sijill.extract.frames import is_elsewhere, read_sentences
from sijill.extract.gate import Gate
from sijill.extract.ground import check_claim
from sijill.extract.layout import count_listed, find_asides
from sijill.extract.mention import Mention
from sijill.extract.merge import CLOSE, Event, Merger
from sijill.extract.parties import Context
from sijill.extract.reading import Reading
from sijill.extract.report import Judge
from sijill.extract.scenes import SceneFinder
from sijill.extract.surnames import SurnameFinder
from sijill.extract.title import add_title
from sijill.extract.units import Sentence, Unit
from sijill.lang.dates import FoundDate, is_earlier
from sijill.lang.script import TATWEEL, Folded, count_scripts, fold
from sijill.lang.segment import Splitter
from sijill.model import Claim, ClaimPlace, Document, Issue
from sijill.packs import Packs
from sijill.packs.language import iter_patterns

if TYPE_CHECKING:
    from sijill.gazetteer import Gazetteer, PlaceMention

_SAMPLE = 4000
_MOST_SENTENCES = 600  # with a trigger; what comes after is not read, so that no text takes longer than seconds
_LETTERS = 15  # fewer letters of a script are a name or a label, not a text
_REGION = 3
_NEWS_DAYS = 10  # so long before its publication a report may be dated
_COMMAS = (",", chr(0x60C))
_NEAR_KM = 5  # so close that texts name one for the other
_CLOSE_KM = 40  # a town and its suburbs
_KM_PER_DEGREE = 111.2


class Extraction(msgspec.Struct, frozen=True):
    """What was read out of a document, and what went wrong on the way."""

    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()


class LanguageReader:
    """The stages of one language."""

    def __init__(self, packs: Packs, code: str, judge: Judge | None = None) -> None:
        language = packs.get_language(code)
        self.judge = judge or (Judge(language.report) if language.report is not None else None)
        self.code = code
        self.script = language.file.script
        self.surnames = SurnameFinder(iter_patterns(language.words.get("particle", ""))) if language.file.continues else None
        self.splitter = Splitter(language.file)
        self.scenes = SceneFinder(language)
        self.annotator = Annotator(packs, language)
        self.aerial_words = frozenset(fold(word) for word in iter_patterns(language.words.get("aerial", "")))
        self.gate = Gate(self.annotator.lexicon.gate_words, map(fold, language.file.clitics))


class Extractor:
    """Reads claims out of documents with the rules of the language packs."""

    def __init__(self, packs: Packs, gazetteer: "Gazetteer | None" = None, judge: Judge | None = None) -> None:
        self._packs = packs
        self._judge = judge  # in place of the languages' own: for fitting their weights
        self._gazetteer = gazetteer
        self._readers: dict[str, LanguageReader] = {}
        self._weapon_types = {weapon.id: weapon.event_type for weapon in packs.codebook.weapons.values()}
        self._families = {kind.id: str(kind.family) for kind in packs.codebook.event_types.values()}
        self._aerial = frozenset(a.id for a in packs.actors.values() if a.id.endswith("_air_force") or a.kind == "coalition")
        self._scripts = {packs.get_language(code).file.script: code for code in packs.language_codes}

    def extract(self, document: Document) -> Extraction:
        """Return the claims of a document; never raises for any text."""
        folded = Folded(document.text)
        claims: list[Claim] = []
        issues: list[Issue] = []
        languages = self._find_languages(document)
        read: list[Claim] = []
        for code in languages:
            read += self._describe(self._read(document, folded, self._get_reader(code)), document, folded, code)
        for claim in add_title(read, self._read_title(document, folded, languages), self._families):
            faults = check_claim(claim, document.text)
            if faults:
                issues.append(Issue(stage="extract", code="span_fault", severity="skip", detail=", ".join(faults), subject=document.id))
            else:
                claims.append(claim)
        unique = {claim.claim_id: claim for claim in claims}
        ordered = sorted(unique.values(), key=lambda c: (c.trigger.start if c.trigger else 0, c.claim_id))
        return Extraction(tuple(add_passages(ordered, document.text)), tuple(issues))

    def may_tell(self, text: str) -> bool:
        """Can there be a claim in a text, in any language? False only where `extract` would find none; much quicker than that."""
        folded = Folded(text).text if TATWEEL in text else fold(text)
        return any(self._get_reader(code).gate.find_hits(folded) for code in self._packs.language_codes)

    def _read_title(self, document: Document, folded: Folded, languages: Sequence[str]) -> list[Claim]:
        """Return the claims of the title, read as a text of its own, with the document's context; none where the text repeats it."""
        title = (document.title or "").strip()
        if not title or title in document.text:
            return []
        alone = msgspec.structs.replace(document, text=title, title=None, passages=())
        codes = languages or self._find_languages(alone)
        read = [claim for code in codes for claim in self._read(alone, Folded(title), self._get_reader(code))]
        return self._describe(read, document, folded, codes[0]) if read else []

    def _describe(self, claims: list[Claim], document: Document, folded: Folded, code: str) -> list[Claim]:
        """Return claims with what linking needs to know of their document, which is worked out only where there are any."""
        if not claims:
            return []
        context = make_document_context(document, find_days(folded.text, self._get_reader(code).annotator.dates))
        return [msgspec.structs.replace(claim, document=context) for claim in claims]

    def _get_reader(self, code: str) -> LanguageReader:
        if code not in self._readers:
            self._readers[code] = LanguageReader(self._packs, code, self._judge)
        return self._readers[code]

    def _find_languages(self, document: Document) -> list[str]:
        """Return the languages to read: those of the passages where known, else by script."""
        if document.passages:
            return sorted({p.lang for p in document.passages} & set(self._packs.language_codes))
        if document.lang in self._packs.language_codes:
            return [document.lang]
        if document.lang is not None:
            return []
        scripts = count_scripts(document.text[:_SAMPLE])
        return [code for script, code in sorted(self._scripts.items()) if scripts.get(script, 0) >= min(_LETTERS, max(scripts.values()))]

    def _read(self, document: Document, folded: Folded, reader: LanguageReader) -> list[Claim]:
        """Return the claims that one language's rules read."""
        spans = reader.splitter.split(folded.text, folded.given)
        annotator = reader.annotator
        words = {n: annotator.make_words(folded.text, *spans[n]) for n in reader.gate.select(folded.text, spans)}
        chosen = [n for n, found in words.items() if annotator.has_trigger(found)][:_MOST_SENTENCES]
        if not chosen:
            return []
        published = _parse_day(document.published)
        anchor = find_anchor(folded.text, annotator.dates, reader.gate, published)
        wanted = sorted({n for c in chosen for n in (c - 1, c) if 0 <= n < len(spans)} | {0})
        mentions = self._find_places(document, folded, [spans[n] for n in wanted], reader.code)
        placed = [(folded.find(m.start), folded.find(m.end), m) for m in mentions]
        sentences, asides = [], find_asides(folded.text)
        surnames = reader.surnames.find(document.text) if reader.surnames is not None else frozenset()
        for number in wanted:
            start = spans[number][0]
            apart = any(first <= start < last for first, last in asides)
            own = words.get(number) or annotator.make_words(folded.text, *spans[number])
            sentence = Sentence(number, *spans[number], own, paragraph=folded.text.count("\n", 0, start), apart=apart, surnames=surnames)
            inside = [m for first, last, m in placed if first >= sentence.start and last <= sentence.end and m.kind != "people"]
            annotator.annotate(folded, sentence, inside, anchor)
            if any(u.cls == "listing" for u in sentence.units):
                sentence.listed = count_listed(folded.text, sentence.end - 1)
            sentences.append(sentence)
        found = reader.scenes.keep(read_sentences(sentences, frozenset(chosen), annotator.rules), folded.text)
        if not any(mention.may_stand() for mention in found):
            return []
        places = self._resolve_places(document, sentences, mentions, reader.code)
        context = Context(self._packs, anchor.day.isoformat() if anchor.day else None)
        context.add(sentences, (p.country for p in places.values() if p and p.country))
        aerial = self._aerial | reader.aerial_words
        reading = Reading(document, folded, reader.code, context, places, _find_day(sentences, published), self._weapon_types, aerial)
        return list(self._make_claims(reading, sentences, found, reader.judge))

    def _make_claims(self, reading: Reading, sentences: Sequence[Sentence], found: list[Mention], judge: Judge | None) -> Iterable[Claim]:
        """Yield the claims of a document's mentions."""
        _inherit_places(sentences, found)
        _inherit_periods(sentences, found, reading.folded.text)
        places = _Places(reading)
        merger = Merger(
            places.compare,
            places.is_fine,
            reading.context.compare_attackers,
            judge.judge if judge is not None else None,
        )
        events = merger.merge(found)
        news, day = _find_news(events)
        for event in events:
            times = [u.time for u in event.units("times") if u.time]
            earlier = event is not news and bool(times) and all(is_earlier(t, day) for t in times)
            yield from make_claims(reading, event, [e for e in events if e is not event], earlier=earlier)

    def _find_places(self, document: Document, folded: Folded, spans: Sequence[tuple[int, int]], code: str) -> list["PlaceMention"]:
        if self._gazetteer is None:
            return []
        return list(self._gazetteer.find_mentions(document.text, code, [folded.span(*s) for s in spans]))

    def _resolve_places(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence["PlaceMention"], code: str
    ) -> dict[Unit, ClaimPlace | None]:
        """Return the resolved place of every place unit."""
        if self._gazetteer is None:
            return {}
        resolved = dict(
            zip(((m.start, m.end) for m in mentions), self._gazetteer.resolve(mentions, text=document.text, lang=code), strict=True)
        )
        leaves = (leaf for s in sentences for u in s.units for leaf in (u.members or (u,)) if leaf.kind == "place")
        return {leaf: resolved.get((leaf.place.start, leaf.place.end)) for leaf in leaves if leaf.place is not None}


class _Places(NamedTuple):
    """Compares the places that mentions name."""

    reading: Reading

    def compare(self, left: list[Unit], right: list[Unit]) -> float:
        """Return the best comparison of the finest places of both sides."""
        return max(self._compare(a, b) for a in self._finest(left) for b in self._finest(right))

    def _finest(self, units: list[Unit]) -> list[Unit]:
        """Return the places that are finer than a region; all where there is none."""
        return [u for u in units if self.is_fine(u)] or units

    def is_fine(self, unit: Unit) -> bool:
        """Is it a place in which one thing happens, and not a region? Unknown places are taken for villages."""
        place = self.reading.places.get(unit)
        return place is None or place.unlocated is not None or (place.precision or 0) < _REGION

    def _compare(self, left: Unit, right: Unit) -> float:
        """Return 1 for one place or a part of one, 0 where one is a region around the other, -1 for different places, `CLOSE` for
        neighbours and for villages that only their names tell apart, -0.5 for an unknown one."""
        a, b = self.reading.places.get(left), self.reading.places.get(right)
        if left.place and right.place and left.place.quote.casefold() == right.place.quote.casefold():
            return 1
        if a is None or b is None or not a.place_id or not b.place_id:
            return -0.5
        if a.place_id != b.place_id and (is_namesake(a) or is_namesake(b)) and a.admin1 == b.admin1:
            return 0  # "Idlib" may be the province
        if a.unlocated is not None and b.unlocated is not None:
            return 1 if a.unlocated == b.unlocated and a.admin1 == b.admin1 else CLOSE
        region = any((p.precision or 0) >= _REGION and p.unlocated is None for p in (a, b))
        if a.place_id == b.place_id:
            return 0 if region and a.unlocated != b.unlocated else -0.5 if region else 1
        if not region and (a.unlocated is not None or b.unlocated is not None):
            return CLOSE if a.country == b.country else -1  # a village that no gazetteer knows, and another place
        if region:
            return 0 if a.country == b.country and (a.admin1 is None or b.admin1 is None or a.admin1 == b.admin1) else -1
        return 1 if _is_near(a, b, _NEAR_KM) else CLOSE if _is_near(a, b, _CLOSE_KM) else -1


def _is_near(left: ClaimPlace, right: ClaimPlace, km: float) -> bool:
    """Do two places lie at most `km` apart?"""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return False
    north, east = left.lat - right.lat, (left.lon - right.lon) * math.cos(math.radians(left.lat))
    return math.hypot(north, east) * _KM_PER_DEGREE <= km


def _inherit_places(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
    """Give a mention without a place the last one named before it in its sentence, else, where its own names none, in the one before."""
    by_number = {s.number: s for s in sentences}
    for mention in mentions:
        if mention.places or mention.definite:
            continue
        here = _find_event_places(mention.sentence)
        before = [u for u in here if u.first < mention.unit.first]
        if not here and mention.sentence.number - 1 in by_number and not mention.generic:
            before = _find_event_places(by_number[mention.sentence.number - 1])[:1]
        mention.places += [leaf for u in before[-1:] for leaf in (u.members or (u,))]


def _inherit_periods(sentences: Sequence[Sentence], mentions: Sequence[Mention], text: str) -> None:
    """Mark what goes on with a period ("since June there were 300 attacks; those attacks killed 94, while 260 were injured").

    A sentence without a time does where it is the second half of one that tells of a period, or speaks of *those* attacks right behind it.
    """
    numbers = {m.sentence.number: m.sentence for m in mentions}
    periods = {s.number for s in sentences if (times := [u.time for u in s.units if u.time]) and all(t.background for t in times)}
    by_number = {s.number: s for s in sentences}
    for number in sorted(numbers):
        before = by_number.get(number - 1)
        if before is None or before.number not in periods or any(u.time for u in numbers[number].units):
            continue
        told = [m for m in mentions if m.sentence is numbers[number]]
        half = text[before.end - 1 : before.end] in _COMMAS
        if half or (any(m.definite for m in told) and not any(m.own_places for m in told)):
            periods.add(number)
            for mention in told:
                mention.period = True


def _find_news(events: Sequence[Event]) -> tuple[Event | None, FoundDate | None]:
    """Return the event that a document tells as its news, and when it was: the first told of today, else the first."""
    told = [(event, next((u.time for u in event.units("times") if u.time), None)) for event in events]
    return next((t for t in told if t[1] is not None and t[1].ago and t[1].ago[0] == 0), told[0] if told else (None, None))


def _find_event_places(sentence: Sentence) -> list[Unit]:
    """Return the places of a sentence in which something may have happened."""
    return [u for u in sentence.units if u.cls == "place" and not is_elsewhere(sentence, u)]


def _find_day(sentences: Sequence[Sentence], published: date | None) -> tuple[Sentence, Unit] | None:
    """Return the one full date that a document is headed with, or None; one long before it was published dates a picture, not the news."""
    found = [
        (s, u)
        for s in sentences[:3]
        for u in s.units
        if u.time and u.time.basis == "absolute" and u.time.precision == "day" and u.time.first
    ]
    days = {u.time.first for _, u in found if u.time and u.time.first}
    if len(days) != 1 or (published is not None and any((published - day).days > _NEWS_DAYS for day in days)):
        return None
    return found[0]


def _parse_day(published: str | None) -> date | None:
    """Return the day of an ISO 8601 date or date-time, or None."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
