"""How surely was a row of people who came to harm read rightly?

In: a harm row with the words it rests on, its event and what else its document tells. Out: the names of the conditions that hold (which
rule bound the people to the word of harm, what stands between them, a number or an implied one, doubt, other deaths, the same number
elsewhere), and with the weights of the language pack (`harm.json`, fitted by `benchmarks/harm_fit.py`) a probability with its reasons.
Conditions are about classes of words, never about words themselves. Not here: what becomes of a doubtful row (`sijill.extract.claims`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sijill.extract.mention import HarmFound
from sijill.extract.merge import Event, is_generic
from sijill.extract.people import find_who, is_further, is_list
from sijill.extract.report import NAMES
from sijill.extract.tolls import Row
from sijill.extract.units import Sentence, Unit
from sijill.extract.victims import is_known
from sijill.model import Harm
from sijill.packs.weights import HarmWeights

_SIZES = ((1, "1"), (2, "2"), (5, "3-5"), (20, "6-20"), (10**9, "many"))
_GAPS = ((0, "0"), (2, "1-2"), (5, "3-5"), (10, "6-10"), (10**9, "far"))
_LENGTHS = ((8, "short"), (30, "middle"), (10**9, "long"))
_EDGE = "edge"
_LEAD = 2
_ODD = 2  # words without a class inside a people phrase


class Told(NamedTuple):
    """A row with all that its conditions are about; `elsewhere` are the people of the document's other events."""

    row: Row
    event: Event
    elsewhere: Sequence[HarmFound]
    background: bool


class Reliability:
    """Weighs harm rows by the weights of a language."""

    def __init__(self, weights: HarmWeights) -> None:
        self._weights = weights

    def weigh(self, harm: Harm, told: Told) -> tuple[bool, str]:
        """Return whether a row is sure enough to be kept, and why."""
        probability, reasons = self._weights.weigh(find_conditions(told))
        number = f"{harm.min}" if harm.min == harm.max else f"{harm.min}-{'' if harm.max is None else harm.max}"
        kept = probability >= self._weights.threshold
        return kept, f"{harm.outcome} {number} {'sure' if kept else 'left out'} {probability:.2f} ({reasons})"


def find_conditions(told: Told) -> frozenset[str]:
    """Return the names of all conditions that hold for a row."""
    names = {*_iter_row(told), *_iter_event(told)}
    for part in told.row.parts:
        names.update(_iter_part(part))
    return frozenset(names)


def _iter_row(told: Told) -> Iterator[str]:
    """Yield what is true of the row as a whole."""
    row = told.row
    yield f"outcome.{row.outcome}"
    yield f"who.{row.who}.{row.reason or 'open'}"
    yield f"row.{'group' if row.group else 'total'}.{row.outcome}"
    yield f"exactness.{row.quantity.exactness}"
    yield f"size.{_bucket(row.low, _SIZES)}"
    if len(row.parts) > 1:
        yield "parts.several"
    if len({p.sentence.number for p in row.parts}) > 1:
        yield "parts.over_sentences"
    if row.low > 1 and not row.is_counted and row.quantity.exactness != "vague":
        yield "one_by_one"
    if row.is_counted and row.low < sum(p.quantity.min or 0 for p in row.parts):
        yield "taken_off"
    yield from (f"said.{p.outcome}.{row.outcome}" for p in row.parts if p.outcome != row.outcome)


def _iter_event(told: Told) -> Iterator[str]:
    """Yield what is true of the row's event and of the rest of the document."""
    row, event = told.row, told.event
    lead = next((m for m in event.mentions if not is_generic(m)), event.mentions[0])
    yield f"event.{lead.event_type}"
    yield f"modality.{lead.modality}"
    yield "background" if told.background else "foreground"
    yield f"weapon.{'some' if any(m.weapons for m in event.mentions) else 'none'}"
    yield f"place.{'own' if any(m.own_places for m in event.mentions) else 'none'}"
    yield f"attacker.{'some' if any(m.perpetrators for m in event.mentions) else 'none'}"
    yield f"words.{'event' if any(m.unit.cls == 'event' for m in event.mentions) else 'harm'}"
    if all(m.weak for m in event.mentions):
        yield "words.weak"
    mine = {p.sentence.number for p in row.parts}
    same_event = [h for m in event.mentions for h in m.harm if h.sentence.number not in mine]
    yield from (f"event.{name}" for name in _compare(row, same_event))
    yield from (f"document.{name}" for name in _compare(row, told.elsewhere))


