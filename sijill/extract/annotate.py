"""Annotation: a sentence's words become units — lexicon entries, numbers, places, times, names, people.

In: a sentence of folded text with the places found in it. Out: `Sentence.units` and their letters.
Not here: who did what to whom (`sijill.extract.frames`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sijill.extract.dateline import Anchor
from sijill.extract.lexicon import Entry, Lexicon, Word
from sijill.extract.patterns import Alphabet, CompiledRule
from sijill.extract.people import make_people, make_people_list, make_quantity
from sijill.extract.units import Sentence, Unit
from sijill.lang.dates import DateReader, FoundDate
from sijill.lang.numbers import NumberReader
from sijill.lang.script import Folded, fold
from sijill.lang.segment import tokenize
from sijill.packs import Packs
from sijill.packs.language import LanguagePack

if TYPE_CHECKING:
    from sijill.gazetteer import PlaceMention

# Words that a place of the same length outranks; all others outrank the place.
_WEAKER_THAN_PLACES = frozenset(
    {"demonym", "place_word", "institution", "in", "the", "of", "to", "and", "other", "object", "family", "number", "mod", "by", "on"}
)
# What may be written without a blank behind a number.
_BEHIND_NUMBERS = frozenset({"person", "hurt", "measure", "age", "other"})


class Annotator:
    """Reads sentences of one language; holds its lexicon, numbers, dates and rules."""

    def __init__(self, packs: Packs, language: LanguagePack) -> None:
        self.lexicon = Lexicon(packs, language)
        self.numbers = NumberReader(language.numbers)
        self.dates = DateReader(language.dates)
        self.alphabet = Alphabet(self.lexicon.kinds | {f"mod.{name}" for name in language.numbers.modifiers} | {
            kind for kinds in language.file.clitics.values() for kind in kinds if kind != "the"})  # fmt: skip
        rules = [CompiledRule(rule, self.alphabet, language.stops) for rule in language.rules]
        self.rules = {kind: [rule for rule in rules if rule.kind == kind] for kind in {rule.kind for rule in rules}}
        self._cased = language.file.continues
        self._titles = frozenset(language.file.abbreviations.split())
        self._articles = frozenset(language.file.articles.split())
        self._acronyms = {short: fold(name) for short, name in language.file.acronyms.items()}

    def annotate(self, folded: Folded, sentence: Sentence, places: Sequence["PlaceMention"], anchor: Anchor) -> None:
        """Fill in the units and letters of a `sentence` whose words are known."""
        times = self.dates.find(
            folded.text, sentence.start, sentence.end, anchor.day, year_only=anchor.year_only, last_year=anchor.last_year)  # fmt: skip
        places = _keep_scenes(places)
        sentence.words = self._cut_before_places(folded, sentence.words, places)
        sentence.units = self._make_units(folded, sentence, places, times)
        sentence.code = self.alphabet.encode(sentence.units)
        self._group(sentence)

    def has_trigger(self, words: list[Word]) -> bool:
        """Has a sentence a word that tells of an event or of harm, once longer phrases ("heart attack") took theirs? Cheap."""
        at = 0
        while at < len(words):
            length, entry = self.lexicon.find(words, at) or (1, None)
            if entry is not None and (entry.cls in ("event", "hurt", "none") or entry.outcome):
                return True
            at += length
        return False

    def make_words(self, text: str, first: int, last: int) -> list[Word]:
        """Return the words of the sentence `text[first:last]`, clitics split off."""
        return [
            Word(form, token.start + start, token.start + end, clitic)
            for token in tokenize(text, first, last)
            for form, start, end, clitic in self.lexicon.split(token.form)
        ]

    def _cut_before_places(self, folded: Folded, words: list[Word], places: Sequence["PlaceMention"]) -> list[Word]:
        """Return the words, those with a place behind their clitics in parts ("and" and Kafr Nabl)."""
        begins = [w.start for w in words]
        cuts = {}
        for start in (_at_folded(folded, p.start) for p in places):
            at = bisect_right(begins, start) - 1
            if at >= 0 and begins[at] < start < words[at].end:
                cuts[at] = start - begins[at]
        return [part for at, w in enumerate(words) for part in (self.lexicon.cut(w, cuts[at]) if at in cuts else [w])] if cuts else words

    def _make_units(self, folded: Folded, sentence: Sentence, places: Sequence["PlaceMention"], times: Sequence[FoundDate]) -> list[Unit]:
        """Return the units, left to right: times, then the longest of lexicon entry and place, then numbers."""
        words, units, at = sentence.words, [], 0
        time_at = {w.start: t for t in times for w in words if w.start <= t.start < w.end}
        place_at = {_skip_clitics(words, _at_folded(folded, p.start)): p for p in places}
        while at < len(words):
            unit = self._make_unit(folded, words, at, time_at, place_at)
            if unit.last == at and words[at].form in sentence.surnames and self._is_surname(folded, words, unit):
                unit = Unit("name", at, at)
            for covered in [p for w in words[at + 1 : unit.last + 1] if (p := place_at.get(w.start)) and unit.place is None]:
                place_at.setdefault(_at_folded(folded, covered.name_start), covered)  # "captured the village of Hajin"
            units.append(unit)
            at = unit.last + 1
        return units

    def _count_name_words(self, folded: Folded, words: list[Word], first: int, at: int) -> int:
        """Return how many words from `at` go on with a name that begins at `first` (a particle with what follows it), 0 for none."""
        word, behind = words[at], words[at + 1] if at + 1 < len(words) else None
        entry = self.lexicon.find(words, at)
        joined = 2 if at + 2 < len(words) and words[at + 1].form == "-" and _is_glued(words, at + 1) else 0
        if at > first and entry is not None and entry[1].cls == "particle":  # "Salim al-Harb", "Carlos de la Vega"
            step = max(joined, entry[0])
            return step + 1 if at + step < len(words) and _is_capital(folded, words[at + step]) else 0
        if word.clitic is not None or (at > first and entry is not None):
            return 0
        if at > first and (_is_initial(folded, word) or self._is_suffix(words, at)):
            return 2 if behind is not None and behind.form == "." else 1
        return 1 + joined if _is_capital(folded, word) else 0

    def _is_suffix(self, words: list[Word], at: int) -> bool:
        """Is it an abbreviation with its full stop ("Jr.")?"""
        return words[at].form in self._titles and at + 1 < len(words) and words[at + 1].form == "."

    def _is_surname(self, folded: Folded, words: list[Word], unit: Unit) -> bool:
        """Is a capitalised word that is part of a full name elsewhere a name here too, and not that of a family or an institution?"""
        vague = unit.kind == "number" and unit.quantity is not None and unit.quantity.exactness == "vague"  # "injuring Few"
        if not (unit.kind == "other" or vague) or not _is_capital(folded, words[unit.first]):
            return False
        after = self.lexicon.find(words, unit.last + 1) if unit.last + 1 < len(words) else None
        return after is None or after[1].cls not in ("family", "object", "institution")

    def _make_unit(
        self, folded: Folded, words: list[Word], at: int, times: dict[int, FoundDate], places: dict[int, "PlaceMention"]
    ) -> Unit:
        """Return the unit that begins at word `at`."""
        word = words[at]
        time = times.get(word.start)
        if time is not None:
            found = self.lexicon.find(words, at)
            kind = "time.since" if found is not None and found[1].kind == "adverb.since" else "time"
            return Unit(kind, at, _last_before(words, at, time.end), time=time)
        if word.clitic is not None:
            return Unit(word.clitic, at, at)
        if word.form == "-" and _is_glued(words, at):
            return Unit("hyphen", at, at)
        entry = self._find_acronym(folded, word) or self.lexicon.find(words, at)
        if entry is not None and entry[0] == 1 and word.form in self.lexicon.acronyms and self._cased and _is_capital(folded, word):
            entry = None  # "Ola" is nobody's acronym
        place = places.get(word.start)
        if place is not None and (not self._cased or _is_licensed(folded, self.lexicon, words, at, folded_end(folded, place))):
            last = _last_before(words, at, folded_end(folded, place))
            if entry is None or entry[1].cls in _WEAKER_THAN_PLACES or last - at + 1 > entry[0]:
                return Unit("place", at, last, place=place)
        if entry is not None and entry[1].cls != "other":
            last = at + entry[0] - 1
            weapon = self.lexicon.find_weapon(words, at, last) if entry[1].cls in ("event", "hurt") else None
            members = (Unit("weapon", weapon[0], weapon[1], weapon[2]),) if weapon else ()
            single = entry[1].count == 1 or (entry[1].cls == "person" and entry[1].outcome is not None)
            definite = single and bool(article := self.lexicon.article) and folded.text.startswith(article, word.start)
            return Unit(entry[1].kind, at, last, entry[1], members=members, definite=definite)
        number = self._make_number(words, at)
        if number is not None:
            return number if not self._is_ordinal(words, number) else Unit("other", at, number.last + 1)
        return self._make_name(folded, words, at) or Unit("other", at, at)

    def _find_acronym(self, folded: Folded, word: Word) -> tuple[int, Entry] | None:
        """Return the entry of a word that only its capitals tell from another, or None; in a text all in capitals nothing does."""
        start = folded.origin(word.start)
        name = self._acronyms.get(folded.source[start : start + len(word.form)])
        around = folded.source[max(0, start - 40) : start + 40]
        return self.lexicon.find([Word(name, 0, 0)], 0) if name is not None and not around.isupper() else None

    def _make_number(self, words: list[Word], at: int) -> Unit | None:
        """Return a number, also as a range, or None."""
        if not self.numbers.starts(words[at].form):
            return None
        forms = [w.form for w in words[at : at + 9]]
        parsed = self.numbers.parse(forms, self._is_and)
        if parsed is None:
            return Unit("digit", at, at)
        after = parsed.length
        if (
            not parsed.vague
            and after + 1 < len(forms)
            and (forms[after] == "-" or (self._is_kind(forms[after], "to") or self._is_kind(forms[after], "in.to")))
        ):
            second = self.numbers.parse(forms[after + 1 :], self._is_and)
            if second is not None and not second.vague and second.low > parsed.low:
                return Unit("number", at, at + after + second.length, quantity=make_quantity(parsed.low, second.low, False))
        return Unit("number", at, at + after - 1, quantity=make_quantity(parsed.low, parsed.high, parsed.vague))

    def _is_ordinal(self, words: list[Word], number: Unit) -> bool:
        """Is a number one with a word that it does not know ("33rd", "B12th"), and not only written without a blank ("25people")?"""
        after = number.last + 1
        if not self._cased or after >= len(words) or words[number.last].end != words[after].start or not words[after].form[0].isalpha():
            return False
        found = self.lexicon.find(words, after)
        return found is None or found[1].cls not in _BEHIND_NUMBERS

    def _is_and(self, form: str) -> bool:
        return self._is_kind(form, "and")

    def _is_kind(self, form: str, kind: str) -> bool:
        found = self.lexicon.find([Word(form, 0, 1)], 0)
        return found is not None and found[1].kind == kind

    def _make_name(self, folded: Folded, words: list[Word], at: int) -> Unit | None:
        """Return a run of two or more unknown capitalised words, initials among them; what an institution is called is no name."""
        last = at
        if not self._cased:
            return None
        while last < len(words) and (step := self._count_name_words(folded, words, at, last)):
            last += step
        last = min(last, len(words))
        if last - at < 2:
            return None
        after = self.lexicon.find(words, last) if last < len(words) else None
        owned = after is not None and (
            after[1].cls in ("family", "object") or (after[1].cls == "institution" and _is_capital(folded, words[last]))
        )
        return Unit("other" if owned or self._is_called(words, at) else "name", at, last - 1)

    def _is_called(self, words: list[Word], at: int) -> bool:
        """Does an article say that capitalised words are what something is called ("the Sahm Press Herald"), and no person's name?"""
        return at > 0 and words[at - 1].form in self._articles and not (at + 1 < len(words) and words[at + 1].form == ".")

    def _group(self, sentence: Sentence) -> None:
        """Replace what the `block`, `people`, `join` and `aside` rules find by single units."""
        for kind in ("block", "people", "join", "aside"):
            for rule in self.rules.get(kind, ()):
                self._apply(rule, sentence)

    def _apply(self, rule: CompiledRule, sentence: Sentence) -> None:
        """Replace every match of one grouping rule."""
        at, changed, units = 0, False, []
        for match in rule.pattern.finditer(sentence.code):
            inner = sentence.units[match.start() : match.end()]
            if rule.kind == "join":
                inner = _cut_at_fate(inner)
            made = _make_aside(rule, inner) if rule.kind == "aside" else _make_group(rule, inner)
            if made is None:
                continue
            units += [*sentence.units[at : match.start()], made]
            at, changed = match.start() + len(inner), True
        if changed:
            sentence.units = [*units, *sentence.units[at:]]
            sentence.code = self.alphabet.encode(sentence.units)


