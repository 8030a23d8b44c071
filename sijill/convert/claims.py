"""From a row to a document and a claim: every value is a quotation of the row.

In: rows and a column map. Out: `ConvertedRow`. The claim's source is the data set; whom its row names as sources is attributed.
Not here: the reading of cells (`row`), what several cells say together (`values`), names of actors (`parties`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from sijill.convert.parties import PartyNames
from sijill.convert.row import Row
from sijill.convert.values import find_date, find_harm, find_place, iter_items
from sijill.lang.script import fold
from sijill.model import (
    Attribution,
    Claim,
    ClaimActor,
    ClaimPlace,
    Document,
    DocumentContext,
    Issue,
    PartialDate,
    Trigger,
    make_id,
)
from sijill.model.claim import FROM_TABLE, Stance
from sijill.packs import Packs
from sijill.packs.columns import ColumnMap, PartyColumn
from sijill.packs.countries import find_country

VERSION = 1
CIVILIANS = "civilians"


@dataclass(frozen=True)
class ConvertedRow:
    """What became of a row; document and claim are None where it had to be skipped, which an issue explains."""

    document: Document | None
    claim: Claim | None
    issues: tuple[Issue, ...]


class Converter:
    """Converts the rows of one table; `source` overrides whose claims they are."""

    def __init__(self, column_map: ColumnMap, packs: Packs, *, source: str | None = None) -> None:
        self.map = column_map
        self._packs = packs
        self._parties = PartyNames(packs)
        given = source or column_map.source
        known = packs.sources.get(given) or packs.sources.get(self._source_ids.get(fold(given).strip(), ""))
        self._source = known.get_label("en") if known else given
        self._source_id = known.id if known else None

    @property
    def origin(self) -> str:
        """What stands in `Claim.origin`."""
        return f"{FROM_TABLE}{self.map.id}@{VERSION}"

    def convert(self, row: Row) -> ConvertedRow:
        """Return document and claim of a row."""
        event_type = self._find_event_type(row)
        row_id = row.get(self.map.row_id)
        if self.map.row_id is not None and row_id is None and not row.issues:
            row.note("no_id", self.map.row_id, "is empty: the row has no identifier", "skip")
        if event_type is None or any(issue.severity == "skip" for issue in row.issues):
            return ConvertedRow(None, None, tuple(row.issues))
        document = self._make_document(row, row_id)
        claim = self._make_claim(row, document, event_type)
        return ConvertedRow(document, claim, tuple(row.issues))

    def _find_event_type(self, row: Row) -> str | None:
        found = row.find_code(self.map.event_type)
        if found in self._packs.codebook.event_types:
            return found
        if not any(issue.severity == "skip" for issue in row.issues):
            detail = "gives no type of event" if found is None else f"is said to be {found!r}, which is not in the codebook"
            row.note("no_event_type", self.map.event_type.column, detail, "skip")
        return None

    def _make_document(self, row: Row, row_id: str | None) -> Document:
        published = None
        if self.map.published is not None:
            published = row.find_day(self.map.published.column, self.map.published.formats)
        name = row_id or make_id("row", row.text).partition("_")[2]
        return Document(
            id=f"{self.map.id}:{name}",
            text=row.text,
            title=f"{self._source}, {name}" if row_id else None,
            lang=self.map.lang,
            published=published.isoformat() if published else None,
            published_basis="given" if published else "unknown",
            url=row.get(self.map.url),
            source=self._source,
            source_id=self._source_id,
            capture_id=row.capture_id,
            extra={"file": row.file, "row": row.line} if row.line else {"file": row.file},
        )

    def _make_claim(self, row: Row, document: Document, event_type: str) -> Claim:
        named = row.find_span(self.map.event_type.column)
        when = find_date(row, self.map.date)
        place = find_place(row, self.map.place)
        parties = [(p.role, actor) for p in self.map.parties for actor in self._iter_parties(row, p, place, when)]
        return Claim(
            claim_id=make_id("clm", document.id, document.text, self.origin),
            document_id=document.id,
            lang=self.map.lang,
            event_type=event_type,
            trigger=Trigger(*named) if named else None,
            modality="asserted",
            attributed_to=tuple(self._iter_tellers(row)),
            date=when,
            place=place,
            perpetrator=tuple(actor for role, actor in parties if role == "perpetrator"),
            target=tuple(actor for role, actor in parties if role == "target"),
            harm=find_harm(row, self.map),
            origin=self.origin,
            document=DocumentContext(
                source_id=document.source_id,
                source=document.source,
                published=document.published,
                url=document.url,
                title=document.title,
            ),
        )

    def _iter_parties(self, row: Row, party: PartyColumn, place: ClaimPlace | None, when: PartialDate | None) -> Iterator[ClaimActor]:
        """Yield the actors that a column names."""
        span = row.find_span(party.column)
        if span is None or not row.holds(party.where):
            return
        stance = row.find_code(party.stance)
        country = find_country(place.country) if place else None
        for quote, start, end in iter_items(*span, party.separator):
            actor_id = party.codes.get(quote) or self._parties.find(quote, country, when.start if when else None)
            actor = self._packs.actors.get(actor_id or "")
            is_people = actor is not None and actor.kind == CIVILIANS
            yield ClaimActor(
                quote=quote,
                start=start,
                end=end,
                actor_id=None if is_people and party.role == "target" else actor_id,
                stance=to_stance(stance),
                kind="civilian" if is_people and party.role == "target" else None,
            )

    def _iter_tellers(self, row: Row) -> Iterator[Attribution]:
        """Yield those whom the row names as its sources."""
        if self.map.told_by is None or (span := row.find_span(self.map.told_by.column)) is None:
            return
        for quote, start, end in iter_items(*span, self.map.told_by.separator):
            yield Attribution(quote, start, end, self._source_ids.get(fold(quote).strip()))

    @cached_property
    def _source_ids(self) -> dict[str, str]:
        named = ((name, s.id) for s in self._packs.sources.values() for names in s.names.values() for name in names)
        return {fold(name).strip(): source_id for name, source_id in named}


def to_stance(text: str | None) -> Stance:
    """Return a stance; nothing said is an accusation."""
    return next((stance for stance in get_args(Stance) if stance == text), "accused")
