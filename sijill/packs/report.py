"""Weights that tell a report of an attack from talk of attacks: `report.json` of a language pack.

In: the file that `benchmarks/report_fit.py` writes. Out: `ReportWeights`. Not here: the features (`sijill.extract.report`).
"""

from pathlib import Path

import msgspec

from sijill.errors import PackError


class ReportWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Logistic regression over named features; below `threshold` a sentence does not report an attack.

    Where it counts people who came to harm, `threshold_counted` is enough, and `threshold_beside` in a document that reports an attack
    elsewhere: a register would rather read an event too many than lose one.
    `origin` says what the weights were fitted on and under which licence, `held_out` what cross-validation gave.
    """

    origin: str
    held_out: dict[str, float]
    threshold: float
    threshold_counted: float
    threshold_beside: float
    bias: float
    weights: dict[str, float]


def load_report(path: Path) -> ReportWeights | None:
    """Return the weights, None where the language has none; raises PackError for a malformed file."""
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=ReportWeights)
    except msgspec.DecodeError as error:
        raise PackError(str(error), file=str(path)) from error
