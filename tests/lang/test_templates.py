import re

import pytest

from sijill.lang.templates import Template

WORDS = {"month": ("may", "june"), "day": tuple("0123456789")}
PARTS = {"month": "(?P<month>may|june)", "day": r"(?P<day>\d\d?)"}


@pytest.mark.parametrize(
    ("template", "needs"),
    [
        ("last night", [{"last"}, {"night"}]),
        ("{day} {month}", [{*"0123456789"}, {"may", "june"}]),
        ("(?:in |since )?{month}", [{"may", "june"}]),
        ("(?:since|during) {month}", [{"since", "during"}, {"may", "june"}]),
        ("(?:(?:late|early) night|dawn)", [{"night", "dawn"}]),
        ("(?:late|in) night", [{"night"}]),  # "in" is too short to be a clue
        ("days? ago", [{"ago"}]),
        (r"\d\d{month}?", []),
        ("dawn(?! prayer)", [{"dawn"}]),
        ("dawn|dusk", []),
    ],
)
def test_knows_the_words_that_every_match_holds(template: str, needs: list[set[str]]):
    found = Template(template, PARTS, WORDS).needs
    assert sorted(map(sorted, found)) == sorted(map(sorted, needs))


def test_searches_only_where_every_need_is_met():
    template = Template("(?:since )?{day} {month}", PARTS, WORDS)
    text = "open since 5 may, closed on 16 june"
    assert [m.group() for m in template.iter_matches(text, 0, len(text), {"5", "may"})] == ["since 5 may", "16 june"]
    assert not list(template.iter_matches(text, 0, len(text), {"may"}))
    assert isinstance(next(template.iter_matches(text, 20, len(text), {"6", "june"})), re.Match)
