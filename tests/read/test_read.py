from pathlib import Path

import pytest

from sijill.lang.encoding import decode_bytes
from sijill.model import Capture, Document, Issue, make_id, make_sha256
from sijill.packs import load_packs
from sijill.read import parse_line, read_capture, read_one
from sijill.read.html import parse_page
from sijill.read.prepare import find_date_in_address, is_machine_translated

JSON_LD = '<script type="application/ld+json">{"datePublished": "2031-03-05"}</script>'
ARTICLE = (
    "<p>"
    + "</p><p>".join(
        f"Warplanes struck the market of the town on day {n}, and {n} civilians were killed, residents said." for n in range(1, 6)
    )
    + "</p>"
)


def read_page(page: str | bytes) -> tuple[list[Document], list[Issue]]:
    data = page if isinstance(page, bytes) else page.encode()
    sha256 = make_sha256(data)
    capture = Capture(
        capture_id=make_id("cap", sha256),
        sha256=sha256,
        size=len(data),
        media_type="text/html",
        origin="page.html",
        captured_at="2031-03-05T00:00:00+00:00",
    )
    return read_capture(capture, data, load_packs())


def test_finds_the_report_in_a_page():
    page = f"""<html><head><title>Site - Strike</title><meta property="og:title" content="Strike on a market">
    <meta property="article:published_time" content="2031-03-05T08:00:00+02:00">
    <script>var text = "Forty people were killed";</script></head>
    <body><nav><a href="/">Home</a><a href="/war">War: 900 killed</a></nav><article><h1>Strike on a market</h1>{ARTICLE}</article>
    <footer>All rights reserved. Subscribe to our newsletter</footer></body></html>"""
    (document,), issues = read_page(page)
    assert not issues
    assert document.title == "Strike on a market"
    assert (document.published, document.published_basis) == ("2031-03-05T08:00:00+02:00", "metadata")
    assert "5 civilians were killed" in document.text
    assert "Forty" not in document.text
    assert "900" not in document.text


def test_reads_json_ld_dates():
    page = parse_page(f"<html>{JSON_LD}<body><article>{ARTICLE}</article></body></html>")
    assert page is not None
    assert (page.published, page.basis) == ("2031-03-05", "metadata")


def test_a_truncated_page_is_read_as_far_as_it_goes():
    (document,), _ = read_page(f"<html><body><article>{ARTICLE}<p>Later a second strike hit the <a href=")
    assert "5 civilians were killed" in document.text


def test_takes_all_visible_text_where_there_is_no_article():
    (document,), issues = read_page(
        "<html><body><div>Two killed in Homs<br>by a mine</div><script>alert(1)</script><style>p {}</style></body></html>"
    )
    assert document.text == "Two killed in Homs\nby a mine"
    assert [i.code for i in issues] == ["no_article"]


def test_a_page_of_scripts_is_an_issue():
    documents, issues = read_page("<html><head><script>document.write('killed')</script></head><body><script>1</script></body></html>")
    assert not documents
    assert [(i.code, i.file) for i in issues] == [("no_text", "page.html")]


@pytest.mark.parametrize(
    "page", ["<div>" * 100_000 + "deep words in a page" + "</div>" * 100_000, "<" * 100_000, "<!--" + "x" * 1000, "<p>\x00\x01</p>"]
)
def test_survives_hostile_pages(page: str):
    documents, issues = read_page(page)
    assert documents or issues


def test_reads_a_page_in_windows_1256():
    text = "قتل ثلاثة مدنيين بقصف جوي على مدينة الرقة"
    (document,), _ = read_page(f"<html><head><meta charset=windows-1256></head><body><p>{text}</p></body></html>".encode("cp1256"))
    assert document.text == text
    assert document.lang == "ar"


def test_drops_page_furniture_but_no_sentences():
    (document,), _ = read_page(
        "<html><body><div>Share on Facebook</div><div>We use cookies to improve</div><div>Two were killed in Homs.</div></body></html>"
    )
    assert document.text == "Two were killed in Homs."


def test_given_text_is_not_touched():
    text = "  L & # 39 EI\r\n\x00[ad_1]  \ufeffتـــم "
    (document,), _ = read_one(Document(id="d", text=text), load_packs())
    assert document.text == text
    assert document.machine_translated


def test_keeps_fields_it_does_not_know():
    document = parse_line(b'{"id": 7, "text": "t", "published": "2031-03-05", "published_basis": "post_id", "desk": "east"}')
    assert document.id == "7"
    assert document.published_basis == "given"
    assert document.extra == {"desk": "east"}


def test_makes_the_same_id_for_the_same_text():
    assert parse_line(b'{"text": "t"}').id == parse_line(b'{"text":"t", "source": "x"}').id != parse_line(b'{"text": "u"}').id


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2031/03/05/strike", "2031-03-05"),
        ("https://news.example/2031/3/5/strike", "2031-03-05"),
        ("https://news.example/strike-2031-03-05.html", None),
        ("https://news.example/2021-09-22-strike", "2021-09-22"),
        ("https://news.example/a?date=20210922", "2021-09-22"),
        ("https://news.example/2021/13/05/x", None),
        ("https://news.example/2021/02/30/x", None),
        ("https://news.example/id/120210922345", None),
        ("https://news.example/strike", None),
        ("https://x.com/desk/status/1440600000000000000", "2021-09-22T08:52:59+00:00"),
    ],
)
def test_finds_dates_in_addresses(url: str, day: str | None):
    expected = "2031-03-05" if url.endswith("2031-03-05.html") else day
    assert find_date_in_address(url) == expected


def test_says_how_a_date_is_known():
    (document,), _ = read_one(Document(id="d", text="t", url="https://news.example/2031/03/05/a"), load_packs())
    assert (document.published, document.published_basis) == ("2031-03-05", "address")


def test_knows_sources_by_name_and_address():
    packs = load_packs()
    source = next(s for s in packs.sources.values() if s.domains and not s.collective)
    by_url, _ = read_one(Document(id="d", text="t", url=f"https://www.{source.domains[0]}/1"), packs)
    assert by_url[0].source_id == source.id
    by_name, _ = read_one(Document(id="d", text="t", source=source.get_label("en").upper()), packs)
    assert by_name[0].source_id is not None


def test_marks_of_machine_translation():
    assert is_machine_translated("The L & # 39 EI said")
    assert is_machine_translated("Text [ad_1] text")
    assert not is_machine_translated("R&D in 1959, [1] and #39.")


def test_counts_what_cannot_be_decoded():
    decoded = decode_bytes("قصف المدينة القديمة في حمص".encode()[:-1])
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)


def test_reading_rules_compile(tmp_path: Path):
    from sijill.read.html import drop_furniture

    assert drop_furniture("اترك تعليقاً\nقتل مدنيان\nShare this article") == "قتل مدنيان"
