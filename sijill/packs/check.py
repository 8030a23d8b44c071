"""Checks that no schema can make: what the packs say of one another, and names that mean two things.

In: `Packs`. Out: issues that name file and line; each must be mended.
Not here: faults of a single file (`sijill.packs.yaml` raises them), whether an entry is true.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sijill.errors import PackError
from sijill.model import Issue
from sijill.packs import Actor, Packs, Source
from sijill.packs.actors import Names
from sijill.packs.columns import find_unknown_codes, list_column_maps
from sijill.packs.yaml import load_entries

# The first word of the Unicode names of a language's letters.
_SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "el": "GREEK"}
_LATIN = frozenset({"en", "fr", "de", "es", "it", "pt", "nl", "pl", "tr"})
_LABELS = ("ar", "en")
_END_OF_TIME = "9999"


class _Entries:
    """Entries of one kind with the files they stand in, later folders last."""

    def __init__(self, packs: Packs, part: str, schema: type[Actor] | type[Source]) -> None:
        self.found: list[tuple[Actor | Source, Path]] = list(load_entries(packs.folders, part, schema))
        self._files = {entry.id: path for entry, path in self.found}

    def make_issue(self, entry_id: str, code: str, detail: str) -> Issue:
        """Return an issue about an entry, with the file and line of its definition."""
        path = self._files[entry_id]
        line = find_line(path, entry_id)
        return Issue(stage="packs", code=code, severity="stop", detail=detail, subject=entry_id, file=str(path), line=line)


def check_packs(packs: Packs) -> list[Issue]:
    """Return everything that is wrong with the packs, in the order of files and lines; raises PackError for a file that cannot be read."""
    actors, sources = _Entries(packs, "actors", Actor), _Entries(packs, "sources", Source)
    checks = (
        *(_check_ids(actors), _check_ids(sources), _check_names(actors), _check_names(sources)),
        *(_check_actor_references(packs, actors), _check_validity(packs, actors), _check_aliases(packs, actors)),
        *(_check_source_references(packs, sources), _check_source_names(packs, sources), _check_codebook(packs), _check_languages(packs)),
        _check_column_maps(packs),
    )
    issues = [issue for check in checks for issue in check]
    return sorted(issues, key=lambda issue: (issue.file or "", issue.line or 0, issue.detail))


def find_line(path: Path, entry_id: str) -> int | None:
    """Return the line (from 1) where the entry of an id begins, None when it is not in the file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.lstrip("- {").replace(",", " ").split()
        if words[:2] == ["id:", entry_id]:
            return number
    return None


def fold_alias(name: str) -> str:
    """Return a name as it is compared with others: lower case, no marks, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def _check_ids(entries: _Entries) -> Iterator[Issue]:
    """One folder of packs gives an id once; another folder may replace it."""
    counts = Counter((path.parent, entry.id) for entry, path in entries.found)
    for (folder, entry_id), count in counts.items():
        if count > 1:
            yield entries.make_issue(entry_id, "id_twice", f"the id {entry_id!r} is given {count} times in {folder}")


def _check_names(entries: _Entries) -> Iterator[Issue]:
    """Names are there, in the script of their language, and not given twice."""
    for entry, _ in entries.found:
        if not entry.names.get("en"):
            yield entries.make_issue(entry.id, "no_english_name", "no English name, which exports need")
        for lang, name in _iter_names(entry.names, entry.contextual):
            if not is_in_script(name, lang):
                yield entries.make_issue(entry.id, "wrong_script", f"{name!r} is not in the script of {lang!r}")
        folded = [(lang, fold_alias(name)) for lang, name in _iter_names(entry.names, entry.contextual)]
        for lang, name in sorted({pair for pair in folded if folded.count(pair) > 1}):
            yield entries.make_issue(entry.id, "name_twice", f"{name!r} is given twice in {lang!r}")


def is_in_script(name: str, lang: str) -> bool:
    """Has the name a letter of the script of its language? True for languages whose script is not listed here."""
    script = _SCRIPTS.get(lang) or ("LATIN" if lang in _LATIN else None)
    return script is None or any(unicodedata.name(c, "").startswith(script) for c in name if c.isalpha())


def _iter_names(*names: Names) -> Iterator[tuple[str, str]]:
    """Yield language and name of every name."""
    return ((lang, name) for by_lang in names for lang, listed in by_lang.items() for name in listed)


def _check_actor_references(packs: Packs, entries: _Entries) -> Iterator[Issue]:
    """Parents, backers and successors are actors, sides are the codebook's, nobody is its own ancestor."""
    for actor in packs.actors.values():
        for role, other in (("parent", actor.parent), ("successor", actor.successor), *(("backer", b) for b in actor.backers)):
            if other is not None and other not in packs.actors:
                yield entries.make_issue(actor.id, "unknown_actor", f"the {role} {other!r} is no actor")
        if actor.side is not None and actor.side not in packs.codebook.sides:
            yield entries.make_issue(actor.id, "unknown_side", f"the side {actor.side!r} is not in the codebook")
        last = packs.actors.get(packs.get_lineage(actor.id)[-1])
        if last is not None and last.parent is not None and last.parent in packs.actors:
            yield entries.make_issue(actor.id, "parent_circle", f"the parents of {actor.id!r} lead round in a circle")


