"""Words of documents as markup: escaped, control characters visible, spans highlighted.

In: a text and marks over it (offsets in code points, end exclusive). Out: `Piece`s that templates print, and safe markup.
Documents are hostile: nothing of theirs reaches a page but through `show_controls` or a template's escaping.
Not here: which words support which field (`sijill.present.claims`).
"""

import itertools
import re
from collections.abc import Sequence

import msgspec
from markupsafe import Markup, escape

from sijill.lang.script import get_script

# Control characters that can hide or turn text, by what the Unicode standard calls them; other C0 controls are shown by number.
_NAMES = {
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xFEFF: "BOM",
}  # fmt: skip
TITLE_LENGTH = 90
ELLIPSIS = "\u2026"
_QUOTES = {"Arab": ("\u00ab", "\u00bb"), "Latn": ("\u201c", "\u201d")}
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")


class Mark(msgspec.Struct, frozen=True, order=True):
    """Words that support one field of one claim."""

    start: int
    end: int
    field: str
    claim_id: str


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with the same marks: `field` of the narrowest, None for plain text. `cut`: words were left out before."""

    start: int
    text: str
    field: str | None = None
    fields: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()
    sought: bool = False
    cut: bool = False

    @property
    def shown(self) -> Markup:
        """The words, safe to print."""
        return show_controls(self.text)


def show_controls(text: str) -> Markup:
    """Return `text` escaped, with each control character replaced by a visible sign."""
    if not _CONTROLS.search(text):
        return _escape(text)
    parts, last = [], 0
    for found in _CONTROLS.finditer(text):
        code = ord(found.group())
        name = _NAMES.get(code, f"{code:02X}")
        parts.append(
            Markup('{}<span class="control-mark" title="U+{:04X}">{}</span>').format(_escape(text[last : found.start()]), code, name)
        )
        last = found.end()
    return Markup("").join([*parts, _escape(text[last:])])


def _escape(text: str) -> Markup:
    """Return escaped text; a carriage return is spelled out, because browsers drop it and offsets would shift."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def find_first_words(text: str) -> str:
    """Return how a text begins, to stand for a title that is missing: its first line, cut at a word."""
    line = next((stripped for part in text[:2_000].splitlines() if (stripped := part.strip())), "")
    return line if len(line) <= TITLE_LENGTH else line[:TITLE_LENGTH].rsplit(" ", 1)[0] + ELLIPSIS


def show_quoted(words: str) -> Markup:
    """Return the words of a source in the quotation marks of their own script."""
    opening, closing = _QUOTES.get(get_script(words), _QUOTES["Latn"])
    return Markup("{}{}{}").format(opening, show_controls(words), closing)


def make_pieces(
    text: str, marks: Sequence[Mark], *, sought: tuple[int, int] | None = None, start: int = 0, end: int | None = None
) -> list[Piece]:
    """Return `text[start:end]` cut at the edges of marks. Where marks overlap, the narrowest gives the colour; all are kept."""
    end = len(text) if end is None else end
    inside = [m for m in marks if m.start < m.end and m.start < end and m.end > start]
    edges = {start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)}
    if sought is not None:
        edges |= {min(max(edge, start), end) for edge in sought}
    bounds = sorted(edges)
    by_width = sorted(inside, key=lambda m: (m.end - m.start, m))
    pieces = []
    for left, right in itertools.pairwise(bounds):
        over = [m for m in by_width if m.start <= left and m.end >= right]
        pieces.append(
            Piece(
                start=left,
                text=text[left:right],
                field=over[0].field if over else None,
                fields=tuple(dict.fromkeys(m.field for m in over)),
                claim_ids=tuple(dict.fromkeys(m.claim_id for m in over)),
                sought=sought is not None and sought[0] <= left and right <= sought[1],
            )
        )
    return pieces


def make_extract(text: str, marks: Sequence[Mark], *, around: int = 60, joint: int = 160, limit: int = 900) -> list[Piece]:
    """Return the words around `marks` with some context; marks further than `joint` apart stand in extracts of their own."""
    windows: list[list[int]] = []
    for mark in sorted(marks):
        left, right = _widen(text, mark.start, mark.end, around)
        if windows and left - windows[-1][1] <= joint:
            windows[-1][1] = max(windows[-1][1], right)
        elif sum(b - a for a, b in windows) < limit:
            windows.append([left, right])
    pieces: list[Piece] = []
    for left, right in windows:
        stretch = make_pieces(text, marks, start=left, end=right)
        if left > 0 and stretch:
            stretch[0] = msgspec.structs.replace(stretch[0], cut=True)
        pieces.extend(stretch)
    return pieces


def _widen(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    """Return offsets `around` characters further out, moved inwards to the edge of a word or to the end of the paragraph."""
    left = max(text.rfind("\n", 0, start) + 1, start - around, 0)
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    stop = text.find("\n", end)
    right = min(len(text) if stop < 0 else stop, end + around)
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    return left, max(right, end)
