import pytest

from sijill.lang.script import Folded
from sijill.lang.segment import LONGEST_SENTENCE, Splitter, tokenize
from sijill.packs.language import PackFile

ENGLISH = PackFile(code="en", name="English", script="Latn", abbreviations="mr gen u.s", continues=True)


def _split(text: str) -> list[str]:
    folded = Folded(text)
    return [text[slice(*folded.span(start, end))] for start, end in Splitter(ENGLISH).split(folded.text, text)]


def test_a_token_knows_where_it_stands() -> None:
    text = "the us-led raid, at 14:30, killed 1,200"
    assert [text[t.start : t.end] for t in tokenize(text)] == [t.form for t in tokenize(text)]
    assert "1,200" in [t.form for t in tokenize(text)]


def test_a_sentence_ends_at_a_full_stop() -> None:
    assert _split("Two died. Three fled.") == ["Two died.", "Three fled."]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert _split("Gen. Smith and Mr. Jones met.") == ["Gen. Smith and Mr. Jones met."]


def test_a_missing_space_after_a_full_stop_is_seen() -> None:
    assert _split("The attack took place today.On the night of Monday two died.") == [
        "The attack took place today.",
        "On the night of Monday two died.",
    ]


def test_a_word_that_is_broken_by_a_blank_line_goes_on() -> None:
    assert len(_split("who provided us with i\n\nnformation on the raid")) == 1


def test_a_new_line_with_a_capital_begins_a_sentence() -> None:
    assert len(_split("Raid on the town\nTwo people died")) == 2


@pytest.mark.parametrize("length", [LONGEST_SENTENCE * 3, LONGEST_SENTENCE * 10])
def test_an_endless_line_is_cut(length: int) -> None:
    assert max(map(len, _split("word " * (length // 5)))) <= LONGEST_SENTENCE