def _compare(row: Row, others: Iterable[HarmFound]) -> Iterator[str]:
    """Yield how a row stands to what other sentences tell of one outcome."""
    others = list(others)
    same = [h for h in others if h.outcome == row.outcome and h.quantity.exactness not in ("vague", "none") and not h.part]
    if any(h.quantity.min == row.low for h in same):
        yield "same_number"
    if any((h.quantity.min or 0) > row.low for h in same if h.is_count()):
        yield "larger_number"
    if not same:
        yield "alone"
    if row.outcome != "killed" and any(h.outcome == "killed" for h in others):
        yield f"deaths.{row.outcome}"
    if any(h.quantity.exactness == "none" for h in others):
        yield "none_hurt"


def _iter_part(part: HarmFound) -> Iterator[str]:
    """Yield what is true of the words for some people and what became of them."""
    sentence, people, hurt = part.sentence, part.people, part.hurt or part.people
    yield f"rule.{part.rule}"
    yield f"people.{people.kind}"
    yield f"hurt.{hurt.kind}"
    if people.kind == "people":
        yield f"phrase.{people.rule}"
        yield f"phrase.{'list' if is_list(people) else 'one'}"
        if sum(u.kind == "other" for u in people.members) >= _ODD:
            yield "phrase.odd"
    yield "number.given" if part.is_count() else f"number.{part.quantity.exactness}.implied"
    yield from (f"is.{name}" for name, true in (("further", is_further(people)), ("known", is_known(part)), ("part", part.part)) if true)
    yield f"status.{find_who(people)[0]}"
    yield from _iter_sentence(sentence)
    yield from _iter_between(sentence, people, hurt)


def _iter_sentence(sentence: Sentence) -> Iterator[str]:
    classes = {u.cls for u in sentence.units}
    yield from (f"has.{name}" for name in classes - NAMES)
    yield f"words.{'of_violence' if classes & {'event', 'weapon'} else 'of_harm_only'}"
    yield f"length.{_bucket(len(sentence.words), _LENGTHS)}"
    yield "sentence.lead" if sentence.number <= _LEAD else "sentence.later"
    if sentence.apart:
        yield "sentence.apart"
    last = sentence.words[-1].form if sentence.words else ""
    yield f"ends.{'question' if last == '?' else 'stop' if last in '.!' else 'open'}"


def _iter_between(sentence: Sentence, people: Unit, hurt: Unit) -> Iterator[str]:
    """Yield what stands between and beside people and the word of harm."""
    first, last = (people, hurt) if people.first <= hurt.first else (hurt, people)
    between = [u for u in sentence.units if first.last < u.first and u.last < last.first]
    yield f"gap.{'same' if people is hurt else _bucket(len(between), _GAPS)}"
    yield f"order.{'people_first' if first is people else 'harm_first'}"
    yield from (f"between.{name}" for name in {u.cls for u in between} - NAMES)
    for name, unit, step in (
        ("before_people", people, -1),
        ("behind_people", people, 1),
        ("before_harm", hurt, -1),
        ("behind_harm", hurt, 1),
    ):
        yield f"{name}.{_find_beside(sentence, unit, step)}"


def _find_beside(sentence: Sentence, unit: Unit, step: int) -> str:
    """Return the class of the unit beside a unit, also where that is inside a larger one."""
    at = next((n for n, u in enumerate(sentence.units) if u.first <= unit.first <= u.last), 0)
    near = at + step
    return sentence.units[near].cls if 0 <= near < len(sentence.units) else _EDGE


def _bucket(number: int, limits: Sequence[tuple[int, str]]) -> str:
    return next(name for limit, name in limits if number <= limit)
