"""Full-text search in both scripts over a folded shadow of the texts: FTS5 in SQLite, `tsvector` in PostgreSQL.

In: a search as typed. Out: a sub-query of document numbers, numbers of incidents, and snippets.
Texts and queries are folded alike (`sijill.lang.script.fold`), every word is reduced by `reduce_word`, and Arabic is also looked for
behind proclitics, so that spelling variants, marks and joined particles do not hide a hit. Syntax: words (all must occur), "a phrase",
`word*` for beginnings, `-word` to exclude; anything else is read as plain words, so that no query can be malformed.
In PostgreSQL the words of a text are given to the index as they are, so that both databases find the same; there, phrases are found in
the first 16,383 words of a text, single words in its first 900,000 bytes.
Not here: ranking of incidents by importance.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, TextualSelect, column, text

from sijill.lang.script import Folded, fold

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(-?)"([^"]*)"?|(-?)([^\s"]+)')
# Proclitics (and, so, by, for, as) and the article of Arabic after folding, by code point.
_PARTICLES = tuple(chr(c) for c in (0x648, 0x641, 0x628, 0x644, 0x643))
_ARTICLE = chr(0x627) + chr(0x644)
_FOR_THE = chr(0x644) + chr(0x644)
_MIN_STEM = 3
_SQLITE_SCHEMA = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_documents USING fts5(body, content='', tokenize='unicode61')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_incidents USING fts5(incident_id UNINDEXED, body, tokenize='unicode61')",
)
_POSTGRESQL_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS search_documents (number integer PRIMARY KEY, body tsvector NOT NULL)",
    "CREATE TABLE IF NOT EXISTS search_incidents (number serial PRIMARY KEY, incident_id text NOT NULL UNIQUE, body tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_search_documents_body ON search_documents USING gin (body)",
    "CREATE INDEX IF NOT EXISTS ix_search_incidents_body ON search_incidents USING gin (body)",
)
# Limits of PostgreSQL: positions in a tsvector and of one word in it, bytes of a word and of the whole (1 MB, some of it overhead).
_MAX_POSITION = 16_383
_MAX_POSITIONS = 255
_MAX_WORD = 500
_MAX_VECTOR = 900_000


class Term(NamedTuple):
    """One part of a search: the folded phrases of which one must occur (or must not), the last word of each maybe only a beginning."""

    forms: tuple[str, ...]
    excluded: bool
    is_prefix: bool


def create_index(connection: Connection) -> None:
    """Create the empty search tables where they are missing."""
    for statement in _POSTGRESQL_SCHEMA if _is_postgresql(connection) else _SQLITE_SCHEMA:
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    """Drop the search tables."""
    for name in ("search_documents", "search_incidents"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def index_documents(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add (document number, text) to the index; a number must not be added twice."""
    _index(connection, "search_documents", _number(connection), rows)


def index_incidents(connection: Connection, rows: Iterable[tuple[str, str]]) -> None:
    """Add (incident id, text) to the index; an id must not be there yet."""
    _index(connection, "search_incidents", "incident_id", rows)


def unindex_incidents(connection: Connection, incident_ids: Iterable[str]) -> None:
    """Delete the index entries of incidents, where there are any."""
    stale = set(incident_ids)
    if not stale:
        return
    if _is_postgresql(connection):
        connection.exec_driver_sql("DELETE FROM search_incidents WHERE incident_id = ANY(%s)", (list(stale),))
        return
    entries = connection.exec_driver_sql("SELECT rowid, incident_id FROM search_incidents").all()
    numbers = [(rowid,) for rowid, incident_id in entries if incident_id in stale]
    if numbers:
        connection.exec_driver_sql("DELETE FROM search_incidents WHERE rowid = ?", numbers)


def find_documents(connection: Connection, query: str) -> TextualSelect:
    """Return a sub-query of the numbers of documents that match."""
    return _sub_query(connection, "search_documents", query)


def match_incidents(connection: Connection, query: str) -> list[int]:
    """Return the numbers (`read_incident_numbers`) of the incidents that match."""
    return list(connection.execute(_sub_query(connection, "search_incidents", query)).scalars())


def read_incident_numbers(connection: Connection) -> list[tuple[int, str]]:
    """Return the numbers under which the index knows the incidents, with their ids."""
    rows = connection.exec_driver_sql(f"SELECT {_number(connection)}, incident_id FROM search_incidents")
    return [(number, incident_id) for number, incident_id in rows]


def find_index_state(connection: Connection) -> tuple[int, int]:
    """Return numbers that change whenever the index was made anew or incidents were added to it."""
    version = "SELECT CAST('search_incidents' AS regclass)::oid" if _is_postgresql(connection) else "PRAGMA schema_version"
    newest = f"SELECT max({_number(connection)}) FROM search_incidents"
    return connection.exec_driver_sql(version).scalar() or 0, connection.exec_driver_sql(newest).scalar() or 0


def reduce_word(word: str) -> str:
    """Return a folded word without Arabic proclitics and article, as long as three letters stay; other words unchanged."""
    if not _is_arabic(word):
        return word
    if word.startswith(_FOR_THE) and len(word) >= 2 + _MIN_STEM:
        return word[2:]
    if word[0] in _PARTICLES and word[1:3] == _ARTICLE and len(word) >= 3 + _MIN_STEM:
        return word[3:]
    if word.startswith(_ARTICLE) and len(word) >= 2 + _MIN_STEM:
        return word[2:]
    return word


