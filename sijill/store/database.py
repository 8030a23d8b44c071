"""Opening the database of a register: engine, pragmas, transactions, schema version.

In: a path. Out: a SQLAlchemy engine whose read transactions never block and whose write transactions are taken one at a time.
Not here: what is written (`sijill.store.register`), the tables (`sijill.store.schema`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from sijill.errors import RegisterError
from sijill.store.schema import DERIVED, METADATA
from sijill.store.search import create_index, drop_index

# The newest migration; a register of another version is upgraded or refused. Kept here so that opening needs no Alembic.
HEAD = "0001"
BUSY_SECONDS = 10
_WRITING = "sijill_writing"


def make_engine(path: Path) -> Engine:
    """Return an engine on the SQLite file `path` (WAL, foreign keys on, explicit transactions)."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
            "mmap_size=268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITING) else "BEGIN")

    return engine


@contextmanager
def begin_read(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the register throughout."""
    with _plain_errors(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def begin_write(engine: Engine) -> Iterator[Connection]:
    """Give a connection that may write; everything or nothing is kept. Raises RegisterError when another program writes for too long."""
    with _plain_errors(), engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
        yield connection


def find_version(engine: Engine) -> str | None:
    """Return the schema version of the database, None for an empty one."""
    with begin_read(engine) as connection:
        known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar()
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if known else None


def upgrade(engine: Engine) -> None:
    """Bring the schema to `HEAD`; raises RegisterError for a register of a newer Sijill."""
    version = find_version(engine)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise RegisterError(
            f"this register was written by a newer Sijill (schema {version}, this one knows {HEAD}): upgrade Sijill to open it"
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "sijill.store:migrations")
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
    with begin_write(engine) as connection:
        create_derived(connection)


def create_derived(connection: Connection) -> None:
    """Create the derived tables and the search index where they are missing."""
    METADATA.create_all(connection, tables=list(DERIVED))
    create_index(connection)


def drop_derived(connection: Connection) -> None:
    """Drop the derived tables and the search index; `sijill rebuild` makes them again."""
    METADATA.drop_all(connection, tables=list(DERIVED))
    drop_index(connection)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what a user can act on into RegisterError."""
    try:
        yield
    except DatabaseError as error:
        reason = str(error.orig)
        if "locked" in reason or "busy" in reason:
            raise RegisterError(
                f"another program has been writing to this register for over {BUSY_SECONDS} seconds; repeat when it has finished"
            ) from error
        if "not a database" in reason or "malformed" in reason:
            raise RegisterError(
                f"the register's database is damaged ({reason}); restore it from a backup, or add its captures again"
            ) from error
        if "full" in reason:
            raise RegisterError("the disk is full: nothing of the last step was kept; make room and run the same command again") from error
        if "readonly" in reason or "unable to open" in reason:
            raise RegisterError(f"the register cannot be opened for writing ({reason}); check the folder's permissions") from error
        raise
