"""What a file is made of: itself, or the files and pages packed in it, one after another.

In: a file wherever it is. Out: `Part` streams that are not packed any more, `PagePart` values of web archives, and issues for what cannot
be opened or unpacked. Archives are read through as they come, also inside one another. A part must be read before the next is asked for;
damage that shows only then is raised from its stream as `UnpackError`. Not here: what a part says (`records`), keeping it (`captures`).
"""

import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sijill.collect.files import STANDARD_INPUT, Found, open_file
from sijill.collect.unpack import UnpackError, is_tar, is_zip, iter_tar, iter_zip, open_unpacked
from sijill.collect.warc import Damage, Page, is_warc, iter_pages
from sijill.errors import InputError
from sijill.model import Issue

_DEPTH = 3


class Part(NamedTuple):
    """A file that is not packed: its name (`archive.tar!member`) and its bytes."""

    name: str
    file: io.BufferedReader


class PagePart(NamedTuple):
    """A page of a web archive, named by the archive and the number of its record (`crawl.warc.gz#12`)."""

    name: str
    page: Page


def open_parts(found: Found, on_open: Callable[[Callable[[], int]], None] | None = None) -> Iterator[Part | PagePart | Issue]:
    """Yield the parts of a file; one that cannot be opened is an issue. `on_open` is handed what tells how many bytes were read so far."""
    try:
        file = open_file(found.address)
    except InputError as error:
        yield make_issue("unreadable_file", str(error), found.name)
        return
    with file:
        if on_open is not None and found.address != STANDARD_INPUT:
            on_open(file.tell)
        yield from _iter_parts(found.name, file, 0)


def make_issue(code: str, detail: str, name: str, line: int | None = None) -> Issue:
    """Return the issue of a file, or of a record in it, that was left out."""
    return Issue(stage="collect", code=code, severity="skip", detail=detail, subject=name, file=name, line=line)


def _iter_parts(name: str, file: io.BufferedReader, depth: int) -> Iterator[Part | PagePart | Issue]:
    try:
        if not file.peek(1):
            yield make_issue("empty_file", "the file is empty", name)
        elif is_warc(file, name):
            yield from _iter_web_archive(name, file)
        elif is_zip(file, name) or is_tar(file):
            yield from _iter_archive(name, file, depth)
        elif (unpacked := open_unpacked(file, name, depth)) is None:
            yield Part(name, file)
        elif depth < _DEPTH:
            yield from _iter_parts(name, unpacked, depth + 1)
        else:
            yield make_issue("broken_archive", "it is packed more often than makes sense", name)
    except UnpackError as error:
        yield make_issue("broken_archive", str(error), name)
    except OSError as error:
        yield make_issue("unreadable_file", f"the rest cannot be read: {error.strerror or error}", name)


def _iter_archive(name: str, file: io.BufferedReader, depth: int) -> Iterator[Part | PagePart | Issue]:
    for member, content in iter_zip(file) if is_zip(file, name) else iter_tar(file):
        inner = f"{name}!{member}"
        if isinstance(content, UnpackError):
            yield make_issue("broken_archive", str(content), inner)
        elif depth < _DEPTH:
            yield from _iter_parts(inner, content, depth + 1)
        else:
            yield make_issue("broken_archive", "it is packed more often than makes sense", inner)


def _iter_web_archive(name: str, file: io.BufferedReader) -> Iterator[PagePart | Issue]:
    for page in iter_pages(file):
        if isinstance(page, Damage):
            yield make_issue("broken_record", page.detail, name, page.number)
        else:
            yield PagePart(f"{name}#{page.number}", page)
