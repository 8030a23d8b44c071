"""What linking needs to know of a claim's document and passage, so that it needs no texts.

In: a document while it is read. Out: `DocumentContext`. Not here: what linking makes of it (`sijill.link`).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

import msgspec

from sijill.lang.dates import DateReader
from sijill.lang.marks import Passages, make_marks
from sijill.lang.shingles import make_signature
from sijill.model import Claim, Document, DocumentContext

HEAD = 400
DATED = 6000
DAYS = 8
_NO_YEAR = date(2004, 12, 31)  # stands for a year that the text does not give: its last day, in a leap year


def make_document_context(document: Document, days: Mapping[str, int] = {}) -> DocumentContext:
    """Return what linking needs to know of a document; `days` are those that it names, with their place in its text (`find_days`)."""
    return DocumentContext(
        source_id=document.source_id,
        source=document.source,
        published=document.published,
        url=document.url,
        title=document.title,
        signature=make_signature(document.text),
        days=tuple(days),
        head_days=tuple(day for day, start in days.items() if start < HEAD),
        head=make_marks(f"{document.title or ''}\n{document.text[:HEAD]}"),
    )


def find_days(text: str, dates: DateReader) -> dict[str, int]:
    """Return the first days that a folded text names, each once and in order, with their offsets, `--11-22` without its year.

    Where a report's beginning names a day, that is most often when it was written or of which it tells.
    """
    found: dict[str, int] = {}
    for one in dates.find(text, 0, min(len(text), DATED), _NO_YEAR, year_only=True):
        if one.first is not None and one.precision == "day":
            day = one.first.isoformat()
            found.setdefault(day if one.basis == "absolute" else f"-{day[4:]}", one.start)
    return dict(islice(found.items(), DAYS))


def add_passages(claims: Iterable[Claim], text: str) -> Iterator[Claim]:
    """Yield claims with the marks of the passages that they were read from."""
    passages = Passages(text)
    for claim in claims:
        if claim.document is None or claim.trigger is None:
            yield claim
            continue
        starts = [t.start for t in claim.triggers or (claim.trigger,)]
        yield msgspec.structs.replace(claim, document=msgspec.structs.replace(claim.document, marks=passages.make_marks(starts)))
