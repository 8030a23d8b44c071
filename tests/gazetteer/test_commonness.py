"""Names that are also common words: what speaks against them, and what outweighs it."""

import pytest

from sijill.gazetteer import Gazetteer
from sijill.gazetteer.lexicon import get_lexicon
from tests.gazetteer.test_gazetteer import find


@pytest.mark.parametrize("word", ["السجن", "والشرطة", "للمحكمة", "الباب"])
def test_arabic_words_that_are_inflected_are_common_with_any_clitic(word: str) -> None:
    assert get_lexicon("ar").is_common(word.replace("ة", "ه"))


@pytest.mark.parametrize("name", ["دمشق", "ادلب", "تدمر", "سراقب", "بنش", "كفرنبل", "صعده", "تعز"])
def test_arabic_names_that_are_frequent_are_not_common_words(name: str) -> None:
    assert not get_lexicon("ar").is_common(name)


def test_a_common_word_needs_a_type_word_or_region(world: Gazetteer) -> None:
    assert [m.name for m in find(world, "He found hope and went home. Reading is good. Hope is all.")] == []
    assert find(world, "He lives in Hope, Arkansas.")[0].name == "hope"


def test_a_country_is_a_place_though_its_name_is_a_word(world: Gazetteer) -> None:
    assert [m.name for m in find(world, "Turkey and Chad signed the treaty.")] == ["turkey", "chad"]


def test_the_readings_of_an_arabic_word_look_through_its_clitics() -> None:
    lexicon = get_lexicon("ar")
    assert lexicon.iter_readings("وبحلب") == (("", "وبحلب"), ("و", "بحلب"), ("وب", "حلب"))
    assert lexicon.iter_readings("للرقه")[-1] == ("ل", "الرقه")
    assert get_lexicon("en").iter_readings("baghdad") == (("", "baghdad"),)
