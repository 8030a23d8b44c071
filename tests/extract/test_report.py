"""Reports of attacks and mere talk of them."""

from collections.abc import Mapping

from sijill.extract import Extractor
from sijill.extract.report import Judge
from sijill.model import Claim, Document
from sijill.packs import load_packs
from sijill.packs.weights import ReportWeights

TEXT = "Shelling of Kafr Nabl killed three civilians. Gunmen abducted journalists in Idlib."


def _make_judge(weights: Mapping[str, float], *, threshold: float = 0.5, counted: float = 0.5, beside: float = 0.5) -> Judge:
    return Judge(
        ReportWeights(
            origin="test",
            held_out={},
            threshold=threshold,
            threshold_counted=counted,
            threshold_beside=beside,
            bias=0.0,
            weights=dict(weights),
        )
    )


def _read(judge: Judge | None) -> tuple[Claim, ...]:
    return Extractor(load_packs(), None, judge).extract(Document(id="d", text=TEXT, lang="en")).claims


def test_without_weights_every_event_is_a_report() -> None:
    assert {c.event_type for c in _read(None)} == {"shelling", "abduction"}


def test_an_event_that_no_sentence_reports_is_left_out() -> None:
    claims = _read(_make_judge({"type.abduction": -2.0, "type.shelling": 2.0}))
    assert {c.event_type for c in claims} == {"shelling"}


def test_a_claim_says_what_weighed_most() -> None:
    (claim,) = _read(_make_judge({"type.abduction": -2.0, "type.shelling": 2.0}))
    assert any(rule.startswith("report 0.88 (type.shelling +2.0") for rule in claim.rules)


def test_less_is_asked_where_people_are_counted() -> None:
    unlikely = {"type.abduction": -1.0, "type.shelling": -1.0}
    assert _read(_make_judge(unlikely)) == ()
    assert {c.event_type for c in _read(_make_judge(unlikely, counted=0.2))} == {"shelling"}


def test_less_is_asked_beside_a_report() -> None:
    one_of_two = {"type.abduction": -1.0, "type.shelling": 1.0}
    assert len(_read(_make_judge(one_of_two, beside=0.4))) == 1
    assert len(_read(_make_judge(one_of_two, beside=0.2))) == 2


def test_arabic_talk_of_attacks_is_no_report_and_an_attack_is() -> None:
    extractor = Extractor(load_packs(), None)
    topic = "يرى الكاتب أن سياسة الاغتيالات والعمليات الانتحارية في المنطقة تضر بعملية السلام"
    attack = "قتل ثلاثة جنود أمس في هجوم انتحاري استهدف حاجزا للجيش"
    assert extractor.extract(Document(id="a", text=topic)).claims == ()
    assert [c.event_type for c in extractor.extract(Document(id="b", text=attack)).claims] == ["suicide_bombing"]
