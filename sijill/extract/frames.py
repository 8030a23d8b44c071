"""Frames: the rules of the language pack bind the units of a sentence to events.

In: annotated sentences. Out: `Mention` values, one for each event a sentence speaks of.
Not here: what belongs together across sentences, which place or day is meant (`sijill.extract.resolve`).
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sijill.extract.mention import HarmFound, Mention, PartyFound, SourceFound
from sijill.extract.patterns import CompiledRule
from sijill.extract.people import MANY, find_quantity, find_whole, is_attacker, is_number_of, is_somebodys, is_told_of_elsewhere
from sijill.extract.units import Sentence, Unit
from sijill.extract.victims import BODILY
from sijill.extract.voices import choose_sources, find_sources
from sijill.model import Quantity
from sijill.packs.language import RuleKind

GENERIC_EVENTS = frozenset({"killing", "other", "attack"})
_DATELINE_AT = 1
_SOURCE_NAME = 4
_CARE = 3
_TALK = 4
_YEARS = range(1900, 2100)
_BASE = 5
_SAYING = 7
_SAYERS = frozenset({"say", "source", "actor", "name", "other", "comma", "quote", "the", "and", "in"})
_BROUGHT = 5
_DATELINE_LENGTH = 12
_PARTIES = frozenset({"actor", "person", "people", "name"})
_Rules = Mapping[RuleKind, list[CompiledRule]]


def read_sentences(sentences: Sequence[Sentence], gated: frozenset[int], rules: _Rules) -> list[Mention]:
    """Return the events of the gated sentences; a source named in a sentence without events speaks for the next one."""
    mentions: list[Mention] = []
    last: SourceFound | None = None
    pending: SourceFound | None = None
    for sentence in sentences:
        sources = find_sources(sentence, rules)
        found = read_sentence(sentence, rules) if sentence.number in gated else []
        for mention in found:
            said = choose_sources(sentence, mention, sources)
            mention.sources = [last if s.unit.cls == "same_source" and last else s for s in said]
            if not said and pending is not None and pending.sentence.number == sentence.number - 1:
                mention.sources = [pending]
            actors = next((m.perpetrators for m in reversed(mentions) if m.perpetrators), [])
            if mention.anaphoric and not mention.perpetrators and mentions and sentence.number - mentions[-1].sentence.number <= 1:
                mention.perpetrators = [PartyFound(p.unit, p.sentence, p.stance, 0.7) for p in actors]
        named = [s for s in sources if s.unit.cls != "same_source"]
        last = named[-1] if named else last
        pending = named[-1] if named and not found else None
        mentions += [part for mention in found for part in _split_by_source(mention)]
    return mentions


def _split_by_source(mention: Mention) -> list[Mention]:
    """Return one mention for each source of a sentence that gives a number of its own for the same outcome."""
    counts = [h for h in mention.harm if h.is_count() and not h.part]
    if len(mention.sources) < 2 or not counts:
        return [mention]
    last = max(mention.sources, key=lambda s: s.unit.first)
    if all(h.update and h.people.first > last.unit.first > mention.unit.first for h in mention.harm):
        return [replace(mention, sources=[last])]  # "..., while the governor put the toll of the blast at four"
    if len({h.outcome for h in counts}) == len(counts):
        return [mention]
    given: dict[Unit, list[HarmFound]] = {}
    for harm in mention.harm:
        before = [s for s in mention.sources if s.unit.first < harm.people.first]
        given.setdefault((before[-1] if before else mention.sources[0]).unit, []).append(harm)
    if len(given) < 2:
        return [mention]
    by_unit = {s.unit: s for s in mention.sources}
    return [replace(mention, harm=harm, sources=[by_unit[unit]]) for unit, harm in given.items()]


def read_sentence(sentence: Sentence, rules: _Rules) -> list[Mention]:
    """Return the events that a sentence speaks of, in the order of their triggers."""
    blocked = _find_modalities(sentence, rules)
    harm = list(_iter_harm(sentence, rules))
    mentions = _make_mentions(sentence, harm, blocked)
    if not mentions:
        return []
    by_unit = {m.unit: m for m in mentions}
    _bind_roles(sentence, rules, by_unit)
    _bind_nearest(sentence, mentions)
    return mentions


def _find_modalities(sentence: Sentence, rules: _Rules) -> dict[Unit, str]:
    """Return the modality of each trigger that a rule speaks of; the first rule of the pack wins."""
    found: dict[Unit, str] = {}
    for rule in rules.get("modality", ()):
        for roles in rule.find(sentence):
            for unit in roles.get("trigger", ()):
                for leaf in {unit, *_find_leaves(unit)}:
                    found.setdefault(leaf, rule.values["modality"])
    return found


def _iter_harm(sentence: Sentence, rules: _Rules) -> Iterator[HarmFound]:
    """Yield people with what became of them; nobody is counted twice."""
    for rule in rules.get("harm", ()):
        for roles in rule.find(sentence):
            hurt = next(iter(roles.get("hurt", ())), None)
            outcome = rule.values.get("outcome") or (hurt.entry.outcome if hurt else None)
            if hurt is not None and hurt.taken and not {"part", "shared"} & set(rule.values):
                continue
            if rule.values.get("only", outcome) != outcome or not _fits(rule, roles, hurt):
                continue
            outcomes = [outcome] if outcome else []
            if "mixed" in rule.values:
                numbers = [u.quantity for u in roles["people"] if u.quantity is not None and u.quantity is not MANY]
                if {u.entry.outcome for u in roles["all"] if u.cls == "hurt"} != {"killed", "injured"} or not numbers:
                    continue
                outcomes = ["killed", "injured"] if Quantity.none() in numbers else ["casualties"]
            for people in roles.get("people", ()):
                if people.taken or not outcomes or people.cls not in ("people", "number", "name", "person", "actor", "pronoun", "the"):
                    continue
                if people.entry.things or _is_year(sentence, people):
                    continue  # "the aircraft was hit"; "the first murder of 2015"
                if outcome not in BODILY and people.quantity == Quantity.none():
                    continue  # "no one has been arrested"
                if people.kind == "name" and not people.members and hurt is not None and hurt.entry.things:
                    continue  # "the Sahm Tower was hit"
                people.taken = True
                if hurt is not None:
                    hurt.taken = True
                for each in outcomes:
                    yield from _make_harm(sentence, people, each, rule, hurt)
    for unit in sentence.units:
        for leaf in () if unit.taken else _find_leaves(unit):
            listed = sentence.listed if leaf.quantity is MANY else None  # "names of the martyrs: 1 ..."
            if leaf.kind == "people" and leaf.entry.outcome and (listed or not is_told_of_elsewhere(leaf)):
                named = is_somebodys(leaf) and not listed
                quantity = listed or find_whole(leaf) or leaf.quantity or MANY  # "three of the five victims": five came to harm
                yield HarmFound(leaf.entry.outcome, leaf, sentence, quantity, leaf.rule or "people", named, hurt=leaf)
                yield from (HarmFound(leaf.entry.outcome, p, sentence, p.quantity or MANY, "aside", True, hurt=leaf) for p in leaf.parts)
        if unit.kind == "hurt.implied" and unit.entry.outcome and not unit.taken:
            yield HarmFound(unit.entry.outcome, unit, sentence, Quantity.at_least(1), "implied", hurt=unit)
        if unit.cls == "none" and unit.entry.outcome:
            yield HarmFound(unit.entry.outcome, unit, sentence, Quantity.none(), "none", hurt=unit)


def _fits(rule: CompiledRule, roles: Mapping[str, Sequence[Unit]], hurt: Unit | None) -> bool:
    """Are those who harm others armed and those they harm counted, and is what a number tells of a toll, where the rule wants it?"""
    if "toll" in rule.values and (hurt is None or not is_number_of(hurt) or _is_vague(roles["people"][0])):
        return False
    harmed = roles.get("people") or roles.get("target") or ()
    return "agent" not in roles or (is_attacker(roles["agent"][0]) and all(u.quantity is not MANY for u in harmed))


def _is_vague(unit: Unit) -> bool:
    return unit.quantity is not None and unit.quantity.exactness == "vague"


def _find_leaves(unit: Unit) -> tuple[Unit, ...]:
    """Return the people phrases of a unit: those of a list ("three dead and two wounded"), else itself."""
    return unit.members if unit.kind == "people" and unit.members and unit.members[0].kind == "people" else (unit,)


def _make_harm(sentence: Sentence, people: Unit, outcome: str, rule: CompiledRule, hurt: Unit | None) -> Iterator[HarmFound]:
    """Yield one harm for each people phrase of a unit (a list has several)."""
    leaves = people.members if people.members and people.members[0].kind in ("people", "name") else (people,)
    if len(leaves) >= _TALK and all(leaf.quantity is MANY for leaf in leaves):
        return  # "a government that kills priests, nuns, workers and peasants"
    rows = [(leaf, False) for leaf in leaves] + [(part, True) for leaf in {people, *leaves} for part in leaf.parts]
    for leaf, inside in rows:
        quantity = (_read_number(sentence, leaf) if leaf.kind == "number" else leaf.quantity) or Quantity.exact(1)
        if "reached" in rule.values and quantity.max is not None:
            quantity = Quantity.exact(quantity.max)  # "rose from 12 to 17"
        own = leaf.entry.outcome if leaf.kind == "people" and leaf.entry.outcome not in (None, "casualties") else None
        if own == "injured" and outcome == "killed" and leaf is leaves[0] and hurt is not None and hurt.cls == "hurt":
            own = None  # "the death of a wounded man"
        if own is not None and own == rule.values.get("despite"):
            own = None  # "three of the wounded lost their lives"
        name = sentence.words[leaf.last if leaf.core is None else leaf.core].form if leaf.kind == "name" else None
        part = inside or "part" in rule.values
        yield HarmFound(own or outcome, leaf, sentence, quantity, rule.name, part, "update" in rule.values, hurt or leaf, name)


def _is_year(sentence: Sentence, number: Unit) -> bool:
    """Is a bare number written like a year of our time?"""
    if number.cls != "number" or number.quantity is None or number.quantity.min is None:
        return False
    plain = number.first == number.last and sentence.words[number.first].form.isdigit()
    return plain and number.quantity.min in _YEARS and number.quantity.min % 100 != 0


def _read_number(sentence: Sentence, number: Unit) -> Quantity | None:
    """Return the quantity of a number that stands for people, with "more than" before it."""
    at = sentence.units.index(number) if number in sentence.units else 0
    before = [u for u in sentence.units[max(0, at - 2) : at] if u.cls != "quote"][-1:]  # 'the "more than" 27 killed'
    return find_quantity([*(u for u in before if u.cls == "mod"), number])


def _make_mentions(sentence: Sentence, harm: list[HarmFound], modalities: dict[Unit, str]) -> list[Mention]:
    """Return a mention for every trigger that no rule blocks, with the harm that belongs to it."""
    mentions: list[Mention] = []
    hurt = {h.hurt for h in harm}
    for unit in (leaf for u in sentence.units for leaf in ((u,) if u in hurt else _find_leaves(u))):
        is_hurt = unit in hurt
        if unit.cls not in ("event", "hurt", "none") and not is_hurt:
            continue
        modality = modalities.get(unit, "asserted")
        event = unit.entry.event
        if modality == "block" or event is None:
            continue
        mention = Mention(sentence, unit, event, unit.entry.weak, event in GENERIC_EVENTS, modality)  # type: ignore[arg-type]
        mention.weapons = [m for m in unit.members if m.cls == "weapon"]
        mention.definite, mention.indefinite = _find_article(sentence, unit)
        mention.further = mention.indefinite and unit.kind.startswith("event.noun") and _is_further(sentence, unit)
        mention.harm = [h for h in harm if h.hurt is unit]
        mention.rules = sorted({h.rule for h in mention.harm})
        mentions.append(mention)
    for found in harm:
        if found.hurt is not None and found.hurt.entry.event is None and mentions:
            nearest = min(mentions, key=lambda m: abs(m.unit.first - found.people.first))
            nearest.harm.append(found)
            nearest.rules.append(found.rule)
    return mentions


def _find_article(sentence: Sentence, unit: Unit) -> tuple[bool, bool]:
    """Return whether a generic noun stands with "the", and whether any stands with "a", a verb with "also" (at most two words between)."""
    at = next((n for n, u in enumerate(sentence.units) if u is unit or unit in u.members), 0)
    if unit.kind.startswith(("event.verb", "hurt.verb")):
        return False, any(u.cls == "also" for u in sentence.units[max(0, at - 3) : at])
    if not unit.kind.startswith("event.noun"):
        return False, False
    for before in reversed(sentence.units[max(0, at - 3) : at]):
        if before.cls == "the":
            return unit.entry.weak, False
        if before.cls in ("a", "another", "earlier"):
            return False, True
        if before.cls not in ("other", "actor", "demonym"):
            break
    return False, False


def _is_further(sentence: Sentence, unit: Unit) -> bool:
    """Does "another", "a second", "an earlier" stand before an event?"""
    at = sentence.units.index(unit) if unit in sentence.units else 0
    return any(u.cls in ("another", "earlier") for u in sentence.units[max(0, at - 2) : at])


def _bind_roles(sentence: Sentence, rules: _Rules, by_unit: dict[Unit, Mention]) -> None:
    """Give each mention its parties; the first rule that speaks of a role of a trigger wins, except for further names of a list."""
    done: set[tuple[Unit, str]] = set()
    for rule in rules.get("role", ()):
        for roles in rule.find(sentence):
            mention = next((by_unit[u] for u in roles.get("trigger", ()) if u in by_unit), None)
            if mention is None or not _fits(rule, roles, None):
                continue
            for unit in roles.get("both", ()):
                if len(unit.members) > 1 and (mention.unit, "perp") not in done:
                    done |= {(mention.unit, "perp"), (mention.unit, "target")}
                    mention.perpetrators.append(PartyFound(unit.members[0], sentence))
                    mention.targets += [PartyFound(m, sentence) for m in unit.members[1:]]
                    mention.rules.append(rule.name)
            for role, store in (("perp", mention.perpetrators), ("target", mention.targets)):
                units = [u for u in roles.get(role, ()) if u.cls in _PARTIES and not (role == "perp" and u.entry.outcome)]
                units = [u for u in units if not _is_of_party(sentence, u, units)]
                mention.anaphoric |= role == "perp" and any(u.cls == "they" for u in roles.get(role, ()))
                if not units or (mention.unit, role) in done or "block" in rule.values:
                    done.update({(mention.unit, role)} if role in roles and "block" in rule.values else ())
                    continue
                done.add((mention.unit, role))
                stance = rule.values.get("stance", "accused")
                for unit in (m for u in units for m in (u.members if u.cls == "actor" and u.members else (u,))):
                    store.append(PartyFound(unit, sentence, stance))  # type: ignore[arg-type]
                mention.rules.append(rule.name)


def _is_of_party(sentence: Sentence, unit: Unit, parties: Sequence[Unit]) -> bool:
    """Do the words only say what of another party it is ("aircraft of the coalition")?"""
    behind = [u for u in sentence.units if u.first > unit.last]
    between = {u.cls for u in itertools.takewhile(lambda u: u.cls in ("of", "the"), behind)}
    owner = next((u for u in behind if u.cls not in ("of", "the")), None)
    return unit.cls == "people" and "of" in between and owner is not None and owner.cls == "actor" and owner in parties


def _bind_nearest(sentence: Sentence, mentions: list[Mention]) -> None:
    """Give places, times and weapons to the trigger they stand nearest to; what stands behind a trigger counts as nearer."""
    bearers = [m for m in mentions if not m.definite and m.unit.cls in ("event", "hurt")] or mentions
    for unit in sentence.units:
        if unit.cls not in ("place", "time", "weapon"):
            continue
        if (unit.cls == "time" and _is_time_of_saying(sentence, unit)) or (unit.cls == "place" and is_elsewhere(sentence, unit)):
            continue
        mention = min(bearers, key=lambda m: _distance(sentence, m.unit, unit))
        store = {"place": mention.places, "time": mention.times, "weapon": mention.weapons}[unit.cls]
        store += unit.members or (unit,)
        if unit.cls == "place":
            mention.own_places += unit.members or (unit,)


def is_elsewhere(sentence: Sentence, place: Unit) -> bool:
    """Does a place say something else than where it happened: where the report, a source, a hospital, people or fire come from?"""
    return any(test(sentence, place) for test in (_is_dateline, _is_of_source, _is_of_care, _is_origin, _is_base))


def _is_dateline(sentence: Sentence, place: Unit) -> bool:
    """Is it where a report was written: the place a text begins with, before a dash or the agency's name in brackets?"""
    at = sentence.units.index(place)
    if sentence.number > 1 or at > _DATELINE_AT:
        return False
    for unit in sentence.units[at + 1 : at + _DATELINE_LENGTH]:
        if unit.cls in ("event", "hurt", "people", "be", "say"):
            return False
        if unit.cls == "dash":
            return True
    return False


