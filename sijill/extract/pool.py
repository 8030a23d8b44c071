"""Extraction of many documents on several processors, in the order in which they come.

In: documents and a recipe for the extractor. Out: (document, extraction) pairs in the same order, while the input is still being read.
The first documents are read in this process, so that a handful costs no start-up; every further process makes its own extractor.
Not here: reading and writing; memory is bounded by a window of batches whatever the length of the input.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

import msgspec

from sijill.extract.engine import Extraction, Extractor
from sijill.gazetteer import open_gazetteer
from sijill.model import Document
from sijill.packs import load_packs
from sijill.settings import Settings

ALONE = 64
_BATCH = 16
_WINDOW = 4
_EXTRACTORS: dict["Recipe", Extractor] = {}


class Recipe(msgspec.Struct, frozen=True):
    """All that a process needs to make the same extractor."""

    settings: Settings
    pack_dirs: tuple[Path, ...] = ()
    place_files: tuple[Path, ...] = ()

    def make(self) -> Extractor:
        """Return the extractor; opens packs and gazetteer."""
        packs = load_packs(self.pack_dirs)
        return Extractor(packs, open_gazetteer(self.settings, place_files=self.place_files, packs=packs))


def count_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def iter_extractions(
    documents: Iterable[Document], recipe: Recipe, *, jobs: int = 1, extractor: Extractor | None = None
) -> Iterator[tuple[Document, Extraction]]:
    """Yield every document with its extraction, in order; `jobs` processes work once more than `ALONE` documents have come."""
    extractor = extractor or recipe.make()
    waiting = iter(documents)
    for document in waiting if jobs <= 1 else islice(waiting, ALONE):
        yield document, extractor.extract(document)
    following = next(waiting, None)
    if following is not None:
        yield from _iter_pooled(chain([following], waiting), recipe, jobs)


def _iter_pooled(documents: Iterable[Document], recipe: Recipe, jobs: int) -> Iterator[tuple[Document, Extraction]]:
    running: deque[tuple[list[Document], Future[list[Extraction]]]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(recipe,)) as pool:
        for batch in _batches(documents):
            running.append((batch, pool.submit(_extract_batch, recipe, batch)))
            if len(running) >= jobs * _WINDOW:
                yield from _finish(*running.popleft())
        while running:
            yield from _finish(*running.popleft())


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    waiting = iter(documents)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _finish(batch: list[Document], future: Future[list[Extraction]]) -> Iterator[tuple[Document, Extraction]]:
    yield from zip(batch, future.result(), strict=True)


def _start(recipe: Recipe) -> None:
    """Make the extractor of a worker process before its first batch."""
    _EXTRACTORS[recipe] = recipe.make()


def _extract_batch(recipe: Recipe, batch: list[Document]) -> list[Extraction]:
    extractor = _EXTRACTORS[recipe]
    return [extractor.extract(document) for document in batch]
