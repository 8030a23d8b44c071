"""Names that a document gives in full and then by one word ("Salim Harb, 25, ..."; later "Harb was shot").

In: a text in a language with capitals. Out: the words of full names, folded. A single word that is capitalised and unknown is taken for
somebody's name only where it is one of these. Not here: who is meant (`sijill.extract.victims`).
"""

import re

from sijill.lang.script import fold

_WORD = r"[^\W\d_a-z][a-z\u00df-\u00ff'\u2019]+"
_FULL = re.compile(rf"(?<![\w-]){_WORD}(?:[ -](?:(?:al|el|bin|ibn|de|van)[ -])?(?:[^\W\d_a-z]\.|{_WORD})){{1,3}}")
_PARTS = re.compile(r"[^\W\d_]{3,}")
_MOST = 20_000


def find_surnames(text: str) -> frozenset[str]:
    """Return the words of all names of two words and more in the first part of a text."""
    return frozenset(part for m in _FULL.finditer(text, 0, _MOST) for part in _PARTS.findall(fold(m.group())))
