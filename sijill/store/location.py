"""Where the database of a register is: a SQLite file in its folder, or a PostgreSQL database that the folder names.

In: the folder of a register. Out: the address for SQLAlchemy. A PostgreSQL address is kept in the folder without a password; that comes
from where PostgreSQL's own programs take it (`~/.pgpass`, `PGPASSWORD`, or a socket that asks for none).
Not here: opening it (`sijill.store.database`).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sijill.errors import RegisterError

if TYPE_CHECKING:
    from sqlalchemy import URL  # imported where it is needed: it takes a third of a second, and `is_register` does without

SQLITE_FILE = "register.db"
ADDRESS_FILE = "register.postgresql"
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


def is_register(folder: Path) -> bool:
    """Is there a register in the folder?"""
    return (folder / SQLITE_FILE).is_file() or (folder / ADDRESS_FILE).is_file()


def load_address(folder: Path) -> "URL":
    """Return the address of the register's database; raises RegisterError for an address that cannot be used."""
    from sqlalchemy import URL

    named = folder / ADDRESS_FILE
    if named.is_file():
        return parse_address(named.read_text(encoding="utf-8").strip())
    return URL.create("sqlite", database=str(folder / SQLITE_FILE))


def parse_address(address: str) -> "URL":
    """Return a PostgreSQL address such as `postgresql://host/name` as SQLAlchemy's; raises RegisterError."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
    except ArgumentError as error:
        raise RegisterError(f"not an address of a database: {address!r}; write postgresql://HOST/NAME") from error
    if url.drivername not in _SCHEMES:
        raise RegisterError(f"{url.drivername} is not a database that a register can be kept in; write postgresql://HOST/NAME")
    if url.password:
        raise RegisterError("an address of a database must not hold the password: keep that in ~/.pgpass or the variable PGPASSWORD")
    return url.set(drivername="postgresql+psycopg")


def record_address(folder: Path, url: "URL") -> None:
    """Note in the folder that its register is in a PostgreSQL database."""
    (folder / ADDRESS_FILE).write_text(url.set(drivername="postgresql").render_as_string() + "\n", encoding="utf-8")
