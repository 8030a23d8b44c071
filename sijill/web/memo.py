"""Answers kept in memory until the register changes: counts over all incidents are asked for again and again.

In: a register, a key, a function. Out: the function's answer for the register as it is now. Answers are frozen values.
Not here: the review queue (`sijill.web.queue_cache`).
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from sqlalchemy import func, select

from sijill.store import Register
from sijill.store.linkings import find_last_linking, get_limits
from sijill.store.schema import documents

T = TypeVar("T")
State = tuple[int, int, int]


class Memo:
    """The latest answers, at most `size` of them, all for one state of the register."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._state: State | None = None
        self._answers: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, register: Register, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer of `make` for the register as it is now; equal keys must mean equal questions."""
        state = find_state(register)
        with self._lock:
            if state != self._state:
                self._answers.clear()
                self._state = state
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast(T, self._answers[key])
        answer = make()
        with self._lock:
            if state == self._state:
                self._answers[key] = answer
                if len(self._answers) > self._size:
                    self._answers.popitem(last=False)
        return answer


def find_state(register: Register) -> State:
    """Return numbers that change whenever anything that pages count has changed; decisions count once they were applied by a linking."""
    with register.read() as connection:
        last = find_last_linking(connection)
        claims, _ = get_limits(connection)
        added = connection.execute(select(func.coalesce(func.max(documents.c.seq), 0))).scalar_one()
    return (0 if last is None else last.seq), claims, added
