"""What is known of a document beside its text: language of its passages, source, publication date, marks of machine translation.

In: a `Document` with its text. Out: the same document with these fields filled; the text and every field that was given stay.
Not here: where the text comes from (`plain`, `html`, `rows`).
"""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from sijill.lang.detect import detect_passages, get_main_lang
from sijill.lang.script import fold
from sijill.model import Document
from sijill.packs import PACKS_FOLDER, Packs, load_yaml

# Year, month and day in an address: /2021/09/22/, /2021-09-22-, ?date=20210922
_ADDRESS_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-]?)(0[1-9]|1[0-2]|[1-9](?=[/_.-]))\2(0[1-9]|[12]\d|3[01]|[1-9](?!\d))(?!\d)")
# Post numbers of X (Twitter) hold the time of posting: milliseconds since this moment in their upper bits.
_X_EPOCH_MS = 1288834974657
_X_POST = re.compile(r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/status(?:es)?/(\d{15,20})")


class ReadingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists of reading (`packs/reading/rules.yml`)."""

    furniture: tuple[str, ...]
    machine_translation: tuple[str, ...]
    machine_translation_min: int


def prepare_document(document: Document, packs: Packs) -> Document:
    """Return the document with language, passages, source and date filled where they were not given."""
    passages = document.passages or detect_passages(document.text)
    source_id = document.source_id or find_source_id(document, packs)
    published, basis = document.published, document.published_basis
    if published is None and document.url:
        published = find_date_in_address(document.url)
        basis = "address" if published else "unknown"
    return msgspec.structs.replace(
        document,
        lang=document.lang or get_main_lang(document.text, passages),
        passages=passages,
        source_id=source_id,
        published=published,
        published_basis=basis,
        machine_translated=document.machine_translated or is_machine_translated(document.text),
    )


def find_source_id(document: Document, packs: Packs) -> str | None:
    """Return the pack's id of the publisher, by its name or id as given, else by the host of the address."""
    if document.source:
        if document.source in packs.sources:
            return document.source
        by_name = _source_names(packs).get(fold(document.source).strip())
        if by_name is not None:
            return by_name
    for address in (document.url, document.source):
        host = _find_host(address) if address else None
        source = packs.find_source(host) if host else None
        if source is not None:
            return source.id
    return None


def find_date_in_address(url: str) -> str | None:
    """Return the ISO day that an address states, or the ISO time that a post number of X holds, or None."""
    post = _X_POST.match(url)
    if post is not None:
        return _post_time(int(post.group(1)))
    for match in _ADDRESS_DATE.finditer(urlsplit(url).path + "?" + urlsplit(url).query):
        year, separator, month, day = match.groups()
        if separator or len(month) == len(day) == 2:
            day_text = f"{year}-{int(month):02}-{int(day):02}"
            if _is_day(day_text):
                return day_text
    return None


def is_machine_translated(text: str) -> bool:
    """Does the text show at least as many marks of machine translation as the reading rules ask for?"""
    rules = load_reading_rules()
    pattern = _machine_translation_pattern()
    places = {match.start() for match in pattern.finditer(fold(text))}
    return len(places) >= rules.machine_translation_min


@lru_cache(maxsize=1)
def load_reading_rules(path: Path = PACKS_FOLDER / "reading" / "rules.yml") -> ReadingRules:
    """Return the word lists of reading; raises PackError."""
    return load_yaml(path, ReadingRules)


@lru_cache(maxsize=1)
def _machine_translation_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_reading_rules().machine_translation))


@lru_cache(maxsize=8)
def _source_names(packs: Packs) -> dict[str, str]:
    names: dict[str, str] = {}
    for source in packs.sources.values():
        if not source.collective:
            for variants in source.names.values():
                for name in variants:
                    names.setdefault(fold(name).strip(), source.id)
    return names


def _find_host(address: str) -> str | None:
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def _post_time(number: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(((number >> 22) + _X_EPOCH_MS) / 1000, tz=UTC).isoformat(timespec="seconds")


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
