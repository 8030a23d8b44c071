import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.assess import RULES, assess_incident
from sijill.lang.shingles import make_signature
from sijill.model import Attribution, Claim, ClaimActor, Cluster, Decision, DocumentContext, HarmCell, Incident, PartialDate
from sijill.packs import load_packs
from tests.make import make_claim, make_harm

PACKS = load_packs()
TEXT = "The ministry said that two rockets struck the northern edge of the town shortly before dawn and that teams pulled people out"


def report(name: str, *rows: object, source: str | None = None, published: str = "2031-03-05", **fields: object) -> Claim:
    context = fields.pop("document", None) or DocumentContext(source=source or f"source {name}", published=published)
    defaults = {"claim_id": f"clm_{name}", "document_id": f"doc_{name}", "harm": rows, "attributed_to": (), "document": context}
    return make_claim(**{**defaults, **fields})


def assess(*claims: Claim, **options: object) -> Incident:
    cluster = Cluster(incident_id="inc_1", claim_ids=tuple(sorted(c.claim_id for c in claims)))
    return assess_incident(cluster, {c.claim_id: c for c in claims}, packs=PACKS, **options)  # type: ignore[arg-type]


def test_the_range_spans_independent_sources():
    incident = assess(report("a", make_harm("killed", 3, 3)), report("b", make_harm("killed", 5, 5)))
    assert incident.harm["killed"]["civilian"] == HarmCell(3, 5, 3)
    assert incident.independent_sources == 2
    assert "killed.civilian" in incident.disagreements


def test_one_publisher_is_one_source_and_its_later_number_replaces_the_earlier():
    early = report("a", make_harm("killed", 9, 9), source="Wire", published="2031-03-04")
    late = report("b", make_harm("killed", 14, 14), source="Wire", published="2031-03-05")
    incident = assess(early, late)
    assert incident.harm["killed"]["civilian"] == HarmCell(14, 14, 14)
    assert incident.independent_sources == 1
    assert incident.assessment.sources[0].reason == "same publisher"
    assert [v.superseded for v in incident.assessment.fields[0].values] == [True, False]


def test_copies_of_one_text_count_once():
    contexts = [DocumentContext(source=f"outlet {i}", signature=make_signature(TEXT)) for i in range(3)]
    incident = assess(*(report(f"{i}", make_harm(), document=context) for i, context in enumerate(contexts)))
    assert incident.independent_sources == 1
    assert incident.assessment.sources[0].reason == "same text"


def test_two_named_voices_in_one_document_are_two_values():
    ministry, monitor = (Attribution("x", 0, 1, name) for name in ("ministry_of_health", "monitor"))
    claims = (
        report("a", make_harm("killed", 12, 12), attributed_to=(ministry,), document_id="doc"),
        report("b", make_harm("killed", 15, 15), attributed_to=(monitor,), document_id="doc"),
    )
    assert assess(*claims).harm["killed"]["civilian"] == HarmCell(12, 15, 12)


def test_vague_words_set_no_number_where_a_source_gives_one():
    vague = make_harm("killed", 24, 99, exactness="vague")
    assert assess(report("a", vague), report("b", make_harm("killed", 30, 30))).harm["killed"]["civilian"] == HarmCell(30, 30, 30)
    assert assess(report("a", vague)).harm["killed"]["civilian"] == HarmCell(12, 24, 12)


def test_an_open_end_counts_as_the_number_that_was_said():
    open_end = make_harm("killed", 25, None, exactness="at_least")
    assert assess(report("a", open_end), report("b", make_harm("killed", 20, 20))).harm["killed"]["civilian"] == HarmCell(20, 25, 20)


def test_a_source_that_names_one_victim_bounds_nothing_where_others_count():
    one = make_harm("killed", 1, None)
    assert assess(report("a", one), report("b", make_harm("killed", 4, 4))).harm["killed"]["civilian"] == HarmCell(4, 4, 4)
    assert assess(report("a", one)).harm["killed"]["civilian"] == HarmCell(1, 1, 1)


def test_without_a_stated_day_the_first_publication_and_the_day_before_are_the_news_window():
    incident = assess(report("a", make_harm("killed", 3, 3), date=None), report("b", date=None, published="2031-03-07"))
    assert (incident.date.start, incident.date.end, incident.date.precision) == ("2031-03-04", "2031-03-05", "range")


def test_children_are_a_cell_of_their_own_and_never_added():
    rows = (make_harm("killed", 5, 5), make_harm("killed", 2, 2, group="children"))
    assert assess(report("a", *rows)).harm["killed"] == {"civilian": HarmCell(5, 5, 5), "children": HarmCell(2, 2, 2)}


