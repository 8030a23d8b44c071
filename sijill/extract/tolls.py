"""Tolls: the harm rows of a claim out of what its sentences say.

In: harm as found, sentence by sentence. Out: one total for each outcome and status, and one row for each group inside it. People
named side by side in one sentence are added up; a later sentence that repeats, details or updates a total is not added to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sijill.extract.mention import HarmFound
from sijill.extract.people import find_group, find_who, is_further
from sijill.extract.repeats import drop_details, drop_repeated, drop_told_again, iter_between
from sijill.extract.victims import Victim, find_repeated, find_victims
from sijill.model import Quantity

_SEVERAL = 2
_OTHERWISE = frozenset({"say", "accord", "but"})  # what follows these may be another count of the same people
_MANY_VICTIMS = 50


class Row:
    """A harm row in the making: its parts are what is quoted."""

    def __init__(self, outcome: str, who: str, group: str | None, parts: list[HarmFound], reason: str | None) -> None:
        self.outcome, self.who, self.group, self.parts, self.reason = outcome, who, group, parts, reason
        self.quantity = add_quantities([p.quantity for p in parts])
        self.one_by_one = False  # people told of in several sentences, whom nobody has counted

    @property
    def is_counted(self) -> bool:
        """Does it rest on a number, and not on people told of one by one?"""
        return any(p.is_count() for p in self.parts)

    @property
    def low(self) -> int:
        """The smallest number the words allow."""
        return self.quantity.min or 0


def add_quantities(quantities: Sequence[Quantity]) -> Quantity:
    """Return the sum of quantities; an open end stays open, the least certain kind of number is kept.

    "At least 52 and up to 68" is a range.
    """
    if len(quantities) == 1:
        return quantities[0]
    if [q.exactness for q in quantities] == ["at_least", "at_most"] and (quantities[0].min or 0) < (quantities[1].max or 0):
        return Quantity.range(quantities[0].min or 0, quantities[1].max or 0)
    kinds = {q.exactness for q in quantities if q.exactness != "none"}
    low = sum(q.min or 0 for q in quantities)
    high = None if any(q.max is None for q in quantities) else sum(q.max or 0 for q in quantities)
    if high is None and len(kinds) > 1:
        kinds.discard("vague")  # "his wife and children" are at least three
        kinds.add("at_least")
    kind = next((k for k in ("vague", "at_least", "at_most", "about") if k in kinds), "exact")
    return Quantity(low, high, kind) if low or high != 0 else Quantity.none()  # type: ignore[arg-type]


def make_rows(harm: Iterable[HarmFound], among: Sequence[HarmFound] = (), dead_elsewhere: Sequence[HarmFound] = ()) -> list[Row]:
    """Return totals and group rows of a claim.

    `among` is what other accounts of its event tell; `dead_elsewhere` are people who died in the document's other events: nobody who may
    be one of them is injured here, and they are not counted here.
    """
    harm = _read_implied(list(harm))
    told = [*harm, *among]
    victims = find_victims([*told, *dead_elsewhere])
    mine = set(map(id, harm))
    own = [v for v in victims if any(id(item) in mine for item in v.items)]
    dead = {id(item) for victim in victims if victim.dead for item in victim.items}
    again = find_repeated(victims)
    by_sentence: dict[tuple[str, int], list[HarmFound]] = {}
    for found in harm:
        outcome = "injured" if _is_besides(found, harm) else found.outcome
        by_sentence.setdefault((outcome, found.sentence.number), []).append(found)
    totals: dict[str, dict[str, Row]] = {}
    groups: dict[tuple[str, str], Row] = {}
    for (outcome, number), items in sorted(by_sentence.items(), key=lambda i: i[0][1]):
        kept = [i for i in items if id(i) not in again and (outcome == "killed" or id(i) not in dead)]
        before = _count_before(victims, outcome, number)
        _add_totals(totals.setdefault(outcome, {}), outcome, [i for i in kept if not i.part], before)
        _add_groups(groups, outcome, kept)
    for (outcome, _), items in by_sentence.items():
        _add_parts(totals.setdefault(outcome, {}), outcome, [i for i in items if i.part])
    settled = {outcome: _settle(by_who) for outcome, by_who in totals.items() if by_who}
    alive = [v for v in own if not v.dead]
    inside = set(map(id, told))
    for victim in own:
        victim.items = [i for i in victim.items if id(i) in inside]
    _count_victims(settled, "killed", [v for v in own if v.dead])
    deaths = max(_count_dead(among), sum(r.low for r in settled.get("killed", [])))
    hit = _find_hit([h for h in harm if id(h) not in again], victims)
    killed = [h for h in told if h.outcome == "killed" and (h.quantity.min or 0) > 1]
    alive = [v for v in alive if not _is_left_open(v, killed)]
    rows = [row for found in _resolve_hit(settled, alive, hit, deaths).values() for row in found]
    return rows + _fit_groups(rows, groups)


def _read_implied(harm: list[HarmFound]) -> list[HarmFound]:
    """Return harm without people who are only implied ("a fatal shooting") where any are told of.

    Where nobody is called dead, the one person who was shot is the one who is implied.
    """
    told = [h for h in harm if h.people.kind != "hurt.implied"]
    outcomes = {h.outcome for h in told}
    dead = any(h.outcome == "killed" for h in harm) and "killed" not in outcomes
    victims = find_victims(told) if dead and outcomes == {"hit"} else []
    if len(victims) == 1 and len(victims[0].items) == len(told):
        return [replace(h, outcome="killed") for h in told]
    return [h for h in harm if h.people.kind != "hurt.implied" or h.outcome not in outcomes]


def _is_besides(treated: HarmFound, harm: Sequence[HarmFound]) -> bool:
    """Are people in hospital others than those hurt in the same sentence ("two are in critical condition and two others were injured")?"""
    if treated.outcome != "treated":
        return False
    beside = [h for h in harm if h.sentence is treated.sentence and h.outcome in ("injured", "hit")]
    if any(h.people.first > treated.people.first and is_further(h.people) for h in beside):
        return True
    counted = treated.is_count() and treated.people.kind == "people" and all(h.outcome == "injured" for h in beside)
    return counted and bool(beside) and (treated.quantity.min or 0) > sum(h.quantity.min or 0 for h in beside)


def _count_victims(settled: dict[str, list[Row]], outcome: str, victims: Sequence[Victim]) -> None:
    """Let people who are told of one by one, in several sentences, count where no total is as large."""
    rows = settled.get(outcome, [])
    if len(victims) > 1 and len(victims) > sum(row.low for row in rows) and not any(r.is_counted and r.low > 1 for r in rows):
        settled[outcome] = _make_victim_rows(outcome, victims)


def _make_victim_rows(outcome: str, victims: Sequence[Victim]) -> list[Row]:
    """Return the rows of people told of one by one, by their status."""
    by_who: dict[str, tuple[list[HarmFound], str | None]] = {}
    for victim in victims:
        items = [i for i in victim.items if i.outcome == outcome] or victim.items
        status = [find_who(i.people) for i in victim.items]
        who, reason = next((s for s in status if s[0] != "unknown"), status[0])
        by_who.setdefault(who, ([], reason))[0].append(items[0])
    rows = []
    apart = len({p.sentence.number for parts, _ in by_who.values() for p in parts}) > 1  # nobody has counted them: there may be more
    for who, (parts, reason) in by_who.items():
        row = Row(outcome, who, None, parts, reason)
        row.quantity = Quantity.at_least(len(parts)) if apart else Quantity.exact(len(parts))
        row.one_by_one = apart
        rows.append(row)
    return rows


def _count_dead(harm: Iterable[HarmFound]) -> int:
    """Return the largest number of dead among what is told."""
    return max((h.quantity.min or 0 for h in harm if h.outcome == "killed"), default=0)


def _find_hit(harm: Sequence[HarmFound], victims: Sequence[Victim]) -> int:
    """Return how many people were hit, the dead among them, by the largest number of a sentence; 0 where no number above one is told.

    People hit besides others ("two others were shot", "one was killed and three shot") are added to those.
    """
    best = 0
    for number in sorted({h.sentence.number for h in harm}):
        here = [h for h in harm if h.sentence.number == number and not h.part]
        hit = drop_told_again([h for h in here if h.outcome in ("hit", "casualties") and _is_number(h)])
        count = sum(h.quantity.min or 0 for h in hit if h.outcome == "hit") or max((h.quantity.min or 0 for h in hit), default=0)
        if max((h.quantity.min or 0 for h in hit), default=0) < _SEVERAL:
            continue
        first = min(h.people.first for h in hit)
        if any(is_further(h.people) for h in hit):
            before = {id(v) for v in victims for i in v.items if (i.sentence.number, i.people.first) < (number, first)}
            before_dead = [
                h.quantity.min or 0 for h in harm if h.outcome == "killed" and h.sentence.number <= number and h.people.first < first
            ]
            count += max(len(before), max(before_dead, default=0)) if best < count else 0
        else:
            count += sum(
                h.quantity.min or 0
                for h in here
                if h.outcome == "killed" and h.people.first < first and h.people not in {x.people for x in hit}
            )
        best = max(best, count)
    return best


def _is_number(item: HarmFound) -> bool:
    """Is it a plain number of people, and where it counts victims of any kind, one that a single event has?"""
    sure = item.quantity.exactness not in ("vague", "none")
    return sure and (item.outcome == "hit" or (item.quantity.exactness == "exact" and (item.quantity.min or 0) <= _MANY_VICTIMS))


def _resolve_hit(settled: dict[str, list[Row]], alive: Sequence[Victim], hit: int, deaths: int) -> dict[str, list[Row]]:
    """Return the rows with "was shot" and "is in hospital" read as injured, and without casualties that are counted elsewhere.

    Of people who were hit, those not said to have been killed, here or elsewhere (`deaths`), count as injured; so do those who are
    told of one by one. The largest of these numbers and of the injured that the text gives itself is taken.
    """
    struck, treated, casualties = (settled.pop(name, []) for name in ("hit", "treated", "casualties"))
    explicit = [r for r in settled.get("injured", []) if r.quantity.exactness not in ("vague", "none")]
    best = sum(r.low for r in explicit)
    rows = explicit or settled.get("injured", [])
    left = hit - deaths
    shot = [r for r in struck if r.quantity.exactness not in ("vague", "none")] or [r for r in casualties if struck or treated or explicit]
    if hit and left > best and shot:
        rows, best = _reduce(shot, left), left
    elif not hit and len(alive) > best and not any(r.is_counted and r.low > 1 for r in explicit):
        rows, best = _make_victim_rows("injured", alive), len(alive)
    cared = sum(r.low for r in treated)
    if treated and cared > best and (not hit or cared <= left):
        rows, best = _rename(treated), cared
    if not rows and not hit:
        rows = _rename([r for r in struck if r.quantity.exactness == "vague" and r.low > deaths])
    if rows:
        settled["injured"] = rows
    counted = [r for r in settled.get("killed", []) + settled.get("injured", []) if r.quantity.exactness not in ("vague", "none")]
    if casualties and (not counted or sum(r.low for r in casualties) > sum(r.low for r in counted)):
        settled["casualties"] = casualties
    return settled


def _is_left_open(victim: Victim, killed: Sequence[HarmFound]) -> bool:
    """Is somebody only said to have been shot, without a word of wounds or care, who may be one of several dead of other sentences?"""
    beside = {h.sentence.number for h in killed}
    return bool(killed) and all(i.outcome == "hit" and i.sentence.number not in beside for i in victim.items)


def _rename(rows: Sequence[Row]) -> list[Row]:
    for row in rows:
        row.outcome = "injured"
    return list(rows)


def _reduce(rows: Sequence[Row], left: int) -> list[Row]:
    """Return rows of people who were hit as rows of injured, the dead taken off, so that they come to `left`."""
    over = sum(r.low for r in rows) - left
    kept = []
    for row in sorted(rows, key=lambda r: -r.low):
        cut = max(0, min(over, row.low)) if over > 0 else over
        over -= cut
        low, high = row.low - cut, row.quantity.max
        if low > 0:
            row.outcome, row.quantity = "injured", Quantity(low, None if high is None else max(high - cut, low), row.quantity.exactness)
            kept.append(row)
    return kept


def _count_before(victims: Sequence[Victim], outcome: str, number: int) -> int:
    """Return how many people are told of one by one, with one outcome, before a sentence."""
    return sum(any(i.outcome == outcome and i.sentence.number < number for i in v.items) for v in victims)


def _add_totals(totals: dict[str, Row], outcome: str, items: list[HarmFound], before: int = 0) -> None:
    """Put one sentence's totals beside those known, the better one of each status staying.

    "Two others were killed" come on top of the people told of `before` one by one, unless these are counted already.
    """
    counted = any(row.is_counted and row.low > 1 for row in totals.values())
    by_who: dict[tuple[str, str | None], list[HarmFound]] = {}
    items = [i for i in items if i.update] or drop_repeated(items)  # "five were killed; the toll rose to 13"
    for item in items:
        who, reason = _find_listed_who(item, items)
        by_who.setdefault((who, reason if who != "unknown" else None), []).append(item)
    merged: dict[str, tuple[list[HarmFound], str | None]] = {}
    for (who, reason), parts in by_who.items():
        old = merged.get(who, ([], reason))
        merged[who] = (old[0] + parts, old[1] or reason)
    for who, (parts, reason) in merged.items():
        exact = [p for p in parts if p.quantity.exactness not in ("vague", "none")]
        if exact:  # "his nephews and two nieces"
            exact += [p for p in parts if p.quantity.exactness == "vague" and any(_is_joined(e, p) for e in exact)]
        row = Row(outcome, who, None, drop_details(drop_told_again(exact or parts)), reason)
        _weigh_voices(row)
        if before and not counted and row.is_counted and all(is_further(p.people) for p in row.parts):
            row.quantity = add_quantities([row.quantity, Quantity.exact(before)])
        if who not in totals or _is_better(row, totals[who]):
            totals[who] = row


def _is_joined(left: HarmFound, right: HarmFound) -> bool:
    """Do two people phrases stand side by side in one list?"""
    between = {u.cls for u in (*iter_between(left, right), *iter_between(right, left))}
    return left.hurt is right.hurt and between <= {"and", "comma"}


def _weigh_voices(row: Row) -> None:
    """Take numbers that a sentence gives one beside the other for a range, and not for a sum.

    "Four were killed, while B says that five were"; "four, but later five".
    """
    voices: list[list[HarmFound]] = []
    for item in sorted(row.parts, key=lambda p: p.people.first):
        if voices and not any(u.cls in _OTHERWISE for u in iter_between(voices[-1][-1], item)):
            voices[-1].append(item)
        else:
            voices.append([item])
    if len(voices) < _SEVERAL or not all(any(p.is_count() for p in voice) for voice in voices):
        return
    sums = [add_quantities([p.quantity for p in voice]) for voice in voices]
    low, highs = min(q.min or 0 for q in sums), [q.max if q.max is not None else q.min or 0 for q in sums]
    row.quantity = Quantity.range(low, max(highs)) if low < max(highs) else sums[0]


def _find_listed_who(item: HarmFound, items: list[HarmFound]) -> tuple[str, str | None]:
    """Return who people are and why; a man or a relative listed beside a woman or a child shares their status."""
    who, reason = find_who(item.people)
    listed = item.people.kind == "name" or find_group(item.people) == "men" or any(u.entry.form == "relation" for u in item.people.members)
    if who == "unknown" and listed:
        beside = {find_who(other.people) for other in items if other is not item and other.hurt is item.hurt}
        return next((found for found in sorted(beside, key=str) if found[1] in ("group", "family")), (who, reason))
    return who, reason


def _is_better(new: Row, old: Row) -> bool:
    """Does a later total replace an earlier one? Numbers before vague words, updates, then the larger number."""
    inside = old.quantity.min != old.quantity.max and old.quantity.max is not None and old.low <= new.low <= old.quantity.max
    if any(p.update for p in new.parts):
        return new.quantity.exactness != "vague" and not (inside and old.quantity.exactness != "vague")
    if old.is_counted and not new.is_counted:
        return False
    if inside:
        return old.quantity.exactness == "vague" and new.quantity.exactness not in ("vague", "none")  # inside what is known
    vague = old.quantity.exactness in ("vague", "none"), new.quantity.exactness in ("vague", "none")
    if vague[0] != vague[1]:
        return vague[0]
    return not vague[0] and new.low > old.low


def _add_groups(groups: dict[tuple[str, str], Row], outcome: str, items: list[HarmFound]) -> None:
    """Put one sentence's groups beside those known."""
    by_group: dict[str, list[HarmFound]] = {}
    for item in drop_repeated(items):
        group = find_group(item.people)
        if group is not None:
            by_group.setdefault(group, []).append(item)
    for group, parts in by_group.items():
        exact = [p for p in parts if p.quantity.exactness not in ("vague", "none")]
        row = Row(outcome, find_who(parts[0].people)[0], group, exact or parts, "group")
        old = groups.get((outcome, group))
        if old is None or _is_better(row, old):
            groups[(outcome, group)] = row


