"""Groups are joined by the mean probability of their pairs, inside parts that likely pairs connect."""

import numpy as np
import pytest

from sijill.link.account import make_account
from sijill.link.cluster import Constraints, Limits, Scored, cluster_rows
from sijill.link.table import Table
from sijill.link.weights import load_rules
from sijill.model import ClaimPlace
from tests.make import make_claim

LIMITS = Limits(max_days=2, max_km=12.0, join=0.3, large=10, connect=(0.7,))


def group(size: int, bits: dict[tuple[int, int], float], limits: Limits = LIMITS, decided: Constraints | None = None) -> list[int]:
    """Labels of `size` rows of documents of their own."""
    rules = load_rules()
    table = Table([make_account(make_claim(claim_id=f"clm_{n:02d}", document_id=f"doc_{n:02d}"), rules) for n in range(size)])
    left, right = (np.array([pair[side] for pair in bits], dtype=np.int64) for side in (0, 1))
    return cluster_rows(table, Scored(left, right, np.array(list(bits.values()))), decided or Constraints(), limits).tolist()


def test_pairs_that_were_never_compared_keep_a_chain_from_growing():
    chain = {(n, n + 1): 3.0 for n in range(5)}
    labels = group(6, chain)
    assert max(labels.count(label) for label in labels) == 2


def test_a_group_takes_in_what_most_of_it_agrees_with():
    assert group(3, {(0, 1): 5.0, (0, 2): 1.0, (1, 2): 0.0}) == [0, 0, 0]
    assert group(3, {(0, 1): 5.0, (0, 2): 0.0, (1, 2): -9.0}) == [0, 0, 2]


def test_decided_pairs_bind_against_the_evidence():
    decided = Constraints(same=((0, 2),), different=frozenset({(0, 1)}))
    assert group(3, {(0, 1): 9.0, (0, 2): -9.0, (1, 2): -9.0}, decided=decided) == [0, 1, 0]


def test_a_large_part_holds_together_only_by_likelier_pairs():
    pairs = {(0, 1): 5.0, (2, 3): 5.0, **{(i, j): 0.0 for i in (0, 1) for j in (2, 3)}}
    assert group(4, pairs) == [0, 0, 0, 0]
    assert group(4, pairs, Limits(max_days=2, max_km=12.0, join=0.3, large=3, connect=(0.4, 0.7))) == [0, 0, 2, 2]


def make_place(name: str, lat: float) -> ClaimPlace:
    return ClaimPlace(
        quote=name, start=0, end=1, place_id=f"own:{name}", name=name, lat=lat, lon=50.0, precision=1, country="SA", admin1="Sanhar"
    )  # fmt: skip


@pytest.mark.parametrize(("town", "bits", "labels"), [("Sanhar", 3.0, [0, 0]), ("Sanhar", -1.0, [0, 1]), ("Wadi Nam", 3.0, [0, 1])])
def test_the_seat_of_a_province_may_be_far_from_a_likely_village(town, bits, labels):
    """Sanhar is a town and its province; Wadi Nam is a village like the other, 55 km away."""
    claims = [
        make_claim(claim_id=f"clm_{n}", document_id=f"doc_{n}", place=p)
        for n, p in enumerate((make_place(town, 20.0), make_place("Bir Nimr", 20.5)))
    ]
    table = Table([make_account(claim, load_rules()) for claim in claims])
    pairs = Scored(np.array([0]), np.array([1]), np.array([bits]))
    limits = Limits(max_days=2, max_km=12.0, join=0.3, large=10, join_seat=0.4)
    assert cluster_rows(table, pairs, Constraints(), limits).tolist() == labels
