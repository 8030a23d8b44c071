from msgspec.structs import replace

from sijill.link.match import choose_pairs, match_claims
from sijill.model import ClaimPlace, PartialDate
from sijill.packs import load_packs
from tests.make import make_claim, make_harm

PACKS = load_packs()


def make_event(name: str, day: int, lat: float = 35.5, killed: int = 7, **fields):
    place = ClaimPlace(
        quote=f"Place {lat}",
        start=0,
        end=1,
        place_id=None,
        name=f"Place {lat}",
        lat=lat,
        lon=38.25,
        precision=1,
        country="SY",
        admin1="Sanhar",
    )
    when = PartialDate(f"2031-03-{day:02d}", f"2031-03-{day:02d}", "day")
    return make_claim(claim_id=name, document_id=name, date=when, place=place, harm=(make_harm(low=killed, high=killed),), **fields)


def test_events_of_one_day_place_and_toll_match_and_others_stay_apart():
    ours = [make_event("a", 4), make_event("b", 14), make_event("c", 24, lat=33.0)]
    theirs = [make_event("x", 24, lat=33.01), make_event("y", 4), make_event("z", 20)]
    found = match_claims(ours, theirs, PACKS)
    assert {(m.ours, m.theirs, m.first) for m in found} == {("a", "y", True), ("c", "x", True)}
    assert all(0.5 <= m.probability <= 1 for m in found)
    assert any(name.startswith("date") for name in found[0].link.features)


def test_nothing_inside_one_side_is_joined():
    ours = [make_event("a", 4), make_event("b", 4)]
    found = match_claims(ours, [make_event("x", 4)], PACKS)
    assert [(m.ours, m.theirs, m.first) for m in found] == [("a", "x", True), ("b", "x", False)]


def test_sides_may_use_the_same_ids():
    events = [make_event("a", 4), make_event("b", 14)]
    found = match_claims(events, [replace(e) for e in events], PACKS)
    assert {(m.ours, m.theirs) for m in found} == {("a", "a"), ("b", "b")}


def test_the_order_of_the_sides_does_not_matter():
    ours, theirs = [make_event("a", 4), make_event("b", 5)], [make_event("x", 4), make_event("y", 5, killed=9)]
    one = {(m.ours, m.theirs, m.first) for m in match_claims(ours, theirs, PACKS)}
    other = {(m.theirs, m.ours, m.first) for m in match_claims(theirs, ours, PACKS)}
    assert one == other == {("a", "x", True), ("b", "y", True)}


def test_more_than_the_small_limit_is_blocked_and_still_found():
    ours = [make_event(f"a{n:03d}", n % 28 + 1, lat=30 + n / 50) for n in range(300)]
    theirs = [make_event(f"x{n:03d}", n % 28 + 1, lat=30 + n / 50) for n in range(300)]
    found = [m for m in match_claims(ours, theirs, PACKS) if m.first]
    assert {(m.ours[1:], m.theirs[1:]) for m in found} == {(f"{n:03d}",) * 2 for n in range(300)}


def test_the_best_pair_is_chosen_first_and_nobody_is_lost():
    assert choose_pairs([(0, 5), (0, 6), (1, 5), (1, 6)]) == [(0, 5, True), (1, 6, True)]
    assert choose_pairs([(0, 5), (1, 5), (0, 6)]) == [(0, 5, True), (1, 5, False), (0, 6, False)]
