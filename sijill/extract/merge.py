"""Merging: which mentions of one document speak of one event.

In: mentions in reading order. Out: lists of mentions, one list for each event. A mention joins the event it fits best: nothing may
contradict (kind of event, place, day, attacker, reality), and something must tie them together (nearness, a shared place, "the attack").
Not here: which source says what (`sijill.extract.claims`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from sijill.extract.mention import PERSONAL, STRIKES, Mention
from sijill.extract.report import Verdict
from sijill.extract.units import Unit
from sijill.extract.victims import is_known, is_same_victim
from sijill.lang.dates import compare_dates, is_earlier

VIOLENCE = STRIKES | {"armed_attack", "clash", "killing", "execution", "torture", "sexual_violence", "looting_or_destruction"}
ATTACKS = VIOLENCE | {"abduction"}
JUDGED = ATTACKS - {"looting_or_destruction"}  # what a judge knows reports of
_SAID = frozenset({"asserted", "hedged"})
_FIGHTS = frozenset({"clash", "armed_attack"})
_FAR = 6
_MANY_PLACES = 3
CLOSE = -0.75  # different places near one another: only "the attack" or the same toll makes them one event


class Event:
    """Mentions of one event."""

    def __init__(self, first: Mention) -> None:
        self.mentions = [first]
        self.verdicts: list[Verdict] = []

    @property
    def last(self) -> Mention:
        """The mention added last."""
        return self.mentions[-1]

    def types(self) -> frozenset[str]:
        """Return the kinds that all of its mentions may speak of."""
        return frozenset.intersection(*(find_types(m) for m in self.mentions))

    def tolls(self) -> frozenset[tuple[str, int]]:
        """Return the numbers of people, from two on, that came to harm."""
        return frozenset(
            (h.outcome, h.quantity.min or 0)
            for m in self.mentions
            for h in m.harm
            if h.is_count() and (h.quantity.min or 0) > 1 and not h.part
        )

    def stands(self) -> bool:
        """Do the sentence's words tell of an event of their own?"""
        if any(m.stands() and (m.has_content() or not m.definite) for m in self.mentions):
            return True
        told = any(m.unit.cls == "event" and not m.weak and m.event_type not in PERSONAL for m in self.mentions)
        return told and bool(self.units("times") or self.units("own_places"))

    def is_of_period(self) -> bool:
        """Do the words tell of a whole period, and not of the news?"""
        times = [u.time for u in self.units("times") if u.time]
        return any(m.period for m in self.mentions) or (bool(times) and all(t.background for t in times))

    def is_told(self) -> bool:
        """Do the words say what kind of event it was, by whom, or whom it hurt?"""
        told = [m for m in self.mentions if m.unit.cls in ("event", "hurt")]
        if any(not is_generic(m) or (m.perpetrators and m.unit.cls == "event") for m in told):
            return True
        return any(m.unit.cls == "event" for m in told) and any(h.is_solid() for m in told for h in m.harm)

    def is_reported(self, *, beside: bool) -> bool:
        """Does any sentence report the event, as far as that is judged? Less is asked `beside` a sentence that reports an attack."""
        return not self.verdicts or any(v.reported or (beside and v.likely) for v in self.verdicts)

    def units(self, name: str) -> list[Unit]:
        """Places, times or weapons of all mentions."""
        return [u for m in self.mentions for u in getattr(m, name)]


def is_generic(mention: Mention) -> bool:
    """Does the trigger leave open what kind of violence it was ("attack", "killed", "bombing")?"""
    return mention.generic or (mention.weak and mention.event_type in VIOLENCE)


def _rank(mention: Mention) -> int:
    """Return how open a trigger leaves the kind: 0 not at all, 1 within a family ("bombing"), 2 wholly ("killed")."""
    return 0 if not is_generic(mention) else 1 if mention.event_type in STRIKES else 2


def find_types(mention: Mention) -> frozenset[str]:
    """Return the kinds of event that a trigger may speak of: its own, or all that a generic word leaves open."""
    if mention.generic or (mention.weak and mention.event_type in ("armed_attack", "other", "looting_or_destruction")):
        return ATTACKS
    if mention.weak and mention.event_type in STRIKES:
        return STRIKES
    if mention.event_type == "clash":
        return _FIGHTS
    return frozenset({mention.event_type})


