"""People phrases: how many, who they are, of which group and side.

In: the units of a phrase ("at least 26 Syrian and Iraqi IS warriors"). Out: one unit of the class `people` with its quantity.
Not here: what happened to them (`sijill.extract.frames`).
"""

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from sijill.extract.units import Unit
from sijill.model import Quantity

if TYPE_CHECKING:
    from sijill.extract.patterns import CompiledRule

ADULT = 18
MANY = Quantity(2, None, "vague")
_LARGEST = 500_000
_BOTH = 2
_DOZENS = 10
_SIDE_WORDS = frozenset({"from", "li", "between"})


def make_quantity(low: int, high: int | None, vague: bool) -> Quantity:
    """Return the quantity of a number, a range or a vague word."""
    if vague:
        return Quantity(low, high, "vague")
    return Quantity.exact(low) if high == low else Quantity.range(low, high if high is not None else low)


def make_people(inner: list[Unit], rule: "CompiledRule") -> Unit | None:
    """Return the people unit of a matched phrase, or None where its number cannot be a number of people."""
    scope = inner if "first" not in rule.values else list(itertools.takewhile(lambda u: u.cls != "of", inner))
    quantity = find_quantity(scope)
    nouns = [u for u in scope if u.cls == "person"] or [u for u in inner if u.cls == "person"]
    if "none" in rule.values:
        quantity = Quantity.none()
    elif "named" in rule.values:
        quantity = _count_names(inner)
    elif quantity is None:
        counts = [u.entry.count for u in nouns if u.entry.count is not None]
        one = any(u.cls in ("a", "another") for u in scope) or not nouns
        # "civilian casualties": one word in the singular does not make one person where it only qualifies a plural.
        if one or (counts and counts[0] == 1 and (len(nouns) < 2 or nouns[1].entry.count == 1 or not _is_qualified(nouns[:2]))):
            named = bool(nouns) and nouns[0].definite and nouns[0].entry.count == 1
            quantity = Quantity.at_least(1) if named else _read_bound(1, inner)
        elif counts and counts[0] > 1:
            quantity = _read_bound(counts[0], inner)
        else:
            quantity = MANY
    if nouns and nouns[0].entry.count == 1 and quantity.min == quantity.max == _BOTH and any(u.kind in ("the", "a") for u in inner):
        quantity = Quantity.exact(1)  # "both the gunman and ..."
    if quantity.min is not None and quantity.min > _LARGEST:
        return None
    if "outcome" in rule.values and not _is_of_both(inner, quantity):
        return None
    parties = [u for u in inner if u.cls == "actor"]
    head = next((u for u in nouns if u.entry.things), nouns[0]) if nouns else parties[0] if parties else inner[-1]
    hurt = next((u for u in inner if u.cls in ("person", "hurt") and u.entry.outcome), None)  # "one dead terrorist"
    entry = hurt.entry if hurt else head.entry
    if "outcome" in rule.values:
        entry = entry._replace(outcome=rule.values["outcome"])
    return Unit("people", inner[0].first, inner[-1].last, entry, quantity, tuple(inner), rule=rule.name)


def _read_bound(count: int, inner: list[Unit]) -> Quantity:
    """Return a number that a noun's form tells, "at least" where the words say so ("one person at least")."""
    return Quantity.at_least(count) if any(u.kind == "mod.at_least" for u in inner) else Quantity.exact(count)


def _is_of_both(inner: list[Unit], quantity: Quantity) -> bool:
    """Does one number count dead and wounded together ("dozens of dead and wounded"), and not the dead alone ("three dead and wounded")?"""
    outcomes = {u.entry.outcome for u in inner if u.cls == "person"}
    together = any(u.cls == "from" for u in inner) if quantity.exactness != "vague" else (quantity.min or 0) >= _DOZENS
    return outcomes == {"killed", "injured"} and together


def _count_names(inner: list[Unit]) -> Quantity:
    """Return how many people quoted names are: one name counts nobody, several are a list."""
    names = sum(u.cls == "quote" for u in inner) // 2
    return Quantity.exact(names) if names > 1 else Quantity.at_least(1)


