"""The register: schema, append-only writers, the identity log, read views and search.

`Register.create(folder)` and `Register.open(folder)` give the register; `sijill.store.views` is everything that can be asked of it.
Not here: how captures become documents, claims and incidents (the stages), and in which order (`sijill.pipeline`).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sijill.store.register import Register

__all__ = ["Register"]


def __getattr__(name: str) -> Any:
    """Return `Register`, imported when it is first asked for: commands without a register need no database, and start in half the time."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sijill.store import register

    return register.Register
