"""Layout: lines of a page that are headlines of other texts ("Most read", "Related"), not part of the account; lists line by line.

In: folded text. Out: the stretches of lines, after the text proper has begun, that stand in a row without the end of a sentence.
A single line like that between paragraphs is a subheading and stays; so does everything in posts that do without punctuation. Of a list
of names: how many lines with a number or a dash before them follow one another.
Not here: menus without events (the gate passes them over), passages in another language.
"""

import re
from typing import NamedTuple

from sijill.model import Quantity

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_ENDS = re.compile(r"[.!?\u061f\u06d4:;\u061b]['\")\]]*\s*$|(?<!\.)[.!?\u061f]\s+\S")
_LONG = 170  # a line as long as this is a paragraph, however it ends
_SHORTEST_PROSE = 40
_ROW = 3  # so many lines in a row make a list
_ITEM = re.compile(r"\s*(?:\d{1,3}\s*[-.):_/]?|[-\u2022*])\s*[^\W\d_][^\n]{2,80}")
_CUT = ("...", "\u2026")
_SEVERAL = 2
_FARTHEST = 6000


class Line(NamedTuple):
    """A line that is not empty, by offsets; `prose` when it is a sentence or more."""

    start: int
    end: int
    prose: bool


def find_asides(text: str) -> list[tuple[int, int]]:
    """Return the stretches of `text` that list other headlines, in order."""
    lines = [Line(*m.span(), _is_prose(m.group())) for m in _LINE.finditer(text)]
    first = next((n for n, line in enumerate(lines) if line.prose), None)
    if first is None:
        return []
    found, row = [], []
    for line in [*lines[first:], Line(len(text), len(text), True)]:
        if not line.prose:
            row.append(line)
            continue
        if len(row) >= _ROW:
            found.append((row[0].start, row[-1].end))
        row = []
    return found


def count_listed(text: str, start: int) -> Quantity | None:
    """Return how many lines of a list follow the line at `start`, vague where the last one is cut off; None where fewer than two do."""
    items: list[str] = []
    for line in text[start : start + _FARTHEST].split("\n")[1:]:
        if _ITEM.fullmatch(line.rstrip()):
            items.append(line.rstrip())
        elif line.strip():
            break
    if len(items) < _SEVERAL:
        return None
    return Quantity(len(items), None, "vague") if items[-1].endswith(_CUT) else Quantity.exact(len(items))


def _is_prose(line: str) -> bool:
    return len(line) >= _LONG or (len(line) >= _SHORTEST_PROSE and _ENDS.search(line) is not None)
