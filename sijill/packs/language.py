"""Language packs: what a reader must know of one language, as data.

In: a folder `languages/<code>/` of YAML files (see `docs/how-to/add-a-language.md`). Out: one `LanguagePack`. Word lists are block
texts with one pattern a line; `{a,b}` stands for either, `{,s}` for with and without s (as in a shell), `#` begins a comment line.
Not here: the methods that use the words (`sijill.lang`, `sijill.extract`), names of places (`sijill.gazetteer`).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from sijill.errors import PackError
from sijill.packs.weights import ReportWeights, load_report
from sijill.packs.yaml import load_yaml

_BRACES = re.compile(r"\{([^{}]*)\}")
RuleKind = Literal["block", "people", "join", "aside", "harm", "role", "source", "modality"]


class PackFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`pack.yml`: the language and its writing.

    `clitics` are written together with the next word; each names the word classes it stands for (such as `and`), so that the rules
    see it. `articles` are dropped where a name begins with them. `acronyms` are told from other words by their capitals alone and
    stand for a name (`IS: ISIS`). `suffixes` are cut from a word that is not known with them. `continues` says that a line break
    before a small letter is no end of a sentence; a comma before one of `clauses` ("while", "also") is one.
    Verbs of events that end in `progressive` ("shelling") are active even behind a form of *be*; the rules see them as `event.verb.active`.
    """

    code: str
    name: str
    script: str
    direction: Literal["ltr", "rtl"] = "ltr"
    clitics: dict[str, list[str]] = {}
    suffixes: list[str] = []
    enders: str = ".!?"
    abbreviations: str = ""
    articles: str = ""
    acronyms: dict[str, str] = {}
    continues: bool = False
    clauses: list[str] = []
    progressive: str = ""


class EventWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for one event type. `weak_…` need a party, a place, a weapon or victims beside them to count.

    An `act` is a noun that has the harmed as its object where people follow ("shooting two men").
    """

    noun: str = ""
    act: str = ""
    verb: str = ""
    weak_noun: str = ""
    weak_verb: str = ""


class OutcomeWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for an outcome, and the event type they tell of when no other word names the event.

    The outcome `hit` ("was shot") becomes killed or injured by what else the text says.
    `verb` takes the harmed as subject or object by its voice, `active` as its object, `state` as its subject, `noun` as a
    complement ("the death of"); `implied` says it without them ("a fatal shooting"); `person` are people who came to that harm
    ("the wounded"; `person_one`, `person_two` for forms that mean one or two), `wounds` stand for those who have them ("injuries were
    reported"), `none` says that nobody did. Words said of `things` as well ("struck") have no bare name for a victim.
    """

    outcome: str
    event: str
    weak: bool = False
    things: bool = False
    verb: str = ""
    active: str = ""
    state: str = ""
    noun: str = ""
    implied: str = ""
    person: str = ""
    person_one: str = ""
    person_two: str = ""
    wounds: str = ""
    none: str = ""


class PeopleWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns for people: who they are and of which group. `one`, `two`, `many` are the forms that alone mean one person, two, or several.

    `armed` people can be a party to an event; a `relation` ("brother") is counted like anyone else but names nobody's status.
    `things` (machines) do what people do and are never counted. `sex` (`male`, `female`) tells two people apart; `further` nouns
    ("others") mean people besides those told of before.
    """

    one: str = ""
    two: str = ""
    many: str = ""
    who: str = "unknown"
    group: str | None = None
    armed: bool = False
    relation: bool = False
    sex: str | None = None
    further: bool = False
    things: bool = False


class NumberWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`numbers.yml`: number words, vague words with the interval they stand for (open end: no second value), modifiers."""

    values: dict[str, int]
    multipliers: dict[str, int] = {}
    vague: dict[str, list[int]] = {}
    modifiers: dict[str, str] = {}
    unit_before_ten: bool = False


class DateWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`dates.yml`: names of months (Gregorian 1-12, Hijri 1-12), weekdays (Monday 1) and days of a month (`ordinals`), words, formats.

    `relative` maps a pattern to days before publication, as `[first, last]`; `periods` to `week`, `month` or `year` and how many of
    them before; `formats` are templates over `{day} {nth} {month} {hijri} {year} {weekday} {number} {unit} {today} {yesterday}`;
    `through` are words between the beginning and the end of a period, `joined` words that are written together with the time behind them.
    """

    months: dict[int, str]
    weekdays: dict[int, str]
    hijri: dict[int, str] = {}
    ordinals: dict[int, str] = {}
    relative: dict[str, list[int]] = {}
    periods: dict[str, str] = {}
    units: dict[str, str] = {}
    formats: list[str] = []
    last_weekday: str = ""
    times: str = ""
    background: str = ""
    today: str = ""
    yesterday: str = ""
    through: str = ""
    joined: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One declarative pattern over word classes; see `docs/how-to/add-a-language.md` for the notation.

    `set` fixes values that the words alone do not give, such as an outcome; `example` is what called for the rule.
    """

    name: str
    kind: RuleKind
    match: str
    example: str
    set: dict[str, str] = {}


class Scene(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`scenes.yml`, one by its name: matters that are told in the words of war (sport, films), or past ones that are remembered.

    A sentence with at least `least` different ones of `words` is of the scene, unless it has one of `unless`. Its events are nothing that
    happened (`dropped`), or of the past (`background`).
    """

    words: str
    least: int = 2
    unless: str = ""
    events: Literal["dropped", "background"] = "dropped"


class RuleFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`rules.yml`: classes that end a clause, and the rules in order of precedence within each kind."""

    stops: str
    rules: list[Rule]


class CorpusLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text and the claims that must be read from it (compact form, see the how-to); `none` for no claim at all."""

    text: str
    claims: Any
    published: str | None = None
    note: str = ""


class LanguagePack(msgspec.Struct, frozen=True, kw_only=True):
    """All that Sijill knows of one language."""

    file: PackFile
    events: dict[str, EventWords]
    outcomes: list[OutcomeWords]
    people: list[PeopleWords]
    words: dict[str, str]
    weapons: dict[str, str]
    sources: dict[str, str]
    demonyms: dict[str, str]
    numbers: NumberWords
    dates: DateWords
    stops: str
    rules: tuple[Rule, ...]
    scenes: dict[str, Scene] = {}
    report: ReportWeights | None = None

    @property
    def code(self) -> str:
        """ISO 639-1 code."""
        return self.file.code


def iter_patterns(block: str) -> Iterator[str]:
    """Yield every string that a word list stands for, in order."""
    for line in block.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield from _expand(stripped)


def _expand(pattern: str) -> Iterator[str]:
    """Yield the strings of one pattern with braces."""
    braces = _BRACES.search(pattern)
    if braces is None:
        yield " ".join(pattern.split())
        return
    for choice in braces.group(1).split(","):
        yield from _expand(pattern[: braces.start()] + choice + pattern[braces.end() :])


def load_language(folder: Path) -> LanguagePack:
    """Return the pack of `folder`; raises PackError that names file and line."""
    file = load_yaml(folder / "pack.yml", PackFile)
    if file.code != folder.name:
        raise PackError(f"the code is {file.code!r}, but the folder is {folder.name!r}", file=str(folder / "pack.yml"), line=1)
    rules = load_yaml(folder / "rules.yml", RuleFile)
    names = [rule.name for rule in rules.rules]
    if len(names) != len(set(names)):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise PackError(f"rules named twice: {', '.join(twice)}", file=str(folder / "rules.yml"))
    return LanguagePack(
        file=file,
        events=load_yaml(folder / "events.yml", dict[str, EventWords]),
        outcomes=load_yaml(folder / "outcomes.yml", list[OutcomeWords]),
        people=load_yaml(folder / "people.yml", list[PeopleWords]),
        words=load_yaml(folder / "words.yml", dict[str, str]),
        weapons=load_yaml(folder / "weapons.yml", dict[str, str]),
        sources=load_yaml(folder / "sources.yml", dict[str, str]),
        demonyms=load_yaml(folder / "demonyms.yml", dict[str, str]),
        numbers=load_yaml(folder / "numbers.yml", NumberWords),
        dates=load_yaml(folder / "dates.yml", DateWords),
        stops=rules.stops,
        rules=tuple(rules.rules),
        scenes=load_yaml(folder / "scenes.yml", dict[str, Scene]) if (folder / "scenes.yml").exists() else {},
        report=load_report(folder / "report.json"),
    )


def load_corpus(folder: Path) -> list[CorpusLine]:
    """Return the lines of a language's corpus."""
    return load_yaml(folder / "corpus.yml", list[CorpusLine])