def _cut_at_fate(inner: list[Unit]) -> list[Unit]:
    """Return a list up to the people of whom it tells what became of them, where it does not of the first ("children, and 40 wounded")."""
    if inner[0].kind != "people" or inner[0].entry.outcome is not None:
        return inner
    first = next((n for n, u in enumerate(inner) if n and u.kind == "people" and u.entry.outcome is not None), None)
    if first is None:
        return inner
    return inner[: 1 + max(n for n, u in enumerate(inner[:first]) if u.kind == inner[0].kind)]


def _make_group(rule: CompiledRule, inner: list[Unit]) -> Unit | None:
    """Return the unit that stands for the units of a match, or None to leave them."""
    if not inner:
        return None
    if "bare" in rule.values:
        return _make_headline(rule, inner)
    if rule.kind == "people":
        return make_people(inner, rule)
    if rule.kind == "block":
        if rule.values.get("as") == "name":  # with what stands behind it: an age
            return Unit("name", inner[0].first, inner[-1].last, members=tuple(inner[1:]), rule=rule.name, core=inner[0].last)
        quantity = next((u.quantity for u in inner if u.quantity is not None), None)
        return Unit(rule.values.get("as", "other"), inner[0].first, inner[-1].last, quantity=quantity, rule=rule.name)
    if rule.values.get("as") == "people" or inner[0].kind == "people":
        return make_people_list(inner, rule)
    members = tuple(m for u in inner if u.cls == inner[0].cls for m in (u.members if u.members and u.members[0].kind == u.kind else (u,)))
    for member in members:
        member.rule = rule.name
    entry: Entry = inner[0].entry
    return Unit(rule.values.get("as", inner[0].kind), inner[0].first, inner[-1].last, entry, inner[0].quantity, members, rule=rule.name)


