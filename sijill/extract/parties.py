"""Parties and sources: which actor or source of the packs the words mean.

In: units. Out: ids, or None where the words do not settle it. A contextual name ("the regime") means the actor whose country the
document speaks of; votes come from actors named outright, people's origins and places.
"""

from collections import Counter
from collections.abc import Iterable

from sijill.extract.units import Sentence, Unit
from sijill.packs import Packs


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

    def find_source(self, unit: Unit) -> str | None:
        """Return the id of the source or actor that is quoted, or None."""
        if unit.cls == "source" and unit.entry.refs:
            return unit.entry.refs[0]
        return self.find_actor(unit)
