"""Searches that people saved under a name, so that a team looks at the same list under one address.

In: a name and the query of an address. Out: `SavedSearch`es. Saving a name again changes what it stands for; its address stays.
Both are in the audit log. Not here: what a query means (`sijill.web.query`).
"""

import msgspec
from sqlalchemy import Row, select

from sijill.errors import UserError
from sijill.model.ids import make_id
from sijill.store.register import Register, now, record_audit
from sijill.store.schema import searches

MAX_NAME = 100


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search by name; `query` is the query string of the list of incidents."""

    search_id: str
    name: str
    query: str
    author: str
    made_at: str


def save_search(register: Register, name: str, query: str, author: str) -> SavedSearch:
    """Keep a search under a name, in the place of an earlier one of that name; raises UserError for a name that cannot be shown."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise UserError(f"a name has 1 to {MAX_NAME} printable characters")
    saved = SavedSearch(search_id=make_id("sea", name.casefold()), name=name, query=query, author=author, made_at=now())
    with register.write() as connection:
        connection.execute(searches.delete().where(searches.c.search_id == saved.search_id))
        connection.execute(searches.insert().values(msgspec.structs.asdict(saved)))
        record_audit(connection, author, "save search", saved.search_id, {"name": name, "query": query})
    return saved


def list_searches(register: Register) -> list[SavedSearch]:
    """Return the saved searches by name."""
    with register.read() as connection:
        return [_to_search(row) for row in connection.execute(select(searches).order_by(searches.c.name))]


def get_search(register: Register, search_id: str) -> SavedSearch:
    """Return one saved search; raises UserError."""
    with register.read() as connection:
        row = connection.execute(select(searches).where(searches.c.search_id == search_id)).one_or_none()
    if row is None:
        raise UserError(f"there is no saved search {search_id}")
    return _to_search(row)


def drop_search(register: Register, search_id: str, author: str) -> None:
    """Forget a saved search; raises UserError when there is none."""
    get_search(register, search_id)
    with register.write() as connection:
        connection.execute(searches.delete().where(searches.c.search_id == search_id))
        record_audit(connection, author, "drop search", search_id, {})


def _to_search(row: Row[tuple[str, ...]]) -> SavedSearch:
    return SavedSearch(**row._mapping)
