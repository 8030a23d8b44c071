"""Victims told of one by one: who in a later sentence is the person of an earlier one, and who is another.

In: harm as found, sentence by sentence. Out: `Victim` values, one for each person, with all that is told of the person.
Two phrases are two people when names, ages, sexes or roles contradict, when the words say so ("another", "a second"), or when one sentence
sets them side by side; else the later phrase goes on with the person it fits best ("the victim", "he", "the 19-year-old").
Not here: numbers of people (`sijill.extract.tolls`).
"""

from collections.abc import Iterable
from typing import NamedTuple

from sijill.extract.mention import HarmFound, Mention
from sijill.extract.people import ADULT, find_group
from sijill.extract.units import Unit

BODILY = frozenset({"killed", "injured", "hit", "treated"})
_SEX_OF_GROUP = {"women": "female", "men": "male"}
_CHILD = 13  # up to this age nobody is called a man or a woman


class Traits(NamedTuple):
    """What a phrase tells of one person; None: nothing. `new` says that somebody else is meant, `known` that somebody known is.

    `given` are the first words of names of two words and more: a family shares the last.
    """

    names: frozenset[str] = frozenset()
    age: int | None = None
    sex: str | None = None
    adult: bool | None = None
    armed: bool | None = None
    new: bool = False
    known: bool = False
    given: frozenset[str] = frozenset()


class Victim:
    """One person with the phrases that tell of the person."""

    def __init__(self, item: HarmFound, traits: Traits) -> None:
        self.items = [item]
        self.traits = traits

    @property
    def dead(self) -> bool:
        """Was the person killed?"""
        return any(item.outcome == "killed" for item in self.items)

    def add(self, item: HarmFound, traits: Traits) -> None:
        """Take in a further phrase."""
        mine = self.traits
        self.items.append(item)
        self.traits = Traits(
            mine.names | traits.names,
            mine.age if mine.age is not None else traits.age,
            mine.sex or traits.sex,
            mine.adult if mine.adult is not None else traits.adult,
            mine.armed if mine.armed is not None else traits.armed,
            mine.new,
            mine.known,
            mine.given | traits.given,
        )

    def weigh(self, item: HarmFound, traits: Traits) -> float | None:
        """Return how well a phrase fits the person, None where it is somebody else."""
        mine = self.traits
        named, aged = bool(mine.names & traits.names), mine.age is not None and mine.age == traits.age
        sure = named or (aged and not traits.new)
        if _contradicts(mine, traits) or (traits.new and not sure):
            return None
        beside = [i for i in self.items if i.sentence is item.sentence]
        if beside and not (sure or traits.known or any(i.people is item.people for i in beside)):
            return None
        if item.outcome == "injured" and self.dead and not (sure or traits.known or beside):
            return None  # "a woman was injured", where a woman was killed
        same = any(i.outcome == item.outcome for i in self.items)
        return 4.0 * named + 3.0 * aged + 2.0 * same + (1.0 if traits.known else 0.0)


def find_victims(items: Iterable[HarmFound]) -> list[Victim]:
    """Return the people that are told of one by one, in the order in which they are first told of."""
    found: list[Victim] = []
    several = False
    last: HarmFound | None = None
    for item in sorted(items, key=lambda i: (i.sentence.number, i.people.first)):
        several |= item.outcome in BODILY and (item.quantity.min or 0) > 1
        if not is_single(item) or (several and item.people.kind == "number"):
            continue  # "one died": one of the two who were shot
        traits = find_traits(item)
        if traits.new and last is not None and last.sentence is item.sentence and last.outcome != item.outcome:
            traits = traits._replace(new=False)  # "one was killed and another injured": another than the one who was killed
        last = item
        weighed = [(weight, n) for n, victim in enumerate(found) if (weight := victim.weigh(item, traits)) is not None]
        if weighed:
            found[max(weighed)[1]].add(item, traits)
        else:
            found.append(Victim(item, traits))
    return found


def is_same_victim(left: Iterable[Mention], right: Iterable[Mention]) -> bool:
    """Do two accounts tell of one person by name, or by age and without a contradiction?"""
    mine, theirs = ([find_traits(h) for m in mentions for h in m.harm if is_single(h)] for mentions in (left, right))
    return any(_is_surely_one(a, b) for a in mine for b in theirs)


def _is_surely_one(left: Traits, right: Traits) -> bool:
    """Do two phrases share a name, or an age that both give?"""
    if _contradicts(left, right) or left.new or right.new:
        return False
    return bool(left.names & right.names) or (left.age is not None and left.age == right.age)


def find_repeated(victims: Iterable[Victim]) -> set[int]:
    """Return the ids of the phrases that tell of somebody for the second time in one sentence, with one outcome."""
    repeated: set[int] = set()
    for victim in victims:
        seen: set[tuple[str, int]] = set()
        for item in victim.items:
            key = (item.outcome, item.sentence.number)
            if key in seen:
                repeated.add(id(item))
            seen.add(key)
    return repeated


def is_single(item: HarmFound) -> bool:
    """Does a phrase tell of one person who came to harm, not counted among others?"""
    return (
        item.outcome in BODILY
        and item.quantity.min == 1
        and item.quantity.max in (1, None)
        and not (item.part or item.update or item.people.cls == "hurt")
    )


def find_traits(item: HarmFound) -> Traits:
    """Return what a phrase tells of one person."""
    people = item.people
    members = people.members or (people,)
    nouns = [u for u in members if u.cls == "person"]
    age = next((u.quantity.min for u in (*members, *_find_age(item)) if u.kind == "age" and u.quantity is not None), None)
    called = [u for u in (people, *people.members) if u.kind == "name"]
    names = frozenset(
        w.form for u in called for w in item.sentence.words[u.first : (u.last if u.core is None else u.core) + 1] if len(w.form) > 1
    )
    given = frozenset(item.sentence.words[u.first].form for u in called if u.last > u.first)
    group = find_group(people)
    sexes = {
        u.entry.sex or _SEX_OF_GROUP.get(u.entry.group or "") for u in (*nouns, *(u for u in members if u.cls in ("pronoun", "the")))
    } - {None}
    adult = age >= ADULT if age is not None else False if group == "children" else True if group in _SEX_OF_GROUP else None
    if age is not None and _CHILD <= age < ADULT:
        adult = None
    armed = True if any(u.entry.armed for u in nouns) else False if any(u.entry.who == "civilian" for u in nouns) else None
    classes = {u.cls for u in members}
    return Traits(names, age, sexes.pop() if len(sexes) == 1 else None, adult, armed, "another" in classes, is_known(item), given)


def is_known(item: HarmFound) -> bool:
    """Do the words go on with people told of before ("the victims", "he")?"""
    people = item.people
    return people.cls == "the" or any(u.kind == "the" or u.cls == "pronoun" for u in people.members or (people,))


def _find_age(item: HarmFound) -> list[Unit]:
    """Return the age that stands behind a phrase ("Salim Harb, 25, ...")."""
    return [u for u in item.sentence.units if u.kind == "age" and u.first == item.people.last + 1]


def _contradicts(left: Traits, right: Traits) -> bool:
    """Can two phrases not mean one person?"""
    if left.names and right.names and not left.names & right.names:
        return True
    if left.given and right.given and not (left.given & right.names or right.given & left.names):
        return True
    pairs = ((left.age, right.age), (left.sex, right.sex), (left.adult, right.adult), (left.armed, right.armed))
    return any(a is not None and b is not None and a != b for a, b in pairs)
