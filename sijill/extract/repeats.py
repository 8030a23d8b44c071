"""People of one sentence who are told of twice: repeated, detailed, or counted again by the next headline.

In: the harm that one sentence tells. Out: what of it counts. Not here: totals across sentences (`sijill.extract.tolls`), one person
across sentences (`sijill.extract.victims`).
"""

from collections.abc import Iterator

from sijill.extract.lexicon import Word
from sijill.extract.mention import HarmFound
from sijill.extract.people import find_group, find_who, is_further
from sijill.extract.units import Unit

_REPEATED = 2  # one person here and one there are two people; three and three more often the same three


def drop_repeated(items: list[HarmFound]) -> list[HarmFound]:
    """Return the people of a sentence without those who are counted twice: the same number of the same people with another word of harm."""
    kept: list[HarmFound] = []
    for item in items:
        if item.people.cls == "pronoun" and item.outcome != "killed" and len(items) > 1 and item is not items[0]:
            continue  # "she was shot when he hit her": somebody who is told of already
        if item.quantity.min is None or item.quantity.min < _REPEATED or not any(_is_repeated(item, other) for other in kept):
            kept.append(item)
    return kept


def _is_repeated(item: HarmFound, other: HarmFound) -> bool:
    """Is it the same number of the same people, or of bodies ("seven people were killed; he showed seven bodies")?"""
    same = item.people.entry == other.people.entry or item.people.entry.outcome == other.outcome
    counted = (item.quantity.min, item.quantity.max) == (other.quantity.min, other.quantity.max)  # "some 19 civilians", "19 civilians"
    return item.hurt is not other.hurt and counted and same


def drop_told_again(parts: list[HarmFound]) -> list[HarmFound]:
    """Return a sentence's people without numbers of people that follow one another unjoined: the larger tells of all ("5 dead in shooting
    Gunman kills 4 people")."""
    kept: list[HarmFound] = []
    for part in sorted(parts, key=lambda p: p.people.first):
        if kept and _is_told_again(kept[-1], part):
            kept[-1] = max(kept[-1], part, key=lambda p: p.quantity.min or 0)
        else:
            kept.append(part)
    return kept


def _is_told_again(last: HarmFound, part: HarmFound) -> bool:
    """Do two plain numbers with words of harm of their own follow one another unjoined?"""
    plain = last.hurt is not part.hurt and _is_plain_number(last) and _is_plain_number(part)
    return plain and not is_further(part.people) and not any(u.cls in ("and", "say", "accord") for u in iter_between(last, part))


def is_detail(item: HarmFound) -> bool:
    """Are these people of a group, relatives or named: some of those whom a total counts, rather than the total?"""
    return find_group(item.people) is not None or any(u.kind in ("name", "person.relation") for u in (item.people, *item.people.members))


def _is_plain_number(item: HarmFound) -> bool:
    """Is it a number of people of whom nothing else is said?"""
    plain = find_who(item.people)[0] == "unknown" and find_group(item.people) is None
    return item.is_count() and plain and (item.quantity.min or 0) > 1


def drop_details(parts: list[HarmFound]) -> list[HarmFound]:
    """Return a sentence's people without those who only detail the first number ("four are in hospital, one ..., three ...")."""
    first, rest = parts[0], sum(p.quantity.min or 0 for p in parts[1:])
    if any(is_further(p.people) for p in parts[1:]):
        return parts
    if len(parts) > 1 and first.is_count() and any(u.form == ":" for u in _iter_words(first, parts[1])):
        return [first]  # "ten members of the family were killed: ..."
    total = first.quantity.min or 0
    whole = total == rest if first.outcome != "treated" else total >= rest
    return [first] if len(parts) > 1 and total > 1 and whole and (len(parts) > 2 or first.outcome == "treated") else parts


def iter_between(left: HarmFound, right: HarmFound) -> Iterator[Unit]:
    """Yield the units of a sentence between two people phrases."""
    if left.sentence is right.sentence:
        yield from (u for u in left.sentence.units if left.people.last < u.first < right.people.first)


def _iter_words(left: HarmFound, right: HarmFound) -> Iterator[Word]:
    """Yield the words of a sentence between two people phrases."""
    yield from left.sentence.words[left.people.last + 1 : right.people.first]
