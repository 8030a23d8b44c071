"""Counting people: what each independent source says, which numbers were replaced by later ones, and the range of the rest.

In: claims of one incident and its independent sources. Out: a `FieldAssessment` for each outcome and status or group
(`killed.civilian`, `injured.children`). The rules are written in `docs/method/counting.md`; nothing here adds numbers of two sources.
Not here: the rules for a best value (`assess.rules`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from sijill.assess.outliers import drop_far_values, drop_groups, drop_parts
from sijill.assess.rules import RULES, Value, get_rule
from sijill.assess.status import settle_status
from sijill.assess.tellings import Telling, Voice, find_tellings
from sijill.assess.words import code_words
from sijill.model import Claim, FieldAssessment, Harm, HarmCell, SourceGroup, SourceValue


def assess_counts(
    claims: Mapping[str, Claim], sources: Sequence[SourceGroup], ranks: Mapping[str, int], rule: str
) -> tuple[FieldAssessment, ...]:
    """Return every field that a source gives a number for, sorted by name; `ranks` is `source key → rank`."""
    said: dict[str, dict[Voice, list[Telling]]] = defaultdict(lambda: defaultdict(list))
    for telling in settle_status(find_tellings(claims, sources)):
        said[f"{telling.row.outcome}.{telling.row.group or telling.row.who}"][telling.voice].append(telling)
    return tuple(_assess_field(field, voices, ranks, rule) for field, voices in sorted(said.items()))


def to_cells(fields: Sequence[FieldAssessment]) -> dict[str, dict[str, HarmCell | None]]:
    """Return `outcome → who or group → cell` of the fields that have a range."""
    cells: dict[str, dict[str, HarmCell | None]] = {}
    for field in fields:
        outcome, _, who = field.field.partition(".")
        if field.min is not None:
            cells.setdefault(outcome, {})[who] = HarmCell(field.min, field.max, field.best)
    return cells


def _assess_field(field: str, voices: Mapping[Voice, list[Telling]], ranks: Mapping[str, int], rule: str) -> FieldAssessment:
    values = tuple(v for voice in sorted(voices, key=_voice_key) for v in _find_values(voice, voices[voice]))
    usable = [v for v in values if not v.superseded]
    numbers = _drop_single_victims([v for v in usable if v.exactness != "vague"] or usable)
    group_only = frozenset(t.claim.claim_id for told in voices.values() for t in told if _tells_of_group(t.claim, t.row))
    counted = drop_far_values(drop_groups(drop_parts(numbers), group_only))
    values = tuple(v if v.superseded or v in counted else msgspec.structs.replace(v, outside=True) for v in values)
    weighed = _drop_open_lows([_to_value(v, ranks) for v in counted])
    cells = {name: _make_cell(weighed, name) for name in RULES}
    cell = _make_cell(weighed, rule)
    return FieldAssessment(
        field=field, values=values, min=cell.min, max=cell.max, best=cell.best, sensitivity=cells, contested=_is_contested(numbers)
    )


def _drop_single_victims(values: Sequence[SourceValue]) -> list[SourceValue]:
    """Return the values without those that only tell of one person ("at least one") where others count: they bound nothing."""
    counted = [v for v in values if v.max is not None or (v.min or 0) > 1]
    return counted if any((v.max or v.min or 0) >= 1 for v in counted) else list(values)


def _voice_key(voice: Voice) -> tuple[str, str]:
    return voice.source, voice.quoted or ""


def _find_values(voice: Voice, tellings: Sequence[Telling]) -> list[SourceValue]:
    """Return what one voice says: of one document its fullest number, of several documents each, the later replacing the earlier."""
    by_document: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_document[telling.claim.document_id].append(telling)
    chosen = []
    for told in by_document.values():
        best = min(told, key=lambda t: (t.row.exactness == "vague", -_get_top(t.row), -(t.row.min or 0), t.claim.claim_id))
        row, published = best.row, best.claim.document.published if best.claim.document else None
        same = tuple(sorted(t.claim.claim_id for t in told if (t.row.min, t.row.max) == (row.min, row.max)))
        chosen.append((published, row, same))
    latest = max((p[:10] for p, _, _ in chosen if p), default=None)
    unique: dict[tuple[int | None, int | None, str, bool], SourceValue] = {}
    for published, row, claim_ids in sorted(chosen, key=lambda c: (c[0] or "", c[2])):
        superseded = bool(published and latest and published[:10] < latest)
        key = (row.min, row.max, row.exactness, superseded)
        before = unique.get(key)
        ids = tuple(sorted({*claim_ids, *(before.claim_ids if before else ())}))
        name = voice.source if voice.quoted is None else f"{voice.source} > {voice.quoted}"
        unique[key] = SourceValue(
            source=name, claim_ids=ids, min=row.min, max=row.max, exactness=row.exactness, words=row.quote or "",
            published=published, superseded=superseded,
        )  # fmt: skip
    return list(unique.values())


def _tells_of_group(claim: Claim, row: Harm) -> bool:
    """Are the people of a row one group, told in the same words ("a child")?"""
    groups = [h for h in claim.harm if h.group is not None and h.outcome == row.outcome and h.min == row.min]
    return row.group is None and any((h.start, h.end) == (row.start, row.end) for h in groups)


def _get_top(row: Harm | SourceValue) -> int:
    """Return the highest number that was said."""
    return row.max if row.max is not None else row.min or 0


def _to_value(value: SourceValue, ranks: Mapping[str, int]) -> Value:
    """Return a value with closed ends: an open end counts as the number that was said, words without one as they are coded."""
    low = value.min if value.min is not None else 0
    high = value.max if value.max is not None else low
    if value.exactness == "vague":
        low, high = code_words(low, value.max)
    return Value(low, high, value.exactness, value.published, ranks.get(value.source.partition(" > ")[0], 99))


def _drop_open_lows(values: Sequence[Value]) -> list[Value]:
    """Return the values with "up to nine" giving no lower end where another value gives one: there it reaches down to that."""
    lows = [v.low for v in values if v.exactness != "at_most"]
    if not lows:
        return list(values)
    return [msgspec.structs.replace(v, low=min(*lows, v.high)) if v.exactness == "at_most" else v for v in values]


def _make_cell(values: Sequence[Value], rule: str) -> HarmCell:
    if not values:
        return HarmCell(None, None, None)
    return HarmCell(min(v.low for v in values), max(v.high for v in values), get_rule(rule)(values))


def _is_contested(values: Sequence[SourceValue]) -> bool:
    """Do two values exclude one another?"""
    lows = [v.min or 0 for v in values]
    highs = [v.max for v in values if v.max is not None]
    return bool(lows and highs) and max(lows) > min(highs)
