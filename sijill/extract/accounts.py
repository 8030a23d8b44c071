"""Accounts: what each source tells of one event, and the people it says came to harm.

In: an event. Out: `Account` values, and the harm rows of one account in the light of the others and of the document's other events.
Not here: how numbers of one account add up (`sijill.extract.tolls`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sijill.extract.mention import HarmFound, Mention
from sijill.extract.merge import Event
from sijill.extract.people import MANY, find_who
from sijill.extract.reading import Reading
from sijill.extract.repeats import is_detail
from sijill.extract.tolls import Row, add_quantities, make_rows
from sijill.extract.units import Sentence, Unit
from sijill.extract.victims import is_single

_SAID = frozenset({"asserted", "hedged"})
_FEW = 2
_HIT = {"hit": "injured", "treated": "injured"}


@dataclass(slots=True)
class Account:
    """What one source tells of an event."""

    mentions: list[Mention]
    sources: list[tuple[Sentence, Unit]] = field(default_factory=list)


def split_accounts(reading: Reading, event: Event) -> list[Account]:
    """Return the accounts of an event: a mention without a source goes on with the account before it."""
    accounts: list[Account] = []
    keys: list[frozenset[str]] = []
    for mention in event.mentions:
        sources = [(s.sentence, s.unit) for s in mention.sources]
        key = frozenset(reading.context.find_source(u) or reading.text_of(s, u) for s, u in sources)
        found = next((i for i, known in enumerate(keys) if known & key), None)
        has_content = any(h.is_count() for h in mention.harm) or (bool(mention.perpetrators) and not mention.harm)
        if found is None and accounts and key and not keys[-1] and not any(m.harm for m in accounts[-1].mentions):
            keys[-1], accounts[-1].sources, found = key, sources, len(accounts) - 1
        if found is None and (not accounts or (key and has_content)):
            accounts.append(Account([mention], sources))
            keys.append(key)
            continue
        target = accounts[found if found is not None else len(accounts) - 1]
        target.mentions.append(mention)
    return accounts


def make_account_rows(account: Account, event: Event, others: Sequence[Event]) -> list[Row]:
    """Return the harm rows of an account; `others` are the document's other events."""
    beside = [h for m in event.mentions if m not in account.mentions for h in m.harm]
    dead = [h for h in _iter_harm(others) if h.outcome == "killed" and is_single(h)]
    rows = make_rows((h for m in account.mentions for h in m.harm), beside, dead)
    return _drop_partial(_settle_who(rows, event), account, event)


def _iter_harm(events: Sequence[Event]) -> Iterator[HarmFound]:
    """Yield the people who are said to have come to harm in events that are not told as background."""
    for event in events:
        if not any(u.time is not None and u.time.background for u in event.units("times")):
            yield from (h for m in event.mentions if m.modality in _SAID for h in m.harm)


def _drop_partial(rows: list[Row], account: Account, event: Event) -> list[Row]:
    """Leave out totals that only tell of some of those the event counts elsewhere: a group, bare plurals, one person without a number."""
    beside = [h for m in event.mentions if m not in account.mentions for h in m.harm]
    others = [h for h in beside if h.is_count() and not h.part]
    told = [h for h in beside if h.quantity.exactness not in ("vague", "none")]
    more = [h for h in beside if (h.quantity.max or h.quantity.min or 0) > _FEW]
    kept = []
    for row in rows:
        larger = any(h.outcome == row.outcome and (h.quantity.min or 0) > row.low for h in others)
        grouped = row.group is None and all(is_detail(p) for p in row.parts)
        detail = row.quantity.exactness != "none" and not row.is_counted
        counts = told
        if any(p.is_solid() for p in row.parts):
            counts = more if row.quantity == MANY else []  # "several were killed", where another account has more
        bare = any(row.outcome in (h.outcome, _HIT.get(h.outcome)) for h in counts)
        if not (bare or (larger and (grouped or detail))):
            kept.append(row)
    return kept


def _is_beside(left: Row, right: Row) -> bool:
    """Are the people of two rows joined to one word of harm ("injuring his two children and four other people")?"""
    apart = any(p.people.parts for p in (*left.parts, *right.parts))  # "five members, including three children, and one woman"
    return not apart and any(a.hurt is b.hurt and a.hurt is not None for a in left.parts for b in right.parts)


def _tells_of_some(harm: HarmFound) -> bool:
    """Are civilians only named among others ("most of them civilians"), so that the others may be none?"""
    return harm.part and find_who(harm.people)[1] == "called_civilians"


def _settle_who(rows: list[Row], event: Event) -> list[Row]:
    """Call the dead of an event civilians where the document does, or names women and children among them, and no fighters fight."""
    if any(m.event_type == "clash" and not m.weak for m in event.mentions):
        return rows
    told = [find_who(h.people)[0] for m in event.mentions for h in m.harm if not _tells_of_some(h)]
    if "civilian" not in told or {"combatant", "mixed"} & set(told):
        return rows
    settled: list[Row] = []
    for row in rows:
        if row.who == "unknown":
            row.who, row.reason = "civilian", "document_says_civilians"
        same = next((r for r in settled if (r.outcome, r.who, r.group) == (row.outcome, row.who, row.group)), None)
        if same is None:
            settled.append(row)
        elif row.is_counted and row.quantity == add_quantities([p.quantity for p in row.parts]) and not _is_beside(same, row):
            settled[settled.index(same)] = max(same, row, key=lambda r: r.low)  # two numbers of the same people
        else:
            same.quantity, same.parts = add_quantities([same.quantity, row.quantity]), [*same.parts, *row.parts]
            same.one_by_one |= row.one_by_one
    return settled
