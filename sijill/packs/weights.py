"""Weights over named conditions, small enough to be read: the files of a language pack that the fitting commands write.

In: `report.json` (`benchmarks/report_fit.py`: does a sentence report an attack?) and `harm.json` (`benchmarks/harm_fit.py`: how surely
was a harm row read rightly?). Out: `ReportWeights`, `HarmWeights`. Not here: the conditions (`sijill.extract.report`, `.reliability`).
"""

import math
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

import msgspec

from sijill.errors import PackError

_STRONGEST = 3


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Logistic regression over named conditions.

    `origin` says what the weights were fitted on and under which licence, `held_out` what cross-validation gave.
    """

    origin: str
    held_out: dict[str, float]
    bias: float
    weights: dict[str, float]

    def weigh(self, names: Collection[str]) -> tuple[float, str]:
        """Return the probability where the conditions hold, and those that weigh most as `name +0.5, ...`."""
        known = [(weight, name) for name in names if (weight := self.weights.get(name))]
        strongest = sorted(known, key=lambda f: (-abs(f[0]), f[1]))[:_STRONGEST]
        probability = 1 / (1 + math.exp(-self.bias - sum(weight for weight, _ in sorted(known))))
        return probability, ", ".join(f"{name} {weight:+.1f}" for weight, name in strongest)


W = TypeVar("W", bound=Weights)


class ReportWeights(Weights, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Does a sentence report an attack? Below `threshold` it does not.

    Where it counts people who came to harm, `threshold_counted` is enough, and `threshold_beside` in a document that reports an attack
    elsewhere: a register would rather read an event too many than lose one.
    """

    threshold: float
    threshold_counted: float
    threshold_beside: float


class HarmWeights(Weights, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How surely was a row of people who came to harm read rightly? Below `threshold` it is left out."""

    threshold: float


def load_weights(path: Path, kind: type[W]) -> W | None:
    """Return the weights, None where the language has none; raises PackError for a malformed file."""
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except msgspec.DecodeError as error:
        raise PackError(str(error), file=str(path)) from error
