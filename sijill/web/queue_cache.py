"""The review queue and the decisions, kept in memory until they change: making the queue looks at every incident.

In: a register. Out: the same questions as `sijill.review.make_queue`, the decisions in the order of recording.
All questions are made anew when incidents were linked again; a decision in between only takes away what it answers.
Not here: what questions are worth (`sijill.review.queue`).
"""

import itertools
import threading
from collections.abc import Sequence, Set

from sijill.model import Decision
from sijill.review import QueueItem, Topic, find_answered, make_queue
from sijill.store import Register, views
from sijill.store.linkings import find_last_linking, get_limits

WORTH_ASKING = 0.05


class Questions:
    """The open questions among all that were asked, the most valuable first; answered ones are passed over when some are taken."""

    def __init__(self, asked: Sequence[QueueItem], topics: Set[Topic], answered: frozenset[Topic]) -> None:
        self._asked = asked
        self._answered = answered & topics

    def __len__(self) -> int:
        return len(self._asked) - len(self._answered)

    def take(self, first: int, count: int) -> list[QueueItem]:
        """Return `count` open questions from number `first`, counted from 0."""
        return list(itertools.islice((item for item in self._asked if item.topic not in self._answered), first, first + count))


class QueueCache:
    """Remembers the last queue with the state of the register that it was made for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._linked = -1
        self._asked: list[QueueItem] = []
        self._topics: set[Topic] = set()
        self._answered = -1
        self._questions = Questions((), set(), frozenset())
        self._decided = 0
        self._decisions: tuple[Decision, ...] = ()

    def get(self, register: Register) -> Questions:
        """Return open questions, the most valuable first; those hardly worth a look are left out."""
        linked, decided = find_state(register)
        with self._lock:
            if linked != self._linked:
                self._asked = [item for item in make_queue(views.iter_incidents(register)) if item.value >= WORTH_ASKING]
                self._topics = {item.topic for item in self._asked}
                self._linked, self._answered = linked, -1
            if decided != self._answered:
                self._questions = Questions(self._asked, self._topics, find_answered(self._load_decisions(register, decided)))
                self._answered = decided
            return self._questions

    def get_decisions(self, register: Register) -> tuple[Decision, ...]:
        """Return all decisions, oldest first."""
        _, decided = find_state(register)
        with self._lock:
            return self._load_decisions(register, decided)

    def _load_decisions(self, register: Register, upto: int) -> tuple[Decision, ...]:
        if upto > self._decided:
            self._decisions += tuple(register.iter_decisions(upto, after=self._decided))
            self._decided = upto
        return self._decisions


def find_state(register: Register) -> tuple[int, int]:
    """Return the number of the last linking and of the last decision."""
    with register.read() as connection:
        last = find_last_linking(connection)
        _, decisions = get_limits(connection)
    return (0 if last is None else last.seq), decisions