def test_statuses_are_kept_apart():
    rows = (make_harm("killed", 5, 5), make_harm("killed", 3, 3, who="combatant"))
    assert assess(report("a", *rows)).harm["killed"] == {"civilian": HarmCell(5, 5, 5), "combatant": HarmCell(3, 3, 3)}


def test_sensitivity_lists_every_rule():
    field = assess(report("a", make_harm("killed", 3, 3)), report("b", make_harm("killed", 5, 5))).assessment.fields[0]
    assert set(field.sensitivity) == set(RULES)
    assert field.sensitivity["mode"].best is None
    assert field.sensitivity["lowest"].best == 3


def test_accusation_and_denial_stand_side_by_side():
    accused = ClaimActor(quote="x", start=0, end=1, actor_id="russia")
    denied = ClaimActor(quote="x", start=0, end=1, actor_id="russia", stance="denied")
    incident = assess(report("a", perpetrator=(accused,)), report("b", perpetrator=(denied,)))
    assert {(a.actor_id, a.status) for a in incident.perpetrator} == {("russia", "accused"), ("russia", "denied")}
    assert "perpetrator" in incident.disagreements


def test_two_witnesses_outvote_ten_copies_of_another_day():
    other_day = PartialDate("2031-03-06", "2031-03-06", "day", "x", 0, 1, "absolute")
    copy = DocumentContext(source="Wire")
    claims = [report(f"{i}", date=other_day, document=copy) for i in range(10)]
    incident = assess(*claims, report("x"), report("y"))
    assert incident.date.start == "2031-03-04"


def test_a_person_sets_grade_and_number():
    grade = Decision(kind="grade", subject="inc_1", author="me", made_at="2031-04-01", value="confirmed")
    number = Decision(
        kind="correct", subject="inc_1", author="me", made_at="2031-04-02", field="killed.civilian", value={"min": 4, "max": 4, "best": 4}
    )
    incident = assess(report("a", make_harm("killed", 3, 3)), decisions=(grade, number))
    assert incident.grade == "confirmed"
    assert incident.harm["killed"]["civilian"] == HarmCell(4, 4, 4)


def test_the_title_says_what_where_and_when():
    assert assess(report("a")).title == "Air strike, Tell Asfar, 2031-03-04"


ROWS = st.tuples(st.integers(0, 9), st.sampled_from(["exact", "about", "vague"]), st.integers(0, 3), st.integers(1, 9))


@given(st.lists(ROWS, min_size=1, max_size=8), st.sampled_from(sorted(RULES)), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_claims_does_not_matter_and_best_lies_in_the_range(rows, rule, rng: random.Random):
    claims = [
        report(f"{i}", make_harm("killed", n, n, exactness=exactness), source=f"source {source}", published=f"2031-03-{day:02d}")
        for i, (n, exactness, source, day) in enumerate(rows)
    ]
    incident = assess(*claims, rule=rule)
    rng.shuffle(claims)
    assert assess(*claims, rule=rule) == incident
    for cell in incident.harm["killed"].values():
        assert cell is not None
        assert cell.best is None or cell.min <= cell.best <= cell.max


def test_a_data_set_adds_no_witness_to_the_report_that_it_names():
    wire = report("a", make_harm("killed", 5, 5), source="Northern Wire", published="2031-03-05")
    context = DocumentContext(source="ACLED", source_id="acled", published="2031-04-01")
    row = {"document": context, "origin": "table:acled@1"}
    naming = report("b", make_harm("killed", 3, 3), attributed_to=(Attribution("Northern Wire", 0, 3, None),), **row)
    silent = report("b", make_harm("killed", 3, 3), **row)
    joined = assess(wire, naming)
    assert joined.independent_sources == 1
    assert joined.assessment.sources[0].reason == "names the other"
    assert joined.harm["killed"]["civilian"] == HarmCell(5, 5, 5)
    said = joined.assessment.fields[0].values
    assert {(v.source, v.min, v.superseded) for v in said} == {("northern wire", 5, False), ("northern wire > acled", 3, False)}
    assert assess(wire, silent).independent_sources == 2


def test_a_changed_row_of_a_data_set_replaces_the_former():
    context = [DocumentContext(source="ACLED", source_id="acled", published=f"2031-04-{day}") for day in ("01", "02")]
    rows = [report(f"{n}", make_harm("killed", 3 + n, 3 + n), document=c, origin="table:acled@1") for n, c in enumerate(context)]
    assert assess(*rows).harm["killed"]["civilian"] == HarmCell(4, 4, 4)
