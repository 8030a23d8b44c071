"""Tolls: the harm rows of a claim out of what its sentences say.

In: harm as found, sentence by sentence. Out: one total for each outcome and status, and one row for each group inside it. People
named side by side in one sentence are added up; a later sentence that repeats, details or updates a total is not added to it.
"""

from collections.abc import Iterable, Sequence

from sijill.extract.mention import HarmFound
from sijill.extract.people import find_group, find_who
from sijill.model import Quantity

_REPEATED = 2  # one person here and one there are two people; three and three more often the same three

# Totals from here on are not outnumbered by a list of names.
_NUMBER = 3


class Row:
    """A harm row in the making: its parts are what is quoted."""

    def __init__(self, outcome: str, who: str, group: str | None, parts: list[HarmFound], reason: str | None) -> None:
        self.outcome, self.who, self.group, self.parts, self.reason = outcome, who, group, parts, reason
        self.quantity = add_quantities([p.quantity for p in parts])

    @property
    def is_counted(self) -> bool:
        """Does it rest on a number, and not on people told of one by one?"""
        return any(p.is_count() for p in self.parts)

    @property
    def low(self) -> int:
        """The smallest number the words allow."""
        return self.quantity.min or 0


def add_quantities(quantities: Sequence[Quantity]) -> Quantity:
    """Return the sum of quantities; an open end stays open, the least certain kind of number is kept."""
    if len(quantities) == 1:
        return quantities[0]
    kinds = {q.exactness for q in quantities if q.exactness != "none"}
    kind = next((k for k in ("vague", "at_least", "at_most", "about") if k in kinds), "exact")
    low = sum(q.min or 0 for q in quantities)
    high = None if any(q.max is None for q in quantities) else sum(q.max or 0 for q in quantities)
    return Quantity(low, high, kind) if low or high != 0 else Quantity.none()  # type: ignore[arg-type]


def make_rows(harm: Iterable[HarmFound], among: Iterable[HarmFound] = ()) -> list[Row]:
    """Return totals and group rows of a claim; `among` is what other accounts of its event tell."""
    harm = list(harm)
    by_sentence: dict[tuple[str, int], list[HarmFound]] = {}
    for found in harm:
        by_sentence.setdefault((found.outcome, found.sentence.number), []).append(found)
    totals: dict[str, dict[str, Row]] = {}
    groups: dict[tuple[str, str], Row] = {}
    for (outcome, _), items in sorted(by_sentence.items(), key=lambda i: i[0][1]):
        _add_totals(totals.setdefault(outcome, {}), outcome, [i for i in items if not i.part])
        _add_groups(groups, outcome, items)
    for (outcome, _), items in by_sentence.items():
        _add_parts(totals.setdefault(outcome, {}), outcome, [i for i in items if i.part])
    _count_names(totals, harm)
    settled = {outcome: _settle(by_who) for outcome, by_who in totals.items()}
    rows = [row for outcome, found in _resolve_hit(settled, _count_dead(among)).items() for row in found]
    return rows + _fit_groups(rows, groups)


def _count_names(totals: dict[str, dict[str, Row]], harm: list[HarmFound]) -> None:
    """Let people who are named one by one, in several sentences, count where no total is as large."""
    for outcome, by_who in totals.items():
        named: dict[str, HarmFound] = {}
        for item in harm:
            if item.outcome == outcome and item.name and not item.part:
                named.setdefault(item.name, item)
        parts = list(named.values())
        best = max((row.low for row in by_who.values()), default=0)
        if len(parts) > best and best < _NUMBER and len({p.sentence.number for p in parts}) > 1:
            by_who["unknown"] = Row(outcome, "unknown", None, parts, None)


def _count_dead(harm: Iterable[HarmFound]) -> int:
    """Return the largest number of dead among what is told."""
    return max((h.quantity.min or 0 for h in harm if h.outcome == "killed"), default=0)


