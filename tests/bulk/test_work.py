"""The gate before reading: nothing that could become a claim is kept back, whatever form the report has."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.bulk.job import BatchOptions
from sijill.bulk.tables import iter_rows
from sijill.bulk.work import Worker
from sijill.collect import Record
from sijill.extract import Extractor
from sijill.packs import load_packs
from sijill.read.markup import find_all_text

REPORT = "Three people were killed and five wounded when shells hit the market of Homs on Friday, residents said."
ARABIC = "قتل ثلاثة مدنيين بقصف جوي على مدينة الرقة يوم الجمعة"
ENTITIES = ARABIC.encode("ascii", "xmlcharrefreplace").decode()
BROKEN = "Three people were kil<b>led</b> and five woun<i>ded</i> in the market of Homs on Friday, residents said."
QUIET = "The council of Homs studied the white paper on bread prices and determined a new tariff for everybody."


@pytest.fixture(scope="module")
def worker() -> Worker:
    packs = load_packs()
    return Worker(Extractor(packs), packs, BatchOptions())


def make_page(body: str, head: str = "") -> bytes:
    return f"<html><head><style>.killed {{}}</style>{head}</head><body><nav>Menu</nav><article>{body}</article></body></html>".encode()


@pytest.mark.parametrize(
    "record",
    [
        Record("a.txt", "text/plain", REPORT.encode(), {}),
        Record("a.txt", "text/plain", ARABIC.encode("cp1256"), {}),
        Record("a.html", "text/html", make_page(f"<p>{REPORT}</p>"), {}),
        Record("a.html", "text/html", make_page(f"<p>{ENTITIES}</p>"), {}),
        Record("a.html", "text/html", make_page(f"<p>{BROKEN}</p>"), {}),
        Record("a.html", "text/html", make_page("<p>All quiet here, and nothing else to say.</p>", f"<title>{REPORT}</title>"), {}),
        Record("a.html", "text/html", make_page("<p>x</p>", f'<meta property="og:title" content="{REPORT}">'), {}),
        Record("a.jsonl#1", "application/json", json.dumps({"text": ARABIC}).encode(), {}),
        Record("a.jsonl#1", "application/json", json.dumps({"text": QUIET, "title": REPORT}).encode(), {}),
        Record("a.jsonl#1", "application/json", json.dumps({"text": make_page(REPORT).decode(), "media_type": "text/html"}).encode(), {}),
        Record("a.jsonl#1", "application/json", json.dumps({"body": REPORT}).encode(), {"map": '{"text":"body"}'}),
        Record("a.csv#2", "text/csv", f'1,"{REPORT}"\n'.encode(), {"columns": '["id","text"]', "delimiter": ","}),
    ],
)
def test_reports_pass(worker: Worker, record: Record):
    partition = worker.read([record])
    assert partition.counts["passed"] == 1
    assert partition.counts["claims"] >= 1


@pytest.mark.parametrize(
    "record",
    [
        Record("a.txt", "text/plain", QUIET.encode(), {}),
        Record("a.html", "text/html", make_page(f"<p class='killed' title='shelling'>{QUIET}</p><script>kill(bomb)</script>"), {}),
        Record("a.jsonl#1", "application/json", json.dumps({"text": QUIET, "title": "Bread", "tags": ["killed"]}).encode(), {}),
    ],
)
def test_what_tells_of_no_event_is_kept_back(worker: Worker, record: Record):
    partition = worker.read([record])
    assert (partition.counts["records"], partition.counts["passed"], partition.counts["documents"]) == (1, 0, 0)


def test_what_is_broken_passes_so_that_reading_can_say_so(worker: Worker):
    partition = worker.read([Record("a.jsonl#4", "application/json", b'{"text": 5}', {})])
    (issue,) = iter_rows(partition.files["issues"], "issues")
    assert (issue.file, issue.line, issue.code, partition.counts["left_out"]) == ("a.jsonl", 4, "bad_row", 1)


@given(st.text(alphabet="abc <>&;/\"'=!-xk\u0642\u0640\n", max_size=60))
def test_finding_all_text_never_fails_and_keeps_what_has_no_markup(text: str):
    found = find_all_text(text)
    if "<" not in text and "&" not in text:
        assert found == " ".join(text.split())


@given(st.lists(st.sampled_from([REPORT, ARABIC, QUIET, "killed", "rebels fired", "\u0642\u0640.\u0640\u062a\u0644"]), max_size=3))
def test_a_text_that_is_kept_back_holds_no_claim(worker: Worker, parts: list[str]):
    text = " ".join(parts)
    if not worker._extractor.may_tell(text):
        from sijill.model import Document

        assert not worker._extractor.extract(Document(id="d", text=text)).claims
