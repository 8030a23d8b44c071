"""Claims out of events: one for each source that gives an account of its own, one for each town of a list.

In: the events of a document, resolved places and parties. Out: `Claim` values with every quote grounded.
Not here: which mentions belong together (`sijill.extract.merge`), how numbers add up (`sijill.extract.tolls`).
"""

from collections.abc import Iterator, Sequence
from typing import cast

import msgspec

from sijill.extract.accounts import Account, make_account_rows, split_accounts
from sijill.extract.ground import make_span
from sijill.extract.mention import STRIKES, Mention, PartyFound
from sijill.extract.merge import Event, is_generic
from sijill.extract.people import find_who
from sijill.extract.reading import Reading
from sijill.extract.tolls import Row
from sijill.extract.units import Sentence, Unit
from sijill.model import (
    Attribution,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimWeapon,
    Harm,
    PartialDate,
    Trigger,
    make_id,
)
from sijill.model.claim import Group, Modality, Outcome, Who

ORIGIN = "rules@1"
ONE_BY_ONE = "one_by_one_"  # with an outcome, among a claim's rules: its people are told of in several sentences, and nobody counts them
_PER_PLACE = frozenset(
    {"air_strike", "drone_strike", "shelling", "chemical_attack", "territory_taken", "armed_attack", "arrest", "explosive_device"}
)
_FINE = 2
_LEFT_OPEN = frozenset({"killing", "other", "looting_or_destruction"})
_OPEN_TYPES = frozenset({"armed_attack", "killing", "other"})


def make_claims(reading: Reading, event: Event, others: Sequence[Event] = (), *, earlier: bool = False) -> Iterator[Claim]:
    """Yield the claims of one event; `others` are the document's other events, `earlier` says that it lies before the document's news."""
    for account in split_accounts(reading, event):
        places: list[Unit | None] = [*_choose_places(reading, account, event)]
        for place in places or [None]:
            claim = _make_claim(reading, account, event, place, others)
            yield msgspec.structs.replace(claim, background=True) if earlier else claim


def _make_claim(reading: Reading, account: Account, event: Event, place: Unit | None, others: Sequence[Event]) -> Claim:
    """Return the claim of an account at one place."""
    mentions = account.mentions
    main = next((m for m in mentions if not is_generic(m)), None) or next((m for m in event.mentions if not is_generic(m)), mentions[0])
    event_type = find_event_type(reading, mentions, event)
    first = main if main in mentions and not is_generic(main) else next((m for m in mentions if m.unit.cls == "event"), mentions[0])
    triggers = tuple(_to_trigger(reading, m.sentence, m.unit) for m in (first, *(m for m in mentions if m is not first)))
    sources = tuple(_to_attribution(reading, s, u) for s, u in account.sources)
    perpetrators = _to_actors(reading, [p for m in mentions for p in m.perpetrators])
    taken = {a.actor_id or a.quote for a in perpetrators}
    targets = tuple(t for t in _to_targets(reading, mentions) if (t.actor_id or t.quote) not in taken)
    date, background = _choose_date(reading, account, event)
    background = background or all(m.sentence.apart for m in mentions) or all(m.period for m in mentions)
    rows = make_account_rows(account, event, others)
    harm = tuple(_to_harm(reading, row) for row in rows)
    where = _to_place(reading, event, place)
    weapons = tuple({w.quote: w for w in (_to_weapon(reading, m.sentence, u) for m in mentions for u in m.weapons)}.values())
    modality = _choose_modality(mentions)
    faults = {
        "date_unresolved": date is not None and date.start is None,
        "place_ambiguous": _is_ambiguous(where),
    }
    return Claim(
        claim_id=make_id("clm", reading.document.id, event_type, triggers[0], where.quote if where else None, [s.quote for s in sources]),
        document_id=reading.document.id,
        lang=reading.lang,
        event_type=event_type,
        trigger=triggers[0],
        modality=modality,
        attributed_to=sources,
        date=date,
        place=where,
        perpetrator=perpetrators,
        target=targets,
        weapon=weapons,
        harm=harm,
        score=_score(mentions, harm, where),
        origin=ORIGIN,
        issues=tuple(sorted(name for name, found in faults.items() if found)),
        rules=(
            *sorted({r for m in mentions for r in m.rules} | {f"{ONE_BY_ONE}{row.outcome}" for row in rows if row.one_by_one}),
            *dict.fromkeys(v.reason for v in event.verdicts if v.likely or v.reported),
        ),
        triggers=triggers if len(triggers) > 1 else (),
        background=background,
    )


