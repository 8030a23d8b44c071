"""Merging: which mentions of one document speak of one event.

In: mentions in reading order. Out: lists of mentions, one list for each event. A mention joins the event it fits best: nothing may
contradict (kind of event, place, day, attacker, reality), and something must tie them together (nearness, a shared place, "the attack").
Not here: which source says what (`sijill.extract.claims`).
"""

from collections.abc import Callable, Iterable

from sijill.extract.mention import Mention
from sijill.extract.units import Unit

STRIKES = frozenset({"air_strike", "drone_strike", "shelling", "explosive_device", "suicide_bombing", "grenade", "chemical_attack", "mine_or_remnant"})
VIOLENCE = STRIKES | {"armed_attack", "clash", "killing", "execution", "torture", "sexual_violence", "looting_or_destruction"}
_ATTACKS = VIOLENCE | {"abduction"}
_FAR = 6


class Event:
    """Mentions of one event."""

    def __init__(self, first: Mention) -> None:
        self.mentions = [first]

    @property
    def last(self) -> Mention:
        """The mention added last."""
        return self.mentions[-1]

    def types(self) -> set[str]:
        """Kinds that its mentions name outright."""
        return {m.event_type for m in self.mentions if not is_generic(m)}

    def units(self, name: str) -> list[Unit]:
        """Places, times or weapons of all mentions."""
        return [u for m in self.mentions for u in getattr(m, name)]


def is_generic(mention: Mention) -> bool:
    """Does the trigger leave open what kind of violence it was ("attack", "killed")?"""
    return mention.generic or (mention.weak and mention.event_type in VIOLENCE)


class Merger:
    """Puts mentions together; `same_place` and `actor_ids` come from resolution."""

    def __init__(self, same_place: Callable[[Unit, Unit], bool], actor_ids: Callable[[Mention], frozenset[str]]) -> None:
        self._same_place = same_place
        self._actor_ids = actor_ids

    def merge(self, mentions: Iterable[Mention]) -> list[Event]:
        """Return the events in the order of their first mentions."""
        events: list[Event] = []
        for mention in mentions:
            best, best_score = None, 0.0
            for event in events:
                score = self._score(event, mention)
                if score > best_score or (score == best_score and score > 0):
                    best, best_score = event, score
            if best is None:
                events.append(Event(mention))
            else:
                best.mentions.append(mention)
        return events

    def _score(self, event: Event, mention: Mention) -> float:
        """Return how well a mention fits an event; 0: not at all."""
        if not self._is_kind(event, mention) or not _is_same_reality(event, mention):
            return 0.0
        days = _compare_days(event.units("times"), mention.times)
        place = self._compare_places(event.units("places"), mention.places)
        actors = self._compare_actors(event, mention)
        if days < 0 or place < 0 or actors < 0:
            return 0.0
        gap = mention.sentence.number - event.last.sentence.number
        tie = 3.0 * place + days + actors + (1.0 if mention.definite else 0.0)
        if gap == 0:
            return tie + (2.0 if is_generic(mention) or is_generic(event.last) or place > 0 or not mention.places else 0.0)
        if not mention.places and (is_generic(mention) or mention.event_type in event.types()):
            tie += 1.0
        near = max(0.0, 1.0 - gap / _FAR)
        return tie + near if tie > 0 else 0.0

    @staticmethod
    def _is_kind(event: Event, mention: Mention) -> bool:
        """May the mention's kind be the event's?"""
        types = event.types()
        if mention.event_type in types:
            return True
        if is_generic(mention):
            return not types or bool(types & _ATTACKS)
        return not types and mention.event_type in _ATTACKS

    def _compare_places(self, left: list[Unit], right: list[Unit]) -> int:
        """Return 1 for a shared place, 0 when one side names none, -1 for different ones."""
        if not left or not right:
            return 0
        return 1 if any(self._same_place(a, b) for a in left for b in right) else -1

    def _compare_actors(self, event: Event, mention: Mention) -> int:
        """Return 1 for a shared attacker, 0 when one side names none, -1 for different ones."""
        mine = frozenset().union(*(self._actor_ids(m) for m in event.mentions))
        theirs = self._actor_ids(mention)
        if not mine or not theirs:
            return 0
        if mine & theirs:
            return 1
        return 0 if mention.sources else -1


def _is_same_reality(event: Event, mention: Mention) -> bool:
    """Are both said to have happened, or both of the same other modality?"""
    said = {"asserted", "hedged"}
    mine, theirs = event.mentions[0].modality, mention.modality
    return mine == theirs or (mine in said and theirs in said)


def _compare_days(left: list[Unit], right: list[Unit]) -> int:
    """Return 1 for a shared day, 0 when one side names none, -1 for days that exclude one another."""
    mine, theirs = ([u.time for u in units if u.time] for units in (left, right))
    if not mine or not theirs:
        return -1 if any(t.background for t in mine + theirs) and (mine == [] or theirs == []) and _all_background(mine + theirs) else 0
    for a in mine:
        for b in theirs:
            if a.first is None or b.first is None or a.last is None or b.last is None:
                if a.first == b.first:
                    return 1 if a.background == b.background else -1
            elif a.first <= b.last and b.first <= a.last:
                return 1
    return -1


def _all_background(times: list) -> bool:  # type: ignore[type-arg]
    return all(t.background for t in times)
