"""The words of one language, ready for matching: packs in, phrases by their word forms and the gate's patterns out.

Actor and source names of the packs and the word lists of the language pack become `Entry` values; the longest entry at a word
wins, then the class that stands first in `PRIORITY`.
Not here: what entries mean together (`sijill.extract.patterns`).
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from sijill.lang.script import fold
from sijill.lang.segment import tokenize
from sijill.packs import Packs
from sijill.packs.language import LanguagePack, iter_patterns

PRIORITY = ("decoy", "actor", "source", "event", "hurt", "none", "person", "family", "source.collective", "weapon", "say", "demonym")
_EVERYDAY = frozenset({"not", "place_word"})  # classes of words that stand in texts of all kinds
_SHORTEST = 3
# Actors that exist for exports only: in a text these are people, counted like others.
_NO_PARTY = frozenset({"civilians", "protesters", "rioters"})


class Entry(NamedTuple):
    """What a word or phrase means: `cls` and `form` make its word class, the rest are the values it brings."""

    cls: str
    form: str = ""
    refs: tuple[str, ...] = ()
    event: str | None = None
    outcome: str | None = None
    who: str = "unknown"
    group: str | None = None
    count: int | None = None  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    weak: bool = False
    armed: bool = False
    sex: str | None = None
    further: bool = False
    things: bool = False

    @property
    def kind(self) -> str:
        """The word class, such as `event.noun`."""
        return f"{self.cls}.{self.form}" if self.form else self.cls


class Word(NamedTuple):
    """A word form after clitics were split off; offsets into the folded text."""

    form: str
    start: int
    end: int
    clitic: str | None = None


def _rank(entry: Entry) -> int:
    """Return the place of an entry's class in `PRIORITY`."""
    return next((PRIORITY.index(name) for name in (entry.kind, entry.cls) if name in PRIORITY), len(PRIORITY))