def _check_validity(packs: Packs, entries: _Entries) -> Iterator[Issue]:
    """Nobody ends before the beginning."""
    for actor in packs.actors.values():
        if actor.valid_from and actor.valid_to and actor.valid_to < actor.valid_from[: len(actor.valid_to)]:
            yield entries.make_issue(actor.id, "validity_reversed", f"ends in {actor.valid_to}, begins in {actor.valid_from}")


def _check_aliases(packs: Packs, entries: _Entries) -> Iterator[Issue]:
    """A full name means one actor at a time; a contextual name of one actor is no full name of another."""
    full, contextual = _index_names(packs.actors.values(), _get_full), _index_names(packs.actors.values(), _get_contextual)
    for (lang, name), owners in full.items():
        first, *others = owners
        for other in others:
            if overlaps(first, other):
                yield entries.make_issue(other.id, "alias_of_two", f"{name!r} ({lang}) also means {first.id!r}")
        for other in contextual.get((lang, name), ()):
            if other.id != first.id and overlaps(first, other):
                yield entries.make_issue(other.id, "alias_of_two", f"contextual {name!r} ({lang}) is a full name of {first.id!r}")


def _get_full(actor: Actor) -> Names:
    return actor.names


def _get_contextual(actor: Actor) -> Names:
    return actor.contextual


def _index_names(actors: Iterable[Actor], get_names: Callable[[Actor], Names]) -> dict[tuple[str, str], list[Actor]]:
    """Return the actors of every language and folded name, each once."""
    index: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for actor in actors:
        for key in dict.fromkeys((lang, fold_alias(name)) for lang, name in _iter_names(get_names(actor))):
            index[key].append(actor)
    return index


def overlaps(left: Actor, right: Actor) -> bool:
    """Did the two actors exist at the same time? The day on which one follows the other does not count."""
    start = max(left.valid_from or "", right.valid_from or "")
    end = min(left.valid_to or _END_OF_TIME, right.valid_to or _END_OF_TIME)
    return start < end


def _check_source_references(packs: Packs, entries: _Entries) -> Iterator[Issue]:
    """Affiliations are actors, and a host name belongs to one source."""
    owners: dict[str, str] = {}
    for source in packs.sources.values():
        if source.affiliation is not None and source.affiliation not in packs.actors:
            yield entries.make_issue(source.id, "unknown_actor", f"the affiliation {source.affiliation!r} is no actor")
        for domain in source.domains:
            if owners.setdefault(domain, source.id) != source.id:
                yield entries.make_issue(source.id, "domain_of_two", f"{domain} also belongs to {owners[domain]!r}")


def _check_source_names(packs: Packs, entries: _Entries) -> Iterator[Issue]:
    """A name means one source."""
    owners: dict[tuple[str, str], str] = {}
    for source in packs.sources.values():
        for lang, name in _iter_names(source.names):
            owner = owners.setdefault((lang, fold_alias(name)), source.id)
            if owner != source.id:
                yield entries.make_issue(source.id, "alias_of_two", f"{name!r} ({lang}) also means {owner!r}")


def _check_codebook(packs: Packs) -> Iterator[Issue]:
    """Every code has its labels, and weapons refer to codes that exist."""
    book = packs.codebook
    for part, codes in book.get_parts().items():
        for code in codes:
            if missing := [lang for lang in _LABELS if not code.label.get(lang)]:
                yield _make_code_issue(f"codebook/{part}", code.id, f"no label in {', '.join(missing)}")
    for weapon in book.weapons.values():
        if weapon.broader is not None and weapon.broader not in book.weapons:
            yield _make_code_issue("codebook/weapons", weapon.id, f"the broader weapon {weapon.broader!r} does not exist")
        if weapon.event_type is not None and weapon.event_type not in book.event_types:
            yield _make_code_issue("codebook/weapons", weapon.id, f"the event type {weapon.event_type!r} does not exist")


def _make_code_issue(part: str, code_id: str, detail: str) -> Issue:
    """Return an issue about a code; `part` is the file of the packs without its ending."""
    return Issue(stage="packs", code="codebook", severity="stop", detail=detail, subject=code_id, file=f"{part}.yml")


def _check_column_maps(packs: Packs) -> Iterator[Issue]:
    """Maps of other data sets use codes and sources that exist."""
    for column_map in list_column_maps():
        for fault in find_unknown_codes(column_map, packs):
            yield _make_code_issue(f"columns/{column_map.id}", column_map.id, fault)


def _check_languages(packs: Packs) -> Iterator[Issue]:
    """Every language pack can be read."""
    for code in packs.language_codes:
        try:
            packs.get_language(code)
        except PackError as error:
            detail = str(error).removeprefix(f"{error.file}:{error.line}: ")
            yield Issue(stage="packs", code="language_pack", severity="stop", detail=detail, subject=code, file=error.file, line=error.line)
