"""Voices: who is quoted in a sentence, and for what of it each speaks.

In: an annotated sentence and the `source` rules of the language pack. Out: `SourceFound` values, and those that speak for one mention.
Not here: which sources give accounts of their own (`sijill.extract.accounts`).
"""

from collections.abc import Mapping

from sijill.extract.mention import Mention, SourceFound
from sijill.extract.patterns import CompiledRule
from sijill.extract.units import Sentence, Unit
from sijill.packs.language import RuleKind

_SIDE_BY_SIDE = 12
_PUTS = 4  # units behind a source in which the toll stands that it gives
_SOURCES = frozenset({"source", "actor", "name", "people", "person", "same_source"})


def find_sources(sentence: Sentence, rules: Mapping[RuleKind, list[CompiledRule]]) -> list[SourceFound]:
    """Return who is quoted in a sentence, from left to right; words without a class are joined to one name."""
    found: dict[int, SourceFound] = {}
    for rule in rules.get("source", ()):
        for roles in rule.find(sentence):
            units = roles.get("source", [])
            if units and all(u.kind in ("other", "quote") for u in units):
                units = [Unit("name", units[0].first, units[-1].last, rule=rule.name)]
            for unit in units:
                if unit.cls in _SOURCES and not (unit.cls == "people" and unit.entry.outcome):
                    found.setdefault(unit.first, SourceFound(unit, sentence))
    return [found[first] for first in sorted(found)]


def choose_sources(sentence: Sentence, mention: Mention, sources: list[SourceFound]) -> list[SourceFound]:
    """Return the sources that speak for a mention: those with nobody else between them, side by side ones together."""
    chosen = []
    for source in sources:
        low, high = sorted((source.unit.first, mention.unit.first))
        later = source.unit.first > mention.unit.first and sources[0].unit.first < mention.unit.first
        if later and _tells_more(sentence, source) and all(h.people.first < source.unit.first for h in mention.harm):
            continue
        if not any(low < s.unit.first < high and not _is_side_by_side(sentence, source, s) for s in sources):
            chosen.append(source)
    return chosen


def _tells_more(sentence: Sentence, source: SourceFound) -> bool:
    """Is a source followed by what it says of harm ("..., while the army said that two died", "... put the toll at two")?"""
    behind = [u for u in sentence.units if u.first > source.unit.last]
    if any(u.cls == "toll" for u in behind[:_PUTS]):
        return True
    return bool(behind) and behind[0].cls == "say" and any(u.cls == "hurt" for u in behind)


def _is_side_by_side(sentence: Sentence, left: SourceFound, right: SourceFound) -> bool:
    """Do two sources speak together, with nobody's harm told between them ("activists said four died, and the army that two did")?"""
    low, high = sorted((left.unit.first, right.unit.first))
    return high - low <= _SIDE_BY_SIDE and not any(low < u.first < high and u.cls == "hurt" for u in sentence.units)
