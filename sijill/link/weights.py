"""The evidence model: weights in bits for each level of each comparison, and the rules that linking takes for granted.

In: `packs/linking/weights.yml` and `rules.yml`. Out: `LinkModel` and `LinkRules`.
Not here: how a pair gets its levels (`link.compare`), how weights are fitted (`benchmarks/linking_fit.py`).
"""

from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from sijill.packs import PACKS_FOLDER, load_yaml

Evidence = dict[str, dict[str, float]]
_FOLDER = PACKS_FOLDER / "linking"


class LinkModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights, `comparison → level → bits`, for claims of one document (`within`) and for accounts of two (`across`)."""

    version: int
    within: Evidence
    across: Evidence


class LinkRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """What linking takes for granted; every field is explained in `packs/linking/rules.yml`."""

    groups: dict[str, tuple[str, ...]]
    classes: dict[str, tuple[str, ...]]
    generic: tuple[str, ...]
    modalities: tuple[str, ...]
    max_days: int
    max_km: float
    radius_km: dict[int, float]
    news_days: int
    sure_score: float
    plain_score: float
    common_name: int
    join_within: float
    join_across: float
    join_seat: float
    large_part: int
    connect: tuple[float, ...]
    block_limit: int

    @cached_property
    def group_of(self) -> dict[str, str]:
        """The group of each event type that is in one."""
        return {event_type: name for name, types in self.groups.items() for event_type in types}

    @cached_property
    def class_of(self) -> dict[str, str]:
        """The class of each event type that is in one."""
        return {event_type: name for name, types in self.classes.items() for event_type in types}


@lru_cache(maxsize=8)
def load_model(path: Path = _FOLDER / "weights.yml") -> LinkModel:
    """Return the weights; raises PackError where the file is malformed."""
    return load_yaml(path, LinkModel)


@lru_cache(maxsize=8)
def load_rules(path: Path = _FOLDER / "rules.yml") -> LinkRules:
    """Return the rules; raises PackError where the file is malformed."""
    return load_yaml(path, LinkRules)
