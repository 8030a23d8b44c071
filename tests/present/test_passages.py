"""Words of documents as markup: nothing hostile gets through, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from sijill.present.passages import Mark, make_extract, make_pieces, show_controls

TEXT = "An air strike hit the market of Tell Asfar."


def test_markup_in_a_document_is_escaped():
    assert show_controls("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_characters_that_turn_the_writing_are_shown_by_name():
    shown = show_controls("abc\u202edef")
    assert "\u202e" not in shown
    assert "RLO" in shown
    assert "U+202E" in shown


def test_joiners_of_arabic_and_persian_stay():
    assert show_controls("می\u200cشود") == "می\u200cشود"


def test_overlapping_marks_keep_all_fields_and_show_the_narrowest():
    pieces = make_pieces(TEXT, [Mark(3, 13, "event", "a"), Mark(7, 13, "weapon", "b")])
    assert [(p.text, p.field, p.fields, p.claim_ids) for p in pieces] == [
        ("An ", None, (), ()),
        ("air ", "event", ("event",), ("a",)),
        ("strike", "weapon", ("weapon", "event"), ("b", "a")),
        (TEXT[13:], None, (), ()),
    ]


def test_sought_words_are_found_even_where_nothing_is_marked():
    assert [p.text for p in make_pieces(TEXT, [], sought=(22, 28)) if p.sought] == ["market"]


def test_sought_words_beyond_the_end_do_no_harm():
    assert "".join(p.text for p in make_pieces(TEXT, [], sought=(10_000, 10_001))) == TEXT


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=6))
def test_pieces_put_together_are_the_text(text, bounds):
    marks = [Mark(start, end, "event", "x") for start, end in bounds]
    pieces = make_pieces(text, marks)
    assert "".join(p.text for p in pieces) == text
    assert all(text[p.start : p.start + len(p.text)] == p.text for p in pieces)


def test_an_extract_leaves_out_what_lies_between_distant_marks():
    text = f"An air strike hit the market. {'Something else happened. ' * 40}The ministry denied it."
    end = text.index("denied")
    pieces = make_extract(text, [Mark(3, 13, "event", "a"), Mark(end, end + 6, "event", "a")])
    shown = "".join(p.text for p in pieces)
    assert len(shown) < 300
    assert "air strike" in shown
    assert "denied" in shown
    assert any(p.cut for p in pieces)


def test_an_extract_breaks_between_words():
    text = "word " * 60
    pieces = make_extract(text, [Mark(150, 154, "event", "a")])
    assert set("".join(p.text for p in pieces).split()) == {"word"}
