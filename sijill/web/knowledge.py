"""What a register knows of its own: actors, sources and places that people add or correct on pages, in the packs of its folder.

In: an entry of a pack. Out: the same in `packs/<part>/workbench.yml` of the register, checked together with all other packs, audited; and
the packs as they are from then on. An entry of the id of a built-in one replaces it in this register. Texts are read again under changed
packs with the next run. Not here: what entries mean (`sijill.packs`), the pages (`sijill.web.pages.knowledge`).
"""

import os
import threading
from pathlib import Path
from typing import Any

import msgspec
import yaml

from sijill.errors import PackError, UserError
from sijill.packs import Actor, Packs, Source, load_packs
from sijill.packs.check import check_packs
from sijill.packs.place_lists import OwnPlace, OwnPlaces, load_own_places
from sijill.packs.yaml import load_yaml
from sijill.settings import Settings
from sijill.store import Register

FILE = "workbench.yml"
HEADER = "# Added and corrected in the workbench. This file may be edited by hand as well.\n"
Entry = Actor | Source | OwnPlace
_PARTS: dict[type[Entry], str] = {Actor: "actors", Source: "sources", OwnPlace: "places"}


class Knowledge:
    """The packs of a register, and the one way for pages to change them."""

    def __init__(self, register: Register, settings: Settings) -> None:
        self._register = register
        self._settings = settings
        self._lock = threading.Lock()
        self.packs = self._load()

    def _load(self) -> Packs:
        return load_packs((*self._settings.pack_dirs(), *self._register.pack_dirs()))

    def list_places(self) -> list[OwnPlace]:
        """Return the register's own places, in the order of its files."""
        files = sorted((self._register.folder / "packs" / "places").glob("*.yml"))
        return [place for path in files for place in load_own_places(path).places]

    def save(self, entry: Entry, author: str) -> None:
        """Keep an entry, in the place of an earlier one of its id; raises UserError that says what is wrong with it."""
        part = _PARTS[type(entry)]
        path = self._register.folder / "packs" / part / FILE
        with self._lock:
            before = path.read_bytes() if path.exists() else None
            known = _describe_faults(self.packs)
            try:
                write_entries(path, [*(e for e in load_entries(path, type(entry)) if e.id != entry.id), entry])
                load_packs.cache_clear()
                faults = _describe_faults(self._load()) - known
            except PackError as error:
                faults = {str(error)}
            if faults:
                restore(path, before)
            load_packs.cache_clear()
            self.packs = self._load()
        if faults:
            raise UserError("; ".join(sorted(faults)))
        self._register.record_audit(author, f"save {part.removesuffix('s')}", entry.id, msgspec.to_builtins(entry))


def load_entries(path: Path, kind: type[Entry]) -> list[Any]:
    """Return the entries of a file, none where there is no file."""
    if not path.exists():
        return []
    return load_own_places(path).places if kind is OwnPlace else load_yaml(path, list[kind])  # type: ignore[valid-type]


def write_entries(path: Path, entries: list[Any]) -> None:
    """Write a file of entries, whole or not at all."""
    value: Any = OwnPlaces(places=entries) if entries and isinstance(entries[0], OwnPlace) else entries
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    text = yaml.safe_dump(msgspec.to_builtins(value, builtin_types=()), allow_unicode=True, sort_keys=False, width=120)
    part.write_text(HEADER + text, encoding="utf-8")
    os.replace(part, path)


def restore(path: Path, data: bytes | None) -> None:
    """Put a file back to what it held; None: it was not there."""
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)


def _describe_faults(packs: Packs) -> set[str]:
    return {f"{issue.subject}: {issue.detail}" for issue in check_packs(packs)}
