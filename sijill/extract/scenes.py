"""Scenes: sentences on sport, films, exercises or the weather, which borrow the words of war, and on what is commemorated.

In: mentions and the text that they were read from. Out: the mentions of what happened; those of a remembered past are marked.
Which words make a scene is in the language pack (`scenes.yml`). Not here: single words that are no event (`words.yml`, class `decoy`).
"""

import re
from collections.abc import Iterable, Sequence

from sijill.extract.mention import Mention
from sijill.lang.script import fold
from sijill.packs.language import LanguagePack, PackFile, Scene, iter_patterns


class SceneFinder:
    """The scenes of one language."""

    def __init__(self, language: LanguagePack) -> None:
        self._scenes = [
            (scene, _compile(scene.words, language.file), _compile(scene.unless, language.file)) for scene in language.scenes.values()
        ]

    def find(self, text: str) -> Scene | None:
        """Return the first scene that a sentence, folded, is of."""
        for scene, words, unless in self._scenes:
            if len({m.group(1) for m in words.finditer(text)}) >= scene.least and not (scene.unless and unless.search(text)):
                return scene
        return None

    def keep(self, mentions: Iterable[Mention], text: str) -> list[Mention]:
        """Return the mentions of what happened; `text` is the folded text of their document."""
        kept = []
        scenes: dict[int, Scene | None] = {}
        for mention in mentions:
            at = mention.sentence
            if at.number not in scenes:
                scenes[at.number] = self.find(text[at.start : at.end])
            scene = scenes[at.number]
            if scene is None or scene.events == "background":
                mention.period = mention.period or scene is not None
                kept.append(mention)
        return kept


def _compile(block: str, file: PackFile) -> re.Pattern[str]:
    """Return a pattern for whole words, with the small words and endings that a language writes together with them."""
    phrases = sorted({fold(phrase) for phrase in iter_patterns(block)}, key=lambda phrase: (-len(phrase), phrase))
    before, behind = _choose(file.clitics), _choose(file.suffixes)
    return re.compile(rf"(?<!\w){before}({'|'.join(map(re.escape, phrases))}){behind}(?!\w)")


def _choose(parts: Iterable[str]) -> str:
    """Return a pattern for one of some parts of words, or none."""
    folded: Sequence[str] = sorted({fold(part) for part in parts}, key=lambda part: (-len(part), part))
    return f"(?:{'|'.join(map(re.escape, folded))})?" if folded else ""
