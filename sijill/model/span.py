"""Spans: where words stand in a document's text."""

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """A quoted stretch of a document's text: `text[start:end] == quote`.

    Offsets count Unicode code points; `start` is inclusive, `end` exclusive.
    """

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Span":
        """Return the span of `text[start:end]`."""
        return cls(start, end, text[start:end])

    def is_grounded(self, text: str) -> bool:
        """Does slicing `text` at the offsets give back the quote?"""
        return 0 <= self.start < self.end <= len(text) and text[self.start : self.end] == self.quote

    def overlaps(self, other: "Span") -> bool:
        """Do the two spans share at least one code point?"""
        return self.start < other.end and other.start < self.end
