import pytest

from sijill.lang.numbers import NumberReader, ParsedNumber
from sijill.lang.script import fold
from sijill.lang.segment import tokenize
from sijill.packs import load_packs


def _parse(text: str, code: str = "en") -> ParsedNumber | None:
    joins = {"and", "-", "\u0648"}
    return NumberReader(load_packs().get_language(code).numbers).parse([t.form for t in tokenize(fold(text))], lambda form: form in joins)


@pytest.mark.parametrize(
    ("text", "value"),
    [("25", 25), ("1,200", 1200), ("twenty-five", 25), ("one hundred and five", 105), ("two thousand", 2000), ("three hundred", 300),
     ("seventeen", 17), ("ninety nine", 99), ("two hundred and twelve", 212)],
)  # fmt: skip
def test_numbers_are_read(text: str, value: int) -> None:
    parsed = _parse(text)
    assert parsed is not None
    assert (parsed.low, parsed.high, parsed.vague) == (value, value, False)


def test_a_vague_word_has_the_interval_of_the_pack() -> None:
    parsed = _parse("dozens of people")
    assert parsed == ParsedNumber(24, 99, 1, True)


@pytest.mark.parametrize("text", ["14:30", "3.5", "people", "19659002"])
def test_what_is_no_number_of_people_is_not_read(text: str) -> None:
    assert _parse(text) is None


def test_two_numbers_side_by_side_are_not_added() -> None:
    parsed = _parse("two and three")
    assert parsed is not None
    assert parsed.low == 2
