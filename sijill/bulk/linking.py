"""The end of a bulk run: all claims are read back and linked, and the incidents written.

In: the folder of an extracted job. Out: `incidents/`, and the finished manifest. How linking works is passed in as a function.
Not here: linking (`sijill.link`), assessing (`sijill.assess`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from sijill.bulk.folder import Folder
from sijill.bulk.manifest import Manifest, list_tables, save_manifest
from sijill.bulk.plan import iter_partitions, name_partition
from sijill.bulk.tables import TableWriter, iter_rows
from sijill.model import Claim, Incident

INCIDENTS = 50_000
MakeIncidents = Callable[[Sequence[Claim]], Iterable[Incident]]


def link_folder(folder: Folder, manifest: Manifest, form: str, make_incidents: MakeIncidents) -> Manifest:
    """Link all claims of a folder, write the incidents, and return the finished manifest."""
    count = write_incidents(folder, form, iter(make_incidents(load_claims(folder))))
    manifest = msgspec.structs.replace(manifest, counts={**manifest.counts, "incidents": count}, is_finished=True)
    save_manifest(folder, manifest)
    return manifest


def load_claims(folder: Folder) -> list[Claim]:
    """Return the claims of a folder, each once, in the order of the input."""
    return list({claim.claim_id: claim for claim in iter_table(folder, "claims")}.values())


def iter_table(folder: Folder, table: str) -> Iterator[Any]:
    """Yield the rows of a table, in the order of the input."""
    for name in list_tables(folder, table):
        yield from iter_rows(folder.read(name) or b"", table)


def write_incidents(folder: Folder, form: str, incidents: Iterator[Incident]) -> int:
    """Write incidents in files of equal length, at least one, and return how many there are."""
    folder.clear(("incidents",))
    total = 0
    for number, part in enumerate(iter_partitions(incidents, INCIDENTS)):
        table = TableWriter("incidents", form)
        for incident in part:
            # As `sijill link` writes them: how every value came about is large, and is made again when asked for.
            table.add(msgspec.structs.replace(incident, assessment=None))
        folder.write(f"incidents/part-{name_partition(0, number)}.{form}", table.finish())
        total += table.count
    return total
