"""Accounts: what one document says of one event, pooled from its claims; the rows that linking compares.

In: claims of one document (one claim at first, then those found to tell of one event). Out: `Account`.
A claim that names no place gets its place from the other claims of its account, so that poor claims need not be linked on their own.
Not here: comparison (`link.compare`), which claims belong together (`link.within`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from sijill.lang.hashes import join_hashes, pack_hashes
from sijill.lang.script import fold
from sijill.link.hints import Hint, find_hint, make_hint
from sijill.link.names import find_marks, find_name
from sijill.link.serials import Serial, find_serial
from sijill.link.weights import LinkRules
from sijill.model import Claim, ClaimPlace, DocumentContext, Harm

_GROUPS = ("children", "women", "men", "elderly")
_YEARS, _LEAP_YEAR = (1800, 2200), 2000
_BACKGROUND = "/background"  # what is told of the past, or of a whole period, is never the news of the day
_NAMED = 3
_LONG_DAYS = {"day": 3, "week": 10, "month": 31, "range": 31}


class When(msgspec.Struct, frozen=True):
    """First and last day as ordinals; `precise` to a day or two; `soft` when the source's own words do not give the day."""

    first: int
    last: int
    precise: bool
    soft: bool


class Where(msgspec.Struct, frozen=True):
    """A place: `key` is equal for equal places, `name` for names that sound alike, `marks` are those of its words; `point` says that it is
    a settlement or finer.

    `sure` says that the words were resolved with confidence; a place that was guessed counts by its name only. `plain` says that hardly
    any other place can be meant: two plain places far apart are never one incident. `seat` says that the place bears the name of its
    province, which may be meant as well.
    """

    key: str
    name: str | None
    marks: tuple[int, ...]
    sure: bool
    plain: bool
    lat: float | None
    lon: float | None
    radius_km: float
    point: bool
    seat: bool
    precision: int
    admin1: str | None
    country: str | None