class Merger:
    """Puts mentions together; `compare` (of places) and `compare_attackers` come from resolution."""

    def __init__(
        self,
        compare: Callable[[list[Unit], list[Unit]], float],
        is_fine: Callable[[Unit], bool],
        compare_attackers: Callable[[Sequence[Mention], Sequence[Mention]], int],
        judge: Callable[[Sequence[Mention]], Verdict] | None = None,
    ) -> None:
        self._is_fine = is_fine
        self._judge = judge
        self._compare = compare
        self._compare_attackers = compare_attackers
        self._round_up = False

    def merge(self, mentions: Iterable[Mention]) -> list[Event]:
        """Return the events in the order of their first mentions: first within each sentence, then across sentences."""
        parts = [part for _, group in groupby(mentions, key=lambda m: m.sentence.number) for part in self._merge_sentence(list(group))]
        self._round_up = self._is_round_up(parts)
        events: list[Event] = []
        for part in parts:
            self._judge_part(part)
            best = max(events, key=lambda e: (self._score(e, part), e.last.position), default=None)
            if best is not None and self._score(best, part) > 0:
                best.mentions += part.mentions
                best.verdicts += part.verdicts
            elif part.stands():
                events.append(part)
        about_attacks = any(v.reported for part in parts for v in part.verdicts)
        return [event for event in events if event.is_reported(beside=about_attacks)]

    def _judge_part(self, part: Event) -> None:
        """Note whether a sentence reports the attack that it names, and does not only speak of it."""
        lead = part.mentions[0]
        if self._judge is not None and lead.modality in _SAID and any(m.event_type in JUDGED for m in part.mentions):
            part.verdicts.append(self._judge(part.mentions))

    def _is_round_up(self, parts: list[Event]) -> bool:
        """Does a document tell of many events? Then nearness and not silence ties a sentence to one of them."""
        distinct: list[Unit] = []
        for unit in (u for part in parts if part.is_told() for u in part.units("own_places")):
            if self._is_fine(unit) and all(self._compare([unit], [known]) < 0 for known in distinct):
                distinct.append(unit)
        return len(distinct) >= _MANY_PLACES

    def _merge_sentence(self, mentions: list[Mention]) -> list[Event]:
        """Return the events of one sentence: plain triggers of one kind are one event, a generic one joins the nearest."""
        events: list[Event] = []
        for mention in sorted(mentions, key=lambda m: (_rank(m), m.weak, m.unit.first)):
            fitting = [e for e in events if self._is_one(e, mention)]
            if fitting:
                min(fitting, key=lambda e: min(abs(m.unit.first - mention.unit.first) for m in e.mentions)).mentions.append(mention)
            else:
                events.append(Event(mention))
        for event in events:
            event.mentions.sort(key=lambda m: m.unit.first)
        return sorted(events, key=lambda e: e.mentions[0].unit.first)

    def _is_one(self, event: Event, mention: Mention) -> bool:
        """Are an event and a mention of one sentence the same event?"""
        if not self._is_kind(event, Event(mention)) or not _is_same_reality(event.mentions[0], mention):
            return False
        if mention.times and event.units("times") and _compare_days(event.units("times"), mention.times) < 0:
            return False
        if mention.indefinite and not is_generic(mention) and any(m.event_type == mention.event_type for m in event.mentions):
            return False
        other = Event(mention)
        if self._compare_actors(event, other) < 0:
            return False
        return self._compare_places(event.units("own_places"), mention.own_places) >= 0

    def _score(self, event: Event, part: Event) -> float:
        """Return how well the events of a later sentence fit an event; 0: not at all."""
        lead = next((m for m in part.mentions if not is_generic(m)), part.mentions[0])
        if not self._is_kind(event, part) or not _is_same_reality(event.mentions[0], lead):
            return 0.0
        if lead.perpetrators and lead.modality != event.mentions[0].modality:
            return 0.0
        if lead.sentence.apart or event.last.sentence.apart or any(m.further for m in part.mentions):
            return 0.0
        days = _compare_days(event.units("times"), part.units("times"))
        if part.is_of_period() and not event.is_of_period():
            return 0.0
        if _opens_with_days_before(part, event) and not event.tolls() & part.tolls():
            return 0.0
        place = self._compare_places(event.units("places"), part.units("places"))
        actors = self._compare_actors(event, part)
        if place == -1 and not self._round_up and _is_of_known_victims(part):
            place = 0.0
        if place == CLOSE and not (lead.definite or event.tolls() & part.tolls()):
            return 0.0
        if days < 0 or actors < 0 or place == -1 or (place < 0 and self._round_up):
            return 0.0
        gap = lead.sentence.number - event.last.sentence.number
        same = is_same_victim(event.mentions, part.mentions)
        apart = gap > 1 and bool(part.units("own_places")) and bool(event.units("own_places"))
        if place == 0 and apart and (self._round_up or not (same or actors > 0)):
            return 0.0
        if lead.indefinite and place <= 0 and part.units("own_places"):
            return 0.0
        doubt = 0.75 if lead.modality != event.mentions[0].modality else 0.0  # what may have happened is rather an event of its own
        tie = -doubt + 3.0 * max(place, 0.0) + days + actors + (1.0 if lead.definite else 0.0) + (2.0 if same else 0.0)
        if event.tolls() & part.tolls():
            return tie + 2.0  # the headline and the body give the same number
        if self._round_up and place <= 0:
            near = gap <= (2 if lead.definite else 1) and lead.sentence.paragraph == event.last.sentence.paragraph
            return tie + 1.0 if near and not lead.indefinite and (not part.units("own_places") or lead.definite) else 0.0
        if not part.units("own_places") and (is_generic(lead) or lead.event_type in event.types()):
            tie += 1.0
        elif gap <= 1 and not event.units("own_places") and all(is_generic(m) and not m.times for m in event.mentions):
            tie += 1.0  # "he was pronounced dead", and then where it happened
        elif not self._round_up and not lead.indefinite and lead.event_type in event.types():
            tie += 0.5
        return tie + max(0.0, 1.0 - gap / _FAR) if tie > 0 else 0.0

    @staticmethod
    def _is_kind(event: Event, part: Event) -> bool:
        """Is there a kind that all mentions of both may speak of?"""
        return bool(event.types() & part.types())

    def _compare_places(self, left: list[Unit], right: list[Unit]) -> float:
        """Return 1 for a shared place, 0 when one side names none or only a region, -1 for different ones."""
        if not left or not right:
            return 0
        return self._compare(left, right)

    def _compare_actors(self, event: Event, part: Event) -> int:
        """Return 1 for a shared attacker, 0 when one side names none, -1 for different ones."""
        found = self._compare_attackers(event.mentions, part.mentions)
        return 0 if found < 0 and any(m.sources for m in part.mentions) else found


