from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sijill.link.chains import OPEN_DAYS, find_chain

DAY = date(2031, 3, 1).toordinal()


def make_known(*points: tuple[int, int], weight: float = 1.0) -> dict[int, dict[int, float]]:
    known: dict[int, dict[int, float]] = {}
    for number, day in points:
        known.setdefault(number, {})[DAY + day] = weight
    return known


def test_a_number_between_two_known_days_is_interpolated_with_some_width():
    chain = find_chain(make_known((100, 0), (200, 40)))
    first, last = chain.estimate(150)
    assert first < DAY + 20 < last
    assert last - first <= 8


def test_a_known_number_has_its_day():
    chain = find_chain(make_known((100, 0), (200, 40)))
    assert chain.estimate(200) == (DAY + 40, DAY + 40)


def test_numbers_between_two_of_one_day_are_of_that_day():
    chain = find_chain(make_known((100, 5), (200, 5)))
    assert chain.estimate(150) == (DAY + 5, DAY + 5)


def test_the_further_beyond_the_known_days_the_wider_the_estimate():
    chain = find_chain(make_known((100, 0), (200, 20)))
    near, far = chain.estimate(210), chain.estimate(300)
    assert near[0] >= DAY + 20
    assert near[1] - near[0] < far[1] - far[0]
    assert far[0] <= DAY + 40 <= far[1]
    assert chain.estimate(90)[1] <= DAY


def test_one_known_day_says_only_what_came_before_and_after():
    chain = find_chain(make_known((100, 0)))
    assert chain.estimate(101) == (DAY, DAY + OPEN_DAYS)
    assert chain.estimate(99) == (DAY - OPEN_DAYS, DAY)


def test_a_page_that_was_edited_later_does_not_break_the_chain():
    known = make_known((100, 0), (110, 2), (120, 300), (130, 6), (140, 8))
    assert find_chain(known).numbers == (100, 110, 130, 140)


def test_a_day_long_past_does_not_break_the_chain_even_at_its_beginning():
    known = make_known((100, -5000), (110, 2), (120, 6), (130, 9), (140, 14))
    assert find_chain(known).numbers == (110, 120, 130, 140)


def test_a_day_that_fits_between_but_far_from_where_the_others_have_it_is_left_out():
    known = make_known((100, 0), (110, 5), (190, 8), (200, 50), (210, 55), (220, 60))
    assert 190 not in find_chain(known).numbers


def test_of_several_days_of_a_number_the_one_that_fits_is_taken():
    known = make_known((100, 0), (200, 40), weight=4.0) | {150: {DAY - 30: 2.0, DAY + 20: 1.0}}
    assert find_chain(known).estimate(150) == (DAY + 20, DAY + 20)


def test_heavier_days_win():
    heavy = make_known((100, 0), weight=4.0)
    assert find_chain(heavy | make_known((50, 10), (60, 12))).days == (DAY,)


def test_no_days_make_no_chain():
    assert find_chain({}) is None


points = st.lists(st.tuples(st.integers(1, 60), st.integers(-50, 50)), min_size=1, max_size=25)


@given(points)
def test_a_chain_rises_whatever_is_known(pairs):
    chain = find_chain(make_known(*pairs))
    assert list(chain.numbers) == sorted(set(chain.numbers))
    assert list(chain.days) == sorted(chain.days)


@given(points, st.integers(0, 61))
def test_an_estimate_never_ends_before_it_begins_and_keeps_between_its_neighbours(pairs, number):
    chain = find_chain(make_known(*pairs))
    first, last = chain.estimate(number)
    assert first <= last
    assert all(day <= first for at, day in zip(chain.numbers, chain.days, strict=True) if at < number)
    assert all(day >= last for at, day in zip(chain.numbers, chain.days, strict=True) if at > number)