def _resolve_hit(settled: dict[str, list[Row]], dead: int = 0) -> dict[str, list[Row]]:
    """Return the rows with "was shot" read as killed or injured, and without victims that are counted elsewhere.

    Of people who were hit, those not said to have been killed, here or elsewhere (`dead`), count as injured, unless the text gives the
    injured itself.
    """
    hit, casualties = settled.pop("hit", []), settled.pop("casualties", [])
    counted = [r for r in settled.get("killed", []) + settled.get("injured", []) if r.quantity.exactness not in ("vague", "none")]
    if hit and not any(r.quantity.exactness not in ("vague", "none") for r in settled.get("injured", [])):
        injured: list[Row] = []
        killed = max(dead, sum(r.low for r in settled.get("killed", [])))
        for row in hit:
            left = row.low - killed
            if left > 0:
                row.outcome = "injured"
                high = row.quantity.max
                row.quantity = Quantity(left, None if high is None else max(high - killed, left), row.quantity.exactness)
                injured.append(row)
                counted.append(row)
            killed = max(0, killed - row.low)
        if injured:
            settled["injured"] = injured
    if casualties and not counted:
        settled["casualties"] = casualties
    return settled


def _add_totals(totals: dict[str, Row], outcome: str, items: list[HarmFound]) -> None:
    """Put one sentence's totals beside those known, the better one of each status staying."""
    by_who: dict[tuple[str, str | None], list[HarmFound]] = {}
    items = _drop_repeated(items)
    for item in items:
        who, reason = _find_listed_who(item, items)
        by_who.setdefault((who, reason if who != "unknown" else None), []).append(item)
    merged: dict[str, tuple[list[HarmFound], str | None]] = {}
    for (who, reason), parts in by_who.items():
        old = merged.get(who, ([], reason))
        merged[who] = (old[0] + parts, old[1] or reason)
    for who, (parts, reason) in merged.items():
        exact = [p for p in parts if p.quantity.exactness not in ("vague", "none")]
        row = Row(outcome, who, None, exact or parts, reason)
        if who not in totals or _is_better(row, totals[who]):
            totals[who] = row


def _find_listed_who(item: HarmFound, items: list[HarmFound]) -> tuple[str, str | None]:
    """Return who people are and why; a man or a relative listed beside a woman or a child shares their status."""
    who, reason = find_who(item.people)
    listed = item.people.kind == "name" or find_group(item.people) == "men" or any(u.entry.form == "relation" for u in item.people.members)
    if who == "unknown" and listed:
        beside = {find_who(other.people) for other in items if other is not item and other.hurt is item.hurt}
        return next((found for found in sorted(beside, key=str) if found[1] == "group"), (who, reason))
    return who, reason


def _drop_repeated(items: list[HarmFound]) -> list[HarmFound]:
    """Return the people of a sentence without those who are counted twice: the same number of the same people with another word of harm."""
    kept: list[HarmFound] = []
    for item in items:
        if item.people.cls == "pronoun" and item.outcome != "killed" and len(items) > 1 and item is not items[0]:
            continue  # "she was shot when he hit her": somebody who is told of already
        if item.quantity.min is None or item.quantity.min < _REPEATED or not any(_is_repeated(item, other) for other in kept):
            kept.append(item)
    return kept


def _is_repeated(item: HarmFound, other: HarmFound) -> bool:
    return item.hurt is not other.hurt and item.quantity == other.quantity and item.people.entry == other.people.entry


def _is_better(new: Row, old: Row) -> bool:
    """Does a later total replace an earlier one? Numbers before vague words, updates, then the larger number."""
    if any(p.update for p in new.parts):
        return new.quantity.exactness != "vague"
    if old.is_counted and not new.is_counted:
        return False
    if old.quantity.min != old.quantity.max and old.quantity.max is not None and old.low <= new.low <= old.quantity.max:
        return old.quantity.exactness == "vague" and new.quantity.exactness not in ("vague", "none")  # inside what is known
    vague = old.quantity.exactness in ("vague", "none"), new.quantity.exactness in ("vague", "none")
    if vague[0] != vague[1]:
        return vague[0]
    return not vague[0] and new.low > old.low


def _add_groups(groups: dict[tuple[str, str], Row], outcome: str, items: list[HarmFound]) -> None:
    """Put one sentence's groups beside those known."""
    by_group: dict[str, list[HarmFound]] = {}
    for item in items:
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
        row.reason == "group" and row.parts[0].sentence is unknown.parts[0].sentence for row in known):  # fmt: skip
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
        row.outcome = outcome = "injured" if outcome == "hit" else outcome
        if any(r.outcome == outcome and r.group == row.group for r in fitting):
            continue
        total = [r for r in rows if r.outcome == outcome]
        highs = [r.quantity.max for r in total]
        if total and (None in highs or row.low <= sum(h or 0 for h in highs)):
            fitting.append(row)
    return fitting
