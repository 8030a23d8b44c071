"""Extraction of many documents on several processors, in the order in which they come.

In: documents and a recipe for the extractor. Out: (document, extraction) pairs in the same order, while the input is still being read.
The first documents are read in this process, so that a handful costs no start-up; every further process makes its own extractor.
Not here: reading and writing; memory is bounded by a window of batches whatever the length of the input.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Self

import msgspec

from sijill.errors import UserError
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

    def prepare(self, progress: Callable[[str, int, int], None]) -> None:
        """Build the place index where this is its first use, so that people see what takes so long and processes find it built."""
        open_gazetteer(self.settings, place_files=self.place_files, progress=progress)

    def make(self) -> Extractor:
        """Return the extractor; opens packs and gazetteer."""
        packs = load_packs(self.pack_dirs)
        return Extractor(packs, open_gazetteer(self.settings, place_files=self.place_files, packs=packs))


def count_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ExtractionPool:
    """Extractors on `jobs` processors; more processes are started once `ALONE` documents have come. Use as a context manager."""

    def __init__(self, recipe: Recipe, jobs: int = 1) -> None:
        self.recipe = recipe
        self.jobs = jobs
        self._alone: Extractor | None = None
        self._left_alone = ALONE
        self._executor: ProcessPoolExecutor | None = None

    def run(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Extraction]]:
        """Yield every document with its extraction, in order, while `documents` is still being read."""
        waiting = iter(documents)
        while self._executor is None:
            document = next(waiting, None)
            if document is None:
                return
            if self.jobs > 1 and self._left_alone == 0:
                waiting = chain([document], waiting)
                self._executor = ProcessPoolExecutor(
                    self.jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(self.recipe,)
                )
                break
            self._left_alone = max(self._left_alone - 1, 0)
            yield document, self._extract_alone(document)
        yield from self._run_pooled(waiting, self._executor)

    def _extract_alone(self, document: Document) -> Extraction:
        if self._alone is None:
            self._alone = self.recipe.make()
        return self._alone.extract(document)

    def _run_pooled(self, documents: Iterator[Document], executor: ProcessPoolExecutor) -> Iterator[tuple[Document, Extraction]]:
        running: deque[tuple[list[Document], Future[bytes]]] = deque()
        while batch := list(islice(documents, _BATCH)):
            running.append((batch, executor.submit(_extract_batch, self.recipe, msgspec.msgpack.encode(batch))))
            if len(running) >= self.jobs * _WINDOW:
                yield from _finish(*running.popleft())
        while running:
            yield from _finish(*running.popleft())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)


def _finish(batch: list[Document], future: Future[bytes]) -> Iterator[tuple[Document, Extraction]]:
    try:
        extractions = msgspec.msgpack.decode(future.result(), type=list[Extraction])
    except BrokenProcessPool as error:
        raise UserError("a worker process was ended from outside (out of memory?): run the same command again with --jobs 1") from error
    yield from zip(batch, extractions, strict=True)


def _start(recipe: Recipe) -> None:
    """Make the extractor of a worker process before its first batch; the worker ends with its parent and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    _EXTRACTORS[recipe] = recipe.make()


def end_with_parent() -> None:
    """Wait for the parent process and end this one, which a parent that is killed cannot do."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _extract_batch(recipe: Recipe, batch: bytes) -> bytes:
    """Extract a batch; both ways as MessagePack, which is faster than pickling and leaves defaults out in the same way."""
    extractor = _EXTRACTORS[recipe]
    return msgspec.msgpack.encode([extractor.extract(document) for document in msgspec.msgpack.decode(batch, type=list[Document])])
