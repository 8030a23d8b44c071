"""Names of actors as other data sets write them, looked up in the packs.

In: `Military Forces of Syria (2000-2024) Air Force`, a country, a day. Out: the id of the actor, or None: the words stay in the claim.
Not here: names in running text (`sijill.extract`).
"""

import re
from collections import defaultdict
from collections.abc import Mapping

from sijill.lang.script import fold
from sijill.packs import Actor, Packs
from sijill.packs.countries import Country

# ACLED names the forces of a state by regime: "(2000-2024)", "(2019-)".
_YEARS = re.compile(r"\s*\((?:19|20)\d\d-(?:(?:19|20)\d\d)?\)")
_ANYWHERE = "{country}"


class PartyNames:
    """All names of all actors, folded."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._by_name: Mapping[str, tuple[str, ...]] = _index(packs.actors)

    def find(self, name: str, country: Country | None, day: str | None) -> str | None:
        """Return the actor of a name; the country where it happened and the day decide between several of that name.

        A unit that is not known stands for the force that it belongs to. None for no actor, and where several are left.
        """
        regime = _YEARS.search(name)
        whole = _YEARS.sub("", name)
        for candidate in (whole, name[: regime.start()] if regime else whole):
            meant = self._choose(self._look_up(candidate, country), country, day)
            if len(meant) == 1:
                return meant[0]
        return None

    def _look_up(self, name: str, country: Country | None) -> tuple[str, ...]:
        found = self._by_name.get(_fold(name))
        if found is None and country is not None:
            found = self._by_name.get(_fold(name.replace(f"({country.name})", f"({_ANYWHERE})")))
        return found or ()

    def _choose(self, ids: tuple[str, ...], country: Country | None, day: str | None) -> tuple[str, ...]:
        """Return those that there were on the day, those of the country if any is, without parts of others among them."""
        active = tuple(i for i in self._packs.find_active(ids, day) if day is None or self._packs.actors[i].is_active(day))
        local = tuple(i for i in active if country is not None and country.id in self._packs.actors[i].countries) or active
        return tuple(i for i in local if not set(self._packs.get_lineage(i)[1:]) & set(local))


def _index(actors: Mapping[str, Actor]) -> dict[str, tuple[str, ...]]:
    """Return actor ids by name; the names that data sets give win over those of texts."""
    official: dict[str, dict[str, None]] = defaultdict(dict)
    plain: dict[str, dict[str, None]] = defaultdict(dict)
    for actor in actors.values():
        for name in (actor.acled_name, actor.ucdp_name):
            if name:
                official[_fold(_YEARS.sub("", name))][actor.id] = None
        for names in actor.names.values():
            for name in names:
                plain[_fold(name)][actor.id] = None
    for actor_id in actors:
        official[_fold(actor_id)][actor_id] = None
    return {name: tuple(ids) for name, ids in {**plain, **official}.items()}


def _fold(name: str) -> str:
    return " ".join(fold(name).split())
