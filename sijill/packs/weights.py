"""Weights that tell a report of an attack from talk of attacks: `report.json` of a language pack.

In: the file that `benchmarks/report_fit.py` writes. Out: `ReportWeights`. Not here: the conditions (`sijill.extract.report`).
"""

import math
from collections.abc import Collection
from pathlib import Path

import msgspec

from sijill.errors import PackError

_STRONGEST = 3


class ReportWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Logistic regression over named conditions: does a sentence report an attack? Below `threshold` it does not.

    Where it counts people who came to harm or names a kind of strike, `threshold_counted` is enough, and `threshold_beside` in a document
    that reports an attack elsewhere: a register would rather read an event too many than lose one.
    `origin` says what the weights were fitted on and under which licence, `held_out` what cross-validation gave.
    """

    origin: str
    held_out: dict[str, float]
    threshold: float
    threshold_counted: float
    threshold_beside: float
    bias: float
    weights: dict[str, float]

    def weigh(self, names: Collection[str]) -> tuple[float, str]:
        """Return the probability where the conditions hold, and those that weigh most as `name +0.5, ...`."""
        known = [(weight, name) for name in names if (weight := self.weights.get(name))]
        strongest = sorted(known, key=lambda f: (-abs(f[0]), f[1]))[:_STRONGEST]
        probability = 1 / (1 + math.exp(-self.bias - sum(weight for weight, _ in sorted(known))))
        return probability, ", ".join(f"{name} {weight:+.1f}" for weight, name in strongest)


def load_report(path: Path) -> ReportWeights | None:
    """Return the weights, None where the language has none; raises PackError for a malformed file."""
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=ReportWeights)
    except msgspec.DecodeError as error:
        raise PackError(str(error), file=str(path)) from error
