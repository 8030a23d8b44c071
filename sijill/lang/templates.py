"""Templates of a language pack as regular expressions that know which words they need: most are not worth searching for in most texts.

In: a template such as "(?:since |in )?{month} {year}" and what its placeholders stand for. Out: `Template`.
Not here: what a match means (`sijill.lang.dates`).
"""

import re
from collections.abc import Collection, Iterator, Mapping

from sijill.lang.script import fold

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_GROUP = re.compile(r"\((?:\?:)?([^()]*)\)")
_CLASSES = re.compile(r"\\.|\[[^\]]*\]")
# A placeholder or a word that is not followed by a quantifier.
_NEED = re.compile(r"\{(\w+)\}(?![?*]|\{\d)|(?<![\w{])([^\W\d_]+)(?![\w?*]|\{\d)")
_SHORT = 2
Words = tuple[str, ...]


class Template:
    """A template of whole words; `parts` are regular expressions of placeholders, `words` are those of which each match holds one.

    `needs` are sets of words of which every match of the whole template holds at least one each; `joined` are words that may be written
    together with the first one ("and").
    """

    def __init__(self, template: str, parts: Mapping[str, str], words: Mapping[str, Words], joined: Collection[str] = ()) -> None:
        folded = fold(template)
        inner = _PLACEHOLDER.sub(lambda m: parts.get(m.group(1), m.group()), folded)
        begins = "|".join([r"(?<!\w)", *(rf"(?<=\b{word})" for word in joined)])
        self._expression = re.compile(rf"(?:{begins})(?:{inner})(?!\w)")
        self.needs = [frozenset(need) for need in _find_needs(folded, words)]

    def iter_matches(self, text: str, start: int, end: int, clues: Collection[str]) -> Iterator[re.Match[str]]:
        """Return the matches in `text[start:end]`, in which of all needed words only `clues` stand."""
        if any(need.isdisjoint(clues) for need in self.needs):
            return iter(())
        return self._expression.finditer(text, start, end)


def _find_needs(template: str, words: Mapping[str, Words]) -> list[Words]:
    """Return lists of words of which each match holds one each, such as [("last",), ("week", "month")].

    Groups are read from the inside out; what may be left out and words of one or two letters are no needs.
    """
    known, plain = dict(words), _CLASSES.sub(" ", template)
    while (group := _GROUP.search(plain)) is not None:
        name, inner = f"group{len(known)}", group.group(1)
        each = [_list_needs(alternative, known) for alternative in inner.split("|")]
        known[name] = tuple(word for needs in each for word in min(needs, key=len)) if all(each) and inner[:1] != "?" else ()
        plain = f"{plain[: group.start()]}{{{name}}}{plain[group.end() :]}"
    return _list_needs(plain, known) if "|" not in plain else []


def _list_needs(plain: str, words: Mapping[str, Words]) -> list[Words]:
    return [(word,) if word else words[name] for name, word in _NEED.findall(plain) if len(word) > _SHORT or words.get(name)]
