"""Accounts: who may do what. Names, password hashes and sessions lie in `people.db` beside the register, so that a copy of the register
gives none of them away.

In: names, passwords, session cookies. Out: `Person`, or nothing. Passwords are kept as argon2id hashes, sessions and links as SHA-256 of
random secrets: whoever reads the file can use none of them.
Not here: cookies and redirects (`sijill.web.access`), pages (`sijill.web.pages.people`).
"""

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, get_args

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sijill.errors import UserError

Role = Literal["reader", "analyst", "reviewer", "administrator"]
Permission = Literal["read", "import", "decide", "judge", "manage"]
ROLES: tuple[Role, ...] = get_args(Role)
# What each role adds to the one before it: analysts bring reports in and correct claims, reviewers settle what is one incident and how
# firm it is, administrators look after accounts.
_ADDED: dict[Role, frozenset[Permission]] = {
    "reader": frozenset({"read"}),
    "analyst": frozenset({"import", "decide"}),
    "reviewer": frozenset({"judge"}),
    "administrator": frozenset({"manage"}),
}
FILE = "people.db"
SESSION_SECONDS = 12 * 3600
LINK_SECONDS = 24 * 3600
WINDOW_SECONDS = 15 * 60
MAX_FAILURES = 5
MIN_PASSWORD = 12
_SCHEMA = """
CREATE TABLE IF NOT EXISTS people (name TEXT PRIMARY KEY, password TEXT NOT NULL, role TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS sessions (secret TEXT PRIMARY KEY, name TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS links (secret TEXT PRIMARY KEY, role TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS tokens
(name TEXT PRIMARY KEY, secret TEXT NOT NULL UNIQUE, role TEXT NOT NULL, made_by TEXT NOT NULL, made_at REAL NOT NULL, used_at REAL);
CREATE TABLE IF NOT EXISTS failures (name TEXT NOT NULL, at REAL NOT NULL);
"""
_LINK = "SELECT role FROM links WHERE secret = ? AND expires > ?"


class Person(msgspec.Struct, frozen=True):
    """Someone who uses the workbench; `is_program` for one that shows a token (`sijill.web.tokens`)."""

    name: str
    role: Role
    active: bool = True
    is_program: bool = False

    def may(self, permission: Permission) -> bool:
        """Does the role allow it?"""
        return any(permission in _ADDED[role] for role in ROLES[: ROLES.index(self.role) + 1])


class People:
    """The accounts of one register."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())
        with self.open() as connection:
            connection.executescript(_SCHEMA)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for one transaction on the file of the accounts."""
        connection = sqlite3.connect(self._path, timeout=10)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def list_people(self) -> list[Person]:
        """Return everyone, by name."""
        with self.open() as connection:
            rows = connection.execute("SELECT name, role, active FROM people ORDER BY name").fetchall()
        return [Person(name, role, bool(active)) for name, role, active in rows]

    def make_link(self, role: Role) -> str:
        """Return the secret of a link with which one person can make an account of that role, once, within a day."""
        secret = make_secret()
        with self.open() as connection:
            connection.execute("INSERT INTO links VALUES (?, ?, ?)", (make_digest(secret), role, time.time() + LINK_SECONDS))
        return secret

    def find_link(self, secret: str) -> Role | None:
        """Return the role that a link gives, or None when it was used or is too old."""
        with self.open() as connection:
            row = connection.execute(
                "SELECT role FROM links WHERE secret = ? AND expires > ?", (make_digest(secret), time.time())
            ).fetchone()
        return None if row is None else row[0]

    def join(self, secret: str, name: str, password: str) -> Person:
        """Make an account with a link; raises UserError for a used link, a taken name or a weak password."""
        name = check_name(name)
        check_password(password, name)
        hashed = self._hasher.hash(password)
        with self.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute(
                "SELECT role FROM links WHERE secret = ? AND expires > ?", (make_digest(secret), time.time())
            ).fetchone()
            if row is None:
                raise UserError("this link was used already or is too old")
            for table in ("people", "tokens"):
                if connection.execute(f"SELECT 1 FROM {table} WHERE name = ?", (name,)).fetchone():
                    raise UserError("this name is taken")
            connection.execute("DELETE FROM links WHERE secret = ?", (make_digest(secret),))
            connection.execute("INSERT INTO people (name, password, role) VALUES (?, ?, ?)", (name, hashed, row[0]))
        return Person(name, row[0])

    def log_in(self, name: str, password: str) -> str | None:
        """Return the secret of a new session, or None when name and password do not belong together or there were too many failures."""
        name = name.strip()
        with self.open() as connection:
            since = time.time() - WINDOW_SECONDS
            failures = connection.execute("SELECT count(*) FROM failures WHERE name = ? AND at > ?", (name, since)).fetchone()[0]
            row = connection.execute("SELECT password FROM people WHERE name = ? AND active", (name,)).fetchone()
        if not self._is_right(row[0] if row else self._nobody, password) or row is None or failures >= MAX_FAILURES:
            with self.open() as connection:
                connection.execute("DELETE FROM failures WHERE at <= ?", (since,))
                connection.execute("INSERT INTO failures VALUES (?, ?)", (name, time.time()))
            return None
        secret = make_secret()
        with self.open() as connection:
            connection.execute("DELETE FROM sessions WHERE expires < ?", (time.time(),))
            connection.execute("DELETE FROM failures WHERE name = ?", (name,))
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?)", (make_digest(secret), name, time.time() + SESSION_SECONDS))
        return secret

    def _is_right(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def find_person(self, secret: str) -> Person | None:
        """Return who a session belongs to, or None when it ended."""
        query = "SELECT p.name, p.role FROM sessions s JOIN people p USING (name) WHERE s.secret = ? AND s.expires > ? AND p.active"
        with self.open() as connection:
            row = connection.execute(query, (make_digest(secret), time.time())).fetchone()
        return None if row is None else Person(*row)

    def log_out(self, secret: str) -> None:
        """End a session."""
        with self.open() as connection:
            connection.execute("DELETE FROM sessions WHERE secret = ?", (make_digest(secret),))

    def change(self, name: str, role: Role, *, active: bool) -> None:
        """Set someone's role, or close the account; raises UserError where that would leave no administrator."""
        with self.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE people SET role = ?, active = ? WHERE name = ?", (role, int(active), name))
            left = connection.execute("SELECT count(*) FROM people WHERE role = 'administrator' AND active").fetchone()[0]
            if not left:
                raise UserError("someone must stay administrator")
            if not active:
                connection.execute("DELETE FROM sessions WHERE name = ?", (name,))


def check_name(name: str) -> str:
    """Return the name without spaces around it; raises UserError for one that cannot be used."""
    name = name.strip()
    if not 2 <= len(name) <= 60 or not name.isprintable():
        raise UserError("a name has 2 to 60 printable characters")
    return name


def check_password(password: str, name: str) -> None:
    """Check that a password is worth having; raises UserError where it is not."""
    if len(password) < MIN_PASSWORD or len(set(password)) < 5 or password.casefold() == name.casefold():
        raise UserError(f"a password has at least {MIN_PASSWORD} characters, not all alike, and is not the name")
    if len(password) > 1_000:
        raise UserError("a password has at most 1,000 characters")


def make_secret() -> str:
    """Return a new random secret for a session, a link or a token."""
    return secrets.token_urlsafe(32)


def make_digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
