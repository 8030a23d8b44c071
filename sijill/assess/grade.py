"""Grades: how well an incident of harm is established, by the decision table of `docs/method/grading.md` (after Airwars' five grades).

In: what was assessed so far. Out: a grade and the criteria that were met. The first row of the table that applies decides.
"""

from collections.abc import Mapping, Sequence

import msgspec

from sijill.model import Grade, HarmCell, IncidentActor
from sijill.packs import Packs


class GradeFacts(msgspec.Struct, frozen=True):
    """What the table asks for."""

    admitted: bool
    only_combatants: bool
    competing_parties: int
    accused: bool
    independent_sources: int


def make_facts(
    harm: Mapping[str, Mapping[str, HarmCell | None]], perpetrators: Sequence[IncidentActor], sources: int, packs: Packs
) -> GradeFacts:
    """Return the facts of an incident."""
    accused = [a for a in perpetrators if a.status in ("accused", "possible", "admitted")]
    return GradeFacts(
        admitted=any(a.status == "admitted" for a in perpetrators),
        only_combatants=_has_only_combatants(harm),
        competing_parties=_count_parties({a.actor_id for a in accused if a.actor_id}, packs),
        accused=bool(accused),
        independent_sources=sources,
    )


def grade_facts(facts: GradeFacts) -> tuple[Grade, tuple[str, ...]]:
    """Return the grade of the first row that applies, and the criteria met on the way."""
    if facts.only_combatants:
        return "discounted", ("those_harmed_were_combatants",)
    if facts.admitted:
        return "confirmed", ("party_admits",)
    if facts.competing_parties >= 2:
        return "contested", ("parties_compete",)
    if facts.independent_sources >= 2 and facts.accused:
        return "fair", ("two_independent_sources", "party_accused")
    return "weak", ("single_source",) if facts.independent_sources < 2 else ("nobody_accused",)


def _has_only_combatants(harm: Mapping[str, Mapping[str, HarmCell | None]]) -> bool:
    """Were there casualties, all of them combatants?"""
    rows = [(who, cell.max or 0) for outcome in ("killed", "injured") for who, cell in harm.get(outcome, {}).items() if cell is not None]
    return any(who == "combatant" and n > 0 for who, n in rows) and not any(who != "combatant" and n > 0 for who, n in rows)


def _count_parties(actor_ids: set[str], packs: Packs) -> int:
    """Return the number of accused parties that are not one another's part or backer."""
    camps: list[set[str]] = []
    for actor_id in sorted(actor_ids):
        circle = set(packs.get_lineage(actor_id))
        joined = [camp for camp in camps if camp & circle]
        camps = [camp for camp in camps if not camp & circle] + [circle.union(*joined)]
    return len(camps)
