"""Properties of the pure values: ids, spans, quantities, dates, and the wire format."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.model import Claim, Decision, Issue, PartialDate, Quantity, Span, Trigger, make_id
from sijill.model.dates import make_month

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
QUANTITIES = st.one_of(
    st.integers(0, 500).map(Quantity.exact),
    st.integers(0, 500).map(Quantity.at_least),
    st.integers(0, 500).map(Quantity.at_most),
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: Quantity.range(min(pair), max(pair))),
)


@given(JSON_VALUES)
def test_an_id_depends_on_the_value_and_not_on_the_order_of_keys(value: object) -> None:
    shuffled = json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert make_id("clm", value) == make_id("clm", shuffled)
    assert make_id("clm", value) != make_id("clm", [value])


def test_ids_are_the_same_on_every_machine() -> None:
    assert make_id("clm", "a", 1, None) == "clm_0ae764bffd3a17b6454c"


@given(st.text(min_size=1), st.data())
def test_a_span_cut_from_a_text_is_grounded_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Span.of(text, start, end).is_grounded(text)
    assert not Span(start, end, text[start:end] + "x").is_grounded(text)


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert not Span(0, 3, "abc").overlaps(Span(3, 4, "d"))
    assert Span(0, 3, "abc").overlaps(Span(2, 4, "cd"))


@given(QUANTITIES, QUANTITIES)
def test_compatible_quantities_share_a_number(left: Quantity, right: Quantity) -> None:
    def numbers(quantity: Quantity) -> set[int]:
        high = 2000 if quantity.max is None else quantity.max
        return set(range(quantity.min or 0, high + 1))

    assert left.is_compatible(right) == bool(numbers(left) & numbers(right)) == right.is_compatible(left)


def test_more_than_thirty_begins_at_thirty_one() -> None:
    assert Quantity.more_than(30) == Quantity(31, None, "at_least")


def test_nobody_hurt_is_zero_and_not_silence() -> None:
    assert Quantity.exact(0) == Quantity.none() == Quantity(0, 0, "none")


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (5, 4)])
def test_rejects_impossible_quantities(low: int, high: int) -> None:
    with pytest.raises(ValueError, match=r"negative|above"):
        Quantity(low, high, "exact")


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_month_ends_the_day_before_the_next(year: int, month: int) -> None:
    first, last = make_month(year, month)
    assert first.day == 1
    assert (last.month, last.year) == (month, year)
    assert date.fromordinal(last.toordinal() + 1).day == 1


def test_dates_keep_their_gap_and_unresolved_dates_have_none() -> None:
    early = PartialDate("2021-03-01", "2021-03-02", "range")
    late = PartialDate("2021-03-05", "2021-03-05", "day")
    assert early.gap_days(late) == late.gap_days(early) == 3
    assert early.gap_days(PartialDate(None, None, "unknown", quote="last Thursday")) is None


def test_a_claim_travels_as_json_and_ignores_unknown_fields() -> None:
    claim = Claim(
        claim_id="clm_1", document_id="d", lang="en", event_type="shelling", trigger=Trigger("shelled", 0, 7), modality="asserted"
    )
    wire = {**json.loads(msgspec.json.encode(claim)), "a_later_version": True}
    assert msgspec.json.decode(json.dumps(wire), type=Claim) == claim


def test_a_pair_has_one_decision_id_whichever_claim_comes_first() -> None:
    def decide(left: str, right: str) -> str:
        return Decision(kind="same", subject=left, other=right, author="ana", made_at="2024-01-01T00:00:00Z").decision_id

    assert decide("clm_1", "clm_2") == decide("clm_2", "clm_1")


def test_an_issue_names_file_and_line() -> None:
    issue = Issue(stage="collect", code="broken_json", severity="skip", detail="not JSON", file="week.jsonl", line=7)
    assert issue.describe() == "week.jsonl:7: not JSON [broken_json]"
