from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.lang.detect import detect_lang, detect_passages


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("An air strike killed three civilians in the town", "en"),
        ("GOVERNMENT FORCES KILLED TEN PEASANTS IN THE HILLS", "en"),
        ("قتل ثلاثة مدنيين بقصف جوي على المدينة", "ar"),
        ("De nombreux civils ont été tués dans le bombardement", "fr"),
        ("نیروی هوایی شهر را بمباران کرد و سه غیرنظامی کشته شدند", "fa"),
        ("Ракетный удар по городу убил трёх человек", "ru"),
        ("Hajin", "en"),
        ("قصف", "ar"),
        ("12:30", "und"),
        ("", "und"),
    ],
)
def test_names_the_language(text: str, lang: str):
    assert detect_lang(text) == lang


def test_tells_passages_apart_within_a_line():
    text = "Privacy and Cookies Policy: قتل ثلاثة مدنيين بقصف جوي على المدينة"
    passages = detect_passages(text)
    assert [p.lang for p in passages] == ["en", "ar"]
    assert text[passages[1].start :].startswith("قتل")


def test_a_name_in_another_script_is_no_passage():
    assert [p.lang for p in detect_passages("The city of دير الزور was hit by an air strike")] == ["en"]


@given(st.text(alphabet="abc ABC\nقصف جوي مدينة 123.", max_size=200))
def test_passages_cover_the_text_without_gaps(text: str):
    passages = detect_passages(text)
    assert "".join(text[p.start : p.end] for p in passages) == text
    assert all(a.lang != b.lang for a, b in pairwise(passages))