class Lexicon:
    """All entries of one language; see the module docstring."""

    def __init__(self, packs: Packs, language: LanguagePack) -> None:
        self._clitics = sorted(((fold(c), kinds) for c, kinds in language.file.clitics.items()), key=lambda c: -len(c[0]))
        self._suffixes = sorted(map(fold, language.file.suffixes), key=len, reverse=True)
        self._article = next((c for c, kinds in self._clitics if kinds == ["the"]), "")
        self._articles = frozenset(fold(word) for word in iter_patterns(language.file.articles))
        self._split_cache: dict[str, tuple[tuple[str, int, int, str | None], ...]] = {}
        self._entries: dict[tuple[str, ...], Entry] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}  # by first form: how many words a phrase may have, longest first
        self._vocabulary: set[str] = set()
        self.acronyms: set[str] = set()  # names of parties that are written in capitals alone ("OLA", which is no woman's name)
        self._weapons: dict[tuple[str, ...], Entry] = {}
        triggers: list[tuple[str, tuple[str, ...]]] = []
        entries = sorted(self._iter_entries(packs, language), key=lambda e: _rank(e[1]))
        seen: set[tuple[str, ...]] = set()
        self.kinds = {entry.kind for _, entry in entries}
        filed = [(phrase, self._normalize(phrase), entry) for phrase, entry in entries]
        words = {form for _, forms, _ in filed for form in forms}
        alone = {forms[0] for _, forms, _ in filed if forms}
        for phrase, whole, entry in filed:
            forms = self._detach(whole, words, alone) if self._clitics else whole
            if entry.cls == "weapon" and forms:
                self._weapons[forms] = entry
            if not forms or forms in seen:
                continue
            seen.add(forms)
            self._vocabulary.update(forms)
            self._entries[forms] = entry
            if entry.cls in ("actor", "source") and len(forms) == 1 and phrase.isascii() and phrase.isupper():
                self.acronyms.add(forms[0])
            if entry.cls in ("event", "hurt", "none") or (entry.cls == "person" and entry.outcome):
                triggers.append((fold(phrase), forms))
        everyday = {forms[0] for forms, entry in self._entries.items() if entry.cls in _EVERYDAY and len(forms) == 1}
        chosen = _choose_gate_words((forms for _, forms in triggers), everyday)
        self.gate_words = chosen if self._article else {phrase for phrase, _ in triggers}
        if self._clitics:
            numbers = language.numbers
            self._vocabulary.update(
                self._bare(fold(word)) for word in (*numbers.values, *numbers.multipliers, *numbers.vague) if " " not in word
            )
        lengths: dict[str, set[int]] = {}
        for forms in self._entries:
            lengths.setdefault(forms[0], set()).add(len(forms))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @property
    def article(self) -> str:
        """The definite article that is written together with its word, folded; empty where there is none."""
        return self._article

    def _normalize(self, phrase: str) -> tuple[str, ...]:
        """Return the forms under which a phrase is filed: folded, without article."""
        folded = fold(phrase)
        if folded.isalpha():
            return (self._bare(folded),)
        forms = tuple(self._bare(token.form) for token in tokenize(folded))
        return forms[1:] if len(forms) > 1 and forms[0] in self._articles else forms

    def _detach(self, forms: tuple[str, ...], words: set[str], alone: set[str]) -> tuple[str, ...]:
        """Return a phrase with the clitics of its later words as words of their own, as `split` gives them."""
        found = list(forms[:1])
        for form in forms[1:]:
            cut = next(
                (c for c, kinds in self._clitics if form.startswith(c) and self._bare(form[len(c) :]) in words and kinds != ["the"]), ""
            )
            if cut and form not in alone and len(form) > _SHORTEST:
                kinds = next(kinds for c, kinds in self._clitics if c == cut)
                found += [cut[n] for n, kind in enumerate(kinds) if kind != "the"]
                form = form[len(cut) :]
            found.append(self._bare(form))
        return tuple(found)

    def _bare(self, form: str) -> str:
        """Return a form without the article."""
        if self._article and form.startswith(self._article) and len(form) - len(self._article) >= _SHORTEST:
            return form[len(self._article) :]
        return form

    def _iter_entries(self, packs: Packs, language: LanguagePack) -> Iterator[tuple[str, Entry]]:
        """Yield every phrase with its entry."""
        yield from _iter_event_entries(language)
        for people in language.people:
            form = "armed" if people.armed else "relation" if people.relation else ""
            for count, block in ((1, people.one), (2, people.two), (0, people.many)):
                entry = Entry(
                    "person",
                    form,
                    who=people.who,
                    group=people.group,
                    count=count,
                    armed=people.armed,
                    sex=people.sex,
                    further=people.further,
                    things=people.things,
                )
                yield from ((word, entry) for word in iter_patterns(block))
        for form, block in language.numbers.modifiers.items():
            yield from ((word, Entry("mod", form)) for word in iter_patterns(block))
        for kind, block in language.words.items():
            cls, _, form = kind.partition(".")
            if cls == "aerial":
                continue
            entry = Entry(cls, form, sex=form.rpartition(".")[2] if form.endswith("male") else None)
            yield from ((word, entry) for word in iter_patterns(block))
        for name, table in (("weapon", language.weapons), ("source", language.sources), ("demonym", language.demonyms)):
            for ref, block in table.items():
                entry = Entry(name, "generic" if name == "source" else "", (ref,))
                yield from ((word, entry) for word in iter_patterns(block))
        yield from _iter_party_entries(packs, language.code)

    def split(self, form: str) -> tuple[tuple[str, int, int, str | None], ...]:
        """Return a word form as (form, start, end, clitic class) parts: clitics before, then the word as it is filed."""
        known = self._split_cache.get(form)
        if known is None:
            known = self._split_cache[form] = tuple(self._split(form))
            if len(self._split_cache) > 200_000:
                self._split_cache.clear()
        return known

    def _split(self, form: str) -> Iterator[tuple[str, int, int, str | None]]:
        if form in self._vocabulary or len(form) <= _SHORTEST or not form[0].isalpha():
            yield form, 0, len(form), None
            return
        cuts = [(clitic, kinds) for clitic, kinds in [("", []), *self._clitics] if form.startswith(clitic) and len(form) - len(clitic) > 1]
        exact = [cut for cut in cuts if form[len(cut[0]) :] in self._vocabulary]
        for clitic, kinds in exact or cuts:
            stem = form[len(clitic) :]
            filed = self._find_stem(stem)
            if filed is None and not (stem.isdigit() and clitic):
                continue
            yield from ((clitic[number], number, number + 1, kind) for number, kind in enumerate(kinds) if kind != "the")
            article = len(self._article) if self._article and clitic.endswith(self._article) else 0
            yield filed or stem, len(clitic) - article, len(form), None
            return
        yield form, 0, len(form), None

    def cut(self, word: Word, size: int) -> list[Word]:
        """Return the clitics that are a word's first `size` letters, and the rest; the word alone where these are no clitics."""
        kinds = next((kinds for clitic, kinds in self._clitics if clitic == word.form[:size]), None)
        if kinds is None or word.clitic is not None:
            return [word]
        front = [Word(word.form[n], word.start + n, word.start + n + 1, kind) for n, kind in enumerate(kinds) if kind != "the"]
        return [*front, Word(word.form[size:], word.start + size, word.end)]

    def _find_stem(self, stem: str) -> str | None:
        """Return the filed form of a word without clitics, its suffix cut where need be, or None."""
        if stem in self._vocabulary:
            return stem
        for suffix in self._suffixes:
            cut = stem[: -len(suffix)]
            if stem.endswith(suffix) and len(cut) >= _SHORTEST:
                for form in (cut, self._tied(cut)):
                    if form in self._vocabulary:
                        return form
        return None

    def _tied(self, cut: str) -> str:
        """Return a feminine word as it is written without a suffix (Arabic taa becomes haa when folded)."""
        return cut[:-1] + chr(0x647) if self._article and cut.endswith(chr(0x62A)) else cut

    def find(self, words: list[Word], at: int) -> tuple[int, Entry] | None:
        """Return the length and entry of the longest phrase at `words[at]`, or None."""
        for length in self._lengths.get(words[at].form, ()):
            entry = self._entries.get(tuple([word.form for word in words[at : at + length]]))
            if entry is not None and at + length <= len(words):
                return length, entry
        return None

    def find_weapon(self, words: list[Word], first: int, last: int) -> tuple[int, int, Entry] | None:
        """Return the longest name of a weapon inside the words `first` to `last` ("car bomb" in "car bomb attack"), or None."""
        spans = ((a, b) for size in range(last - first + 1, 0, -1) for a in range(first, last - size + 2) for b in (a + size - 1,))
        for a, b in spans:
            entry = self._weapons.get(tuple(w.form for w in words[a : b + 1]))
            if entry is not None:
                return a, b, entry
        return None


