"""Progress on standard error: a bar with rate and time left in a terminal, nothing when piped.

Not here: the work; stages call back with how far they are.
"""

import time
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class RateColumn(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Return the rate, empty while unknown."""
        speed = task.finished_speed or task.speed
        return Text("" if not speed else f"{speed:,.0f}/s", style="dim")


class StageProgress:
    """One bar for each stage of a run. Call it with stage, how many are done, and how many there are (None: not known)."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=False)
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show how far a stage is."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


class Counter:
    """Two numbers that grow, and the rate of the first; for input whose length is not known."""

    def __init__(self, first: str, second: str) -> None:
        self._names = (first, second)
        self._progress = Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("starting", total=None)
        self._started = time.monotonic()

    def show(self, first: int, second: int) -> None:
        """Show how far the work is."""
        rate = first / max(time.monotonic() - self._started, 0.001)
        self._progress.update(self._task, description=f"{first:,} {self._names[0]} ({rate:,.0f}/s), {second:,} {self._names[1]}")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
