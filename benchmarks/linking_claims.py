"""Synthetic claims with the density and the gaps of real ones, for measuring linking; deterministic by seed.

Out: `(claims, gold)`: `gold` is `claim id → event`. The world: 12 countries of 60 to 300 towns in clusters of neighbours, towns struck
unequally (Zipf), 120 events a day, 1 to 20 documents an event (geometric), half of the documents copied in part or round-ups of
several events. One claim in six names no place, one in ten only a division, one in five no day, one document in six has no
publication date; tolls differ between sources, days are off by one in one report of ten.
Not here: texts (`benchmarks/` of extraction); signatures are made of invented hashes.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from sijill.model import Claim, ClaimActor, ClaimPlace, ClaimWeapon, DocumentContext, Harm, PartialDate, Trigger

EVENTS_A_DAY = 120
START = date(2015, 1, 1)
TYPES = ("air_strike", "shelling", "armed_attack", "explosive_device", "clash", "drone_strike", "killing", "abduction")
ACTORS = ("syria_government", "russia", "islamic_state", "coalition_oir", "turkey_military", "sdf", "hezbollah", "israel_military")
Event = tuple[int, date, str, "Town", str, int, int, tuple[int, ...]]


class Town:
    """An invented town."""

    __slots__ = ("admin1", "country", "lat", "lon", "name")

    def __init__(self, rng: random.Random, country: int, centre: tuple[float, float], number: int) -> None:
        self.country = f"X{chr(65 + country)}"
        self.admin1 = f"province {country}-{number % 9}"
        self.lat = round(min(89.0, max(-89.0, rng.gauss(centre[0], 1.2))), 4)
        self.lon = round(rng.gauss(centre[1], 1.2), 4)
        self.name = "".join(rng.choice("bdfgjklmnrstxz") + rng.choice("aiou") for _ in range(rng.randint(2, 4)))


def make_claims(number: int, seed: int = 1) -> tuple[list[Claim], dict[str, int]]:
    """Return at least `number` claims (a whole day's events at the end) and the event of each."""
    claims, gold = [], {}
    for claim, event in iter_claims(number, random.Random(seed)):
        claims.append(claim)
        gold[claim.claim_id] = event
    return claims, gold


def iter_claims(number: int, rng: random.Random) -> Iterator[tuple[Claim, int]]:
    """Yield at least `number` claims, a whole day's events at the end, each with its event."""
    towns = _make_towns(rng)
    weights = [1.0 / (1 + rank) ** 0.8 for rank in range(len(towns))]
    made, day, event_number, document = 0, START, 0, 0
    while made < number:
        events: list[Event] = []
        for town in rng.choices(towns, weights, k=EVENTS_A_DAY):
            terms = tuple(rng.getrandbits(32) for _ in range(12))
            killed = min(200, int(rng.paretovariate(0.9)) - 1)
            events.append((event_number, day, rng.choice(TYPES), town, rng.choice(ACTORS), killed, int(killed * rng.random() * 3), terms))
            event_number += 1
        for event in events:
            for _ in range(min(20, 1 + int(rng.expovariate(0.55)))):
                told = [event, *(rng.sample(events, rng.randint(2, 5)) if rng.random() < 0.08 else [])]
                context = _make_context(rng, day, event)
                for place_in_text, one in enumerate(told):
                    yield _make_claim(rng, one, context, document, place_in_text), one[0]
                    made += 1
                document += 1
        day += timedelta(days=1)


def _make_towns(rng: random.Random) -> list[Town]:
    towns = []
    for country in range(12):
        centre = rng.uniform(-50, 60), rng.uniform(-150, 150)
        towns += [Town(rng, country, centre, n) for n in range(rng.randint(60, 300))]
    rng.shuffle(towns)
    return towns


def _make_context(rng: random.Random, day: date, event: Event) -> DocumentContext:
    """Return a document's context; its telling words are some of the event's own and some that hundreds of documents have."""
    published = None if rng.random() < 1 / 6 else (day + timedelta(days=min(9, int(rng.expovariate(0.8))))).isoformat()
    copied = rng.random() < 0.2
    shared = random.Random(event[0])
    runs = [(shared if copied else rng).getrandbits(32) for _ in range(30)]
    days = (day.isoformat(),) if published is None and rng.random() < 0.5 else ()
    return DocumentContext(
        source=f"outlet {rng.randint(0, 400)}", published=published, signature=_to_hex(runs), days=days, head=_make_marks(rng, event, 15)
    )


def _make_marks(rng: random.Random, event: Event, common: int) -> str:
    """Return some of an event's own telling words, and words of which a few are in very many passages."""
    own = rng.sample(event[7], rng.randint(2, 7))
    return _to_hex([*own, *(hash_word(int(rng.paretovariate(0.7)) % 20000) for _ in range(common))])


def hash_word(word: int) -> int:
    """Return an invented word's hash."""
    return (word * 2654435761 + 12345) & 0xFFFFFFFF


def _to_hex(values: list[int]) -> str:
    return "".join(f"{v:08x}" for v in sorted(set(values)))


def _make_claim(rng: random.Random, event: Event, context: DocumentContext, document: int, position: int) -> Claim:
    _, day, kind, town, actor, killed, injured, _ = event
    told = day + timedelta(days=rng.choice((-1, 1))) if rng.random() < 0.1 else day
    when = None if rng.random() < 0.2 else PartialDate(told.isoformat(), told.isoformat(), "day", "on that day", 0, 11, "absolute")
    toll = max(0, killed + (rng.randint(-2, 3) if rng.random() < 0.25 else 0))
    harm = [_make_harm("killed", toll)] if rng.random() < 0.8 else []
    harm += [_make_harm("injured", injured)] if rng.random() < 0.5 else []
    blamed = actor if rng.random() < 0.9 else rng.choice(ACTORS)
    start = position * 900
    return Claim(
        claim_id=f"clm_{document:08d}_{position}",
        document_id=f"doc_{document:08d}",
        lang="en",
        event_type=kind if rng.random() < 0.85 else rng.choice(("killing", "armed_attack")),
        trigger=Trigger("strike", start, start + 6),
        modality="asserted",
        date=when,
        place=_make_place(rng, town),
        perpetrator=(ClaimActor(quote="x", start=0, end=1, actor_id=blamed),) if rng.random() < 0.6 else (),
        weapon=(ClaimWeapon("x", 0, 1, "missile"),) if rng.random() < 0.3 else (),
        harm=tuple(harm),
        document=msgspec.structs.replace(context, marks=_make_marks(rng, event, 20)),
    )


def _make_harm(outcome: str, number: int) -> Harm:
    exactness = "none" if number == 0 else "exact"
    return Harm(outcome=outcome, who="civilian", group=None, min=number, max=number, exactness=exactness, quote="x", start=0, end=1)  # type: ignore[arg-type]


def _make_place(rng: random.Random, town: Town) -> ClaimPlace | None:
    chance = rng.random()
    if chance < 1 / 6:
        return None
    coarse = chance < 1 / 6 + 0.1
    words = town.admin1 if coarse else town.name
    return ClaimPlace(
        quote=words, start=0, end=1, place_id=f"own:{words} {'' if coarse else town.lat}", name=words, lat=town.lat, lon=town.lon,
        precision=4 if coarse else 1, country=town.country, admin1=town.admin1, radius_km=80.0 if coarse else 2.0,
    )  # fmt: skip
