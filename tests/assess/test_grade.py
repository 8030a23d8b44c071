import pytest

from sijill.assess.grade import GradeFacts, grade_facts, make_facts
from sijill.model import HarmCell, IncidentActor
from sijill.packs import load_packs

PACKS = load_packs()


@pytest.mark.parametrize(
    ("only_combatants", "admitted", "parties", "accused", "sources", "grade", "reason"),
    [
        (True, False, 1, True, 5, "discounted", "those_harmed_were_combatants"),
        (True, True, 2, True, 5, "discounted", "those_harmed_were_combatants"),
        (False, True, 1, True, 1, "confirmed", "party_admits"),
        (False, True, 2, True, 5, "confirmed", "party_admits"),
        (False, False, 2, True, 1, "contested", "parties_compete"),
        (False, False, 3, True, 9, "contested", "parties_compete"),
        (False, False, 1, True, 2, "fair", "two_independent_sources"),
        (False, False, 0, True, 2, "fair", "two_independent_sources"),
        (False, False, 1, True, 1, "weak", "single_source"),
        (False, False, 0, False, 3, "weak", "nobody_accused"),
        (False, False, 0, False, 1, "weak", "single_source"),
    ],
)
def test_decision_table_row_by_row(only_combatants, admitted, parties, accused, sources, grade, reason):
    facts = GradeFacts(
        admitted=admitted, only_combatants=only_combatants, competing_parties=parties, accused=accused, independent_sources=sources
    )
    given, reasons = grade_facts(facts)
    assert given == grade
    assert reason in reasons


def make_actor(actor_id: str | None, status: str = "accused") -> IncidentActor:
    return IncidentActor(actor_id=actor_id, claim_ids=("clm_1",), status=status)  # type: ignore[arg-type]


def test_a_force_and_the_state_it_belongs_to_do_not_compete():
    child = next(a for a in PACKS.actors.values() if a.parent is not None)
    same = make_facts({}, [make_actor(child.id), make_actor(child.parent)], 2, PACKS)
    assert same.competing_parties == 1
    others = make_facts({}, [make_actor("islamic_state"), make_actor("russia")], 2, PACKS)
    assert others.competing_parties == 2


def test_a_denial_is_not_an_accusation():
    facts = make_facts({}, [make_actor("russia", "denied")], 2, PACKS)
    assert not facts.accused
    assert facts.competing_parties == 0


def test_unknown_status_is_not_taken_for_combatants():
    combatants = {"killed": {"combatant": HarmCell(4, 4, 4)}}
    assert make_facts(combatants, [], 1, PACKS).only_combatants
    mixed = {"killed": {"combatant": HarmCell(4, 4, 4), "unknown": HarmCell(1, 1, 1)}}
    assert not make_facts(mixed, [], 1, PACKS).only_combatants
    assert not make_facts({"killed": {"combatant": HarmCell(0, 0, 0)}}, [], 1, PACKS).only_combatants
