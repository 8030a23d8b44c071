import pytest

from sijill.lang.names import drop_article, has_long_vowels, make_name_key, make_skeleton, measure_sound


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Deir ez-Zor", "دير الزور"),
        ("Khan Shaykhun", "خان شيخون"),
        ("As-Susah", "السوسة"),
        ("Bubadran", "البوبدران"),
        ("Ain Issa", "عين عيسى"),
        ("Muhaymidah", "المحيميدة"),
        ("Kharkiv", "Харків"),
    ],
)
def test_the_skeleton_is_the_same_in_both_scripts(left: str, right: str) -> None:
    assert make_skeleton(make_name_key(left)) == make_skeleton(make_name_key(right))


def test_keys_drop_marks_and_join_parts() -> None:
    assert make_name_key("Dayr  az-Zawr") == "dayr az zawr"
    assert make_name_key("‘Afrīn") == "afrin"
    assert make_name_key("U.S.") == "us"


def test_an_article_alone_stays() -> None:
    assert drop_article("al") == "al"
    assert drop_article("al bab") == "bab"


def test_confusable_sounds_are_near() -> None:
    assert measure_sound("bgz", "bgr") < 1
    assert measure_sound("bsr", "bsr") == 0
    assert measure_sound("drzr", "hlb") > 2


def test_swapped_neighbours_cost_less_than_two_changes() -> None:
    assert measure_sound("tlmn", "ltmn") < 1


@pytest.mark.parametrize(("arabic", "latin"), [("الصبحة", "sabhah"), ("ابريهة", "burayhah"), ("قرف", "kurruf"), ("الحريجة", "harijiyah")])
def test_a_romanised_name_has_the_long_vowels_that_arabic_writes(arabic: str, latin: str) -> None:
    assert has_long_vowels(latin, make_name_key(arabic))


@pytest.mark.parametrize(("arabic", "latin"), [("إطار", "turay"), ("بيرا", "burayhah"), ("السرايا", "as surah"), ("تول", "tallu")])
def test_other_vowels_make_another_name(arabic: str, latin: str) -> None:
    assert not has_long_vowels(latin, make_name_key(arabic))
