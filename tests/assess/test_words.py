import pytest

from sijill.assess.words import code_words
from sijill.packs import load_packs


@pytest.mark.parametrize(
    ("said", "coded"),
    [((2, None), (2, 2)), ((3, 9), (2, 2)), ((5, None), (5, 10)), ((20, 99), (12, 24)), ((24, 99), (12, 24)), ((40, 99), (12, 24))],
)
def test_words_are_coded_by_the_least_they_can_mean(said, coded):
    assert code_words(*said) == coded


def test_words_for_hundreds_and_for_one_number_keep_the_interval_of_their_language():
    assert code_words(200, 999) == (200, 999)
    assert code_words(12, 12) == (12, 12)


def test_every_word_of_every_language_has_a_coding():
    packs = load_packs()
    for code in packs.language_codes:
        for word, interval in packs.get_language(code).numbers.vague.items():
            low, high = code_words(interval[0], interval[1] if len(interval) > 1 else None)
            assert 0 < low <= high, word
