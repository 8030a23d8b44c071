"""Linking a register, and making everything derived again.

In: the register's claims and decisions, and which claims every incident held before. Out: incidents, the change feed, the search index.
Not here: how claims are linked and assessed (`sijill.pipeline.incidents`).
"""

from sqlalchemy import Connection, func, select

from sijill import __version__
from sijill.errors import RegisterError
from sijill.packs import Packs
from sijill.pipeline.incidents import IncidentRun, make_incidents
from sijill.pipeline.progress import Progress, be_silent
from sijill.store import Register
from sijill.store.database import create_derived, drop_derived
from sijill.store.linkings import Linking, find_last_linking, get_limits, load_members, record_linking, replace_incidents, with_previous_ids
from sijill.store.register import DOCUMENT, to_searched
from sijill.store.schema import documents
from sijill.store.search import index_documents

_STEPS = 2
_BATCH = 500


def link_register(register: Register, packs: Packs, *, extractor: str, rule: str, progress: Progress = be_silent) -> dict[str, int]:
    """Link and assess the claims that `extractor` read under all decisions, where anything changed since the last time.

    Returns how many incidents there are, were written and were removed; empty when nothing had changed.
    """
    with register.read() as connection:
        last = find_last_linking(connection)
        claims_upto, decisions_upto = get_limits(connection)
        previous = load_members(connection)
    wanted = Linking(
        seq=0, claims_upto=claims_upto, decisions_upto=decisions_upto, extractor=extractor, rule=rule, version=name_version(packs)
    )
    if not claims_upto or (last is not None and last.is_same(wanted)):
        return {}
    progress("link", 0, _STEPS)
    run = _link(register, packs, wanted, previous)
    progress("link", 1, _STEPS)
    with register.write() as connection:
        if find_last_linking(connection) != last:
            raise RegisterError("another run has linked this register meanwhile; run it again if anything is still new")
        if last is not None and last.extractor != wanted.extractor:
            register.mark_current(connection, wanted.extractor)
        record_linking(connection, wanted, run.incidents, run.changes)
        written, removed = replace_incidents(connection, with_previous_ids(connection, run.incidents))
    progress("link", _STEPS, _STEPS)
    return {"incidents": len(run.incidents), "written": written, "removed": removed}


def name_version(packs: Packs) -> str:
    """Return what a linking depends on beside claims and decisions: the program and the rules of linking."""
    return f"{__version__}+{packs.make_fingerprint(('linking',))[:12]}"


def is_repeatable(register: Register, packs: Packs) -> bool:
    """Would `rebuild` repeat the last linking bit for bit, because program and rules are still the same?"""
    with register.read() as connection:
        last = find_last_linking(connection)
    return last is None or last.version == name_version(packs)


def rebuild(register: Register, packs: Packs, *, progress: Progress = be_silent) -> dict[str, int]:
    """Drop everything derived and make it again from documents, claims, decisions and the log of linkings, in one transaction.

    The last linking is repeated with what it saw, so that the register is the same afterwards, row for row.
    """
    with register.read() as connection:
        last = find_last_linking(connection)
        previous = {} if last is None else load_members(connection, last.seq - 1)
    progress("link", 0, 1)
    incidents = () if last is None else _link(register, packs, last, previous).incidents
    progress("link", 1, 1)
    with register.write() as connection:
        drop_derived(connection)
        create_derived(connection)
        indexed = _index_all(connection, progress)
        replace_incidents(connection, with_previous_ids(connection, incidents))
    return {"documents": indexed, "incidents": len(incidents)}


def _link(register: Register, packs: Packs, linking: Linking, previous: dict[str, frozenset[str]]) -> IncidentRun:
    """Link exactly what a linking saw or is to see."""
    claims = register.iter_claims(linking.claims_upto, extractor=linking.extractor)
    decisions = list(register.iter_decisions(linking.decisions_upto))
    return make_incidents(claims, packs=packs, rule=linking.rule, decisions=decisions, previous=previous)


def _index_all(connection: Connection, progress: Progress) -> int:
    """Index every document for search."""
    total = connection.execute(select(func.count()).select_from(documents)).scalar_one()
    done, last = 0, 0
    while True:
        query = select(documents.c.seq, documents.c.body).where(documents.c.seq > last).order_by(documents.c.seq).limit(_BATCH)
        rows = connection.execute(query).all()
        if not rows:
            return done
        index_documents(connection, ((row.seq, to_searched(DOCUMENT.decode(row.body))) for row in rows))
        last = rows[-1].seq
        done += len(rows)
        progress("index", done, total)
