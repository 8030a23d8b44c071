"""Counting people: what each independent source says, which numbers were replaced by later ones, and the range of the rest.

In: claims of one incident and its independent sources. Out: a `FieldAssessment` for each outcome and status or group
(`killed.civilian`, `injured.children`). The rules are written in `docs/method/counting.md`; nothing here adds numbers of two sources.
Not here: the rules for a best value (`assess.rules`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from sijill.assess.outliers import drop_far_values, drop_groups, drop_parts
from sijill.assess.rules import RULES, Value, get_rule
from sijill.model import Claim, FieldAssessment, Harm, HarmCell, SourceGroup, SourceValue

LONG_DAYS = 6  # what is told of more than a week is a total of the period


class Voice(msgspec.Struct, frozen=True, order=True):
    """Who says a number: the independent source, and whom it quotes for it (None: itself)."""

    source: str
    quoted: str | None


def assess_counts(
    claims: Mapping[str, Claim], sources: Sequence[SourceGroup], ranks: Mapping[str, int], rule: str
) -> tuple[FieldAssessment, ...]:
    """Return every field that a source gives a number for, sorted by name; `ranks` is `source key → rank`."""
    said: dict[str, dict[Voice, list[tuple[Claim, Harm]]]] = defaultdict(lambda: defaultdict(list))
    news = _find_news([claims[c] for s in sources for c in s.claim_ids])
    for source in sources:
        for claim in (claims[c] for c in source.claim_ids if c in news):
            voice = _find_voice(source, claim)
            for row in claim.harm:
                if (row.min is not None or row.max is not None) and row.side != "perpetrator":
                    said[f"{row.outcome}.{row.group or row.who}"][voice].append((claim, row))
    return tuple(_assess_field(field, voices, ranks, rule) for field, voices in sorted(said.items()))


def to_cells(fields: Sequence[FieldAssessment]) -> dict[str, dict[str, HarmCell | None]]:
    """Return `outcome → who or group → cell` of the fields that have a range."""
    cells: dict[str, dict[str, HarmCell | None]] = {}
    for field in fields:
        outcome, _, who = field.field.partition(".")
        if field.min is not None:
            cells.setdefault(outcome, {})[who] = HarmCell(field.min, field.max, field.best)
    return cells


def _find_news(claims: Sequence[Claim]) -> set[str]:
    """Return the ids of the claims that tell of the event itself: neither of the past nor of a whole period, unless all of them are."""
    news = {c.claim_id for c in claims if not c.background and not _is_of_period(c)}
    return news or {c.claim_id for c in claims}


def _is_of_period(claim: Claim) -> bool:
    days = claim.date.days() if claim.date is not None and not claim.date.inferred else None
    return days is not None and days[1] - days[0] > timedelta(days=LONG_DAYS)


def _find_voice(source: SourceGroup, claim: Claim) -> Voice:
    """Return who says the numbers of a claim: the known source that it is attributed to; unnamed voices are the document's own.

    A row of a data set speaks for itself, so that its number never replaces that of a report it rests on.
    """
    quoted = next((a.source_id for a in claim.attributed_to if a.source_id), None)
    if claim.is_from_table and claim.document is not None:
        quoted = claim.document.source_id or claim.document.source
    return Voice(source.key, quoted if quoted != source.key else None)


def _assess_field(field: str, voices: Mapping[Voice, list[tuple[Claim, Harm]]], ranks: Mapping[str, int], rule: str) -> FieldAssessment:
    values = tuple(v for voice in sorted(voices, key=_voice_key) for v in _find_values(voice, voices[voice]))
    usable = [v for v in values if not v.superseded]
    numbers = _drop_single_victims([v for v in usable if v.exactness != "vague"] or usable)
    group_only = frozenset(claim.claim_id for pairs in voices.values() for claim, row in pairs if _tells_of_group(claim, row))
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


def _find_values(voice: Voice, rows: Sequence[tuple[Claim, Harm]]) -> list[SourceValue]:
    """Return what one voice says: of one document its fullest number, of several documents each, the later replacing the earlier."""
    by_document: dict[str, list[tuple[Claim, Harm]]] = defaultdict(list)
    for claim, row in rows:
        by_document[claim.document_id].append((claim, row))
    chosen = []
    for pairs in by_document.values():
        claim, row = min(pairs, key=lambda p: (p[1].exactness == "vague", -_get_top(p[1]), -(p[1].min or 0), p[0].claim_id))
        published = claim.document.published if claim.document else None
        same = tuple(sorted(c.claim_id for c, r in pairs if (r.min, r.max) == (row.min, row.max)))
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
    """Return a value with closed ends: an open end counts as the number that was said."""
    low = value.min if value.min is not None else 0
    high = value.max if value.max is not None else low
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
