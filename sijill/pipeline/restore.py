"""A register from the files of `sijill export --format jsonl`, without loss.

In: a folder with `documents.jsonl`, `claims.jsonl`, `decisions.jsonl`, `incidents.jsonl`. Out: a new register that exports the same files.
Claims are kept as handed over, incidents with their ids, so that the next run carries them on. Not here: captures and the log of runs,
which stay with the register that they belong to.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from sijill import __version__
from sijill.errors import InputError
from sijill.model import Claim, Decision, Document, Incident
from sijill.model.cluster import Change
from sijill.store import Register
from sijill.store.linkings import Linking, get_limits, record_linking, replace_incidents
from sijill.store.register import GIVEN

BATCH = 500
S = TypeVar("S", bound=msgspec.Struct)


def restore_register(folder: Path, source: Path) -> dict[str, int]:
    """Make a register in `folder` from the export in `source`; return how many rows of each kind it has.

    Raises InputError that names file and line, before anything is made, and RegisterError where there is a register already.
    """
    incidents = list(iter_lines(source / "incidents.jsonl", Incident))
    decisions = list(iter_lines(source / "decisions.jsonl", Decision))
    counts = {
        "documents": sum(1 for _ in iter_lines(source / "documents.jsonl", Document)),
        "claims": sum(1 for _ in iter_lines(source / "claims.jsonl", Claim)),
    }
    with Register.create(folder) as register:
        for documents in iter_batches(source / "documents.jsonl", Document):
            register.add_documents(documents)
        for claims in iter_batches(source / "claims.jsonl", Claim):
            register.add_claims(claims)
        for decision in decisions:
            register.record_decision(decision)
        restore_incidents(register, incidents)
    return counts | {"decisions": len(decisions), "incidents": len(incidents)}


def restore_incidents(register: Register, incidents: list[Incident]) -> None:
    """Put incidents in as the result of a linking of the claims that are there."""
    if not incidents:
        return
    with register.write() as connection:
        claims_upto, decisions_upto = get_limits(connection)
        rule = incidents[0].rule.partition("@")[0]
        linking = Linking(
            seq=0, claims_upto=claims_upto, decisions_upto=decisions_upto, extractor=GIVEN, rule=rule, version=f"{__version__}+restored"
        )
        changes = [Change(kind="created", incident_id=i.incident_id, others=i.previous_ids) for i in incidents]
        record_linking(connection, linking, incidents, changes)
        replace_incidents(connection, incidents)


def iter_batches(path: Path, kind: type[S]) -> Iterator[list[S]]:
    """Yield the values of a file in batches."""
    values = iter_lines(path, kind)
    while batch := list(islice(values, BATCH)):
        yield batch


def iter_lines(path: Path, kind: type[S]) -> Iterator[S]:
    """Yield the values of a file; raises InputError that names file and line."""
    decoder = msgspec.json.Decoder(kind)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError as error:
                    raise InputError(f"is not a line of this export: {error}", file=str(path), line=number) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