def iter_forms(phrase: str) -> Iterator[str]:
    """Yield a folded phrase as it may stand in the index: Arabic also behind one or two proclitics, which are not cut from words."""
    yield phrase
    if _is_arabic(phrase):
        yield from (particle + phrase for particle in _PARTICLES)
        yield from (_PARTICLES[0] + particle + phrase for particle in _PARTICLES[2:])


def to_shadow(body: str) -> str:
    """Return the words of a text as they are indexed, separated by blanks."""
    return " ".join(reduce_word(w) for w in _WORD.findall(fold(body)))


def parse_terms(query: str) -> list[Term]:
    """Return the terms of a search as typed that hold a word; empty when none is asked for (exclusions alone find nothing)."""
    terms = [_read_term(term) for term in _TERM.finditer(query)]
    kept = [Term(tuple(iter_forms(phrase)), excluded, is_prefix) for phrase, excluded, is_prefix in terms if phrase]
    return kept if any(not term.excluded for term in kept) else []


def to_fts5(terms: Iterable[Term]) -> str:
    """Return terms as an expression of SQLite's FTS5."""

    def join(term: Term) -> str:
        forms = " OR ".join(f'"{form}"' + ("*" if term.is_prefix else "") for form in term.forms)
        return f"({forms})" if len(term.forms) > 1 else forms

    wanted, unwanted = ([join(t) for t in terms if t.excluded is excluded] for excluded in (False, True))
    expression = " AND ".join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def to_tsquery(terms: Iterable[Term]) -> str:
    """Return terms as a `tsquery` of PostgreSQL."""

    def join(term: Term) -> str:
        forms = (" <-> ".join(f"'{word[:_MAX_WORD]}'" for word in form.split()) + (":*" if term.is_prefix else "") for form in term.forms)
        return f"{'!' if term.excluded else ''}({' | '.join(f'({form})' for form in forms)})"

    return " & ".join(join(term) for term in terms)


def to_tsvector(words: Iterable[str]) -> str:
    """Return words with their positions as a `tsvector`, as far as PostgreSQL's limits go."""
    positions: dict[str, list[int]] = {}
    size = 0
    for position, word in enumerate((w[:_MAX_WORD] for w in words), 1):
        known = positions.get(word)
        if known is None:
            size += len(word.encode()) + 8
            if size > _MAX_VECTOR:
                break
            known = positions[word] = []
        if position <= _MAX_POSITION and len(known) < _MAX_POSITIONS:
            size += 2
            known.append(position)
    return " ".join(f"'{word}'" + (f":{','.join(map(str, at))}" if at else "") for word, at in positions.items())


def make_snippet(body: str, query: str, *, width: int = 200) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return `width` characters of `body` around the first word of `query`, and the (start, end) of found words in it."""
    words = _query_words(query)
    folded = Folded(body)
    hits = []
    for match in _WORD.finditer(folded.text):
        word = reduce_word(match.group())
        if any(word == w or (is_prefix and word.startswith(w)) for w, is_prefix in words):
            hits.append(folded.span(*match.span()))
            if hits[-1][0] - hits[0][0] > width:
                break
    start = max(hits[0][0] - width // 4, 0) if hits else 0
    if start:
        start = body.find(" ", start) + 1 or start
    end = min(start + width, len(body))
    return body[start:end], tuple((s - start, e - start) for s, e in hits if s >= start and e <= end)


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


def _read_term(term: re.Match[str]) -> tuple[str, bool, bool]:
    """Return (folded words, is excluded, is a beginning) of one term of a query."""
    quoted = term.group(2) is not None
    raw = term.group(2) if quoted else term.group(4)
    is_prefix = not quoted and raw.endswith("*")
    excluded = (term.group(1) if quoted else term.group(3)) == "-"
    return to_shadow(raw), excluded, is_prefix


def _query_words(query: str) -> list[tuple[str, bool]]:
    words: list[tuple[str, bool]] = []
    for term in _TERM.finditer(query):
        phrase, excluded, is_prefix = _read_term(term)
        if not excluded:
            words += [(form, is_prefix) for w in phrase.split() for form in iter_forms(w)]
    return words


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _number(connection: Connection) -> str:
    """Return the name of the column with the numbers of the texts."""
    return "number" if _is_postgresql(connection) else "rowid"


def _index(connection: Connection, table: str, key: str, rows: Iterable[tuple[int | str, str]]) -> None:
    if _is_postgresql(connection):
        statement = f"INSERT INTO {table}({key}, body) VALUES (%s, CAST(%s AS tsvector))"
        values = [(text_key, to_tsvector(to_shadow(body).split())) for text_key, body in rows]
    else:
        statement = f"INSERT INTO {table}({key}, body) VALUES (?, ?)"
        values = [(text_key, to_shadow(body)) for text_key, body in rows]
    if values:
        connection.exec_driver_sql(statement, values)


def _sub_query(connection: Connection, table: str, query: str) -> TextualSelect:
    """Return a sub-query of the numbers of the texts that match."""
    terms = parse_terms(query)
    number = _number(connection)
    if not terms:
        return text(f"SELECT {number} AS key FROM {table} WHERE 1 = 0").columns(column("key"))
    if _is_postgresql(connection):
        found, match = text(f"SELECT number AS key FROM {table} WHERE body @@ CAST(:match AS tsquery)"), to_tsquery(terms)
    else:
        found, match = text(f"SELECT rowid AS key FROM {table} WHERE {table} MATCH :match"), to_fts5(terms)
    return found.bindparams(match=match).columns(column("key"))