def _make_headline(rule: CompiledRule, inner: list[Unit]) -> Unit | None:
    """Return people whom only commas join, as headlines do ("Mother, two children dead"), or None where articles show a sentence."""
    people = [u for u in inner if u.kind == "people"]
    if any(m.cls in ("a", "another", "the", "name") for u in people for m in u.members):
        return None
    return Unit("people", inner[0].first, inner[-1].last, people[0].entry, people[0].quantity, tuple(people), rule=rule.name)


def _make_aside(rule: CompiledRule, inner: list[Unit]) -> Unit | None:
    """Return the people before an aside with the people in it as their parts."""
    people = [u for u in inner if u.kind == "people"]
    if len(people) < 2 or people[0].parts:
        return None
    total = people[0]
    parts = tuple(m for u in people[1:] for m in (u.members if u.members and u.members[0].kind == "people" else (u,)))
    return Unit(
        "people", total.first, inner[-1].last, total.entry, total.quantity, total.members, rule=total.rule, parts=parts, core=total.last
    )


def _at_folded(folded: Folded, offset: int) -> int:
    """Return the first folded character that came from `offset` of the source or later."""
    return folded.find(offset)


def _skip_clitics(words: Sequence[Word], start: int) -> int:
    """Return where the first word begins that stands at `start` or behind clitics that do ("in" the town of Hajin)."""
    at = bisect_left(words, start, key=lambda word: word.start)
    while at + 1 < len(words) and words[at].clitic is not None and words[at + 1].start == words[at].end:
        at += 1
    return words[at].start if at < len(words) else start