def _is_of_source(sentence: Sentence, place: Unit) -> bool:
    """Does the place only name who is quoted ("Orange County police", "the ministry in Sahm condemns", "said its man in Sahm that ...")?"""
    at = sentence.units.index(place)
    before = [u.cls for u in sentence.units[max(0, at - _SOURCE_NAME) : at]]
    if "say" in before[:-2] and before[-2] == "source" and before[-1] in ("in", "bi"):
        return True
    if at > 1 and sentence.units[at - 1].cls == "in" and any(u.cls in ("say", "comment") for u in sentence.units[at + 1 : at + 2]):
        return sentence.units[at - 2].cls in ("other", "source", "name", "actor", "institution")
    if at and sentence.units[at - 1].cls in ("in", "of", "on", "the"):
        return False
    for unit in sentence.units[at + 1 : at + _SOURCE_NAME]:
        if unit.cls == "source":
            return True
        if unit.cls not in ("poss", "other", "place_word"):
            return False
    return False


def _is_origin(sentence: Sentence, place: Unit) -> bool:
    """Does the place only say where people come from ("refugees from Iraq", "Salim, of the people of Sahm")?

    "Three men of Sahm were arrested" may tell where, unless another place is named.
    """
    at = sentence.units.index(place)
    before = sentence.units[max(0, at - 3) : at]
    elsewhere = sum(unit.cls == "place" for unit in sentence.units) > 1
    native = bool(before) and before[-1].cls == "people"
    if native and any(member.cls == "from" for member in before[-1].members):
        return elsewhere
    if native:
        before.pop()
    if len(before) < 2 or before[-2].cls not in ("people", "name"):
        return False
    return before[-1].kind == "in.from" or (before[-1].kind == "from" and (native or elsewhere))


