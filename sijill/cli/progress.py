"""Progress on standard error: a bar with rate and time left in a terminal, nothing when piped.

Not here: the work; stages call back with how far they are.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

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

if TYPE_CHECKING:
    from sijill.bulk.local import Progress as BatchState


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


class BatchProgress:
    """How far a bulk run is: reports and their rate, what passes the gate, share that was read, time left."""

    def __init__(self) -> None:
        self._progress = Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("opening packs and places", total=None)

    def show(self, state: "BatchState") -> None:
        """Show a state of the run."""
        counts = state.counts
        if state.is_linking:
            self._progress.update(self._task, description=f"linking {counts.get('claims', 0):,} claims")
            return
        rate = counts.get("records", 0) / max(state.seconds, 0.001)
        passed = counts.get("passed_bytes", 0) / max(counts.get("bytes", 0), 1)
        left = "" if state.left is None else f", {timedelta(seconds=round(state.left))} left"
        text = f"{counts.get('records', 0):,} reports ({rate:,.0f}/s), {passed:.1%} passed the gate, {counts.get('claims', 0):,} claims"
        self._progress.update(self._task, description=f"{text}; {state.share:.0%} read{left}")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
