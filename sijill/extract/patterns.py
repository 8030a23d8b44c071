"""Rules of a language pack as regular expressions over the letters of a sentence's units.

In: rules in the notation of `docs/how-to/add-a-language.md`. Out: compiled rules, which give the units of each role.
`{class}` matches one unit, `{a|b}` either, `{event}` any form of the class, `{class:role}` and `<role: … >` name a role, `_` any
unit, `~3` up to three units that do not end a clause, `~~3` nor speak of people; `( ) | ? * +` as in regular expressions.
"""

import re
from collections.abc import Iterable, Iterator

from sijill.errors import PackError
from sijill.extract.units import Sentence, Unit
from sijill.packs.language import Rule

BUILT_IN = ("other", "number", "people", "place", "time", "time.since", "age", "name", "measure", "digit", "hyphen")
_ITEM = re.compile(r"\{([\w.|]+)(?::(\w+))?\}|<(\w+):|~(~?\d+)|\s+|>|_|\(\?<?[=!]|[()|?*+^$]|\{\d*,\d*\}|\{\d+\}")
_FIRST_LETTER = 0xE000


class Alphabet:
    """One private letter for each word class of a language."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.letters = {kind: chr(_FIRST_LETTER + n) for n, kind in enumerate(sorted({*kinds, *BUILT_IN}))}
        self._classes: dict[str, str] = {}
        for kind, letter in self.letters.items():
            parts = kind.split(".")
            for end in range(1, len(parts) + 1):
                name = ".".join(parts[:end])
                self._classes[name] = self._classes.get(name, "") + letter

    def expand(self, name: str) -> str:
        """Return the letters of a class with all of its forms; empty for an unknown one."""
        return self._classes.get(name, "")

    def encode(self, units: Iterable[Unit]) -> str:
        """Return a sentence's letters."""
        letters = self.letters
        return "".join([letters[unit.kind] for unit in units])


class CompiledRule:
    """A rule that can be searched for."""

    def __init__(self, rule: Rule, alphabet: Alphabet, stops: str) -> None:
        self.name = rule.name
        self.kind = rule.kind
        self.values = rule.set
        self._alphabet = alphabet
        self._stops = "".join(alphabet.expand(name) for name in stops.split())
        self._people = "".join(alphabet.expand(name) for name in ("people", "person", "pronoun"))
        pattern = "".join(self._iter_parts(rule))
        try:
            self.pattern = re.compile(pattern)
        except re.error as error:
            raise PackError(f"rule {rule.name}: {error}: {rule.match}") from error
        self.roles = tuple(self.pattern.groupindex)

    def _iter_parts(self, rule: Rule) -> Iterator[str]:
        """Yield the regular expression piece by piece."""
        at = 0
        while at < len(rule.match):
            item = _ITEM.match(rule.match, at)
            if item is None:
                raise PackError(f"rule {rule.name}: cannot read {rule.match[at : at + 12]!r}")
            yield self._piece(rule, item)
            at = item.end()

    def _piece(self, rule: Rule, item: re.Match[str]) -> str:
        """Return the regular expression of one item of the notation."""
        classes, role, opened, gap = item.groups()
        if classes:
            letters = "".join(self._alphabet.expand(name) for name in classes.split("|"))
            unknown = [name for name in classes.split("|") if not self._alphabet.expand(name)]
            if unknown:
                raise PackError(f"rule {rule.name}: no word has the class {', '.join(unknown)}")
            return f"(?P<{role}>[{letters}])" if role else f"[{letters}]"
        if opened:
            return f"(?P<{opened}>"
        if gap:
            barred = self._stops + (self._people if gap.startswith("~") else "")
            return f"[^{barred}]{{0,{gap.lstrip('~')}}}?"
        return {">": ")", "_": ".", "(": "(?:"}.get(item.group(), item.group().strip())

    def find(self, sentence: Sentence) -> Iterator[dict[str, list[Unit]]]:
        """Yield, for each match from left to right, the units of each role (`all`: of the whole match)."""
        at = 0
        while (match := self.pattern.search(sentence.code, at)) is not None and match.end() > match.start():
            found = {"all": sentence.units[match.start() : match.end()]}
            for role in self.roles:
                if match.start(role) >= 0:
                    found[role] = sentence.units[match.start(role) : match.end(role)]
            yield found
            at = match.start() + 1
