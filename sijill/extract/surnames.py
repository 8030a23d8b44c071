"""Names that a document gives in full and then by one word ("Salim Harb, 25, ..."; later "Harb was shot").

In: a text in a language with capitals. Out: the words of full names, folded. A single word that is capitalised and unknown is taken for
somebody's name only where it is one of these. Not here: who is meant (`sijill.extract.victims`).
"""

import re
from collections.abc import Iterable

from sijill.lang.script import fold

_WORD = r"[^\W\d_a-z][a-z\u00df-\u00ff'\u2019]+"
_PARTS = re.compile(r"[^\W\d_]{3,}")
_MOST = 20_000


class SurnameFinder:
    """Finds the words of full names; `particles` are those that stand inside a name in small letters ("Carlos de la Vega")."""

    def __init__(self, particles: Iterable[str]) -> None:
        small = "|".join(re.escape(word) for word in sorted(particles))
        between = rf"(?:(?:{small})[ -])?" if small else ""
        self._full = re.compile(rf"(?<![\w-]){_WORD}(?:[ -]{between}(?:[^\W\d_a-z]\.|{_WORD})){{1,3}}")

    def find(self, text: str) -> frozenset[str]:
        """Return the words of all names of two words and more in the first part of a text."""
        return frozenset(part for m in self._full.finditer(text, 0, _MOST) for part in _PARTS.findall(fold(m.group())))