def make_people_list(inner: list[Unit], rule: "CompiledRule") -> Unit:
    """Return the unit of a list of people; groups that only spell out the first, larger number are its parts."""
    named = _drop_spelled_out(_drop_unjoined(_join_named(inner), inner))
    leaves = _share_side(_drop_known(_drop_bodies(_drop_appositions(_drop_bare(named), inner))))
    if len(leaves) == 1:
        only = leaves[0]
        return Unit("people", inner[0].first, inner[-1].last, only.entry, only.quantity or Quantity.exact(1), only.members, rule=only.rule)
    first, rest = leaves[0], leaves[1:]
    total = first.quantity.min if first.quantity is not None else None
    plain = total is not None and total > 1 and first.kind == "people" and find_group(first) is None
    spelled_out = plain and all(u.kind == "people" and _is_part(u) for u in rest)
    joined = next(u for u in inner if u.first > inner[0].first and u.first > first.last)
    told_apart = any(u.cls == "and" and first.last < u.first < rest[0].first for u in inner)
    told = joined.cls != "and" and plain
    spelled_out |= told and total == sum(_low(u) for u in rest) and all(_is_named(u) for u in rest)
    if told and joined.cls == "comma" and _is_named(rest[0]):  # "seven civilians, Salim Harb, his wife Mona and their five children"
        fitting = tuple(rest) if sum(_low(u) for u in rest) <= (total or 0) else ()
        return Unit("people", first.first, inner[-1].last, first.entry, first.quantity, first.members, rule=first.rule, parts=fitting,
                    core=first.last)  # fmt: skip
    if total == 1 and not told_apart and len(rest) == 1 and _is_named(rest[0]):
        return Unit("people", first.first, inner[-1].last, first.entry, first.quantity, first.members, rule=first.rule)
    if spelled_out and total is not None and joined.cls != "and" and sum(_low(u) for u in rest if u.quantity is not MANY) <= total:
        return Unit(
            "people",
            first.first,
            inner[-1].last,
            first.entry,
            first.quantity,
            first.members,
            rule=first.rule,
            parts=tuple(rest),
            core=first.last,
        )
    return Unit("people", first.first, inner[-1].last, first.entry, first.quantity, tuple(leaves), rule=rule.name)


def _share_side(leaves: list[Unit]) -> list[Unit]:
    """Return people, bare dead or wounded with the side that is told of those behind them ("dead and wounded of the militias")."""
    shared = leaves[:1]
    for before, unit in itertools.pairwise(leaves):
        told = itertools.dropwhile(lambda u: u.cls != "person", unit.members)
        side = tuple(itertools.dropwhile(lambda u: u.cls not in _SIDE_WORDS, told))
        bare = before.members and before.members[-1].entry.outcome is not None
        if side and bare and before.entry.outcome and unit.entry.outcome:
            shared[-1] = replace(before, members=(*before.members, *side))
        shared.append(unit)
    return shared


def _drop_bodies(leaves: list[Unit]) -> list[Unit]:
    """Return people without armed bodies that only say on whose side those who are counted were ("five of the army and the militias")."""
    counted = any(u.cls == "number" for u in leaves[0].members) and any(u.cls in ("from", "of") for u in leaves[0].members)
    return [u for n, u in enumerate(leaves) if not (n and counted and u.quantity is MANY and all(m.entry.armed for m in u.members))]


def _drop_known(leaves: list[Unit]) -> list[Unit]:
    """Return people without those who are told of again behind a list ("three dead and five wounded, and the dead are ...")."""
    return [u for n, u in enumerate(leaves) if not (n > 1 and u.kind == "people" and u.entry.outcome and is_told_of_elsewhere(u))]


def _drop_spelled_out(leaves: list[Unit]) -> list[Unit]:
    """Return people without those by name who spell out the number before them: "Salim Harb and his two sons, Omar and Rami Harb"."""
    kept: list[Unit] = []
    at = 0
    while at < len(leaves):
        kept.append(leaves[at])
        named = leaves[at + 1 : at + 1 + _low(leaves[at])]
        several = leaves[at].kind == "people" and 1 < _low(leaves[at]) == len(named) and (at > 0 or find_group(leaves[at]) is not None)
        at += 1 + (len(named) if several and all(_is_named(u) for u in named) else 0)
    return kept


def _join_named(inner: list[Unit]) -> list[Unit]:
    """Return the people of a list, one person who is described and named between commas as one ("his wife, Mona Harb, and a man")."""
    leaves: list[Unit] = []
    for n, unit in enumerate(inner):
        if unit.kind not in ("people", "name"):
            continue
        before = leaves[-1] if leaves and n and inner[n - 1].cls == "comma" else None
        again = unit.kind == "people" and _is_one(unit) and any(u.cls in ("a", "age") for u in unit.members) and not is_list(unit)
        if before is not None and before.kind == "people" and _is_one(before) and unit.kind == "name" and not _is_named(before):
            leaves[-1] = _join(before, unit, before)
        elif before is not None and before.kind == "name" and again:
            leaves[-1] = _join(before, unit, unit)
        elif before is not None and again and _is_one(before) and _is_plain(unit) and any(u.cls == "the" for u in before.members):
            continue  # "his brother, a former merchant, and his wife"
        elif before is not None and before.quantity is MANY is unit.quantity and any(u.cls in ("the", "of") for u in unit.members):
            continue  # "her grandchildren, the children of her daughter"
        else:
            leaves += unit.members if is_list(unit) else (unit,)
    return leaves