class Toll(msgspec.Struct, frozen=True):
    """People killed or injured, all statuses together; `high` is None for an open end."""

    low: int
    high: int | None
    vague: bool


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One document's account of one event; `start` is the offset of its first trigger.

    `report` is the day of the document, as far as its own head and other claims tell it; `days` are all days that it names, `named` the
    first that its beginning names, in order, as ordinals, below zero where the year is missing (month * 32 + day). `as_of` is the day of
    publication, else the last of which the document tells; `serial` is the number in its address. `focus` says that the event is the one
    the document reports first. `head` and `marks` are telling words of the document and the passage, packed (`lang.marks`): a
    collection holds very many.
    """

    claim_ids: tuple[str, ...]
    document_id: str
    group: str
    event_types: tuple[str, ...]
    when: When | None
    hint: Hint | None
    report: Hint | None
    days: tuple[int, ...]
    named: tuple[int, ...]
    published: int | None
    as_of: int | None
    serial: Serial | None
    where: Where | None
    killed: Toll | None
    injured: Toll | None
    detail: int
    perpetrators: tuple[str, ...]
    targets: tuple[str, ...]
    weapons: tuple[str, ...]
    source: str | None
    signature: str | None
    head: bytes
    marks: bytes
    start: int
    focus: bool = False

    @property
    def key(self) -> str:
        """The smallest claim id: a name for the account that does not depend on the order of claims."""
        return self.claim_ids[0]


def make_account(claim: Claim, rules: LinkRules) -> Account:
    """Return the account that one claim makes on its own."""
    context = claim.document
    when = _find_when(claim)
    published = _find_day(context.published if context else None)
    return Account(
        claim_ids=(claim.claim_id,),
        document_id=claim.document_id,
        group=rules.group_of.get(claim.event_type, claim.event_type) + (_BACKGROUND if claim.background else ""),
        event_types=(claim.event_type,),
        when=when,
        hint=_find_hint(claim, when),
        report=_find_report(context) if context else None,
        days=_find_days(context) if context else (),
        named=_find_named(context.head_days[:_NAMED]) if context else (),
        published=published,
        as_of=published,
        serial=find_serial(context.url) if context and context.url else None,
        where=_find_where(claim.place, claim.lang, rules),
        killed=_find_toll(claim.harm, "killed"),
        injured=_find_toll(claim.harm, "injured"),
        detail=_find_detail(claim.harm),
        perpetrators=tuple(sorted({a.actor_id for a in claim.perpetrator if a.actor_id})),
        targets=tuple(sorted({name for a in claim.target if (name := a.actor_id or a.kind)})),
        weapons=tuple(sorted({w.weapon_id for w in claim.weapon if w.weapon_id})),
        source=(context.source_id or context.source) if context else None,
        signature=context.signature if context else None,
        head=pack_hashes(context.head if context else None),
        marks=pack_hashes(context.marks if context else None),
        start=claim.trigger.start if claim.trigger else 0,
    )


def merge_accounts(accounts: Sequence[Account]) -> Account:
    """Return one account that says what `accounts` of one document say together: the most precise date and place, the largest toll."""
    ordered = sorted(accounts, key=lambda a: (a.start, a.claim_ids))
    if len(ordered) == 1:
        return ordered[0]
    first = ordered[0]
    when = _pool_when([a.when for a in ordered if a.when])
    detail = 0
    for account in ordered:
        detail |= account.detail
    return Account(
        claim_ids=tuple(sorted(c for a in ordered for c in a.claim_ids)),
        document_id=first.document_id,
        group=first.group,
        event_types=_union(a.event_types for a in ordered),
        when=when,
        hint=make_hint(when.first) if when and when.first == when.last else next((a.hint for a in ordered if a.hint), None),
        report=first.report,
        days=first.days,
        named=first.named,
        published=first.published,
        as_of=first.as_of,
        serial=first.serial,
        where=_pool_where([a.where for a in ordered if a.where]),
        killed=_pool_toll([a.killed for a in ordered if a.killed]),
        injured=_pool_toll([a.injured for a in ordered if a.injured]),
        detail=detail,
        perpetrators=_union(a.perpetrators for a in ordered),
        targets=_union(a.targets for a in ordered),
        weapons=_union(a.weapons for a in ordered),
        source=first.source,
        signature=first.signature,
        head=first.head,
        marks=join_hashes(a.marks for a in ordered),
        start=first.start,
    )


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({item for part in parts for item in part}))


def _pool_when(dates: Sequence[When]) -> When | None:
    if not dates:
        return None
    counts = Counter(dates)
    return min(counts, key=lambda w: (w.soft, not w.precise, w.last - w.first, -counts[w], w.first))


def _pool_where(places: Sequence[Where]) -> Where | None:
    if not places:
        return None
    counts = Counter(places)
    return min(counts, key=lambda w: (not w.point, not w.sure, w.precision, -counts[w], w.key))


def _pool_toll(tolls: Sequence[Toll]) -> Toll | None:
    if not tolls:
        return None
    return min(tolls, key=lambda t: (t.vague, -t.low, -(t.high or t.low)))


def date_documents(accounts: Sequence[Account]) -> list[Account]:
    """Return accounts of which each knows what its document tells of its own day.

    A document without a date of publication has one for linking: the last precise day of which it tells as news. A report is written
    after what it tells; how long after is not known, which is what the level `fits` says of an undated account. A document whose head
    names no day reports on the first day or weekday that one of its claims names.
    """
    latest: dict[str, int] = {}
    hints: dict[str, tuple[int, Hint]] = {}
    for account in accounts:
        if account.published is None and account.when is not None and account.when.precise and not account.group.endswith(_BACKGROUND):
            latest[account.document_id] = max(latest.get(account.document_id, 0), account.when.last)
        if account.hint is not None and (account.document_id not in hints or account.start < hints[account.document_id][0]):
            hints[account.document_id] = account.start, account.hint
    return [
        msgspec.structs.replace(
            account,
            as_of=latest.get(account.document_id, account.published),
            report=account.report or (hints[account.document_id][1] if account.document_id in hints else None),
        )
        for account in accounts
    ]


def mark_focus(accounts: Sequence[Account]) -> list[Account]:
    """Return accounts of which the first of each document that counts people, else the first, is marked as what the document is about."""
    first: dict[str, Account] = {}
    for account in accounts:
        before = first.get(account.document_id)
        if before is None or _get_prominence(account) < _get_prominence(before):
            first[account.document_id] = account
    return [msgspec.structs.replace(a, focus=True) if first[a.document_id] is a else a for a in accounts]


def _get_prominence(account: Account) -> tuple[bool, bool, int, str]:
    return account.group.endswith(_BACKGROUND), account.killed is None and account.injured is None, account.start, account.key


@lru_cache(maxsize=65536)
def _find_day(text: str | None) -> int | None:
    """Return the ordinal of an ISO 8601 day, or None; a year that no report on armed conflict has is a slip."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day.toordinal() if _YEARS[0] <= day.year <= _YEARS[1] else None


