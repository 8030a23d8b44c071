"""The headline figures: people killed and injured over many incidents, as ranges, by grade.

As in Airwars' practice the estimate is made of the grades that count (confirmed and fair); the sum over all grades stands beside it.
Not here: how the cells of one incident came about (`sijill.assess`), their sums by grade (`views.sum_tolls`).
"""

from collections.abc import Iterable

import msgspec

from sijill.packs import Packs
from sijill.store.views import Toll


def add_up(tolls: Iterable[Toll]) -> Toll:
    """Return the sum of tolls."""
    total = Toll()
    for toll in tolls:
        pairs = zip(msgspec.structs.astuple(total), msgspec.structs.astuple(toll), strict=True)
        total = Toll(*(left + right for left, right in pairs))
    return total


def list_counted(packs: Packs) -> tuple[str, ...]:
    """Return the grades that make up the estimate."""
    return tuple(name for name, grade in packs.codebook.grades.items() if grade.counted)
