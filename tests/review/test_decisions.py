import msgspec
import pytest

from sijill.errors import UserError
from sijill.model import Decision, get_standing
from sijill.review import apply_decisions, check_decision
from tests.make import make_claim, make_harm


def decide(kind: str, at: int = 0, **fields: object) -> Decision:
    defaults = {"kind": kind, "subject": "clm_1", "author": "reviewer", "made_at": f"2031-04-01T00:00:{at:02d}Z"}
    return Decision(**{**defaults, **fields})  # type: ignore[arg-type]


def test_a_correction_replaces_one_field_and_leaves_the_claim_of_the_register_alone():
    claim = make_claim()
    corrected = apply_decisions([claim], [decide("correct", field="harm.0.min", value=2)])[0]
    assert corrected.harm[0].min == 2
    assert claim.harm[0].min == 3
    assert msgspec.structs.replace(corrected, harm=claim.harm) == claim


def test_a_rejected_claim_is_gone_and_a_rejected_field_is_empty():
    assert apply_decisions([make_claim()], [decide("reject")]) == []
    assert apply_decisions([make_claim()], [decide("reject", field="place")])[0].place is None
    assert apply_decisions([make_claim()], [decide("reject", field="perpetrator")])[0].perpetrator == ()
    assert apply_decisions([make_claim()], [decide("reject", field="harm.0")])[0].harm == ()


def test_the_later_decision_holds_and_an_undo_brings_the_earlier_back():
    first, second = decide("correct", 1, field="event_type", value="shelling"), decide("correct", 2, field="event_type", value="clash")
    assert apply_decisions([make_claim()], [second, first])[0].event_type == "clash"
    undo = decide("undo", 3, subject=second.decision_id)
    assert apply_decisions([make_claim()], [undo, second, first])[0].event_type == "shelling"
    undo_undo = decide("undo", 4, subject=undo.decision_id)
    assert apply_decisions([make_claim()], [undo_undo, undo, second, first])[0].event_type == "clash"


def test_a_machine_never_supersedes_a_person():
    person = decide("correct", 1, field="event_type", value="shelling")
    machine = decide("correct", 2, field="event_type", value="clash", author_kind="machine")
    assert get_standing([machine, person]) == [person]
    assert get_standing([machine]) == [machine]


def test_notes_are_all_kept():
    notes = [decide("note", 1, value="a"), decide("note", 2, value="b")]
    assert get_standing(notes) == notes


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "same", "other": "clm_9"}, "two claims that exist: clm_9"),
        ({"kind": "different", "other": "clm_1"}, "given twice"),
        ({"kind": "undo", "subject": "dec_9"}, "no decision dec_9"),
        ({"kind": "grade", "subject": "inc_1", "value": "superb"}, "one of confirmed"),
        ({"kind": "reject", "subject": "clm_9"}, "no claim or incident clm_9"),
        ({"kind": "correct", "value": 3}, "needs a field"),
        ({"kind": "correct", "field": "harm.7.min", "value": 3}, "harm.7.min cannot be set"),
        ({"kind": "correct", "field": "harm.0.min", "value": "many"}, "cannot be set to 'many'"),
        ({"kind": "correct", "subject": "inc_1", "field": "killed.everyone", "value": None}, "no such field"),
        ({"kind": "correct", "subject": "inc_1", "field": "date", "value": "Thursday"}, "date cannot be set"),
        ({"kind": "correct", "subject": "inc_1", "value": "x"}, "needs a field"),
        ({"kind": "correct", "subject": "inc_1", "field": "event_type", "value": "picnic"}, "no kind of event 'picnic'"),
        ({"kind": "correct", "field": "event_type", "value": "picnic"}, "no kind of event 'picnic'"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_with_the_reason(fields, message):
    with pytest.raises(UserError, match=message):
        check_decision(decide(**fields), {"clm_1": make_claim()}, {"inc_1"}, set(), {"shelling"})


def test_a_decision_that_makes_sense_passes():
    claims = {"clm_1": make_claim(), "clm_2": make_claim(claim_id="clm_2")}
    for decision in (
        decide("same", other="clm_2"),
        decide("correct", field="harm.0.min", value=1),
        decide("note", value="x"),
        decide("correct", field="event_type", value="shelling"),
    ):
        check_decision(decision, claims, {"inc_1"}, set(), {"shelling"})


def test_a_part_of_what_was_added_and_taken_back_is_void():
    row = msgspec.to_builtins(make_harm("killed", 2, 2))
    added = decide("correct", field="harm", value=[row, row], made_at="2031-01-01T00:00:00+00:00")
    mended = decide("correct", field="harm.1.min", value=1, made_at="2031-01-02T00:00:00+00:00")
    undone = decide("undo", subject=added.decision_id, made_at="2031-01-03T00:00:00+00:00")
    (claim,) = apply_decisions([make_claim()], [added, mended])
    assert [harm.min for harm in claim.harm] == [2, 1]
    (claim,) = apply_decisions([make_claim()], [added, mended, undone])
    assert claim == make_claim()
