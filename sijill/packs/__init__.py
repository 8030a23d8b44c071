"""Packs: everything Sijill knows about the world, as data that anyone can read, correct and extend.

`load_packs()` gives `Packs`, whose parts are read on first use: `.codebook` (event types, weapons, outcomes, grades, …),
`.actors`, `.sources` (by id), `.get_language(code)`, `.language_codes`. Further folders of the same layout extend the built-in
packs; an entry there replaces the built-in entry of the same id.
Not here: methods over languages (`sijill.lang`), the place index (`sijill.gazetteer`), the register's own data (`sijill.store`).
"""

import hashlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sijill.errors import PackError
from sijill.packs.actors import Actor
from sijill.packs.codebook import Codebook
from sijill.packs.sources import Source
from sijill.packs.yaml import load_entries, load_yaml

if TYPE_CHECKING:
    from sijill.packs.language import LanguagePack

__all__ = ["PACKS_FOLDER", "Actor", "Codebook", "Packs", "Source", "load_packs", "load_yaml"]

PACKS_FOLDER = Path(__file__).parent
# What is read out of a document depends on these parts, what is linked also on `linking`.
READING_PARTS = ("actors", "codebook", "languages", "places", "reading", "sources")


class Packs:
    """All knowledge of one run: the built-in packs and those of `extra_dirs`, which come later and win."""

    def __init__(self, extra_dirs: tuple[Path, ...] = ()) -> None:
        self.folders = (PACKS_FOLDER, *extra_dirs)

    @cached_property
    def codebook(self) -> Codebook:
        """What every code means."""
        return Codebook(PACKS_FOLDER / "codebook")

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Parties to conflicts, by id."""
        return {actor.id: actor for actor, _ in load_entries(self.folders, "actors", Actor)}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Publishers and people who are quoted, by id."""
        return {source.id: source for source, _ in load_entries(self.folders, "sources", Source)}

    @cached_property
    def source_ids_by_domain(self) -> dict[str, str]:
        """The id of the source that publishes under a host name (without `www.`)."""
        return {domain: source.id for source in self.sources.values() for domain in source.domains}

    @cached_property
    def language_codes(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages that have a pack."""
        return tuple(sorted({path.parent.name for folder in self.folders for path in folder.glob("languages/*/pack.yml")}))

    def get_language(self, code: str) -> "LanguagePack":
        """Return a language's pack; raises PackError when there is none."""
        from sijill.packs.language import load_language  # the largest part: only where texts are read

        for folder in reversed(self.folders):
            if (folder / "languages" / code / "pack.yml").exists():
                return load_language(folder / "languages" / code)
        raise PackError(f"no language pack for {code!r}; there are {', '.join(self.language_codes)}")

    def find_source(self, host: str) -> Source | None:
        """Return the source that publishes under a host name or under a parent domain of it, or None."""
        labels = host.lower().split(".")
        for first in range(len(labels) - 1):
            source_id = self.source_ids_by_domain.get(".".join(labels[first:]))
            if source_id is not None:
                return self.sources[source_id]
        return None

    def find_active(self, actor_ids: tuple[str, ...], day: str | None) -> tuple[str, ...]:
        """Return those of several actors with one name that a text of `day` (ISO 8601, None: unknown) can mean; all, if none fits.

        Without a day, an actor that came after another of them is left out: most texts are older.
        """
        if len(actor_ids) < 2:
            return actor_ids
        if day is None:
            later = {self.actors[actor_id].successor for actor_id in actor_ids}
            kept = tuple(actor_id for actor_id in actor_ids if actor_id not in later)
        else:
            kept = tuple(actor_id for actor_id in actor_ids if self.actors[actor_id].is_active(day))
        return kept or actor_ids

    def make_fingerprint(self, parts: tuple[str, ...] = READING_PARTS, further: tuple[Path, ...] = ()) -> str:
        """Return a hash of some parts of the packs, and of `further` files; it changes whenever any of them does."""
        digest = hashlib.sha256()
        files = [path for folder in self.folders for part in parts for path in sorted((folder / part).rglob("*.*"))]
        for path in (*files, *further):
            digest.update(f"{path.name} {path.stat().st_size} ".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def get_lineage(self, actor_id: str) -> tuple[str, ...]:
        """Return the ids of an actor, its parent, its parent's parent and so on; an unknown id is returned alone."""
        lineage = [actor_id]
        while (actor := self.actors.get(lineage[-1])) is not None and actor.parent is not None and actor.parent not in lineage:
            lineage.append(actor.parent)
        return tuple(lineage)


@lru_cache(maxsize=8)
def load_packs(extra_dirs: tuple[Path, ...] = ()) -> Packs:
    """Return the packs of the installation and of `extra_dirs` (folders with `actors/`, `sources/`, `places/`)."""
    return Packs(extra_dirs)
