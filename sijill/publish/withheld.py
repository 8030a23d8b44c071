"""What people decided must not leave: whole incidents, where they happened, single accounts.

In: decisions of the kind `redact`. Out: `Withheld`. It binds under every profile; an export without a profile is the register itself, with
these decisions in it. Not here: what is done to the values (`redact`), what a profile keeps back of all incidents alike (`profile`).
"""

from collections.abc import Container, Iterable

import msgspec
from msgspec.structs import replace as change

from sijill.model import Claim, Decision, Incident, get_standing
from sijill.publish.profile import Profile


class Withheld(msgspec.Struct, frozen=True):
    """Ids of incidents that stay back, of incidents whose place stays back, and of claims whose whole document stays unnamed."""

    incidents: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()

    def holds(self, incident: Incident) -> bool:
        """Does the incident stay back? One that grew out of an incident that stays back does too."""
        return not self.incidents.isdisjoint(_get_ids(incident))

    def narrow(self, profile: Profile, incident: Incident) -> Profile:
        """Return the profile for an incident: without its place, where that stays back, and so without the words that name it."""
        if self.places.isdisjoint(_get_ids(incident)):
            return profile
        return change(profile, place="country" if profile.place == "country" else "admin1", quotes="drop")

    def find_documents(self, incident: Incident, claims: Iterable[Claim]) -> frozenset[str]:
        """Return the ids of the documents of an incident that would give away what stays back: of a place, all of them."""
        if not self.places.isdisjoint(_get_ids(incident)):
            return frozenset(incident.document_ids)
        return frozenset(claim.document_id for claim in claims if claim.claim_id in self.claims)


def select_redactions(decisions: Iterable[Decision], subjects: Container[str]) -> list[Decision]:
    """Return the redactions in force of some incidents or claims, oldest first."""
    return [d for d in get_standing(decisions) if d.kind == "redact" and d.subject in subjects]


def find_withheld(decisions: Iterable[Decision]) -> Withheld:
    """Return what the decisions in force keep back."""
    found = [d for d in get_standing(decisions) if d.kind == "redact"]
    claims = frozenset(d.subject for d in found if d.subject.startswith("clm_"))
    return Withheld(
        incidents=frozenset(d.subject for d in found if d.field is None) - claims,
        places=frozenset(d.subject for d in found if d.field == "place") - claims,
        claims=claims,
    )


def close(profile: Profile) -> Profile:
    """Return the profile for a document of which no more may be known than the numbers."""
    return change(profile, quotes="drop", addresses="drop", sources="drop")


def _get_ids(incident: Incident) -> tuple[str, ...]:
    return incident.incident_id, *incident.previous_ids
