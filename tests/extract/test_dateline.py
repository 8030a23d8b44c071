"""A document without a stated publication date is dated by its own head, and only by a dateline."""

from datetime import date

from sijill.extract import Extractor
from sijill.model import Document
from sijill.packs import load_packs


def _read(text: str, published: str | None = None) -> list[str | None]:
    claims = Extractor(load_packs()).extract(Document(id="d", text=text, published=published)).claims
    return [c.date.start if c.date else None for c in claims]


def test_a_date_alone_in_its_line_says_when_the_text_was_written() -> None:
    assert _read("Some Agency\n\n08 August 2021\n\nShelling killed three civilians in the village today.") == [date(2021, 8, 8).isoformat()]


def test_a_date_in_a_headline_lends_its_year_only() -> None:
    assert _read("Shelling of the village on 7 August 2021 in pictures\n\nA strike killed three civilians today.")[-1] != "2021-08-07"


def test_the_stated_publication_date_goes_first() -> None:
    assert _read("08 August 2021\n\nShelling killed three civilians in the village today.", "2022-02-01") == ["2022-02-01"]


def test_a_picture_taken_long_before_does_not_date_the_news() -> None:
    text = "Raid kills three\n\nSoldiers on patrol on 9 August 2021.\n\nA raid killed three militants in the village, the army said."
    assert "2021-08-09" not in _read(text, "2021-09-27")
    assert "2021-08-09" in _read(text, "2021-08-10")


def test_two_datelines_say_nothing() -> None:
    text = "08 August 2021\n\nOther news\n\n09 May 2025\n\nShelling killed three civilians in the village today."
    assert _read(text) == [None]


def test_both_scripts_of_a_page_are_read() -> None:
    arabic = "\u0642\u062a\u0644 \u062b\u0644\u0627\u062b\u0629 \u0645\u062f\u0646\u064a\u064a\u0646 \u0628\u063a\u0627\u0631\u0629"
    document = Document(id="d", text=f"Copy link to Tweet and embed this Tweet on your own page\n\n{arabic}\n\nLike")
    assert [c.lang for c in Extractor(load_packs()).extract(document).claims] == ["ar"]
