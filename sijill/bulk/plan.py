"""The plan of a bulk run: files to units, and records to partitions, always in the same way.

In: the list of files with their lengths. Out: `Unit` values, each read by one process from beginning to end, and `Task` values, shares of
a unit for processes that work side by side. A small file shares its unit with its neighbours; a partition never spans two units.
Not here: who works on which task (`local`, `spark`).
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import TypeVar

import msgspec

from sijill.collect import Found
from sijill.collect.files import STANDARD_INPUT

T = TypeVar("T")
UNIT_BYTES = 64 << 20
UNIT_FILES = 10_000
PORTIONS = 4
LEAST_PORTION = 1 << 20


class Unit(msgspec.Struct, frozen=True):
    """Files that are read one after another, with its number in the plan."""

    number: int
    files: tuple[Found, ...]

    @property
    def size(self) -> int:
        """Bytes of all files, as far as known."""
        return sum(file.size for file in self.files)


class Task(msgspec.Struct, frozen=True):
    """Of a unit, the partitions whose number leaves `share` when divided by `shares`."""

    unit: Unit
    share: int = 0
    shares: int = 1

    def owns(self, partition: int) -> bool:
        """Is a partition of the unit part of this task?"""
        return partition % self.shares == self.share


def plan_units(files: Sequence[Found]) -> list[Unit]:
    """Return the units of a list of files, in order."""
    groups: list[list[Found]] = []
    size = 0
    for file in files:
        if not groups or size + file.size > UNIT_BYTES or len(groups[-1]) >= UNIT_FILES or file.address == STANDARD_INPUT:
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += file.size
    return [Unit(number, tuple(group)) for number, group in enumerate(groups)]


def plan_tasks(units: Sequence[Unit], workers: int) -> list[Task]:
    """Return tasks that keep `workers` processes busy: a unit larger than a fair portion, or of unknown length, is read by several."""
    if workers == 1:
        return [Task(unit) for unit in units]
    fair = max(sum(unit.size for unit in units) / (PORTIONS * workers), LEAST_PORTION)
    tasks: list[Task] = []
    for unit in units:
        shares = min(workers, ceil(unit.size / fair)) if unit.size else workers
        tasks += [Task(unit, share, shares) for share in range(shares)]
    return tasks


def name_partition(unit: int, partition: int) -> str:
    """Return the name of a partition: the names sort in the order of the input."""
    return f"{unit:05}-{partition:05}"


def iter_partitions(items: Iterator[T], size: int) -> Iterator[Iterator[T]]:
    """Yield one iterator for each `size` items, at least one in all; each must be used up before the next."""
    first = next(items, None)
    is_first = True
    while first is not None or is_first:
        part = _take(first, items, size)
        yield part
        for _ in part:
            pass
        first, is_first = next(items, None), False


def _take(first: T | None, items: Iterator[T], size: int) -> Iterator[T]:
    if first is None:
        return
    yield first
    for _ in range(size - 1):
        item = next(items, None)
        if item is None:
            return
        yield item