def _keep_scenes(places: Sequence["PlaceMention"]) -> list["PlaceMention"]:
    """Return the places without those that only say where another lies.

    Left out are the second of "between A and B" and "the A-B road", since the first stands for what lies between, and the countryside
    around a village that stands before it ("Hajin in the countryside of Deir ez-Zor").
    """
    return [p for before, p in zip((None, *places), places, strict=False) if before is None or not _is_around(before, p)]


def _is_around(place: "PlaceMention", after: "PlaceMention") -> bool:
    """Does the mention after a place only say where this one lies?"""
    return place.other == after.name or (after.kind == "countryside" and place.around == after.name_start)


def folded_end(folded: Folded, place: "PlaceMention") -> int:
    """Return the folded offset, exclusive, at which a place mention ends."""
    return folded.find(place.end)


def _last_before(words: list[Word], at: int, end: int) -> int:
    """Return the last word, from `at`, that begins before folded offset `end`."""
    last = at
    while last + 1 < len(words) and words[last + 1].start < end:
        last += 1
    return last


def _is_glued(words: list[Word], at: int) -> bool:
    """Does the sign at `at` stand inside a word, without space?"""
    return 0 < at < len(words) - 1 and words[at - 1].end == words[at].start and words[at].end == words[at + 1].start


def _is_licensed(folded: Folded, lexicon: Lexicon, words: list[Word], at: int, end: int) -> bool:
    """May words in a language with capitals be a place here? Not inside a name: after or before another unknown capitalised word."""
    last = _last_before(words, at, end)
    for near in (at - 1, last + 1):
        if 0 <= near < len(words) and _is_capital(folded, words[near]) and (near > at or near > 0):
            found = lexicon.find(words, near)
            if found is None and (near > last or words[near - 1].form not in ".!?"):
                return False
    before = lexicon.find(words, at - 1) if at else None
    return before is None or before[1].cls != "person"


def _is_initial(folded: Folded, word: Word) -> bool:
    """Is the word a single capital letter?"""
    return len(word.form) == 1 and folded.source[folded.origin(word.start)].isupper()


def _is_capital(folded: Folded, word: Word) -> bool:
    """Is the word written with a capital letter that small letters follow?"""
    start = folded.origin(word.start)
    text = folded.source[start : start + len(word.form)]
    return text[:1].isupper() and text[1:2].islower()
