"""Folding keeps its way back to the text as given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.lang.script import Folded, fold, get_script

SCRIPTS = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "M", "N", "P", "Z", "Cf", "S")))


@given(SCRIPTS)
def test_every_folded_character_comes_from_a_place_in_the_text(text: str) -> None:
    folded = Folded(text)
    origins = [folded.origin(i) for i in range(len(folded.text))]
    assert origins == sorted(origins)
    assert folded.origin(len(folded.text)) == len(text)
    assert all(folded.text[i] in fold(text[origin]) for i, origin in enumerate(origins))


@given(SCRIPTS, st.data())
def test_a_folded_span_folds_to_itself(text: str, data: st.DataObject) -> None:
    folded = Folded(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("الأربعــاء", "الاربعاء"),
        ("قُتِلَت", "قتلت"),
        ("مدرسة على", "مدرسه علي"),
        ("٢٨ و ۴۵", "28 و 45"),
        ("ﻻ", "لا"),
        ("Deir ez‑Zôr’s", "deir ez-zor's"),
        ("Būkamāl", "bukamal"),
    ],
)
def test_one_spelling_for_the_same_letters(given_text: str, folded: str) -> None:
    assert fold(given_text) == folded


def test_marks_on_the_last_letter_belong_to_the_span() -> None:
    text = "قُتلتْ طفلة"
    start, end = Folded(text).span(0, 4)
    assert text[start:end] == "قُتلتْ"


@pytest.mark.parametrize(("text", "script"), [("مدينة Hama حماة", "Arab"), ("Hama", "Latn"), ("12 – 30", "Zyyy")])
def test_script_is_decided_by_letters(text: str, script: str) -> None:
    assert get_script(text) == script


def test_marks_that_break_a_word_to_dodge_filters_are_dropped() -> None:
    for broken in (
        "\u0642\u0640.\u0640\u062a\u0640.\u0640\u0644",
        "\u0642\u0640 \u062a\u0640 \u0644",
        "\u0642\u0640\u0640\u062a\u0640..\u0644",
    ):
        folded = Folded(broken)
        assert folded.text == "\u0642\u062a\u0644"
        assert folded.span(0, 3) == (0, len(broken))