def find_event_type(reading: Reading, mentions: Sequence[Mention], event: Event) -> str:
    """Return the kind of event: named outright, else told by aircraft, by the weapon, or by the least generic word."""
    named = [m for m in mentions if not is_generic(m)] or [m for m in event.mentions if not is_generic(m)]
    if named:
        return named[0].event_type
    if any(reading.is_aerial(p) for m in event.mentions for p in m.perpetrators):
        return "air_strike"
    weapons = [reading.weapon_types.get(ref) for m in event.mentions for u in m.weapons for ref in u.entry.refs]
    types = [m.event_type for m in (*mentions, *event.mentions)]
    struck = [t for t in types if t in STRIKES]
    if struck:
        return struck[0]
    if any(weapons) and set(types) <= _OPEN_TYPES:
        return next(w for w in weapons if w)
    return next((t for t in types if t not in _LEFT_OPEN), next((t for t in types if t != "other"), types[0]))


def _choose_modality(mentions: Sequence[Mention]) -> Modality:
    """Return how surely the event is told: hedged only where every verb or noun of the event is."""
    told = [m.modality for m in mentions if m.unit.cls in ("event", "hurt")] or [m.modality for m in mentions]
    return next((modality for modality in told if modality != "hedged"), "hedged")


def _score(mentions: Sequence[Mention], harm: Sequence[Harm], place: ClaimPlace | None) -> float:
    """Return the confidence that the event was read rightly: plain triggers, a place, victims and several mentions speak for it."""
    score = (
        0.55 + 0.1 * bool(harm) + 0.1 * (place is not None) + 0.05 * min(len(mentions) - 1, 2) + 0.1 * (not all(m.weak for m in mentions))
    )
    return round(min(score, 0.95), 2)


def _to_trigger(reading: Reading, sentence: Sentence, unit: Unit) -> Trigger:
    span = make_span(reading.folded, *sentence.span(unit))
    return Trigger(span.quote, span.start, span.end)


def _to_attribution(reading: Reading, sentence: Sentence, unit: Unit) -> Attribution:
    span = make_span(reading.folded, *sentence.span(unit))
    return Attribution(span.quote, span.start, span.end, reading.context.find_source(unit))


def _to_weapon(reading: Reading, sentence: Sentence, unit: Unit) -> ClaimWeapon:
    span = make_span(reading.folded, *sentence.span(unit))
    return ClaimWeapon(span.quote, span.start, span.end, unit.entry.refs[0] if unit.entry.refs else None)


def _to_harm(reading: Reading, row: Row) -> Harm:
    """Return the harm row with its words: from the first to the last part that stand in one sentence."""
    sentence = row.parts[0].sentence
    parts = [p.people for p in row.parts if p.sentence is sentence]
    start, end = min(sentence.span(u)[0] for u in parts), max(sentence.span(u)[1] for u in parts)
    span = make_span(reading.folded, start, end)
    actor = next((a for p in parts if (a := reading.context.find_actor(p))), None)
    quantity = row.quantity
    return Harm(
        outcome=cast(Outcome, row.outcome),  # the packs' codes are checked when they are loaded
        who=cast(Who, row.who),
        group=cast(Group | None, row.group),
        min=quantity.min,
        max=quantity.max,
        exactness=quantity.exactness,
        quote=span.quote,
        start=span.start,
        end=span.end,
        reason=row.reason,
        actor_id=actor,
    )


def _to_actors(reading: Reading, found: Sequence[PartyFound]) -> tuple[ClaimActor, ...]:
    """Return parties without repetition: by actor where known, else by words."""
    chosen: dict[str, ClaimActor] = {}
    for party in found:
        span = make_span(reading.folded, *party.sentence.span(party.unit))
        actor = reading.context.find_actor(party.unit)
        key = actor or span.quote.casefold()
        if key not in chosen:
            chosen[key] = ClaimActor(
                quote=span.quote, start=span.start, end=span.end, actor_id=actor, role_confidence=party.confidence, stance=party.stance
            )
    return tuple(chosen.values())