def _choose_gate_words(triggers: Iterable[tuple[str, ...]], everyday: Container[str]) -> set[str]:
    """Return words of which each phrase contains one: where a word is a trigger by itself, phrases with it need no other.

    Else it is the longest that is no `everyday` word ("not", "town"), as long as there is one.
    """
    phrases = list(triggers)
    alone = {forms[0] for forms in phrases if len(forms) == 1}
    return alone | {max(forms, key=lambda f: (f not in everyday, len(f))) for forms in phrases if not alone & set(forms)}


def _iter_event_entries(language: LanguagePack) -> Iterator[tuple[str, Entry]]:
    """Yield the words that tell of events and outcomes."""
    for event, words in language.events.items():
        for form, block, weak in (
            ("noun", words.noun, False),
            ("noun.act", words.act, False),
            ("verb", words.verb, False),
            ("noun", words.weak_noun, True),
            ("verb", words.weak_verb, True),
        ):
            entry = Entry("event", form, (), event, weak=weak)
            active = entry._replace(form=f"{form}.active")
            ending = language.file.progressive if form == "verb" else ""
            yield from ((word, active if ending and word.endswith(ending) else entry) for word in iter_patterns(block))
    for outcome in language.outcomes:
        for form in ("verb", "active", "state", "noun", "implied"):
            entry = Entry("hurt", form, (), outcome.event, outcome.outcome, weak=outcome.weak, things=outcome.things)
            yield from ((word, entry) for word in iter_patterns(getattr(outcome, form)))
        people = (
            (None, "hurt", outcome.person),
            (1, "hurt", outcome.person_one),
            (2, "hurt", outcome.person_two),
            (None, "hurt.wounds", outcome.wounds),
        )
        for count, form, block in people:
            entry = Entry("person", form, (), outcome.event, outcome.outcome, count=count, weak=outcome.weak)
            yield from ((word, entry) for word in iter_patterns(block))
        yield from ((word, Entry("none", "", (), outcome.event, outcome.outcome, weak=True)) for word in iter_patterns(outcome.none))


def _iter_party_entries(packs: Packs, code: str) -> Iterator[tuple[str, Entry]]:
    """Yield the names of actors and sources; one name of several actors becomes one entry that keeps them all."""
    for form in ("names", "contextual", "adjectives"):
        parties = [actor for actor in packs.actors.values() if actor.kind not in _NO_PARTY]
        refs = _refs_by_name((actor.id, getattr(actor, form).get(code, ())) for actor in parties)
        label = {"names": "name", "contextual": "context", "adjectives": "adjective"}[form]
        yield from ((name, Entry("actor", label, found)) for name, found in refs.items())
    for form, collective in (("name", False), ("collective", True)):
        refs = _refs_by_name(
            (source.id, source.names.get(code, ())) for source in packs.sources.values() if source.collective == collective
        )
        yield from ((name, Entry("source", form, found)) for name, found in refs.items())


def _refs_by_name(rows: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, tuple[str, ...]]:
    """Return the ids that share a name; a name with hyphens is also known without them ("al-Nusra", "al Nusra")."""
    found: dict[str, tuple[str, ...]] = {}
    for ref, names in rows:
        for name in dict.fromkeys(spelling for given in names for spelling in (given, given.replace("-", " "))):
            found[name] = (*found.get(name, ()), ref)
    return found
