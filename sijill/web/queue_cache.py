"""The review queue and the decisions, kept in memory until they change: making the queue looks at every incident.

In: a register. Out: the same questions as `sijill.review.make_queue`, the decisions in the order of recording.
Not here: what questions are worth (`sijill.review.queue`).
"""

import threading

from sijill.model import Decision
from sijill.review import QueueItem, make_queue
from sijill.store import Register, views
from sijill.store.linkings import find_last_linking, get_limits

Key = tuple[int, int]
WORTH_ASKING = 0.05


class QueueCache:
    """Remembers the last queue with the state of the register that it was made for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: Key | None = None
        self._queue: tuple[QueueItem, ...] = ()
        self._decided = -1
        self._decisions: tuple[Decision, ...] = ()

    def get(self, register: Register) -> tuple[QueueItem, ...]:
        """Return open questions, the most valuable first; those hardly worth a look are left out."""
        key = find_state(register)
        with self._lock:
            if key != self._key:
                queue = make_queue(list(views.iter_incidents(register)), self._load_decisions(register, key[1]))
                self._queue = tuple(item for item in queue if item.value >= WORTH_ASKING)
                self._key = key
            return self._queue

    def get_decisions(self, register: Register) -> tuple[Decision, ...]:
        """Return all decisions, oldest first."""
        upto = find_state(register)[1]
        with self._lock:
            return self._load_decisions(register, upto)

    def _load_decisions(self, register: Register, upto: int) -> tuple[Decision, ...]:
        if upto != self._decided:
            self._decisions = tuple(register.iter_decisions(upto))
            self._decided = upto
        return self._decisions


def find_state(register: Register) -> Key:
    """Return the number of the last linking and of the last decision."""
    with register.read() as connection:
        last = find_last_linking(connection)
        _, decisions = get_limits(connection)
    return (0 if last is None else last.seq), decisions
