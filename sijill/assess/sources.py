"""Independent sources: documents that repeat one another or come from one publisher count once.

In: claims of one incident. Out: `SourceGroup`s, each with the reason why its documents are one source.
Not here: which numbers a source gives (`assess.counts`), how credible it is.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from sijill.lang.shingles import find_copies
from sijill.model import Claim, DocumentContext, SourceGroup
from sijill.packs import Packs

SAME_TEXT = 0.85
COPIED = 0.6
_KINDS_OF_PAGE = frozenset({"c", "channel", "groups", "pages", "people", "s", "user", "watch"})


def find_sources(claims: Sequence[Claim], packs: Packs) -> tuple[SourceGroup, ...]:
    """Return the independent sources of `claims`, sorted by key (the publisher, or the smallest document id)."""
    contexts = {c.document_id: c.document or DocumentContext() for c in sorted(claims, key=lambda c: c.claim_id)}
    publishers = {document: find_publisher(context, packs) for document, context in contexts.items()}
    copies = find_copies({d: c.signature for d, c in contexts.items()}, at_least=COPIED)
    holder = {document: document for document in contexts}
    first_of: dict[str, str] = {}
    for document in sorted(contexts):
        publisher = publishers[document]
        if publisher is not None:
            _join(holder, first_of.setdefault(publisher, document), document)
    for left, right in (*sorted(copies), *find_restings(claims, publishers)):
        _join(holder, left, right)
    groups: dict[str, list[str]] = defaultdict(list)
    for document in sorted(contexts):
        groups[_find(holder, document)].append(document)
    claim_ids: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        claim_ids[claim.document_id].append(claim.claim_id)
    wires = {d for d, c in contexts.items() if (s := packs.sources.get(c.source_id or "")) is not None and s.wire}
    rows = {c.document_id for c in claims if c.is_from_table}
    made = [_make_group(documents, claim_ids, publishers, copies, (wires, rows)) for documents in groups.values()]
    return tuple(sorted(made, key=lambda g: g.key))


def find_restings(claims: Sequence[Claim], publishers: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """Return (row, report) for rows of other data sets that name the publisher of a report among their sources: they add no witness."""
    reports: dict[str, list[str]] = defaultdict(list)
    for document in sorted(publishers):
        if (publisher := publishers[document]) is not None:
            reports[publisher].append(document)
    rows = sorted((c for c in claims if c.is_from_table), key=lambda c: c.claim_id)
    named = ((row, source.source_id or source.quote.casefold().strip()) for row in rows for source in row.attributed_to)
    return [(row.document_id, report) for row, publisher in named for report in reports.get(publisher, ()) if report != row.document_id]


def find_publisher(context: DocumentContext, packs: Packs) -> str | None:
    """Return who published a document: a source id, an account of a platform, a host name or a name as given; None for nobody known."""
    known = packs.sources.get(context.source_id) if context.source_id else None
    if known is not None and known.type != "social_platform" and not known.collective:
        return known.id
    host, account = _split_address(context.url)
    if known is not None:
        return f"{known.id}/{account}" if account else None
    if context.source:
        return context.source.casefold().strip()
    return host


def _split_address(url: str | None) -> tuple[str | None, str | None]:
    """Return host name and account of an address on a platform: the first part of its path that is no kind of page, else the query's `id`.

    A page that only its query tells from others ("watch?v=…") names no account.
    """
    if not url:
        return None, None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None, None
    names = [p for p in parts.path.split("/") if p and p.casefold() not in _KINDS_OF_PAGE]
    by_query = not names or names[0].endswith(".php")
    account = next(iter(parse_qs(parts.query).get("id", ())), None) if by_query else names[0].casefold()
    return (parts.hostname or "").removeprefix("www.") or None, account


def _make_group(
    documents: Sequence[str],
    claim_ids: Mapping[str, Sequence[str]],
    publishers: Mapping[str, str | None],
    copies: Mapping[tuple[str, str], float],
    kinds: tuple[set[str], set[str]],
) -> SourceGroup:
    """Return a group; `kinds` are the documents of news agencies, and those that are rows of data sets, which give no group its name."""
    wires, rows = kinds
    names = Counter(p for d in documents if (p := publishers[d]) is not None and (d not in rows or rows.issuperset(documents)))
    key = min(names, key=lambda n: (-names[n], n)) if names else documents[0]
    shares = [share for (a, b), share in copies.items() if a in documents and b in documents]
    if len(documents) == 1:
        reason = "own account"
    elif shares and len(names) != 1:
        reason = "wire copy" if wires & set(documents) or max(shares) < SAME_TEXT else "same text"
    else:
        reason = "names the other" if rows & set(documents) and not rows.issuperset(documents) else "same publisher"
    members = tuple(sorted(c for d in documents for c in claim_ids[d]))
    return SourceGroup(key=key, document_ids=tuple(documents), claim_ids=members, reason=reason)


def _find(holder: dict[str, str], document: str) -> str:
    while holder[document] != document:
        document = holder[document]
    return document


def _join(holder: dict[str, str], left: str, right: str) -> None:
    a, b = sorted((_find(holder, left), _find(holder, right)))
    holder[b] = a
