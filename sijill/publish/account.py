"""An incident in plain words, every one of them with the number of its source: what a digest and a printed page are set from.

In: a record of the edition, a language. Out: `Account`, whose parts name references by number, and `References`, which gives the numbers.
Nothing is in an account that no claim says. Not here: pages and typesetting (`digest`, `print`), counting and grading (`sijill.assess`).
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from sijill.model import Claim
from sijill.present.charts.ranges import RangeChart
from sijill.present.claims import COLUMNS, ClaimView, MatrixRow, Words, get_source_name, make_claim_views, make_matrix
from sijill.present.incident import Party, list_charts, list_parties
from sijill.present.passages import show_controls, show_quoted
from sijill.present.wording import Wording, isolate_plain, to_plain
from sijill.publish.base import IncidentRecord
from sijill.store.derived import find_headline


class Reference(msgspec.Struct, frozen=True):
    """A report that is cited: its number, who published it and when, its headline and address as far as they may be shown."""

    number: int
    source: str
    published: str
    lang: str
    title: str
    url: str


class Voice(msgspec.Struct, frozen=True):
    """What one source says: a value in words, the words of the source, the numbers of its reports."""

    source: str
    value: str
    words: str
    refs: tuple[int, ...]
    superseded: bool = False
    bar: dict[str, Any] | None = None


class Finding(msgspec.Struct, frozen=True):
    """One harm field: its name, the range over independent sources, whether they differ, each source's number, the chart's axis."""

    label: str
    total: str
    contested: bool
    voices: tuple[Voice, ...]
    span: dict[str, Any]
    ticks: tuple[tuple[float, int], ...]


class Named(msgspec.Struct, frozen=True):
    """A party, what it says of itself or others of it, and who names it."""

    name: str
    statuses: tuple[str, ...]
    denied: bool
    voices: tuple[Voice, ...]


class Telling(msgspec.Struct, frozen=True):
    """What one independent source says, field by field: (name of the field, what it says)."""

    source: str
    published: str
    refs: tuple[int, ...]
    fields: tuple[tuple[str, tuple[Voice, ...]], ...]


class Account(msgspec.Struct, frozen=True):
    """One incident in plain words."""

    incident_id: str
    title: str
    when: str
    where: str
    precision: str
    point: str
    event: str
    weapons: str
    grade: str
    grade_name: str
    grade_meaning: str
    criteria: tuple[str, ...]
    killed: str
    injured: str
    sources: str
    refs: tuple[int, ...]
    contested: tuple[str, ...]
    findings: tuple[Finding, ...]
    accused: tuple[Named, ...]
    targets: tuple[Named, ...]
    tellings: tuple[Telling, ...]
    rule: str


class References:
    """Numbers of reports, in the order in which they are first cited."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._numbers: dict[str, int] = {}
        self.cited: list[Reference] = []

    def cite(self, claim: Claim) -> int:
        """Return the number of the report that a claim was read from."""
        number = self._numbers.get(claim.document_id)
        if number is None:
            number = self._numbers[claim.document_id] = len(self.cited) + 1
            self.cited.append(self._make(number, claim))
        return number

    def cite_all(self, claims: Sequence[Claim]) -> tuple[int, ...]:
        """Return the numbers of the reports of some claims, each once, in ascending order."""
        return tuple(sorted({self.cite(claim) for claim in claims}))

    def _make(self, number: int, claim: Claim) -> Reference:
        document, wording = claim.document, self._wording
        published = document.published if document else None
        return Reference(
            number=number,
            source=_show(get_source_name(claim, None, wording)),
            published=wording.when_plain(published, published) if published else "",
            lang=wording.language(claim.lang),
            title=_quote(document.title if document else None),
            url=_check_url(document.url if document else None),
        )


