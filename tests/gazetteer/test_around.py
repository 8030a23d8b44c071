"""Places that no gazetteer knows, parts of regions, and roads: what the text names around them gives an honest point and radius."""

import pytest

from sijill.gazetteer import Gazetteer
from sijill.gazetteer.geometry import get_distance_km
from sijill.model import ClaimPlace
from tests.gazetteer.test_gazetteer import resolve


def locate(gazetteer: Gazetteer, text: str, quote: str) -> ClaimPlace:
    place = resolve(gazetteer, text, "ar" if quote > "\u0600" else "en")[quote]
    assert place is not None
    return place


def test_an_unknown_village_lies_in_the_district_rather_than_the_region_of_its_sentence(world: Gazetteer) -> None:
    text = "قصف مدفعي على قرية قوقفينان في منطقة منبج بريف حلب الشرقي."
    place = locate(world, text, "قرية قوقفينان")
    assert (place.admin1, place.precision, place.unlocated) == ("Aleppo", 3, "قوقفينان")
    assert get_distance_km((place.lat or 0, place.lon or 0), (36.53, 37.95)) < 20


def test_an_unknown_village_lies_in_the_part_of_the_region_that_is_named(world: Gazetteer) -> None:
    south = locate(world, "Shells hit the village of Qwxrtyhafan in southern Idlib province, Syria.", "village of Qwxrtyhafan")
    north = locate(world, "Shells hit the village of Qwxrtyhafan in northern Idlib province, Syria.", "village of Qwxrtyhafan")
    assert (north.lat or 0) > (south.lat or 0) + 0.2


def test_what_stands_in_another_sentence_does_not_hold_a_village(world: Gazetteer) -> None:
    text = "Raids hit Saraqib and Ariha in Idlib province in Syria. Shells hit the village of Qwxrtyhafan. In Homs it was quiet."
    assert locate(world, text, "village of Qwxrtyhafan").country == "SY"


def test_a_part_of_a_region_is_no_point_near_the_town_of_its_name(world: Gazetteer) -> None:
    place = locate(world, "Warplanes struck southern Idlib in Syria.", "southern Idlib")
    assert (place.precision, place.admin1) == (4, "Idlib")
    assert (place.lat or 0) < 35.75
    near = locate(world, "Warplanes struck fields south of Idlib in Syria.", "south of Idlib")
    assert near.precision == 2


def test_the_middle_between_two_towns_reaches_both(world: Gazetteer) -> None:
    place = locate(world, "Shells hit the road between Saraqib and Ariha in Idlib, Syria.", "Saraqib")
    assert place.precision == 5
    assert (place.lat, place.lon) == (pytest.approx(35.84, abs=0.02), pytest.approx(36.71, abs=0.03))
    assert place.radius_km == pytest.approx(9, abs=1.5)


@pytest.mark.parametrize("text", ["مناطق الشمال السوري", "في الجنوب قصف", "من جهة الشرق"])
def test_a_direction_is_no_name(world: Gazetteer, text: str) -> None:
    assert [m.name for m in world.find_mentions(text, "ar") if m.kind == "name" and m.name.startswith("ال")] == []


def test_arabic_letters_must_agree_where_only_the_sound_does(world: Gazetteer) -> None:
    exact = world.find_candidates("سراقب", country="SY")[0]
    assert exact.place.name in ("Sarāqib", "Saraqib")
    other = [c for c in world.find_candidates("صرقب", country="SY") if c.place.place_id == exact.place.place_id]
    assert all(c.score < 0.6 for c in other)


def test_a_list_of_towns_goes_on_behind_known_and_unknown_ones(world: Gazetteer):
    text = "They shelled the towns of Khan Sheikhoun, Kafr Nabl, Maarat Harma and Hish in the countryside of Idlib."
    found = [mention.quote for mention in world.find_mentions(text, "en")]
    assert found == ["towns of Khan Sheikhoun", "Kafr Nabl", "Maarat Harma", "Hish", "countryside of Idlib"]


@pytest.mark.parametrize(("side", "unknown"), [("south", None), ("southwest", None), ("north", "saraqib"), ("east", "saraqib")])
def test_a_namesake_on_the_wrong_side_of_the_town_beside_it_is_not_meant(world: Gazetteer, side: str, unknown: str | None) -> None:
    place = locate(world, f"Shells hit the village of Saraqib {side} of Aleppo in Syria.", "village of Saraqib")
    assert place.unlocated == unknown
