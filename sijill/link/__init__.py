"""Linking: which claims, of any document and language, speak of one event, and why.

In: claims, decisions, and the last run's incidents. Out: `LinkResult`: clusters with stable ids, the joins that hold each together, the
nearest that were kept apart, the changes since the last run, and decisions that contradict one another.
Path: claims → accounts of one document (`account`, scope `within`) → pairs by shared keys (`blocks`) → levels of agreement (`compare`) →
bits of evidence (`score`) → groups (`cluster`) → ids (`identity`). Not here: what a cluster says (`sijill.assess`).
"""

from sijill.link.linker import LinkResult, link_claims
from sijill.link.weights import LinkModel, LinkRules, load_model, load_rules

__all__ = ["LinkModel", "LinkResult", "LinkRules", "link_claims", "load_model", "load_rules"]
