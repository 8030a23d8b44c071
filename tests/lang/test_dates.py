from datetime import date

import pytest

from sijill.lang.dates import DateReader, FoundDate, compare_dates
from sijill.lang.script import fold
from sijill.packs import load_packs

PACKS = load_packs()


def read(text: str, lang: str = "ar", anchor: date | None = None) -> list[FoundDate]:
    folded = fold(text)
    return DateReader(PACKS.get_language(lang).dates).find(folded, 0, len(folded), anchor)


def compare(left: str, right: str) -> int:
    return compare_dates(read(left)[0], read(right)[0])


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("اليوم الأربعاء 18 آب", "في 12 حزيران من العام الجاري", -1),
        ("يوم الأربعاء", "صباح الأربعاء", 1),
        ("يوم الأربعاء", "مساء الثلاثاء", -1),
        ("اليوم", "مساء أمس", -1),
        ("صباح اليوم", "اليوم", 1),
        ("اليوم", "الثلاثاء", 0),
        ("اليوم", "7 آب 2031", -1),
        ("الأربعاء 18 آب", "18 آب 2021", 1),
    ],
)
def test_words_that_cannot_be_resolved_still_tell_days_apart(left: str, right: str, told: int):
    assert compare(left, right) == told == compare(right, left)


def test_a_time_may_be_written_together_with_and():
    assert [f.weekday for f in read("والثلاثاء، قتل أربعة مدنيين")] == [2]


def test_a_period_is_one_time_from_its_beginning_to_its_end():
    found = read("منذ بداية شهر حزيران حتى صباح اليوم الأحد 8 آب", anchor=date(2021, 8, 8))
    assert len(found) == 1
    assert found[0].background


def test_a_day_of_a_month_may_be_an_ordinal():
    found = read("في السابع عشر من كانون الثاني/يناير 2023 قتل ثلاثة، والطفل الثالث من القرية أصيب")
    assert [(f.first, f.precision) for f in found] == [(date(2023, 1, 17), "day")]
    assert [f.first for f in read("قصفت في الحادي والعشرين من آذار", anchor=date(2021, 4, 2))] == [date(2021, 3, 21)]
