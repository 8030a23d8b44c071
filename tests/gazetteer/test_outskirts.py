"""The edge of a town is near it; its countryside is wide."""

import pytest

from sijill.gazetteer import Gazetteer
from tests.gazetteer.test_around import locate


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Shells hit the outskirts of Saraqib in Syria.", "outskirts of Saraqib"),
        ("قصف على أطراف مدينة سراقب في سوريا", "أطراف مدينة سراقب"),
        ("قصف على محيط بلدة سراقب في سوريا", "محيط بلدة سراقب"),
    ],
)
def test_the_outskirts_of_a_town_lie_near_it(world: Gazetteer, text: str, quote: str) -> None:
    place = locate(world, text, quote)
    assert place.precision == 2
    assert (place.radius_km or 99) < 10


def test_the_countryside_of_a_town_is_wider(world: Gazetteer) -> None:
    assert (locate(world, "قصف على ريف سراقب في سوريا", "ريف سراقب").radius_km or 0) >= 20
