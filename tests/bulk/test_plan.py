"""Units, tasks and partitions: every record is in exactly one partition, whoever reads it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sijill.bulk.plan import UNIT_BYTES, UNIT_FILES, iter_partitions, name_partition, plan_tasks, plan_units
from sijill.collect import Found

SIZES = st.lists(st.integers(0, 3 * UNIT_BYTES), max_size=40)


def make_files(sizes: list[int]) -> list[Found]:
    return [Found(f"f{n}", f"/f{n}", size) for n, size in enumerate(sizes)]


@given(SIZES)
def test_every_file_is_in_one_unit_in_order(sizes: list[int]):
    units = plan_units(make_files(sizes))
    assert [file for unit in units for file in unit.files] == make_files(sizes)
    assert all(unit.size <= UNIT_BYTES or len(unit.files) == 1 for unit in units)
    assert [unit.number for unit in units] == list(range(len(units)))


def test_small_files_share_a_unit():
    assert [len(unit.files) for unit in plan_units(make_files([10] * (UNIT_FILES + 5)))] == [UNIT_FILES, 5]


@given(SIZES, st.integers(1, 9))
def test_every_partition_has_one_owner(sizes: list[int], workers: int):
    units = plan_units(make_files(sizes))
    tasks = plan_tasks(units, workers)
    for unit in units:
        for partition in range(20):
            assert sum(task.unit == unit and task.owns(partition) for task in tasks) == 1


@given(st.lists(st.integers()), st.integers(1, 10), st.booleans())
def test_partitions_hold_all_items_in_order(items: list[int], size: int, skip: bool):
    parts = []
    for number, part in enumerate(iter_partitions(iter(items), size)):
        parts.append([next(part, None)] if skip and number % 2 else list(part))
    whole = [items[at : at + size] for at in range(0, len(items), size)] or [[]]
    assert [p if not (skip and n % 2) else p[:1] for n, p in enumerate(parts)] == [
        w if not (skip and n % 2) else [w[0]] for n, w in enumerate(whole)
    ]


def test_names_sort_in_the_order_of_the_input():
    names = [name_partition(unit, partition) for unit in (0, 3, 20, 400) for partition in (0, 9, 10, 11000)]
    assert all(a < b for a, b in pairwise(names))
