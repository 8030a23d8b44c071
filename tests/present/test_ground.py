"""The base map: what is inside a box is there, what is outside is not, and lines end at its edge."""

import pytest

from sijill.present.ground import WIDEST_FINE, Ground, cut_ground, load_ground, make_ground


def unpack(line):
    points, x, y = [], 0, 0
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


SQUARE = (0, 0, 100, 0, 0, 100, -100, 0, 0, -100)


def make_world(**parts):
    given = {"land": (), "lakes": (), "borders": (), "divisions": (), "rivers": (), "countries": ()} | parts
    return Ground(steps=10, **given)


def test_land_is_cut_at_the_edges_of_the_box():
    cut = cut_ground(make_world(land=((SQUARE,),)), (5, 5, 20, 20))
    assert set(unpack(cut.land[0][0])) == {(50, 50), (100, 50), (100, 100), (50, 100)}


def test_land_around_the_box_fills_it():
    cut = cut_ground(make_world(land=((SQUARE,),)), (4, 4, 6, 6))
    assert set(unpack(cut.land[0][0])) == {(40, 40), (60, 40), (60, 60), (40, 60)}


def test_what_lies_outside_is_left_out():
    world = make_world(land=((SQUARE,),), rivers=(("Sahm", "", (0, 0, 10, 10)),), countries=((1.0, 1.0, 2, "XS", "Sanhar", ""),))
    cut = cut_ground(world, (50, 50, 60, 60))
    assert (cut.land, cut.rivers, cut.countries) == ((), (), ())


def test_a_river_that_leaves_and_returns_is_two_lines():
    river = (0, 50, 100, 0, 0, 100, 50, 0, 0, -100, 50, 0)
    cut = cut_ground(make_world(rivers=(("Sahm", "", river),)), (-1, 4, 22, 6))
    assert [name for name, _, _ in cut.rivers] == ["Sahm", "Sahm"]
    assert unpack(cut.rivers[0][2])[0] == (0, 50)


@pytest.mark.parametrize("level", ["coarse", "fine"])
def test_the_shipped_levels_have_names_in_both_languages(level):
    ground = load_ground(level)
    assert {en for en, _, _ in ground.rivers} >= {"Euphrates", "Nile", "Dnieper"}
    assert all(ar for en, ar, _ in ground.rivers if en)
    assert all(en and ar for *_, en, ar in ground.countries)


def test_a_small_box_is_fine_and_small_and_a_large_one_coarse():
    small, large = make_ground((35.0, 32.0, 42.5, 37.5)), make_ground((-180.0, -60.0, WIDEST_FINE, 80.0))
    assert small.steps > large.steps
    assert len(small.divisions) > 20
    assert {code for *_, code, _, _ in small.countries} >= {"SY"}
