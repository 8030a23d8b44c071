"""Full-text search in both scripts over a folded shadow of the texts (SQLite FTS5).

In: a search as typed. Out: a sub-query of document numbers, numbers of incidents, and snippets.
Texts and queries are folded alike (`sijill.lang.script.fold`), every word is reduced by `reduce_word`, and Arabic is also looked for
behind proclitics, so that spelling variants, marks and joined particles do not hide a hit. Syntax: words (all must occur), "a phrase",
`word*` for beginnings, `-word` to exclude; anything else is read as plain words, so that no query can be malformed.
Not here: PostgreSQL (its dialect branch belongs into this module), ranking of incidents by importance.
"""

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, TextClause, TextualSelect, column, text

from sijill.lang.script import Folded, fold

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(-?)"([^"]*)"?|(-?)([^\s"]+)')
# Proclitics (and, so, by, for, as) and the article of Arabic after folding, by code point.
_PARTICLES = tuple(chr(c) for c in (0x648, 0x641, 0x628, 0x644, 0x643))
_ARTICLE = chr(0x627) + chr(0x644)
_FOR_THE = chr(0x644) + chr(0x644)
_MIN_STEM = 3
_SCHEMA = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_documents USING fts5(body, content='', tokenize='unicode61')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_incidents USING fts5(incident_id UNINDEXED, body, tokenize='unicode61')",
)


def create_index(connection: Connection) -> None:
    """Create the empty search tables where they are missing."""
    for statement in _SCHEMA:
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    """Drop the search tables."""
    for name in ("search_documents", "search_incidents"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def index_documents(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add (document number, text) to the index; a number must not be added twice."""
    values = [(seq, to_shadow(body)) for seq, body in rows]
    if values:
        connection.exec_driver_sql("INSERT INTO search_documents(rowid, body) VALUES (?, ?)", values)


def index_incidents(connection: Connection, rows: Iterable[tuple[str, str]]) -> None:
    """Add (incident id, text) to the index; an id must not be there yet."""
    values = [(incident_id, to_shadow(body)) for incident_id, body in rows]
    if values:
        connection.exec_driver_sql("INSERT INTO search_incidents(incident_id, body) VALUES (?, ?)", values)


def unindex_incidents(connection: Connection, incident_ids: Iterable[str]) -> None:
    """Delete the index entries of incidents, where there are any."""
    stale = set(incident_ids)
    if not stale:
        return
    entries = connection.exec_driver_sql("SELECT rowid, incident_id FROM search_incidents").all()
    numbers = [(rowid,) for rowid, incident_id in entries if incident_id in stale]
    if numbers:
        connection.exec_driver_sql("DELETE FROM search_incidents WHERE rowid = ?", numbers)


def find_documents(connection: Connection, query: str) -> TextualSelect | TextClause:
    """Return a sub-query of the numbers of documents that match."""
    return _sub_query("SELECT rowid AS key FROM search_documents WHERE search_documents MATCH :{name}", query)


def match_incidents(connection: Connection, query: str) -> list[int]:
    """Return the numbers (`read_incident_numbers`) of the incidents that match."""
    match = to_match(query)
    if match is None:
        return []
    found = connection.exec_driver_sql("SELECT rowid FROM search_incidents WHERE search_incidents MATCH ?", (match,))
    return [number for (number,) in found]


def read_incident_numbers(connection: Connection) -> list[tuple[int, str]]:
    """Return the numbers under which the index knows the incidents, with their ids."""
    return [(number, incident_id) for number, incident_id in connection.exec_driver_sql("SELECT rowid, incident_id FROM search_incidents")]


def find_index_state(connection: Connection) -> tuple[int, int]:
    """Return numbers that change whenever the index was made anew or incidents were added to it."""
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar() or 0
    return version, connection.exec_driver_sql("SELECT max(rowid) FROM search_incidents").scalar() or 0


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


def to_match(query: str) -> str | None:
    """Return an FTS5 expression for a search as typed, or None when it holds no word."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in _TERM.finditer(query):
        phrase, excluded, is_prefix = _read_term(term)
        if phrase:
            forms = " OR ".join(f'"{form}"' + ("*" if is_prefix else "") for form in iter_forms(phrase))
            (unwanted if excluded else wanted).append(f"({forms})" if " OR " in forms else forms)
    if not wanted:
        return None
    expression = " AND ".join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


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


def _sub_query(statement: str, query: str) -> TextualSelect | TextClause:
    match = to_match(query)
    if match is None:
        return text("SELECT NULL WHERE 0").columns(column("key"))
    return text(statement.format(name="match")).bindparams(match=match).columns(column("key"))