def make_account(record: IncidentRecord, wording: Wording, references: References, *, rtl: bool = False) -> Account:
    """Return the account of an incident; its reports are added to `references`."""
    incident, place = record.incident, record.incident.place
    claims = {claim.claim_id: claim for claim in record.claims}
    views = make_claim_views(record.claims, {}, wording, lambda claim, start, end: str(references.cite(claim)))
    name = wording.place_name(place.name or place.admin1, place.name_ar) if place else None
    parts = [name, *(place.within if place else ()), place.admin1 if place else None]
    reasons = incident.assessment.grade_reasons if incident.assessment else ()
    return Account(
        incident_id=incident.incident_id,
        title=wording.plain_title(incident.event_type, name),
        when=wording.when_plain(incident.date.start, incident.date.end, incident.date.precision) or wording.text("value.date_unknown"),
        where=wording.text("value.comma").join(dict.fromkeys(_show(part) for part in parts if part)),
        precision=wording.text(f"place_precision.{(place.precision or 7) if place else 7}"),
        point=f"{place.lat:.4f}, {place.lon:.4f}" if place and place.lat is not None and place.lon is not None else "",
        event=wording.event(incident.event_type),
        weapons=wording.text("value.comma").join(wording.weapon(w) for w in incident.weapon_ids),
        grade=incident.grade,
        grade_name=wording.grade(incident.grade),
        grade_meaning=wording.text(f"grade_meaning.{incident.grade}"),
        criteria=tuple(wording.reason(reason) for reason in reasons),
        killed=to_plain(wording.cell(find_headline(incident.harm, "killed"))),
        injured=to_plain(wording.cell(find_headline(incident.harm, "injured"))),
        sources=wording.text("count.independent", n=incident.independent_sources),
        refs=references.cite_all(record.claims),
        contested=tuple(wording.field(name) for name in incident.disagreements),
        findings=tuple(_make_finding(c, claims, wording, references) for c in list_charts(incident, rtl=rtl)),
        accused=tuple(_make_named(p, wording) for p in list_parties(incident.perpetrator, views, wording, role="perpetrator")),
        targets=tuple(_make_named(p) for p in list_parties(incident.target, views, wording, role="target")),
        tellings=tuple(_make_telling(row, views, wording, references) for row in make_matrix(incident, views, wording)),
        rule=wording.rule(incident.rule),
    )


def _make_finding(chart: RangeChart, claims: dict[str, Claim], wording: Wording, references: References) -> Finding:
    field = chart.field
    voices = []
    for bar in chart.bars:
        said = [claims[i] for i in bar.value.claim_ids if i in claims]
        source = get_source_name(said[0], None, wording) if said else wording.source_name(bar.value.source)
        shape = {"x": bar.x, "width": bar.width, "point": bar.point, "open_x": bar.open_x, "open_width": bar.open_width}
        voices.append(
            Voice(
                source=_show(source),
                value=to_plain(wording.range(bar.value.min, bar.value.max)),
                words=_quote(bar.value.words),
                refs=references.cite_all(said),
                superseded=bar.value.superseded,
                bar=shape,
            )
        )
    return Finding(
        label=wording.harm(field.field),
        total=to_plain(wording.range(field.min, field.max)),
        contested=field.contested,
        voices=tuple(voices),
        span={"x": chart.total_x, "width": chart.total_width, "best": chart.best},
        ticks=tuple((tick.x, tick.value) for tick in chart.axis.ticks),
    )


def _make_named(party: Party, wording: Wording | None = None) -> Named:
    """Return a party; with `wording`, one that is accused, whose voices say how."""
    voices: dict[tuple[str, str], Voice] = {}
    for accuser in party.accusers:
        key = (accuser.source, accuser.stance)
        refs = voices[key].refs if key in voices else ()
        words = voices[key].words if key in voices else _quote(accuser.quote)
        stance = wording.text(f"stance.{accuser.stance}") if wording else ""
        voices[key] = Voice(_show(accuser.source), stance, words, tuple(sorted({*refs, int(accuser.url)})))
    statuses = tuple(wording.text(f"stance.{s}") for s in party.statuses) if wording else ()
    return Named(to_plain(party.name), statuses, "denied" in party.statuses, tuple(voices.values()))


def _make_telling(row: MatrixRow, views: Sequence[ClaimView], wording: Wording, references: References) -> Telling:
    wanted = set(row.group.claim_ids)
    fields = tuple((wording.text(f"matrix.{c}"), tuple(_make_voice(row, words) for words in row.cells[c])) for c in COLUMNS if row.cells[c])
    return Telling(
        source=_show(row.name),
        published=wording.when_plain(row.published, row.published) if row.published else "",
        refs=references.cite_all([view.claim for view in views if view.claim.claim_id in wanted]),
        fields=fields,
    )


def _make_voice(row: MatrixRow, words: Words) -> Voice:
    return Voice(_show(row.name), to_plain(words.value), _quote(words.quote), (int(words.url),) if words.url else ())


def _show(name: str) -> str:
    """Return a name of somebody else's, with control characters visible."""
    return isolate_plain(to_plain(show_controls(name)))


def _quote(words: str | None) -> str:
    """Return the words of a source in the quotation marks of their script, or nothing."""
    return isolate_plain(to_plain(show_quoted(words))) if words else ""


def _check_url(url: str | None) -> str:
    """Return an address of the web, or nothing for one that is none."""
    return url if url and url.startswith(("https://", "http://")) else ""