def _join(first: Unit, last: Unit, people: Unit) -> Unit:
    """Return one person out of a description and a name."""
    name = first if people is last else last
    return Unit("people", first.first, last.last, people.entry, people.quantity, (*people.members, name), rule=people.rule)


def _drop_unjoined(leaves: list[Unit], inner: list[Unit]) -> list[Unit]:
    """Return people without those that only a comma puts behind several, and who are somebody else: "the murder of the leaders, President
    Harb decided", "the deaths of her two children, a mother asks"."""
    if any(u.cls == "and" for u in inner):
        return leaves
    if len(leaves) == _BOTH and _low(leaves[0]) > 1 and _is_one(leaves[1]) and any(u.cls == "a" for u in leaves[1].members):
        return leaves[:1]
    if leaves[0].quantity is not MANY:
        return leaves
    return [leaves[0], *(u for u in leaves[1:] if not _is_bare(u))]


def _drop_bare(leaves: list[Unit]) -> list[Unit]:
    """Return people without a noun that only adds to one person: "a civilian and resident", "the comedian, blogger and journalist"."""
    definite = any(u.kind == "the" for u in leaves[0].members)
    if definite and len(leaves) > 1 and _is_one(leaves[0]) and all(map(_is_bare, leaves[1:])):
        return [max(leaves, key=lambda u: find_group(u) is not None)]
    return [
        leaf for n, leaf in enumerate(leaves) if not (n and _is_one(leaves[n - 1]) and _is_bare(leaf) and (definite or _is_plain(leaf)))
    ]


def _is_bare(unit: Unit) -> bool:
    """Is it one person by a noun alone?"""
    return _is_one(unit) and all(m.cls == "person" and not m.entry.further for m in unit.members)


def _is_one(unit: Unit) -> bool:
    return unit.kind == "people" and unit.quantity is not None and unit.quantity.min == 1


def _is_plain(unit: Unit) -> bool:
    """Do its nouns leave open which group and sex the people are of?"""
    return all(m.entry.group is None and m.entry.sex is None and not m.entry.form for m in unit.members if m.cls == "person")


def _drop_appositions(leaves: list[Unit], inner: list[Unit]) -> list[Unit]:
    """Return people without those who are one person again, behind a comma: "Salim Harb, an 18 year old man"; "one person, a woman"."""
    if len(leaves) != 2 or not any(u.cls == "comma" for u in inner) or any(u.cls == "and" for u in inner):
        return leaves
    first, second = leaves
    again = second.kind == "people" and _low(second) == 1 and any(u.cls in ("a", "age", "the", "of") for u in second.members)
    if again and find_whole(second) is not None:
        return [first]  # "a boy, one of three people in the car"
    if first.kind == "name":
        return [second] if again else leaves
    if _is_named(first) and _is_one(first) and _is_bare(second):
        return [first]  # "3-year-old Salim Harb, son of a policeman"
    noun = any(m.cls in ("person", "name") for m in first.members)
    return [first] if again and noun and _is_one(first) and _is_plain(first) else leaves


def _is_named(unit: Unit) -> bool:
    """Is it one person by name, with or without an age?"""
    return unit.kind == "name" or any(m.kind in ("name", "age") for m in unit.members)


def is_list(unit: Unit) -> bool:
    """Is it a list of people phrases, and not one phrase?"""
    return bool(unit.members) and unit.members[0].kind in ("people", "name")


def _is_part(unit: Unit) -> bool:
    return find_group(unit) is not None or unit.quantity is MANY or any(m.kind in ("person.relation", "person.armed") for m in unit.members)


def _low(unit: Unit) -> int:
    return unit.quantity.min or 1 if unit.quantity is not None else 1


def find_quantity(inner: list[Unit]) -> Quantity | None:
    """Return the number among units with the modifiers that stand with it, or None where there is no number."""
    number = next((u for u in inner if u.kind == "number" and u.quantity is not None), None)
    if number is None or number.quantity is None:
        return None
    modifiers = {u.kind.partition(".")[2] for u in inner if u.cls == "mod"}
    plain = number.quantity
    if plain.exactness in ("vague",) or plain.min is None:
        return plain
    second = next((u for u in inner if u.kind == "number" and u.quantity is not None and u is not number), None)
    if second is not None and second.quantity is not None and second.quantity.max is not None and second.quantity.max > plain.min:
        above = any(u.kind == "mod.more_than" and u.first > number.first for u in inner)
        return Quantity.range(plain.min, second.quantity.max + above)
    if "more_than" in modifiers:
        return Quantity.more_than(plain.min)
    if "at_least" in modifiers:
        return Quantity.at_least(plain.min)
    if "at_most" in modifiers:
        return Quantity.at_most(plain.max if plain.max is not None else plain.min)
    if "less_than" in modifiers:
        return Quantity.at_most(max(plain.min - 1, 0))
    if "about" in modifiers and plain.min == plain.max:
        return Quantity.about(plain.min)
    return plain


