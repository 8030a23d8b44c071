from sijill.assess.status import settle_status
from sijill.assess.tellings import Telling, Voice
from sijill.model import Harm
from tests.make import make_claim, make_harm


def tell(name: str, *rows: Harm) -> list[Telling]:
    claim = make_claim(claim_id=f"clm_{name}", document_id=f"doc_{name}", harm=rows)
    return [Telling(Voice(name, None), claim, row) for row in rows]


def settle(*told: list[Telling]) -> list[tuple[str, str, int | None, int | None]]:
    settled = settle_status([telling for tellings in told for telling in tellings])
    return sorted((t.voice.source, t.row.who, t.row.min, t.row.max) for t in settled)


UNKNOWN, FIGHTERS = make_harm("killed", 3, 3, who="unknown"), make_harm("killed", 2, 2, who="combatant")


def test_people_are_civilians_where_all_who_tell_their_status_call_them_so():
    assert settle(tell("a", make_harm("killed", 2, 2)), tell("b", UNKNOWN)) == [("a", "civilian", 2, 2), ("b", "civilian", 3, 3)]


def test_nobody_is_made_a_civilian_whom_no_source_calls_one():
    assert settle(tell("a", UNKNOWN)) == [("a", "unknown", 3, 3)]
    assert settle(tell("a", UNKNOWN), tell("b", FIGHTERS)) == [("a", "unknown", None, 3), ("b", "combatant", 2, 2)]


def test_who_counts_fighters_only_says_that_no_civilian_died():
    settled = settle(tell("a", make_harm("killed", 2, 2)), tell("b", FIGHTERS))
    assert settled == [("a", "civilian", 2, 2), ("b", "civilian", 0, 0), ("b", "combatant", 2, 2)]


def test_fighters_whom_others_count_beside_the_civilians_are_no_dispute():
    settled = settle(tell("a", make_harm("killed", 4, 4), FIGHTERS), tell("b", FIGHTERS))
    assert settled == [("a", "civilian", 4, 4), ("a", "combatant", 2, 2), ("b", "combatant", 2, 2)]


def test_a_few_fighters_deny_no_larger_number_of_civilians():
    few = make_harm("killed", 1, 1, who="combatant")
    assert settle(tell("a", make_harm("killed", 4, 4)), tell("b", few)) == [("a", "civilian", 4, 4), ("b", "combatant", 1, 1)]


def test_wounded_fighters_deny_nobody():
    wounded = make_harm("injured", 2, 2, who="combatant")
    assert ("b", "civilian", 0, 0) not in settle(tell("a", make_harm("injured", 2, 2)), tell("b", wounded))


def test_who_says_without_a_number_that_fighters_died_denies_civilians():
    some = make_harm("killed", 2, None, who="combatant", exactness="vague")
    assert ("b", "civilian", 0, 0) in settle(tell("a", make_harm("killed", 9, 9)), tell("b", some))


def test_fighters_told_of_again_without_a_status_count_once():
    again = make_harm("killed", 2, 2, who="unknown")
    assert settle(tell("a", FIGHTERS, again)) == [("a", "combatant", 2, 2)]
    assert ("b", "unknown", None, 2) in settle(tell("a", FIGHTERS), tell("b", again))


def test_no_casualties_is_no_civilian_where_civilians_are_told_of():
    nobody = make_harm("killed", 0, 0, who="unknown", exactness="none")
    assert ("b", "civilian", 0, 0) in settle(tell("a", make_harm("killed", 2, 2)), tell("b", nobody))
    assert settle(tell("b", nobody)) == [("b", "unknown", 0, 0)]


def test_where_the_status_is_disputed_a_number_without_one_is_at_most_that_many_civilians():
    settled = settle_status([*tell("a", make_harm("killed", 3, 3)), *tell("b", FIGHTERS), *tell("c", UNKNOWN)])
    assert [(t.row.who, t.row.max, t.row.exactness) for t in settled if t.voice.source == "c"] == [
        ("unknown", 3, "exact"),
        ("civilian", 3, "at_most"),
    ]


def test_groups_and_none_settle_nothing():
    nobody, children = make_harm("killed", 0, 0, exactness="none"), make_harm("killed", 1, 1, group="children")
    assert ("b", "unknown", 3, 3) in settle(tell("a", nobody, children), tell("b", UNKNOWN))