def _find_when(claim: Claim) -> When | None:
    if claim.date is None:
        return None
    first, last = _find_day(claim.date.start), _find_day(claim.date.end)
    if first is None or last is None:
        return None
    soft = claim.date.inferred or claim.date.basis == "published"
    return When(first, last, last - first < _LONG_DAYS["day"], soft)


def _find_hint(claim: Claim, when: When | None) -> Hint | None:
    if when is not None:
        return make_hint(when.first) if when.first == when.last else None
    return find_hint(claim.date.quote, claim.lang) if claim.date is not None and claim.date.quote else None


def _find_report(context: DocumentContext) -> Hint | None:
    """Return the day on which a document was written, or the first that its beginning names, perhaps without its year."""
    published = _find_day(context.published)
    if published is not None:
        return make_hint(published)
    return next((hint for day in context.head_days if (hint := _read_day(day))), None)


def _find_days(context: DocumentContext) -> tuple[int, ...]:
    """Return the days of the year (month * 32 + day) on which a document was published and which it names."""
    days = {hint.month_day for day in (context.published, *context.days) if day and (hint := _read_day(day)) and hint.month_day}
    return tuple(sorted(days))


@lru_cache(maxsize=65536)
def _find_named(days: tuple[str, ...]) -> tuple[int, ...]:
    """Return days as ordinals, those without a year (month * 32 + day) below zero."""
    named = []
    for text in days:
        hint, full = _read_day(text), None if text.startswith("--") else _find_day(text)
        if full is not None:
            named.append(full)
        elif hint is not None and hint.month_day:
            named.append(-hint.month_day)
    return tuple(named)


@lru_cache(maxsize=65536)
def _read_day(text: str) -> Hint | None:
    day = _find_day(f"{_LEAP_YEAR}{text[1:]}" if text.startswith("--") else text)
    hint = make_hint(day) if day is not None else None
    return Hint(None, hint.month_day) if hint is not None and text.startswith("--") else hint


def _find_where(place: ClaimPlace | None, lang: str, rules: LinkRules) -> Where | None:
    if place is None:
        return None
    precision = place.precision or (3 if place.lat is not None else 2)
    words = place.quote or place.name or ""
    key = place.place_id or _fold_name(words)
    if place.lat is None and not key:
        return None
    name = find_name(words, lang) if words else None
    inside = place.unlocated is not None or (precision > 2 and name not in _sounds_of(place))
    finer = inside and name is not None and place.lat is not None
    known = place.lat is not None and not finer
    score = place.candidates[0].score if place.candidates else 1.0
    return Where(
        key=key,
        name=name,
        marks=find_marks(words, lang) if words else (),
        sure=known and score >= rules.sure_score,
        plain=known and score >= rules.plain_score,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km if place.radius_km is not None else rules.radius_km.get(precision, 100.0),
        point=precision <= 2 or finer,
        seat=known and precision <= 2 and place.admin1 is not None and find_name(place.admin1, "en") == find_name(place.name or "", "en"),
        precision=precision,
        admin1=_fold_name(place.admin1) if place.admin1 else None,
        country=place.country,
    )


def _sounds_of(place: ClaimPlace) -> set[str | None]:
    """Return how the place that the words were resolved to sounds: other words name something inside it that no gazetteer knows."""
    names = ((place.name, "en"), (place.name_ar, "ar"), (place.admin1, "en"), (place.admin2, "en"))
    return {find_name(name, lang) for name, lang in names if name}


@lru_cache(maxsize=65536)
def _fold_name(name: str) -> str:
    return fold(name).strip()


def _find_toll(harm: Sequence[Harm], outcome: str) -> Toll | None:
    """Return the total of the rows that are not parts of another row, None when there is none with a number."""
    rows = [h for h in harm if h.outcome == outcome and h.group is None and h.min is not None]
    if not rows:
        return None
    high = None if any(h.max is None for h in rows) else sum(h.max or 0 for h in rows)
    return Toll(sum(h.min or 0 for h in rows), high, any(h.exactness == "vague" for h in rows))


def _find_detail(harm: Sequence[Harm]) -> int:
    """Return a bit for every stated number (1 to 8) of children, women, men or elderly people killed or injured."""
    bits = 0
    for row in harm:
        if row.group in _GROUPS and row.outcome in ("killed", "injured") and row.min and row.min <= 8 and row.min == row.max:
            bits |= 1 << ((_GROUPS.index(row.group) * 2 + (row.outcome == "injured")) * 8 + row.min - 1)
    return bits
