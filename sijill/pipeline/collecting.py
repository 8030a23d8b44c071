"""Collecting: pages and feeds of the web become captures of a register.

In: addresses. Out: captures with their bytes on disk, issues for what could not be fetched. A page that is there is not fetched again, and
a feed that has not changed is not sent again: what it needs for that is kept in the register's folder (`feeds.json`).
Not here: what the bytes say (`sijill.pipeline.run`).
"""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sijill.collect.fetch import Fetcher
from sijill.collect.web import Checked, WebCollector, WebOptions
from sijill.errors import UserError
from sijill.model import Capture, Issue
from sijill.pipeline.add import AddResult
from sijill.pipeline.progress import Progress, be_silent
from sijill.store import Register

LIST = "feeds.txt"
_STATE = "feeds.json"
_COMMENT = "#"


def load_addresses(register: Register) -> list[str]:
    """Return the addresses that are listed in the register's `feeds.txt`, one a line; raises UserError where there are none."""
    path = register.folder / LIST
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    addresses = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith(_COMMENT)]
    if not addresses:
        raise UserError(f"no address was given and none is listed: name some, or write them into {path}, one a line")
    return addresses


def collect_addresses(
    register: Register, addresses: Sequence[str], fetcher: Fetcher, *, options: WebOptions | None = None, progress: Progress = be_silent
) -> AddResult:
    """Keep the pages at `addresses` and those that feeds lead to; each capture is kept as soon as it is there."""
    options = options or WebOptions()
    collector = WebCollector(fetcher, register.blobs, register.has_origin, options)
    state = _load_state(register.folder)
    added = known = 0
    issues: list[Issue] = []
    for number, address in enumerate(addresses):
        progress("collect", number, len(addresses))
        for found in collector.collect(address, {} if options.again else state.get(address, {})):
            if isinstance(found, Capture):
                is_new = register.add_capture(found)
                added, known = added + is_new, known + (not is_new)
            elif isinstance(found, Checked):
                state[found.address] = found.headers
                _keep_state(register.folder, state)
            else:
                issues.append(found)
                register.record_issues([found])
    progress("collect", len(addresses), len(addresses))
    return AddResult(added, known, tuple(issues))


def _load_state(folder: Path) -> dict[str, dict[str, str]]:
    """Return address → headers of its last answer; what cannot be read is forgotten, since it only saves traffic."""
    path = folder / _STATE
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def _keep_state(folder: Path, state: dict[str, dict[str, str]]) -> None:
    unfinished = folder / f"{_STATE}.new"
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(state, order="sorted")))
    os.replace(unfinished, folder / _STATE)