def _is_base(sentence: Sentence, place: Unit) -> bool:
    """Does the place only say where a party stands ("forces stationed in Sahm", "from its positions in Sahm")?"""
    at = sentence.units.index(place)
    positions = False
    for unit in reversed(sentence.units[max(0, at - _BASE) : at]):
        if unit.cls in ("based", "origin") or (unit.cls == "from" and positions):
            return True
        if unit.cls not in ("in", "bi", "place_word", "object", "actor", "quote", "other"):
            return False
        positions = unit.cls == "object" or (positions and unit.cls != "other")
    return False


def _is_of_care(sentence: Sentence, place: Unit) -> bool:
    """Does the place only say where a hospital is, or name one ("taken to Sahm Hospital", "at a hospital in Sahm")?"""
    at = sentence.units.index(place)
    if any(u.kind == "institution.care" for u in sentence.units[at + 1 : at + 2]):
        return True
    care = next((n for n in range(at - 1, max(-1, at - _CARE - 1), -1) if sentence.units[n].cls in ("institution", "hospital")), None)
    if care is None or sentence.units[at - 1].cls not in ("in", "comma", "other", "of"):
        return False
    brought = sentence.units[max(0, care - _BROUGHT) : care + 1]
    return any(u.cls in ("carried", "hospital") or u.entry.outcome in ("treated", "killed") for u in brought)


def _is_time_of_saying(sentence: Sentence, time: Unit) -> bool:
    """Does the time say when something was said? A verb of saying stands beside it, or before the source beside it while the
    sentence has another time ("the ministry said, on Sunday, that ... on Saturday").
    """
    at = sentence.units.index(time)
    if any(u.cls == "say" for u in sentence.units[max(0, at - 2) : at + 2]):
        return True
    if not any(u.cls == "time" and u.first > time.last for u in sentence.units):
        return False
    between = itertools.takewhile(lambda u: u.cls in _SAYERS, reversed(sentence.units[max(0, at - _SAYING) : at]))
    return any(u.cls == "say" for u in between)


def _distance(sentence: Sentence, trigger: Unit, unit: Unit) -> float:
    """Return the distance in words, twice as far before the trigger, with ten for every clause boundary between."""
    low, high = sorted((trigger.first, unit.first))
    crossed = sum(low < u.first < high and u.cls == "stop" for u in sentence.units)
    return (unit.first - trigger.first if unit.first > trigger.first else 1.6 * (trigger.first - unit.first)) + 10 * crossed
