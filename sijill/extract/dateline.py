"""The day a document was written, read from its own head: a full date that stands alone in its line, or nearly.

In: folded text and a language's date reader. Out: a day, and whether it says when the text was published ("told") or only lends its
year. Not here: a publication date that the source states beside the text (`Document.published`), which always goes first.
"""

import re
from datetime import date
from typing import NamedTuple

from sijill.extract.gate import Gate
from sijill.lang.dates import DateReader, FoundDate

HEAD = 900
_YEAR = re.compile(r"(?<![\d.,])20[0-3]\d(?![\d.,]\d)")
_BESIDE = 28  # letters beside a date that still leave it a dateline ("Some Agency, 8 August 2021, 10:23 am")


class Anchor(NamedTuple):
    """The day that dates are resolved against; `year_only`: it completes a year but does not say when the text was written.

    `last_year` is the last year that the text names, for days that come with their weekday and nothing else to tell the year.
    """

    day: date | None
    year_only: bool
    last_year: int | None = None


def find_anchor(text: str, dates: DateReader, gate: Gate, published: date | None) -> Anchor:
    """Return the publication date, else the day of the dateline, else the first full date of the head for its year."""
    if published is not None:
        return Anchor(published, False)
    head = text[:HEAD]
    full = [f for f in dates.find(head, 0, len(head), None) if _is_full(f)]
    alone = {f.first for f in full if _is_dateline(head, f, gate)}
    if len(alone) == 1:
        return Anchor(alone.pop(), False)
    years = [int(year) for year in _YEAR.findall(text)]
    return Anchor(full[0].first if full else None, bool(full), max(years, default=None))


def _is_full(found: FoundDate) -> bool:
    return found.first is not None and found.basis == "absolute" and found.precision == "day"


def _is_dateline(text: str, found: FoundDate, gate: Gate) -> bool:
    """Does the date stand in a line with few other letters and no word that tells of an event?"""
    start, end = text.rfind("\n", 0, found.start) + 1, text.find("\n", found.end)
    line = text[start : end if end >= 0 else len(text)]
    beside = sum(c.isalpha() for c in line) - sum(c.isalpha() for c in text[found.start : found.end])
    return beside <= _BESIDE and (end >= 0 or start > 0) and not gate.find_hits(line)