def _opens_with_days_before(part: Event, event: Event) -> bool:
    """Does a sentence open with a day before that of the event, and so leave it ("Two days ago, ...")?"""
    day = next((u.time for u in event.units("times") if u.time), None)
    earlier = [u for u in part.units("times") if u.time and is_earlier(u.time, day)]
    return any(all(u.first > time.first for u in _iter_triggers(part)) for time in earlier)


def _iter_triggers(part: Event) -> Iterator[Unit]:
    """Yield what a sentence tells of, and whom."""
    for mention in part.mentions:
        yield mention.unit
        yield from (h.people for h in mention.harm)


def _is_of_known_victims(part: Event) -> bool:
    """Does a sentence only go on with people told of before ("the victims were identified as ... of Sahm")? Its places are theirs."""
    told = [h for m in part.mentions for h in m.harm]
    return bool(told) and all(m.unit.cls != "event" for m in part.mentions) and all(is_known(h) for h in told)


def _is_same_reality(left: Mention, right: Mention) -> bool:
    """Are both said to have happened, or both of the same other modality? Harm that is in doubt is no part of what is asserted."""
    doubtful = any(m.harm for m in (left, right) if m.modality == "hedged")
    return left.modality == right.modality or (left.modality in _SAID and right.modality in _SAID and not doubtful)


def _compare_days(left: list[Unit], right: list[Unit]) -> int:
    """Return 1 for a shared day, 0 when one side names none, -1 for days that exclude one another."""
    mine, theirs = ([u.time for u in units if u.time] for units in (left, right))
    if not mine or not theirs:
        return -1 if any(t.background for t in mine + theirs) and (mine == [] or theirs == []) and _all_background(mine + theirs) else 0
    compared = {compare_dates(a, b) for a in mine for b in theirs}
    return 1 if 1 in compared else min(compared)


def _all_background(times: list) -> bool:  # type: ignore[type-arg]
    return all(t.background for t in times)
