import msgspec

from sijill.model import Decision, HarmCell, Incident, IncidentDate, Link, PartialDate
from sijill.packs import load_packs
from sijill.pipeline.incidents import make_incidents, preview_decisions
from sijill.review import make_queue
from sijill.review.queue import count_people
from tests.make import make_claim, make_harm

PACKS = load_packs()


def report(name: str, killed: int = 3, **fields: object):
    return make_claim(
        claim_id=f"clm_{name}", document_id=f"doc_{name}", document=None, harm=(make_harm("killed", killed, killed),), **fields
    )


def decide(kind: str, left: str, right: str) -> Decision:
    return Decision(kind=kind, subject=f"clm_{left}", other=f"clm_{right}", author="reviewer", made_at="2031-04-01")  # type: ignore[arg-type]


def test_contested_numbers_and_missing_places_stand_in_the_queue_with_reasons():
    run = make_incidents([report("a", 3), report("b", 9), report("c", 40, place=None, date=None)], packs=PACKS)
    queue = make_queue(run.incidents)
    kinds = {item.kind for item in queue}
    assert {"field", "place"} <= kinds
    assert all(item.reasons for item in queue)
    assert [i.value for i in queue] == sorted((i.value for i in queue), reverse=True)
    place = next(item for item in queue if item.kind == "place")
    assert place.reasons == ("no place", "40 people")


def test_what_a_person_answered_leaves_the_queue_but_what_a_machine_said_does_not():
    run = make_incidents([report("a"), report("b", date=PartialDate(None, None, "unknown"))], packs=PACKS)
    pairs = [item for item in make_queue(run.incidents) if item.kind == "pair"]
    assert [(item.subject, item.other) for item in pairs] == [("clm_a", "clm_b")]
    assert all(i.kind != "pair" for i in make_queue(run.incidents, [decide("unsure", "a", "b")]))
    machine = Decision(kind="same", subject="clm_a", other="clm_b", author="model", author_kind="machine", made_at="2031-04-01")
    assert any(i.kind == "pair" for i in make_queue(run.incidents, [machine]))


def test_a_coin_toss_about_many_people_comes_before_a_sure_thing_about_few():
    def incident(name: str, probability: float, killed: int) -> Incident:
        run = make_incidents([report(name, killed)], packs=PACKS)
        made = run.incidents[0]
        link = Link(left=f"clm_{name}", right="clm_z", probability=probability, features={"date: next_day": 2.0, "place: other_name": -2.0})
        return msgspec.structs.replace(made, assessment=msgspec.structs.replace(made.assessment, nearest_apart=(link,)))

    queue = [i for i in make_queue([incident("a", 0.5, 30), incident("b", 0.02, 3)]) if i.kind == "pair"]
    assert [i.subject for i in queue] == ["clm_a", "clm_b"]
    assert queue[0].value == 30.0
    assert "place: other_name (-2.0 bits)" in queue[0].reasons


def test_people_of_a_group_are_not_counted_twice():
    cells = {"killed": {"civilian": HarmCell(5, 6, 5), "children": HarmCell(2, 2, 2)}}
    incident = Incident(
        incident_id="inc_1", event_type="shelling", date=IncidentDate(None, None, "unknown"), place=None, document_ids=(), claim_ids=(),
        perpetrator=(), target=(), harm=cells, grade="weak", independent_sources=1, disagreements=(), rule="range@1",
    )  # fmt: skip
    assert count_people(incident) == 6


def test_a_preview_shows_the_split_and_records_nothing():
    claims = [report("a"), report("b")]
    before = make_incidents(claims, packs=PACKS)
    effect = preview_decisions([decide("different", "a", "b")], claims, packs=PACKS)
    assert len(effect.before) == 1
    assert len(effect.after) == 2
    assert {c.kind for c in effect.changes} == {"split", "created"} or {c.kind for c in effect.changes} == {"changed", "created"}
    assert make_incidents(claims, packs=PACKS) == before


def test_a_preview_of_a_contradiction_says_so():
    claims = [report("a"), report("b"), report("c")]
    decisions = [decide("same", "a", "b"), decide("same", "b", "c")]
    effect = preview_decisions([decide("different", "a", "c")], claims, packs=PACKS, decisions=decisions)
    assert len(effect.contradictions) == 1


def test_rebuilding_from_claims_and_decisions_gives_the_same_incidents():
    claims = [report("a"), report("b"), report("c", 30, date=None)]
    decisions = [decide("different", "a", "b"), decide("same", "b", "c")]
    first = make_incidents(claims, packs=PACKS, decisions=decisions)
    again = make_incidents(reversed(claims), packs=PACKS, decisions=decisions[::-1])
    assert first == again