def _to_targets(reading: Reading, mentions: Sequence[Mention]) -> Iterator[ClaimActor]:
    """Yield targets: parties, then the people who came to harm, each with its kind."""
    found = [t for m in mentions for t in m.targets]
    found += [PartyFound(h.people, h.sentence) for m in mentions for h in m.harm if not h.part and h.people.cls in ("people", "name")]
    seen: set[str] = set()
    for target in found:
        for actor in _to_actors(reading, [target]):
            key = actor.actor_id or (actor.quote or "").casefold()
            if key in seen:
                continue
            seen.add(key)
            who = find_who(target.unit)[0] if target.unit.cls == "people" else "combatant" if actor.actor_id else "unknown"
            kind = {"civilian": "civilian", "combatant": "combatant", "unknown": "civilian" if target.unit.cls == "name" else None}.get(who)
            yield ClaimActor(quote=actor.quote, start=actor.start, end=actor.end, actor_id=actor.actor_id, role_confidence=0.8, kind=kind)


def _choose_places(reading: Reading, account: Account, event: Event) -> list[Unit]:
    """Return the places of an account: every town of a list that was struck one by one, else the finest of its first sentence with one.

    Where that sentence names no more than a province, or a town that may mean its province, those of all sentences count.
    """
    own = [u for m in account.mentions for u in m.places] or event.units("places")
    if not own:
        return []
    main = next((m for m in account.mentions if m.places), event.mentions[0])
    beside = [u for m in account.mentions if m.sentence is main.sentence for u in m.places]
    fine = [u for u in beside if _is_fine(reading, u) and not is_namesake(reading.places.get(u))] or own
    event_type = next((m.event_type for m in account.mentions if not is_generic(m)), account.mentions[0].event_type)
    listed = [u for u in main.places if u.rule is not None and not is_namesake(reading.places.get(u))]  # "the villages of Hama and Idlib"
    if event_type in _PER_PLACE and len(listed) > 1 and not any(m.harm for m in account.mentions):
        return listed
    near = {u: abs(u.first - main.unit.first) if u in beside else 0 for u in fine}
    return [min(fine, key=lambda u: (is_namesake(reading.places.get(u)), _precision(reading, u), near[u]))]


def _precision(reading: Reading, unit: Unit) -> int:
    """Return how coarse a place is; what a gazetteer does not know is taken for a village."""
    place = reading.places.get(unit)
    return place.precision if place is not None and place.precision is not None and place.unlocated is None else _FINE


def is_namesake(place: ClaimPlace | None) -> bool:
    """Do bare words name a town like its province, so that they may mean either ("Idlib", and not "the city of Idlib")?"""
    if place is None or place.name is None or place.name != place.admin1:
        return False
    name = place.name_ar if place.name_ar and place.quote and not place.quote.isascii() else place.name
    return len((place.quote or name).replace("_", " ").split()) <= len(name.split())


def _is_fine(reading: Reading, unit: Unit) -> bool:
    return _precision(reading, unit) <= _FINE


def _to_place(reading: Reading, event: Event, unit: Unit | None) -> ClaimPlace | None:
    """Return the resolved place of a unit, or its words alone."""
    if unit is None:
        return None
    resolved = reading.places.get(unit)
    if resolved is not None:
        return resolved
    mention = unit.place
    if mention is None:
        return None
    return ClaimPlace(
        quote=mention.quote,
        start=mention.start,
        end=mention.end,
        place_id=None,
        name=None,
        lat=None,
        lon=None,
        precision=None,
        country=None,
        admin1=None,
    )


def _is_ambiguous(place: ClaimPlace | None) -> bool:
    scores = [c.score for c in place.candidates[:2]] if place else []
    return len(scores) == 2 and scores[1] > 0.8 * scores[0]


def _choose_date(reading: Reading, account: Account, event: Event) -> tuple[PartialDate | None, bool]:
    """Return the date of an account, its own words first, then the event's, then the one day the document is dated with."""
    timed = [(m.sentence, u) for m in (*account.mentions, *event.mentions) for u in m.times if u.time is not None]
    if not timed and reading.day is not None and not event.mentions[0].sentence.apart:
        timed = [reading.day]
    if not timed:
        return None, False
    sentence, unit = min(timed, key=lambda t: t[1].time is None or t[1].time.first is None or t[1].time.precision not in ("day", "range"))
    time = unit.time
    assert time is not None
    span = make_span(reading.folded, *sentence.span(unit))
    precision = time.precision if time.first else "unknown"
    date = PartialDate(
        time.first.isoformat() if time.first else None,
        time.last.isoformat() if time.last else None,
        precision,
        span.quote,
        span.start,
        span.end,
        time.basis,
    )
    return date, time.background
