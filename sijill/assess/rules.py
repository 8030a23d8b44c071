"""Named rules for a best value: what to write where independent sources give different numbers.

In: what each source says of one field. Out: one number, or None where the rule does not settle it (*indeterminate*).
The five `ec_` rules are the answers to disagreement of the *Standards for Casualty Recording* (Every Casualty, 2016, p. 25).
Every rule sees the same values: superseded ones are gone, vague words are gone where a source gives a number (`assess.counts`).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import msgspec

from sijill.errors import UserError

_PRECISION = {"exact": 0, "none": 0, "about": 1, "at_least": 2, "at_most": 2, "vague": 3}


class Value(msgspec.Struct, frozen=True):
    """One source's number: `low` and `high` inclusive (`high` is `low` for an open end), `rank` of the source (0: most believed)."""

    low: int
    high: int
    exactness: str
    published: str | None
    rank: int


Rule = Callable[[Sequence[Value]], int | None]


def find_lowest(values: Sequence[Value]) -> int | None:
    """The lowest number that any source gives."""
    return min((v.low for v in values), default=None)


def find_range(values: Sequence[Value]) -> int | None:
    """The range is what counts; its lower end stands for it where one number is needed."""
    return find_lowest(values)


def find_mode(values: Sequence[Value]) -> int | None:
    """The number that most sources give; indeterminate where two are given equally often."""
    return _agree_most(values)


def find_most_recent(values: Sequence[Value]) -> int | None:
    """The number published last; indeterminate where nothing is dated or the last ones differ."""
    dated = [v for v in values if v.published]
    latest = max((v.published[:10] for v in dated if v.published), default="")
    return _agree([v for v in dated if v.published and v.published[:10] == latest])


def find_most_precise(values: Sequence[Value]) -> int | None:
    """The number of the most exact words (a number before "about", "at least" and "dozens"); indeterminate where those differ."""
    best = min((_PRECISION[v.exactness] for v in values), default=0)
    return _agree([v for v in values if _PRECISION[v.exactness] == best])


def find_by_ranking(values: Sequence[Value]) -> int | None:
    """The number of the type of source that ranks first in `packs/assessing/ranking.yml`; indeterminate where those differ."""
    best = min((v.rank for v in values), default=0)
    return _agree([v for v in values if v.rank == best])


def find_unless_disputed(values: Sequence[Value]) -> int | None:
    """The number on which all agree; "unknown" where they do not."""
    return _agree(values)


def find_when_corroborated(values: Sequence[Value]) -> int | None:
    """The number that at least two sources give and most support; pending until then."""
    counts = Counter(v.low for v in values)
    return _agree_most(values) if counts and max(counts.values()) >= 2 else None


def find_after_dialogue(values: Sequence[Value]) -> int | None:
    """The number on which all exact accounts agree; otherwise the sources are to be asked (it stands in the review queue)."""
    return _agree([v for v in values if v.low == v.high] or values)


RULES: Mapping[str, Rule] = {
    "lowest": find_lowest,
    "range": find_range,
    "mode": find_mode,
    "most_recent": find_most_recent,
    "most_precise": find_most_precise,
    "source_ranking": find_by_ranking,
    "ec_source": find_by_ranking,
    "ec_range": find_range,
    "ec_unknown": find_unless_disputed,
    "ec_pending": find_when_corroborated,
    "ec_dialogue": find_after_dialogue,
}
RULE_VERSION = 1


def get_rule(name: str) -> Rule:
    """Return a rule by its name (`range` or `range@1`); raises UserError for an unknown one."""
    rule = RULES.get(name.partition("@")[0])
    if rule is None:
        raise UserError(f"unknown rule {name!r}; rules are {', '.join(RULES)}")
    return rule


def _agree(values: Sequence[Value]) -> int | None:
    """Return the number that all give, None where they differ or are none."""
    numbers = {v.low for v in values}
    return numbers.pop() if len(numbers) == 1 else None


def _agree_most(values: Sequence[Value]) -> int | None:
    counts = Counter(v.low for v in values).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    return counts[0][0]
