"""Opening the database of a register: engine, pragmas, transactions, schema version.

In: an address. Out: a SQLAlchemy engine whose read transactions never block and see one state throughout, and whose write transactions are
taken one at a time, in SQLite (write-ahead log) and in PostgreSQL (snapshots, and an advisory lock for writers) alike.
Not here: what is written (`sijill.store.register`), the tables (`sijill.store.schema`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError

from sijill.errors import RegisterError
from sijill.store.schema import DERIVED, METADATA
from sijill.store.search import create_index, drop_index

# The newest migration; a register of another version is upgraded or refused. Kept here so that opening needs no Alembic.
HEAD = "0002"
BUSY_SECONDS = 10
_WRITING = "sijill_writing"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY", "mmap_size=268435456")
# The advisory lock of writers in a PostgreSQL database, which holds one register: the bytes of "sijill".
_WRITERS = int.from_bytes(b"sijill", "big")
# What databases say of an error, and what a user can do about it.
_ADVICE = {
    "another program has been writing to this register for too long; repeat when it has finished": ("locked", "busy", "lock timeout"),
    "the register's database is damaged ({reason}); restore it from a backup, or add its captures again": ("not a database", "malformed"),
    "the disk is full: nothing of the last step was kept; make room and run the same command again": ("full", "No space left"),
    "the register cannot be opened for writing ({reason}); check the folder's permissions": ("readonly", "unable to open"),
    "the register's database does not answer ({reason})": ("connection failed", "server closed the connection", "connection is bad"),
    "the database does not let this user work on the register ({reason})": ("permission denied",),
}


def make_engine(url: URL) -> Engine:
    """Return an engine on a database; raises RegisterError for PostgreSQL without its driver."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise RegisterError("a register in PostgreSQL needs its driver: pip install 'sijill[postgresql]'") from error
    event.listen(engine, "connect", _leave_out_nul)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _leave_out_nul(connection: Any, _record: Any) -> None:
    """Write texts without NUL characters, which PostgreSQL cannot keep; the JSON of a row, where they are escaped, still has them."""
    from psycopg.types.string import StrDumper

    class Dumper(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    connection.adapters.register_dumper(str, Dumper)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Let a reader see one state throughout, and writers wait for one another (each statement of theirs sees the newest state)."""
    if _is_writing(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _is_writing(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITING))


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


def check_empty(url: URL) -> None:
    """Raise RegisterError when a database cannot be reached or holds a register already."""
    engine = make_engine(url)
    try:
        if find_version(engine) is not None:
            raise RegisterError(f"the database {url.database} holds a register already; name an empty one")
    finally:
        engine.dispose()


def find_version(engine: Engine) -> str | None:
    """Return the schema version of the database, None for an empty one."""
    with begin_read(engine) as connection:
        known = inspect(connection).has_table("alembic_version")
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
        advice = next((text for text, signs in _ADVICE.items() if any(sign in reason for sign in signs)), None)
        if advice is None:
            raise
        raise RegisterError(advice.format(reason=reason.partition("\n")[0])) from error
