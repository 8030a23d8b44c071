"""What a register holds, as comparable lines: without row numbers, times and the log of runs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from sijill.store import Register
from sijill.store.schema import METADATA

_LEFT_OUT = {"seq", "captured_at", "made_at", "at"}
_UNCOMPARED = {"runs"}


def dump_register(register: Register) -> list[str]:
    """Return every row of every table, sorted, and the words of the search index."""
    lines = []
    with register.read() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in _UNCOMPARED:
                columns = [c for c in table.c if c.name not in _LEFT_OUT]
                lines += [f"{table.name} {dict(row._mapping)}" for row in connection.execute(select(*columns))]
        for index in ("search_documents", "search_incidents"):
            lines += [f"{index} {tuple(row)}" for row in list_words(connection, index)]
    return sorted(lines)


def list_words(connection: Connection, index: str) -> Sequence[Row[Any]]:
    """Return every word of a search index with the number of texts and of places it stands in."""
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(f"SELECT word, ndoc, nentry FROM ts_stat('SELECT body FROM {index}')").all()
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.words_{index} USING fts5vocab('main', '{index}', 'row')")
    words = connection.exec_driver_sql(f"SELECT term, doc, cnt FROM words_{index}").all()
    connection.exec_driver_sql(f"DROP TABLE temp.words_{index}")
    return words
