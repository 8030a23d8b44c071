"""Parties and sources: which actor or source of the packs the words mean.

In: units. Out: ids, or None where the words do not settle it. A contextual name ("the regime") means the actor whose country the
document speaks of; votes come from actors named outright, people's origins and places.
"""

from collections import Counter
from collections.abc import Iterable

from sijill.extract.mention import Mention
from sijill.extract.units import Sentence, Unit
from sijill.packs import Packs

_NO_SIDE = "none"


class Context:
    """What a document speaks of: countries, with how often; `day` (ISO 8601) is when it was written, None while unknown."""

    def __init__(self, packs: Packs, day: str | None = None) -> None:
        self._packs = packs
        self._day = day
        self.countries: Counter[str] = Counter()
        self.actors: Counter[str] = Counter()

    def add(self, sentences: Iterable[Sentence], countries: Iterable[str]) -> None:
        """Count the countries that sentences and resolved places name."""
        self.countries.update(countries)
        for sentence in sentences:
            for unit in sentence.units:
                for leaf in (unit, *unit.members):
                    self._vote(leaf)

    def _vote(self, unit: Unit) -> None:
        """Count one unit."""
        if unit.kind == "demonym":
            self.countries.update(unit.entry.refs)
        elif unit.kind in ("actor.name", "actor.adjective") and len(unit.entry.refs) == 1:
            actor = self._packs.actors[unit.entry.refs[0]]
            self.actors[actor.id] += 1
            if len(actor.countries) == 1:
                self.countries.update(actor.countries)

    def find_actor(self, unit: Unit) -> str | None:
        """Return the actor that a unit means, or None."""
        actor = (
            unit
            if unit.cls == "actor"
            else min((m for m in unit.members if m.cls == "actor"), key=lambda m: m.kind == "actor.adjective", default=None)
        )
        if actor is None or not actor.entry.refs:
            return None
        if unit.cls == "people" and actor.kind == "actor.adjective" and not any(m.entry.armed for m in unit.members):
            return None
        refs = self._packs.find_active(actor.entry.refs, self._day)
        if len(refs) == 1 and actor.kind != "actor.context":
            return refs[0]
        scored = sorted(((self._weigh(ref), ref) for ref in refs), reverse=True)
        if scored[0][0] == 0 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return scored[0][1]

    def _weigh(self, ref: str) -> int:
        """Return how much the document speaks of an actor and its countries."""
        actor = self._packs.actors[ref]
        return 3 * self.actors[ref] + sum(self.countries[c] for c in actor.countries)

    def compare_attackers(self, left: Iterable[Mention], right: Iterable[Mention]) -> int:
        """Return 1 where two accounts name one attacker or a part of it, -1 where they name different ones, else 0.

        Parties of one camp may be called one for the other ("US aircraft", "the coalition").
        """
        mine, theirs = self._find_attackers(left), self._find_attackers(right)
        if not mine or not theirs:
            return 0
        if (mine | self._find_parents(mine)) & (theirs | self._find_parents(theirs)):
            return 1
        sides = [{self._packs.actors[a].side for a in actors} - {None, _NO_SIDE} for actors in (mine, theirs)]
        return 0 if sides[0] & sides[1] else -1

    def _find_attackers(self, mentions: Iterable[Mention]) -> frozenset[str]:
        """Return the known actors that are said to have done it."""
        return frozenset(actor for m in mentions for p in m.perpetrators if (actor := self.find_actor(p.unit)))

    def _find_parents(self, actors: Iterable[str]) -> frozenset[str]:
        """Return the actors that actors are parts of."""
        return frozenset(parent for a in actors if (parent := self._packs.actors[a].parent))

    def find_source(self, unit: Unit) -> str | None:
        """Return the id of the source or actor that is quoted, or None."""
        if unit.cls == "source" and unit.entry.refs:
            return unit.entry.refs[0]
        return self.find_actor(unit)
