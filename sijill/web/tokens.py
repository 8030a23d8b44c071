"""API tokens: what a program shows instead of a password. They lie beside the accounts, as hashes of random secrets.

In: a name, a role, the secret that a program sends as `Authorization: Bearer …`. Out: the `Person` it acts as, or nothing.
A token's name is no account's name, so that the audit log always says whether a person or a program did it.
Not here: sessions and passwords (`sijill.web.people`), who may do what (`Person.may`).
"""

import time

import msgspec

from sijill.errors import UserError
from sijill.web.people import People, Person, Role, check_name, make_digest, make_secret

PREFIX = "sijill_"
# No program looks after accounts.
TOKEN_ROLES: tuple[Role, ...] = ("reader", "analyst", "reviewer")
# The time of last use is written at most this often, so that reading does not become writing.
_USE_SECONDS = 600


class Token(msgspec.Struct, frozen=True):
    """A token without its secret; times are seconds since 1970, `used_at` None: never."""

    name: str
    role: Role
    made_by: str
    made_at: float
    used_at: float | None


class Tokens:
    """The tokens of one register."""

    def __init__(self, people: People) -> None:
        self._people = people

    def list_tokens(self) -> list[Token]:
        """Return the tokens that are valid, by name."""
        with self._people.open() as connection:
            rows = connection.execute("SELECT name, role, made_by, made_at, used_at FROM tokens ORDER BY name").fetchall()
        return [Token(*row) for row in rows]

    def make_token(self, name: str, role: Role, made_by: str) -> str:
        """Return the secret of a new token, which is shown this once; raises UserError for a name that is taken."""
        name = check_name(name)
        if role not in TOKEN_ROLES:
            raise UserError("a token is a reader, an analyst or a reviewer")
        secret = PREFIX + make_secret()
        with self._people.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            for table in ("people", "tokens"):
                if connection.execute(f"SELECT 1 FROM {table} WHERE name = ?", (name,)).fetchone():
                    raise UserError("this name is taken")
            values = (name, make_digest(secret), role, made_by, time.time())
            connection.execute("INSERT INTO tokens (name, secret, role, made_by, made_at) VALUES (?, ?, ?, ?, ?)", values)
        return secret

    def revoke(self, name: str) -> None:
        """Make a token worthless at once; raises UserError when there is none of this name."""
        with self._people.open() as connection:
            if not connection.execute("DELETE FROM tokens WHERE name = ?", (name,)).rowcount:
                raise UserError(f"there is no token {name!r}")

    def find_person(self, secret: str) -> Person | None:
        """Return whom a token acts as, or None for one that was revoked or never was."""
        now = time.time()
        with self._people.open() as connection:
            row = connection.execute("SELECT name, role, used_at FROM tokens WHERE secret = ?", (make_digest(secret),)).fetchone()
            if row is not None and (row[2] is None or now - row[2] > _USE_SECONDS):
                connection.execute("UPDATE tokens SET used_at = ? WHERE name = ?", (now, row[0]))
        return None if row is None else Person(row[0], row[1], is_program=True)
