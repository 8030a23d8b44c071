"""Serial numbers in web addresses: most sites and pages number what they publish, and the numbers rise with time.

In: an address. Out: `Serial`: its series (the address with the number left out) and the number, or None where none is seen.
Not here: which days the numbers of a series belong to (`link.reportdays`).
"""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from sijill.packs import PACKS_FOLDER, load_yaml

# A segment of a path that is a number of 3 to 18 digits: alone, before a page's name, after it (then longer), or after a letter or two.
_NUMBER = re.compile(r"(?P<before>[^\W\d_]{0,3})(?P<number>\d{3,18})(?:[-_]\D.*)?|(?:.*[-_])(?P<last>\d{5,18})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDING = re.compile(r"\.[a-z]{2,5}$")
# Parts of a path that differ from page to page of one series: titles, days.
_OWN = re.compile(r".*-.*-.*-.*|\d{1,4}")
_TWICE = re.compile(r"(?<=.)https?:/.*")


class Serial(msgspec.Struct, frozen=True):
    """The number that an address gives its page, in one series of pages."""

    series: str
    number: int


class _Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`packs/linking/addresses.yml`."""

    same_site: tuple[str, ...]
    parameters: tuple[str, ...]
    unordered: tuple[str, ...]


@lru_cache(maxsize=65536)
def find_serial(url: str) -> Serial | None:
    """Return the serial number of a web address: a parameter that numbers pages, else the last such number of its path."""
    try:
        parts = urlsplit(_TWICE.sub("", url))
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return None
    rules = _load_addresses()
    label, _, rest = host.partition(".")
    site = rest if label in rules.same_site and "." in rest else host
    path = [unquote(s).lower() for s in parts.path.split("/") if s]
    if not site or "/".join([site, *path]).startswith(rules.unordered):
        return None
    return _find_in_parameters(f"{site}/{'/'.join(path)}", parts.query, rules) or _find_in_path(site, path)


def _find_in_parameters(page: str, query: str, rules: _Addresses) -> Serial | None:
    given = parse_qs(query)
    numbers = {name: given[name][0] for name in rules.parameters if name in given and given[name][0].isdecimal()}
    for name, number in numbers.items():
        if len(number) <= 18:
            others = "&".join(f"{n}={v}" for n, v in numbers.items() if n != name)
            return Serial(f"{page}?{name}&{others}", int(number))
    return None


def _find_in_path(site: str, path: list[str]) -> Serial | None:
    for at in range(len(path) - 1, -1, -1):
        match = _NUMBER.fullmatch(_ENDING.sub("", path[at]))
        number = match and (match["number"] or match["last"])
        if match and number and not _YEAR.fullmatch(number):
            folders = ("*" if _OWN.fullmatch(part) else part for part in path[:at])
            return Serial("/".join([site, *folders, match["before"] or ""]), int(number))
    return None


@lru_cache(maxsize=8)
def _load_addresses(path: Path = PACKS_FOLDER / "linking" / "addresses.yml") -> _Addresses:
    return load_yaml(path, _Addresses)
