"""How stages tell how far they are: a function that is called with stage, done, and total (None: not known)."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]


def be_silent(stage: str, done: int, total: int | None) -> None:
    """Take progress and show nothing."""