def _add_parts(totals: dict[str, Row], outcome: str, items: list[HarmFound]) -> None:
    """People "among them" become a total only where no total is given, or where their status differs from it."""
    for item in items:
        who, reason = find_who(item.people)
        if (not totals and find_group(item.people) is None) or (
            who == "civilian" and "unknown" in totals and who not in totals and reason != "group"
        ):
            totals[who] = Row(outcome, who, None, [item], reason)


def _settle(by_who: dict[str, Row]) -> list[Row]:
    """Return the totals of an outcome: one of unknown status that only repeats or holds the others gives way."""
    unknown = by_who.get("unknown")
    known = [row for who, row in by_who.items() if who != "unknown"]
    if unknown is None or not known:
        return list(by_who.values())
    total = sum(row.low for row in known)
    if not unknown.is_counted and unknown.quantity.exactness == "exact" and all(
        row.reason in ("group", "family") and row.parts[0].sentence is unknown.parts[0].sentence for row in known):  # fmt: skip
        return [*known, unknown]
    if unknown.quantity.exactness == "vague" or unknown.low <= total:
        return known
    if all(row.quantity.exactness == "vague" or row.parts[0].sentence is not unknown.parts[0].sentence for row in known) and all(
        row.who == "civilian" for row in known):  # fmt: skip
        return [unknown]
    if not any(p.part for row in known for p in row.parts) and all(row.parts[0].sentence is unknown.parts[0].sentence for row in known):
        return [*known, unknown]
    rest = unknown.low - total
    high = None if unknown.quantity.max is None else max(unknown.quantity.max - total, rest)
    unknown.quantity = Quantity(rest, high, unknown.quantity.exactness)
    return [*known, unknown]


def _fit_groups(rows: list[Row], groups: dict[tuple[str, str], Row]) -> list[Row]:
    """Return the group rows that fit into a total; their status is that of the total."""
    fitting: list[Row] = []
    for (outcome, _), row in groups.items():
        row.outcome = outcome = "injured" if outcome in ("hit", "treated") else outcome
        if any(r.outcome == outcome and r.group == row.group for r in fitting):
            continue
        total = [r for r in rows if r.outcome == outcome]
        highs = [r.quantity.max for r in total]
        if total and (None in highs or row.low <= sum(h or 0 for h in highs)):
            fitting.append(row)
    return fitting
