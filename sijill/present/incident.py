"""One incident as pages show it: the charts of its harm and its parties, each with everyone who names it.

In: an incident, its claims as `ClaimView`s. Out: `RangeChart`s and `Party`s in the order of the page.
Not here: who says what (`sijill.present.claims`), counting (`sijill.assess`), the layout (templates).
"""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from sijill.model import ClaimActor, FieldAssessment, Incident, IncidentActor
from sijill.present.charts.ranges import RangeChart, make_range_charts
from sijill.present.claims import ClaimView
from sijill.present.wording import Wording

STANCES = ("admitted", "accused", "possible", "denied")
# Harm fields in the order of the page; what is not listed comes after them.
ORDER = ("killed.civilian", "killed.unknown", "killed.mixed", "killed.combatant", "killed.children", "killed.women", "injured.civilian")


class Accuser(msgspec.Struct, frozen=True):
    """A source that speaks of a party: its name, the words it uses, and where they stand."""

    source: str
    stance: str
    quote: str | None
    url: str
    lang: str


class Party(msgspec.Struct, frozen=True):
    """A party with everyone who names it, accusers before those who deny."""

    name: Markup
    actor_id: str | None
    statuses: tuple[str, ...]
    accusers: list[Accuser]


def list_charts(incident: Incident, *, rtl: bool) -> list[RangeChart]:
    """Return the range charts: killed, then injured, then the rest; totals before groups."""
    fields: Sequence[FieldAssessment] = incident.assessment.fields if incident.assessment else ()
    known = {name: rank for rank, name in enumerate(ORDER)}
    ranked = sorted(fields, key=lambda f: (known.get(f.field, len(ORDER)), f.field))
    return make_range_charts(ranked, rtl=rtl)


def name_sources(claim_views: Sequence[ClaimView]) -> dict[str, tuple[str, str]]:
    """Return claim id → (name of its source, address of its words)."""
    return {view.claim.claim_id: (view.source, view.url) for view in claim_views}


def list_parties(actors: Sequence[IncidentActor], claim_views: Sequence[ClaimView], wording: Wording, *, role: str) -> list[Party]:
    """Return the parties in a role, each with the sources that name it and their words."""
    by_id = {view.claim.claim_id: view for view in claim_views}
    grouped: dict[str, list[IncidentActor]] = {}
    for actor in actors:
        grouped.setdefault(actor.actor_id or actor.quote or "", []).append(actor)
    parties = []
    for same in grouped.values():
        accusers = [a for actor in same for i in actor.claim_ids if i in by_id for a in _list_accusers(by_id[i], actor, role)]
        statuses = tuple(dict.fromkeys(actor.status for actor in same if actor.status))
        ordered = sorted(dict.fromkeys(accusers), key=lambda a: STANCES.index(a.stance))
        if not ordered and same[0].actor_id is None:
            continue
        parties.append(Party(wording.actor(same[0].actor_id, same[0].quote), same[0].actor_id, statuses, ordered))
    return parties


def _list_accusers(view: ClaimView, actor: IncidentActor, role: str) -> list[Accuser]:
    """Return how one claim names a party; a claim that names only a part of it still counts, with its own words."""
    named: Sequence[ClaimActor] = view.claim.perpetrator if role == "perpetrator" else view.claim.target
    if role == "target":
        counted = {harm.quote for harm in view.claim.harm}
        named = [party for party in named if party.actor_id is not None or party.quote not in counted]
    same = [party for party in named if party.actor_id == actor.actor_id and (actor.actor_id or party.quote == actor.quote)]
    found = []
    for party in same or named[:1]:
        url = view.locate(view.claim, party.start, party.end)
        found.append(Accuser(view.source, party.stance, party.quote, url, view.claim.lang))
    return found
