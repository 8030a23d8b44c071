"""What leaves the register, and the one class that a format subclasses.

In: incidents with their claims, from a register (`from_register`) or elsewhere. Out: `Edition`, which an exporter reads front to back, so
that memory stays flat. Not here: the formats (one file each), the choice of columns (`incident_tables`, `claim_tables`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from sijill.model import Claim, Decision, Document, HarmCell, Incident
from sijill.packs import Packs


@dataclass(frozen=True)
class IncidentRecord:
    """One incident with its claims (in the order of the register), the packs that name its codes, version and day of the release."""

    incident: Incident
    claims: tuple[Claim, ...]
    packs: Packs
    version: str
    released: date | None = None

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Names of the publishers, each once, in order of first appearance."""
        return tuple(dict.fromkeys(self.get_source_name(c) for c in self.claims if c.document is not None))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of the documents, each once, in order of first appearance."""
        return tuple(dict.fromkeys(c.document.url for c in self.claims if c.document is not None and c.document.url))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages of the claims, sorted."""
        return tuple(sorted({c.lang for c in self.claims}))

    def get_source_name(self, claim: Claim) -> str:
        """Return the publisher's display name, or its name or id as given, or "unknown"."""
        context = claim.document
        if context is None:
            return "unknown"
        known = self.packs.sources.get(context.source_id or "")
        return known.get_label("en") if known else context.source or context.source_id or "unknown"

    def get_actor_name(self, actor_id: str | None, quote: str | None) -> str:
        """Return an actor's display name in English, or the words, or "unknown"."""
        known = self.packs.actors.get(actor_id or "")
        return known.get_label("en") if known else quote or actor_id or "unknown"

    def find_cell(self, outcome: str, who: str) -> HarmCell | None:
        """Return the numbers for an outcome and a status or group, or None where nobody says anything."""
        return self.incident.harm.get(outcome, {}).get(who)


@dataclass(frozen=True)
class ClaimRecord:
    """One claim and the incident it belongs to."""

    claim: Claim
    record: IncidentRecord


@dataclass(frozen=True)
class Edition:
    """Everything an exporter may write, each part an iterator that can be started again.

    `version` is the version of the release, or "unreleased", `released` its day. `title` names the register. `all_claims` adds the
    claims that belong to no incident, `decisions` what people said; both are empty where they may not leave.
    """

    incidents: Callable[[], Iterable[tuple[Incident, tuple[Claim, ...]]]]
    documents: Callable[[], Iterable[Document]]
    packs: Packs
    version: str = "unreleased"
    title: str = "Sijill register"
    released: date | None = None
    all_claims: Callable[[], Iterable[Claim]] | None = None
    decisions: Callable[[], Iterable[Decision]] = tuple

    def iter_records(self) -> Iterator[IncidentRecord]:
        """Yield the incidents with their claims, by first day and id."""
        for incident, claims in self.incidents():
            yield IncidentRecord(incident, claims, self.packs, self.version, self.released)

    def iter_claims(self) -> Iterator[ClaimRecord]:
        """Yield the claims of all incidents, incident by incident."""
        for record in self.iter_records():
            for claim in record.claims:
                yield ClaimRecord(claim, record)


class Exporter(ABC):
    """A format that the register can be written in.

    The class docstring is what `sijill export --list` and the reference print. `cannot_say` lists, in plain sentences, what is lost.
    `suffix` is set for a format of one file. `extra` is the optional extra of the installation that the format needs (None: always there).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    readers: ClassVar[str]
    suffix: ClassVar[str] = ""
    cannot_say: ClassVar[tuple[str, ...]] = ()
    extra: ClassVar[str | None] = None

    @abstractmethod
    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write the edition into `folder`, which exists, in one pass for each file; return the files, the main one first."""
