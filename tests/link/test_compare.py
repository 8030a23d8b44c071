import msgspec
import numpy as np
import pytest

from sijill.lang.marks import make_marks
from sijill.link.account import make_account
from sijill.link.compare import LEVELS, Comparer, compare_estimates
from sijill.link.reportdays import Written
from sijill.link.score import MENTIONS, Scorer
from sijill.link.table import Table
from sijill.link.weights import load_model, load_rules
from sijill.link.wording import WordingIndex
from sijill.model import Claim, ClaimPlace, DocumentContext
from sijill.packs import load_packs
from tests.make import make_claim


def make_place(name: str, lat: float, admin1: str = "Sanhar") -> ClaimPlace:
    return ClaimPlace(
        quote=name, start=0, end=1, place_id=f"own:{name}", name=name, lat=lat, lon=50.0, precision=1, country="SA", admin1=admin1
    )  # fmt: skip


def make_table(*claims: Claim) -> Table:
    told = [msgspec.structs.replace(c, claim_id=f"clm_{n}", document_id=f"doc_{n}") for n, c in enumerate(claims)]
    return Table([make_account(c, load_rules()) for c in told])


PAIR = np.array([0]), np.array([1])


def find_mention(table: Table) -> str:
    index = WordingIndex()
    index.extend(table.accounts)
    scorer = Scorer(table, Comparer(table, load_rules(), load_packs()), load_model(), index.find(table))
    return MENTIONS[scorer.get_levels(*PAIR)["mention"][0]]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (make_place("Sanhar", 20.0), make_place("Sanhar", 20.0), "same_seat"),
        (make_place("Sanhar", 20.0), make_place("Tell Asfar", 20.6), "in_province"),
        (make_place("Sanhar", 20.0), make_place("Tell Asfar", 20.6, "Qalamun"), "far"),
        (make_place("Tell Asfar", 20.6), make_place("Tell Asfar", 20.6), "same"),
        (make_place("Tell Asfar", 20.6), make_place("Wadi Nam", 20.65), "close"),
    ],
)
def test_places(left, right, level):
    table = make_table(make_claim(place=left), make_claim(place=right))
    levels = Comparer(table, load_rules(), load_packs()).compare(*PAIR)
    assert LEVELS["place"][levels["place"][0]] == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (Written(100, 100), Written(101, 101), "same_day"),
        (Written(100, 102), Written(101, 103), "next_day"),
        (Written(100, 105), Written(103, 107), "days"),
        (Written(100, 120), Written(103, 107), "weeks"),
        (Written(100, 500), Written(103, 107), "unknown"),
        (Written(100, 105), Written(110, 112), "later"),
        (Written(100, 105), Written(300, 600), "apart"),
        (Written(730_000, 730_000), Written(730_000 + 365, 730_000 + 365), "apart"),
        (Written(730_000, 730_000), Written(730_000 + 365, 730_000 + 365, has_year=False), "same_day"),
        (Written(100, 100), None, "unknown"),
    ],
)
def test_estimated_days_of_reports(left, right, level):
    context = DocumentContext(source="x", url="https://social.example/page/posts/5001")
    table = make_table(make_claim(document=context), make_claim(document=context))
    for document, written in enumerate((left, right)):
        table.written.put(document, written)
    for pair in (PAIR, PAIR[::-1]):
        assert LEVELS["estimate"][compare_estimates(table, *pair)[0]] == level


def test_two_reports_that_were_published_on_known_days_need_no_estimate():
    table = make_table(make_claim(), make_claim())
    assert LEVELS["estimate"][compare_estimates(table, *PAIR)[0]] == "unknown"


@pytest.mark.parametrize(
    ("passage", "level"),
    [
        ("غارة على تل أصفر قرب بئر نمر", "one"),  # the village by its Arabic name, beside a claim that took another place
        ("Strikes on the Tell Asfar road near Bir Nimr", "one"),
        ("غارة على تل قرب بئر نمر", "unknown"),  # a hill, not that one
    ],
)
def test_a_passage_that_mentions_the_place_of_the_other_account(passage, level):
    near = make_claim(place=make_place("Tell Asfar", 20.6), document=DocumentContext(marks=make_marks("")))
    far = make_claim(place=make_place("Bir Nimr", 20.9), document=DocumentContext(marks=make_marks(passage)))
    table = make_table(near, far)
    assert find_mention(table) == level


def test_a_place_that_both_name_is_no_mention():
    place = make_place("Tell Asfar", 20.6)
    context = DocumentContext(marks=make_marks("Tell Asfar"))
    table = make_table(make_claim(place=place, document=context), make_claim(place=place, document=context))
    assert find_mention(table) == "unknown"
