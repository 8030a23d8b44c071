"""The edition of a register as it stands.

In: an open register, read through `sijill.store.views` only. Out: `Edition`. Nothing here writes.
"""

from collections.abc import Iterator
from datetime import date

from sijill.model import Claim, Incident
from sijill.packs import Packs
from sijill.publish.base import Edition
from sijill.store import Register
from sijill.store.linkings import find_last_linking
from sijill.store.views import get_incident_claims, iter_documents, iter_incidents


def make_edition(register: Register, packs: Packs, *, version: str = "unreleased", released: date | None = None) -> Edition:
    """Return the edition of a register as it stands, under a version and the day of its release."""

    def incidents() -> Iterator[tuple[Incident, tuple[Claim, ...]]]:
        for incident in iter_incidents(register):
            yield incident, tuple(get_incident_claims(register, incident.incident_id))

    with register.read() as connection:
        last = find_last_linking(connection)
    extractor = last.extractor if last is not None else None

    return Edition(
        all_claims=lambda: register.iter_claims(extractor=extractor),
        decisions=register.iter_decisions,
        incidents=incidents,
        documents=lambda: iter_documents(register),
        packs=packs,
        version=version,
        released=released,
    )
