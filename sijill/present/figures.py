"""The headline figures: people killed and injured over many incidents, as ranges, by grade.

In: a filter. Out: sums of the headline cells of the incidents that pass it. As in Airwars' practice the estimate is made of the grades that
count (confirmed and fair); the sum over all grades stands beside it.
Not here: how the cells of one incident came about (`sijill.assess`).
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import func, select

from sijill.packs import Packs
from sijill.store import Register
from sijill.store.filters import incident_conditions
from sijill.store.schema import incidents
from sijill.store.views import IncidentFilter


class Toll(msgspec.Struct, frozen=True):
    """Number of incidents and sums of the lowest and highest numbers of people."""

    incidents: int = 0
    killed_min: int = 0
    killed_max: int = 0
    injured_min: int = 0
    injured_max: int = 0


def sum_by_grade(register: Register, wanted: IncidentFilter) -> dict[str, Toll]:
    """Return the toll of the incidents that pass `wanted`, by grade; an open upper end counts as the lower one."""
    c = incidents.c
    ends = [c.killed_min, func.coalesce(c.killed_max, c.killed_min), c.injured_min, func.coalesce(c.injured_max, c.injured_min)]
    with register.read() as connection:
        query = select(c.grade, func.count(), *(func.coalesce(func.sum(end), 0) for end in ends))
        rows = connection.execute(query.where(*incident_conditions(connection, wanted)).group_by(c.grade))
        return {grade: Toll(*numbers) for grade, *numbers in rows}


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
