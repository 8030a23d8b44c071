"""What each source tells of one incident: the numbers of its claims that are about the incident itself, and who says them.

In: claims of one incident and its independent sources. Out: `Telling` values. Left out are what is told of the past and of whole
periods, the dead among the attackers, and what a document tells of other places or of the whole region beside its account of this place.
Not here: whose status another source tells (`assess.status`), which numbers enter the range (`assess.counts`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import msgspec

from sijill.assess.places import is_settlement, is_there, make_settlement_key
from sijill.model import Claim, ClaimPlace, Harm, SourceGroup

LONG_DAYS = 6  # what is told of more than a week is a total of the period
_HERE, _AROUND, _OPEN, _ELSEWHERE = range(4)
_WITNESSES = 3  # sources that must tell of a place before documents that only tell of another count for nothing


class Voice(msgspec.Struct, frozen=True, order=True):
    """Who says a number: the independent source, and whom it quotes for it (None: itself)."""

    source: str
    quoted: str | None


class Telling(msgspec.Struct, frozen=True):
    """One row of a claim, with the voice that says it."""

    voice: Voice
    claim: Claim
    row: Harm


def find_tellings(claims: Mapping[str, Claim], sources: Sequence[SourceGroup]) -> list[Telling]:
    """Return what the sources tell of the people of an incident, in the order of the sources."""
    news = _find_news([claims[c] for s in sources for c in s.claim_ids])
    told = {s.key: [claims[c] for c in s.claim_ids if c in news] for s in sources}
    found = [telling for source in sources for telling in _iter_tellings(source, told[source.key])]
    return _drop_elsewhere(found, find_focus(list(told.values())))


def _iter_tellings(source: SourceGroup, claims: Sequence[Claim]) -> Iterator[Telling]:
    """Yield the numbers of one source."""
    for claim in claims:
        voice = _find_voice(source, claim)
        for row in claim.harm:
            if (row.min is not None or row.max is not None) and row.side != "perpetrator":
                yield Telling(voice, claim, row)


def _find_news(claims: Sequence[Claim]) -> set[str]:
    """Return the ids of the claims that tell of the event itself: neither of the past nor of a whole period, unless all of them are."""
    news = {c.claim_id for c in claims if not c.background and not _is_of_period(c)}
    return news or {c.claim_id for c in claims}


def _is_of_period(claim: Claim) -> bool:
    days = claim.date.days() if claim.date is not None and not claim.date.inferred else None
    return days is not None and days[1] - days[0] > timedelta(days=LONG_DAYS)


def _find_voice(source: SourceGroup, claim: Claim) -> Voice:
    """Return who says the numbers of a claim: the known source that it is attributed to; unnamed voices are the document's own.

    A row of a data set speaks for itself, so that its number never replaces that of a report it rests on.
    """
    quoted = next((a.source_id for a in claim.attributed_to if a.source_id), None)
    if claim.is_from_table and claim.document is not None:
        quoted = claim.document.source_id or claim.document.source
    return Voice(source.key, quoted if quoted != source.key else None)


def find_focus(told: Sequence[Sequence[Claim]]) -> ClaimPlace | None:
    """Return the settlement that the sources tell most of, None for a single source; `told` are the claims of each source.

    A document that tells of one place stands behind it wholly, one that tells of six with a sixth for each.
    """
    weights: dict[str, float] = defaultdict(float)
    named: dict[str, ClaimPlace] = {}
    for claims in told:
        places: dict[str, dict[str, ClaimPlace]] = defaultdict(dict)
        for claim in claims:
            if claim.place is not None and is_settlement(claim.place):
                places[claim.document_id][make_settlement_key(claim.place)] = claim.place
        shares: dict[str, float] = {}
        for in_document in places.values():
            named |= in_document
            shares |= {key: max(shares.get(key, 0.0), 1 / len(in_document)) for key in in_document}
        for key, share in shares.items():
            weights[key] += share
    return named[min(weights, key=lambda k: (-weights[k], k))] if weights and len(told) > 1 else None


def _drop_elsewhere(tellings: Sequence[Telling], focus: ClaimPlace | None) -> list[Telling]:
    """Return what each document tells of each outcome in the words nearest to the place that the sources tell most of.

    A document that gives the number of this village counts by that, not by what it tells of the next village or of the province.
    """
    distance = {t.claim.claim_id: _find_distance(t.claim.place, focus) for t in tellings}
    nearest: dict[tuple[str, str], int] = {}
    for telling in tellings:
        key, far = (telling.claim.document_id, telling.row.outcome), distance[telling.claim.claim_id]
        nearest[key] = min(nearest.get(key, far), far)
    here = {t.voice.source for t in tellings if distance[t.claim.claim_id] == _HERE}
    farthest = _OPEN if len(here) >= _WITNESSES else _ELSEWHERE
    return [t for t in tellings if distance[t.claim.claim_id] == nearest[t.claim.document_id, t.row.outcome] <= farthest]


def _find_distance(place: ClaimPlace | None, main: ClaimPlace | None) -> int:
    if main is None:
        return _HERE
    if place is None:
        return _OPEN
    there = is_there(place, main)
    return _AROUND if there is None else _HERE if there else _ELSEWHERE
