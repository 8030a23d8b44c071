"""Headlines of other texts on a page are not part of its account."""

from sijill.extract import Extractor
from sijill.extract.layout import count_listed, find_asides
from sijill.model import Document, Quantity
from sijill.packs import load_packs

BODY = "Shelling killed three civilians in the village on Monday, the local council said in a statement."
MENU = "Most read\nA strike kills 40 people\nExplosion wounds nine civilians\nElections next week"


def test_a_row_of_headlines_after_the_text_is_found() -> None:
    text = f"Three killed\n\n{BODY}\n\n{MENU}\n"
    assert [text[a:b] for a, b in find_asides(text)] == [MENU]


def test_a_subheading_and_a_post_without_punctuation_are_text() -> None:
    assert find_asides(f"{BODY}\n\nWhat followed\n\n{BODY}") == []
    assert find_asides("three killed\nby shelling\nof the village\nof ours") == []


def test_headlines_of_other_texts_neither_join_the_news_nor_pass_for_it() -> None:
    claims = Extractor(load_packs()).extract(Document(id="d", text=f"{BODY}\n\n{MENU}")).claims
    assert [(h.min, c.background) for c in claims for h in c.harm if h.outcome == "killed"] == [(3, False), (40, True)]


def test_lines_of_a_list_are_counted_where_it_heads_them() -> None:
    names = "names of the dead:\n1- salim harb\n2) omar harb\n\n3 rami harb\nmay they rest"
    assert count_listed(names, 0) == Quantity.exact(3)
    assert count_listed("names of the dead:\n- salim harb\n- omar...", 0) == Quantity(2, None, "vague")
    assert count_listed("names of the dead:\n- salim harb\nnothing", 0) is None
    assert count_listed("names of the dead will follow\nthe village\n- a\n- b", 0) is None
