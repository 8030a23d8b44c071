"""Grounding: no span, no fact. Offsets into the document's text, checked by slicing.

In: folded spans. Out: quotes with offsets in the text as given; `check_claim` names every value whose slice does not match.
"""

from collections.abc import Iterator

from sijill.lang.script import Folded
from sijill.model import Claim, Span

_QUOTES = "\"'()[]" + chr(0xAB) + chr(0xBB)


def make_span(folded: Folded, start: int, end: int) -> Span:
    """Return the span of the source that folded `start` to `end` came from."""
    return Span.of(folded.source, *folded.span(start, end))


def check_claim(claim: Claim, text: str) -> list[str]:
    """Return the names of the fields with a quote that the text does not have at its offsets."""
    return [name for name, span in _iter_spans(claim) if not span.is_grounded(text)]


def _iter_spans(claim: Claim) -> Iterator[tuple[str, Span]]:
    """Yield every quoted value with the name of its field."""
    for trigger in (*((claim.trigger,) if claim.trigger else ()), *claim.triggers):
        yield "trigger", Span(trigger.start, trigger.end, trigger.quote)
    for name in ("attributed_to", "perpetrator", "target", "weapon", "harm"):
        for item in getattr(claim, name):
            if item.quote is not None and not getattr(item, "inferred", False):
                yield name, Span(item.start, item.end, item.quote)
    if claim.place is not None and claim.place.quote is not None and claim.place.start is not None and claim.place.end is not None:
        yield "place", Span(claim.place.start, claim.place.end, claim.place.quote)
    date = claim.date
    if date is not None and date.quote is not None and date.start_char is not None and date.end_char is not None:
        yield "date", Span(date.start_char, date.end_char, date.quote)
