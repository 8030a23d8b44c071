"""Pages of incidents that are no more: an address that was published once keeps saying what became of it.

In: the index of an earlier site and of this one, earlier ids of incidents. Out: a page for each id that is gone.
Not here: changes between releases (`sijill.publish.changes`), whose words these are.
"""

from collections.abc import Iterable

from sijill.publish.changes import Change, make_tombstone
from sijill.publish.changes import Entry as IndexEntry
from sijill.publish.site.entries import Entry
from sijill.publish.site.page import Pages


def find_tombstones(before: dict[str, IndexEntry], after: dict[str, IndexEntry], entries: Iterable[Entry]) -> dict[str, Change]:
    """Return what became of each id that an earlier site had, or that an incident continues, and that is no incident now."""
    homes = {claim: entry.incident_id for entry in after.values() for claim in entry.claim_ids}
    heirs: dict[str, set[str]] = {}
    for entry in entries:
        for old in entry.previous:
            heirs.setdefault(old, set()).add(entry.row.incident_id)
    gone = {}
    for incident_id in sorted((before.keys() | heirs.keys()) - after.keys()):
        claims = before[incident_id].claim_ids if incident_id in before else frozenset[str]()
        successors = heirs.get(incident_id, set()) | {homes[claim] for claim in claims if claim in homes}
        gone[incident_id] = make_tombstone(incident_id, tuple(sorted(successors)))
    return gone


def write_tombstones(pages: Pages, gone: dict[str, Change]) -> None:
    """Write a page for each id that is gone."""
    for incident_id, change in gone.items():
        pages.write(f"incidents/{incident_id}.html", "tombstone.html", change=change, section="incidents")
