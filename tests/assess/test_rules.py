import pytest

from sijill.assess.rules import RULES, Value, get_rule
from sijill.errors import UserError


def make_values(*numbers: int, **fields: object) -> list[Value]:
    defaults: dict[str, object] = {"exactness": "exact", "published": None, "rank": 0}
    return [Value(low=n, high=n, **{**defaults, **fields}) for n in numbers]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "numbers", "best"),
    [
        ("lowest", (5, 3, 4), 3),
        ("range", (5, 3, 4), 3),
        ("mode", (5, 3, 5), 5),
        ("mode", (5, 3), None),
        ("ec_unknown", (4, 4), 4),
        ("ec_unknown", (4, 5), None),
        ("ec_pending", (4,), None),
        ("ec_pending", (4, 4, 5), 4),
        ("ec_dialogue", (4, 5), None),
        ("most_recent", (4,), None),
    ],
)
def test_each_rule_gives_its_number_or_says_indeterminate(rule, numbers, best):
    assert RULES[rule](make_values(*numbers)) == best


def test_the_latest_publication_decides_and_a_tie_on_that_day_is_indeterminate():
    old, new = make_values(9, published="2031-03-04"), make_values(11, published="2031-03-05")
    assert RULES["most_recent"]([*old, *new]) == 11
    assert RULES["most_recent"]([*new, *make_values(12, published="2031-03-05T10:00")]) is None


def test_exact_words_come_before_about_and_at_least():
    values = [*make_values(10, exactness="about"), *make_values(12, exactness="exact"), *make_values(20, exactness="at_least")]
    assert RULES["most_precise"](values) == 12


def test_the_better_ranked_source_decides():
    assert RULES["source_ranking"]([*make_values(7, rank=1), *make_values(9, rank=4)]) == 7
    assert RULES["source_ranking"]([*make_values(7, rank=1), *make_values(9, rank=1)]) is None


def test_every_rule_says_indeterminate_where_nobody_says_anything():
    assert all(rule([]) is None for rule in RULES.values())


def test_unknown_rule_names_the_known_ones():
    assert get_rule("mode@1") is RULES["mode"]
    with pytest.raises(UserError, match="rules are lowest, range"):
        get_rule("guess")
