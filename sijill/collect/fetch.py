"""Fetching from the web, politely: one request at a time to a host, with pauses, by the rules that the site gives for programs.

In: an address, and what was learnt when it was last fetched. Out: `Answer`, the bytes as they came. Robots exclusion as in RFC 9309.
A link found on the web is not followed into a private network: a hostile feed must not make this machine ask its neighbours.
Not here: what the bytes are (`sijill.collect.web`, `sijill.collect.feeds`).
"""

import ipaddress
import socket
import time
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import urllib3
from urllib3.exceptions import HTTPError

from sijill import __version__
from sijill.errors import InputError

AGENT = f"Sijill/{__version__}"
MAX_BYTES = 64_000_000
MAX_ROBOTS = 500_000
PAUSE_SECONDS = 1.0
_MOVED = (301, 302, 303, 307, 308)
_MAX_MOVES = 5
# What a request says of the last answer, and the header of that answer.
_CONDITIONS = (("if-none-match", "etag"), ("if-modified-since", "last-modified"))
_RETRIES = urllib3.Retry(total=3, connect=1, redirect=False, status_forcelist=(429, 502, 503, 504), backoff_factor=1, raise_on_status=False)
_CHUNK = 1 << 16


class Answer(NamedTuple):
    """What came of a request: the address in the end, the bytes (None: unchanged since the last time), headers by small names."""

    address: str
    data: bytes | None
    headers: dict[str, str]


class Fetcher:
    """Fetches one address after the other; `pause` is the least time between two requests to one host, in seconds."""

    def __init__(self, pause: float = PAUSE_SECONDS) -> None:
        self._pause = pause
        self._pool = urllib3.PoolManager(headers={"user-agent": AGENT}, timeout=urllib3.Timeout(connect=10, read=30), retries=_RETRIES)
        self._asked_at: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | None] = {}

    def fetch(self, address: str, *, known: dict[str, str] | None = None, found_at: str | None = None) -> Answer:
        """Return what is at an address; raises InputError that says why there is nothing.

        `known` are the headers of the last answer, so that what has not changed is not sent again; `found_at` the address that links here.
        """
        known = known or {}
        asked_with = {sent: known[name] for sent, name in _CONDITIONS if name in known}
        for _ in range(_MAX_MOVES + 1):
            self._check(address, found_at)
            status, headers, data = self._request(address, asked_with, MAX_BYTES)
            if status not in _MOVED or "location" not in headers:
                break
            found_at, address = address, urljoin(address, headers["location"])
        else:
            raise InputError("it moves on and on")
        if status == 304:
            return Answer(address, None, headers)
        if status != 200:
            raise InputError(f"the site answered with status {status}")
        return Answer(address, data, headers)

    def _check(self, address: str, found_at: str | None) -> None:
        """Raise InputError for an address that must not be fetched."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError("only addresses that begin with http:// or https:// can be fetched")
        if found_at is not None and parts.hostname != urlsplit(found_at).hostname and is_private(parts.hostname):
            raise InputError("a link into a private network is not followed")
        if not self._is_allowed(f"{parts.scheme}://{parts.netloc}", address):
            raise InputError("the site asks programs not to fetch this (robots.txt)")

    def _is_allowed(self, site: str, address: str) -> bool:
        if site not in self._robots:
            self._robots[site] = self._load_robots(site)
        robots = self._robots[site]
        return robots is None or robots.can_fetch(AGENT, address)

    def _load_robots(self, site: str) -> RobotFileParser | None:
        """Return the rules of a site, None where it gives none; a site in trouble is left alone."""
        status, _, data = self._request(f"{site}/robots.txt", {}, MAX_ROBOTS)
        if 400 <= status < 500:
            return None
        rules = RobotFileParser()
        rules.parse(data.decode("utf-8", errors="replace").splitlines() if status == 200 else ["User-agent: *", "Disallow: /"])
        return rules

    def _request(self, address: str, headers: dict[str, str], limit: int) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and at most `limit` bytes; raises InputError when there is no answer or too much of it."""
        host = urlsplit(address).netloc
        wait = self._asked_at.get(host, -self._pause) + self._pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            response = self._pool.request("GET", address, headers={"user-agent": AGENT, **headers}, preload_content=False, redirect=False)
            with response:
                data = bytearray()
                for chunk in response.stream(_CHUNK, decode_content=True):
                    data += chunk
                    if len(data) > limit:
                        raise InputError(f"it is longer than {limit:,} bytes")
                return response.status, {name.lower(): value for name, value in response.headers.items()}, bytes(data)
        except HTTPError as error:
            raise InputError(f"no answer: {_describe(error)}") from error
        finally:
            self._asked_at[host] = time.monotonic()


def is_private(host: str) -> bool:
    """Does a host lie in a private network, or cannot be found?"""
    try:
        found = {str(info[4][0]).partition("%")[0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return True
    return any(not ipaddress.ip_address(number).is_global for number in found)


def _describe(error: HTTPError) -> str:
    """Return the innermost reason in few words."""
    reason = getattr(error, "reason", None) or error
    return str(getattr(reason, "args", [reason])[-1] or reason).rpartition(": ")[2]
