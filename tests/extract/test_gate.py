"""The gate lets through what may tell of an event, and no word that only has the letters of one inside."""

import pytest

from sijill.extract.engine import Extractor
from sijill.extract.gate import Gate
from sijill.packs import load_packs


@pytest.mark.parametrize(
    ("text", "begins"),
    [("قتل ثلاثة", [0]), ("وقتل ثلاثة", [1]), ("والقتل", [3]), ("قتلوا", [0]), ("مقتل", []), ("استقتل", []), ("2قتل", [1])],
)
def test_a_trigger_stands_behind_clitics_and_before_endings(text: str, begins: list[int]) -> None:
    assert Gate(["قتل"], ["و", "ال", "وال"]).find_hits(text) == begins


@pytest.mark.parametrize(("text", "begins"), [("an IED hit".lower(), [3]), ("he studied", []), ("ieds", [])])
def test_where_nothing_is_written_together_a_trigger_is_a_whole_word(text: str, begins: list[int]) -> None:
    assert Gate(["ied"]).find_hits(text) == begins


@pytest.mark.parametrize("text", ["أقيمت الحفلة في المدينة مساء أمس", "ولم تعلن النتائج بعد", "أحوال جوية ماطرة وقيمة الليرة"])
def test_ordinary_words_open_no_gate(text: str) -> None:
    assert not Extractor(load_packs()).may_tell(text)


def test_a_phrase_passes_by_the_word_that_tells_most() -> None:
    assert Extractor(load_packs()).may_tell("ولم يمت أحد في المدينة")