def find_whole(people: Unit) -> Quantity | None:
    """Return the number of whom the people are a part ("three of the five victims": five), None where they are none or it is not given."""
    behind = list(itertools.dropwhile(lambda u: u.cls != "of", people.members))
    return find_quantity(behind) if any(u.kind == "number" for u in people.members[: -len(behind) or None]) else None


def _find_nouns(people: Unit) -> list[Unit]:
    """Return the nouns for the people themselves, without those whose relatives they are ("the son of an officer")."""
    nouns = [u for u in people.members if u.cls == "person"]
    related = len(nouns) > 1 and (nouns[0].entry.form == "relation" or nouns[0].entry.sex or nouns[0].entry.group in ("women", "men"))
    of = any(u.cls == "of" and nouns[0].last < u.first < nouns[1].first for u in people.members) if related else False
    return nouns[:1] if of else nouns


def find_who(people: Unit) -> tuple[str, str | None]:
    """Return who the people are and the reason: armed nouns and parties are combatants, civilians and groups civilians."""
    nouns = _find_nouns(people)
    whos = {u.entry.who for u in nouns} - {"unknown"}
    armed = any(u.entry.armed for u in nouns) or any(u.kind in ("actor.name", "actor.context") for u in people.members)
    if "civilian" in whos and ("combatant" in whos or armed):
        return "mixed", "civilians_and_combatants_named"
    if any(u.entry.who == "civilian" and u.entry.group is None for u in nouns):
        return "civilian", "called_civilians"
    if "combatant" in whos or armed:
        return "combatant", "called_fighters"
    if any(u.cls == "family" or u.kind == "person.relation" for u in people.members):
        return "civilian", "family"
    if find_group(people) == "children" or any(
        u.entry.who == "civilian" or u.entry.group in ("children", "women", "elderly", "journalists", "medical", "aid_workers")
        for u in nouns
    ):
        return "civilian", "group"
    return "unknown", None


def is_number_of(people: Unit) -> bool:
    """Is it a number that is told behind it ("the number of the dead")?"""
    return people.quantity is not None and people.quantity.exactness == "vague" and any(u.kind == "number" for u in people.members)


def is_attacker(people: Unit) -> bool:
    """Can they be those who did it: fighters, soldiers or police whom nobody counts ("a patrol", and not "dozens of gunmen")?"""
    return any(u.entry.armed for u in (people, *people.members)) and not any(u.kind == "number" for u in people.members)


def find_group(people: Unit) -> str | None:
    """Return the one group that all the nouns of the phrase belong to, or None; an age below 18 makes a child."""
    nouns = [u for u in _find_nouns(people) if not u.entry.outcome]
    if any(u.quantity is not None and (u.quantity.max or ADULT) < ADULT for u in people.members if u.kind == "age"):
        return "children"
    groups = {u.entry.group for u in nouns}
    if people.entry.outcome and not nouns:
        return None
    named = groups - {None}
    return named.pop() if len(named) == 1 and (groups == named or len(nouns) == 1 or _is_qualified(nouns)) else None


def is_somebodys(body: Unit) -> bool:
    """Is it the body of somebody who may be counted elsewhere ("the body", "his body")?"""
    return bool(body.members) and (body.members[0].definite or (body.members[0].cls == "the" and body.quantity == Quantity.exact(1)))


def _is_of_the_dead(people: Unit) -> bool:
    """Are they bodies of those told of ("the martyrs' bodies", in the order of words of a genitive)?"""
    head, owner = (*people.members, people, people)[:2]
    return len(people.members) > 1 and owner.definite and owner.entry.outcome is not None and owner.entry.outcome == head.entry.outcome


def is_told_of_elsewhere(people: Unit) -> bool:
    """Are these, with the article and without a number, only those who are told of elsewhere ("took the wounded to ...")?

    "One of the victims" is known, too.
    """
    first = people.members[0] if people.members else people
    if people.quantity is MANY:
        return first.definite or first.kind == "the" or _is_of_the_dead(people)
    of = any(u.cls == "of" for u in people.members) and any(u.kind == "the" for u in people.members)
    return of and people.entry.outcome == "casualties" and find_whole(people) is None and people.quantity == Quantity.exact(1)


def is_further(people: Unit) -> bool:
    """Are these people besides those told of before ("another man", "two others", "three more")?"""
    return any(u.cls in ("another", "more") or u.entry.further for u in people.members)


def _is_qualified(nouns: list[Unit]) -> bool:
    """Does one noun only qualify the other ("women civilians", "child victims")? Side by side, not joined by "and"."""
    return all(b.first == a.last + 1 for a, b in itertools.pairwise(nouns))
