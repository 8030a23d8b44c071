import re
from html.parser import HTMLParser

import pytest

from sijill.packs import load_packs
from sijill.pipeline.compare import compare_edition
from sijill.publish import comparison_page
from sijill.publish.comparison import Comparison
from sijill.publish.comparison_page import write_page
from tests.convert.tables import write_acled
from tests.pipeline.test_compare import make_one, make_ours

PACKS = load_packs()
ROWS = (
    {"fatalities": "9", "actor1": "<script>alert(1)</script>"},
    {"event_id_cnty": "SYR9002", "event_date": "2031-03-20", "location": "Elsewhere", "latitude": "33"},
)


@pytest.fixture
def comparison(tmp_path) -> Comparison:
    late = make_one(incident_id="inc_9", date=type(make_one().date)("2031-03-20", "2031-03-20", "day"))
    return compare_edition(make_ours(make_one(), late), write_acled(tmp_path / "acled.csv", *ROWS), PACKS)


def test_the_page_is_one_file_in_each_language_and_asks_nobody(comparison, tmp_path):
    pages = {path.name: path.read_text(encoding="utf-8") for path in write_page(comparison, PACKS, tmp_path / "out")}
    assert list(pages) == ["comparison.html", "comparison.ar.html"]
    for name, text in pages.items():
        HTMLParser().feed(text)
        addresses = re.findall(r'(?:src|href|url)\s*[=(]\s*"?([^")\s>]+)', text)
        assert set(addresses) <= {"comparison.html", "comparison.ar.html"}, name
        assert "<script" not in text
        assert text.count('class="m-spot g-match"') == 1
        assert text.count('class="m-spot g-theirs_only"') == 1
    assert 'dir="rtl"' in pages["comparison.ar.html"]


def test_what_differs_is_marked(comparison, tmp_path):
    text = write_page(comparison, PACKS, tmp_path)[0].read_text(encoding="utf-8")
    assert "Matches that disagree" in text
    assert re.search(r'<td class="differs"><bdi dir="ltr" class="num">3</bdi>', text)


def test_long_lists_are_cut_and_say_so(comparison, tmp_path, monkeypatch):
    monkeypatch.setattr(comparison_page, "SHOWN", 0)
    text = write_page(comparison, PACKS, tmp_path)[0].read_text(encoding="utf-8")
    assert "The first 0 of 1; the table has all." in text


def test_events_without_points_make_no_map(comparison, tmp_path):
    bare = Comparison(title="A", other="B", file="b.csv", skipped=2, pairs=())
    text = write_page(bare, PACKS, tmp_path)[0].read_text(encoding="utf-8")
    assert "<svg" not in text
    assert "2 rows of it could not be read." in text
