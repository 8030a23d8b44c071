"""Clusters: which claims are taken to speak of one event, before anything is said about it; and what changed since the last run."""

from typing import Literal

import msgspec

from sijill.model.incident import Link

ChangeKind = Literal["created", "changed", "merged", "split", "removed"]


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """Claims of one event under an incident's id.

    `links` are the joins that hold it together, strongest first; `nearest_apart` the likeliest links to claims of other clusters
    that were not made. `previous_ids` are ids of earlier runs that were merged into this one or that it was split from.
    """

    incident_id: str
    claim_ids: tuple[str, ...]
    previous_ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    nearest_apart: tuple[Link, ...] = ()

    @property
    def weakest_link(self) -> Link | None:
        """The join with the lowest probability, None for a cluster of one account."""
        return min(self.links, key=lambda link: (link.probability, link.left, link.right), default=None)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an incident since the last run.

    `created`: new id, `others` are the ids it was split from. `changed`: same id, other claims. `merged`, `split`, `removed`: the id is
    gone and `others` are the ids that hold its claims now; such an entry is the incident's tombstone.
    """

    kind: ChangeKind
    incident_id: str
    others: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
