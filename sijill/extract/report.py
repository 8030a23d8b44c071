"""Does a sentence report an attack, or only speak of attacks: as a topic, in general, as something long known?

In: the mentions that one sentence makes of one event. Out: a probability, by logistic regression over what the rules found in the
sentence (kinds of words, harm, parties, time, the words around the trigger) and over common words; names of people, parties, places and
sources are no features. The weights are in the language pack (`report.json`, fitted by `benchmarks/report_fit.py`); a language without
them takes every mention for a report. Not here: what happens to an event that nothing reports (`sijill.extract.merge`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sijill.extract.mention import STRIKES, HarmFound, Mention
from sijill.extract.units import Sentence, Unit
from sijill.packs.weights import ReportWeights

# Words of these classes are names, or stand for what varies without meaning anything here.
NAMES = frozenset({"actor", "place", "source", "demonym", "name", "number", "time", "age", "measure"})
_LONG, _SHORT = 45, 14  # words
_MANY = 10
_EDGE = "edge"
COUNTED = "harm.counted"


class Verdict(NamedTuple):
    """Whether a sentence reports an attack; `likely`: it does if its document reports one elsewhere.

    `reason` is one line with the probability and the features that weigh most.
    """

    reported: bool
    likely: bool
    reason: str


class Judge:
    """Judges the mentions of one sentence by the weights of a language."""

    def __init__(self, weights: ReportWeights) -> None:
        self._weights = weights

    def judge(self, mentions: Sequence[Mention]) -> Verdict:
        """Return whether the mentions report an attack, and why."""
        if any(h.update for m in mentions for h in m.harm):
            return Verdict(True, True, "report 1.00 (a toll that rises is news)")
        names = find_features(mentions)
        probability, reasons = self._weights.weigh(names)
        # The sentences that weights are fitted on are labelled by assaults, not fights, so that they say too little of strikes.
        plain = COUNTED in names or any(m.event_type in STRIKES and not m.weak for m in mentions)
        least = self._weights.threshold_counted if plain else self._weights.threshold
        likely = probability >= self._weights.threshold_beside
        return Verdict(probability >= least, likely, f"report {probability:.2f} ({reasons})")


def find_features(mentions: Sequence[Mention]) -> set[str]:
    """Return the names of everything that is true of the mentions and their sentence."""
    sentence = mentions[0].sentence
    return {*_iter_sentence(sentence), *(name for mention in mentions for name in _iter_mention(mention))}


def _iter_sentence(sentence: Sentence) -> Iterator[str]:
    """Yield what the sentence has, wherever it stands."""
    size = len(sentence.words)
    yield "size.long" if size > _LONG else "size.short" if size <= _SHORT else "size.middle"
    for unit in sentence.units:
        yield f"has.{_kind(unit)}"
        if unit.time is not None:
            yield f"time.{'background' if unit.time.background else unit.time.basis}"
        if unit.cls not in NAMES:
            for word in sentence.words[unit.first : unit.last + 1]:
                if word.clitic is None and word.form.isalpha():
                    yield f"word.{word.form}"
    yield from (f"first{n}.{_name(sentence, unit)}" for n, unit in enumerate(sentence.units[:2]))


def _iter_mention(mention: Mention) -> Iterator[str]:
    """Yield what is true of a trigger: its kind, its neighbours, what the rules bound to it."""
    sentence, unit = mention.sentence, mention.unit
    word = sentence.words[unit.first]
    longer = "longer" if word.end - word.start > len(word.form) else "bare"  # an article or an ending was cut off
    yield f"trigger.{unit.kind}"
    yield f"trigger.{unit.kind}.{longer}"
    yield f"type.{mention.event_type}{'.weak' if mention.weak else ''}"
    yield f"modality.{mention.modality}"
    yield from (f"rule.{rule}" for rule in mention.rules)
    for name in ("perpetrators", "targets", "weapons", "own_places", "times", "sources"):
        found = getattr(mention, name)
        yield f"{name}.{'some' if found else 'none'}"
    yield from (f"harm.{name}" for harm in mention.harm for name in _iter_harm(harm))
    if not mention.harm:
        yield "harm.none"
    at = next((n for n, u in enumerate(sentence.units) if u is unit or unit in u.members), 0)
    for step in (-2, -1, 1, 2):
        near = at + step
        yield f"near{step}.{_name(sentence, sentence.units[near]) if 0 <= near < len(sentence.units) else _EDGE}"
    yield "early" if at < _MANY else "late"


def _iter_harm(harm: HarmFound) -> Iterator[str]:
    yield harm.outcome
    yield harm.people.kind
    yield harm.quantity.exactness
    yield "number" if harm.is_count() else "told"
    if harm.quantity.exactness == "exact" or (harm.is_count() and harm.quantity.exactness not in ("vague", "none")):
        yield COUNTED.partition(".")[2]
    yield "solid" if harm.is_solid() else "bare"


def _name(sentence: Sentence, unit: Unit) -> str:
    """Return the class of a unit, or its first word where it has none."""
    return sentence.words[unit.first].form if unit.kind == "other" else _kind(unit)


def _kind(unit: Unit) -> str:
    """Return the class of a unit; a time is one however it begins."""
    return "time" if unit.cls == "time" else unit.kind
