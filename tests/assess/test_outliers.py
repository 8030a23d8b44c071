from sijill.model import Attribution, Claim, HarmCell, PartialDate
from tests.assess.test_incident import assess, report
from tests.make import make_harm

AGENCY = (Attribution("x", 0, 1, "northern_agency"),)


def quoted(name: str, number: int, **fields: object) -> Claim:
    return report(name, make_harm("killed", number, number), attributed_to=AGENCY, document_id="doc", **fields)


def own(number: int | None, high: int | None, exactness: str = "exact") -> Claim:
    return report("own", make_harm("killed", number, high, exactness=exactness), document_id="doc", source="source own")


def test_a_lower_number_that_a_document_quotes_does_not_lower_its_own_total():
    incident = assess(own(15, None, "at_least"), quoted("part", 11, source="source own"))
    assert incident.harm["killed"]["civilian"] == HarmCell(15, 15, 15)
    assert [(v.min, v.outside) for v in incident.assessment.fields[0].values] == [(15, False), (11, True)]


def test_a_higher_number_that_a_document_quotes_raises_the_range():
    assert assess(own(15, 15), quoted("more", 18, source="source own")).harm["killed"]["civilian"] == HarmCell(15, 18, 15)


def test_up_to_takes_its_lower_end_from_others():
    incident = assess(own(None, 9, "at_most"), quoted("eight", 8, source="source own"))
    assert incident.harm["killed"]["civilian"] == HarmCell(8, 9, 8)
    assert assess(own(None, 9, "at_most")).harm["killed"]["civilian"] == HarmCell(0, 9, 0)


def test_a_lone_number_far_above_three_sources_bounds_nothing_and_is_contested():
    near = [report(f"{i}", make_harm("killed", n, n)) for i, n in enumerate((3, 3, 4))]
    incident = assess(*near, report("far", make_harm("killed", 65, 65)))
    assert incident.harm["killed"]["civilian"] == HarmCell(3, 4, 3)
    assert "killed.civilian" in incident.disagreements
    assert [(v.min, v.outside) for v in incident.assessment.fields[0].values if v.outside] == [(65, True)]


def test_a_far_number_counts_where_few_stand_against_it_or_two_hold_it_or_it_is_the_latest():
    near = [report(f"{i}", make_harm("killed", 3, 3)) for i in range(3)]
    far = report("far", make_harm("killed", 65, 65))
    assert assess(*near[:2], far).harm["killed"]["civilian"].max == 65
    assert assess(*near, far, report("also", make_harm("killed", 65, 65))).harm["killed"]["civilian"].max == 65
    assert assess(*near, report("far", make_harm("killed", 65, 65), published="2031-03-07")).harm["killed"]["civilian"].max == 65


def test_background_and_totals_of_a_period_give_no_numbers_to_an_event_of_its_own():
    month = PartialDate("2031-03-01", "2031-03-31", "month", "March", 0, 5, "absolute")
    past = report("past", make_harm("killed", 8, 8), background=True)
    total = report("total", make_harm("killed", 9, 9), date=month)
    assert assess(report("a", make_harm("killed", 3, 3)), past, total).harm["killed"]["civilian"] == HarmCell(3, 3, 3)
    assert assess(past, total).harm["killed"]["civilian"] == HarmCell(8, 9, 8)


def child(name: str) -> Claim:
    return report(name, make_harm("killed", 1, 1), make_harm("killed", 1, 1, group="children"))


def test_a_source_that_tells_of_a_child_only_does_not_lower_what_two_others_count():
    incident = assess(child("one"), report("two", make_harm("killed", 5, 5)), report("three", make_harm("killed", 6, 6)))
    assert incident.harm["killed"]["civilian"] == HarmCell(5, 6, 5)
    assert incident.harm["killed"]["children"] == HarmCell(1, 1, 1)


def test_one_source_is_not_enough_to_make_a_child_a_part():
    incident = assess(child("one"), report("two", make_harm("killed", 5, 5)))
    assert incident.harm["killed"]["civilian"] == HarmCell(1, 5, 1)
    assert assess(child("one"), child("two")).harm["killed"]["civilian"] == HarmCell(1, 1, 1)
