from hypothesis import given
from hypothesis import strategies as st

from sijill.model import Assessment, FieldAssessment, HarmCell, SourceValue
from sijill.packs import load_packs
from sijill.publish.base import IncidentRecord
from sijill.publish.tolls import Toll, make_toll
from tests.make import make_claim, make_harm, make_incident


def make_record(values: dict[str, dict[str, tuple[int | None, int | None]]], cells: dict[str, HarmCell], **claim) -> IncidentRecord:
    """Sources, each with what it says of the killed, and the cells that a rule made of it."""
    fields = {who for said in values.values() for who in said}
    assessments = tuple(
        FieldAssessment(
            field=f"killed.{who}",
            values=tuple(
                SourceValue(source=s, claim_ids=(), min=said[who][0], max=said[who][1], exactness="exact", words="")
                for s, said in values.items()
                if who in said
            ),
            min=None,
            max=None,
            best=None,
            sensitivity={},
            contested=False,
        )
        for who in sorted(fields)
    )
    assessment = Assessment(rule="range@1", sources=(), fields=assessments, disagreements=(), grade_reasons=())
    incident = make_incident(harm={"killed": cells}, assessment=assessment)
    return IncidentRecord(incident, (make_claim(harm=(), **claim),), load_packs(), "1")


def test_a_total_and_a_part_of_it_are_not_added():
    record = make_record(
        {"a": {"unknown": (168, 168), "combatant": (63, 63)}}, {"unknown": HarmCell(168, 168, 168), "combatant": HarmCell(63, 63, 63)}
    )
    assert make_toll(record) == Toll(low=168, best=168, high=168, targets=63, unknown=105)


def test_civilians_and_fighters_of_one_source_are_added():
    record = make_record(
        {"a": {"civilian": (28, 30), "combatant": (26, 26)}}, {"civilian": HarmCell(28, 30, 28), "combatant": HarmCell(26, 26, 26)}
    )
    assert make_toll(record) == Toll(low=54, best=54, high=56, civilians=28, targets=26)


def test_sources_that_disagree_make_a_range_and_are_not_added():
    record = make_record(
        {"a": {"unknown": (5, 5)}, "b": {"civilian": (3, 3)}}, {"unknown": HarmCell(5, 5, 5), "civilian": HarmCell(3, 3, 3)}
    )
    assert make_toll(record) == Toll(low=3, best=5, high=5, civilians=3, unknown=2)


def test_an_open_end_is_closed_at_the_number_given():
    record = make_record({"a": {"civilian": (25, None)}}, {"civilian": HarmCell(25, None, 25)})
    assert make_toll(record) == Toll(low=25, best=25, high=25, civilians=25)


def test_nothing_said_is_no_death():
    assert make_toll(make_record({}, {})) == Toll()


def test_an_attacker_who_dies_is_counted():
    record = make_record({"a": {"civilian": (4, 4)}}, {"civilian": HarmCell(4, 4, 4)})
    bomber = make_claim(harm=(make_harm(low=1, high=1, side="perpetrator", who="combatant"),))
    assert make_toll(IncidentRecord(record.incident, (bomber,), record.packs, "1")) == Toll(
        low=5, best=5, high=5, civilians=4, perpetrators=1
    )


numbers = st.integers(0, 500)
said = st.dictionaries(st.sampled_from(["civilian", "combatant", "mixed", "unknown"]), st.tuples(numbers, st.none() | numbers))
cells = st.dictionaries(
    st.sampled_from(["civilian", "combatant", "mixed", "unknown"]),
    st.builds(HarmCell, st.none() | numbers, st.none() | numbers, st.none() | numbers),
)


@given(st.dictionaries(st.sampled_from("abc"), said), cells)
def test_the_best_number_lies_in_the_range_and_is_the_sum_of_its_parts(values, cells):
    toll = make_toll(make_record(values, cells))
    assert toll.best == toll.civilians + toll.perpetrators + toll.targets + toll.unknown
    assert toll.low <= toll.best <= toll.high
    assert min(toll.civilians, toll.perpetrators, toll.targets, toll.unknown) >= 0
