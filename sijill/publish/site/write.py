"""Writing a site: two passes over the edition, the first for what lists and maps need, the second for the page of each incident.

In: an edition, options. Out: files below one folder, put in place when all of them are complete.
Not here: what the pages say (`templates/`, `incident_page`), the data files (`files`).
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sijill.errors import UserError
from sijill.present.catalogue import load_catalogues
from sijill.present.charts.locator import Backdrop
from sijill.present.ground import make_ground
from sijill.present.landmarks import Town, list_towns
from sijill.present.own_layer import load_own_layer
from sijill.present.places import is_on_map
from sijill.present.wording import Wording
from sijill.publish import export_edition
from sijill.publish.base import Edition
from sijill.publish.changes import Entry as IndexEntry
from sijill.publish.changes import load_index, write_index
from sijill.publish.changes import make_entry as make_index_entry
from sijill.publish.site import files, lists
from sijill.publish.site.entries import Entry, WordBook, make_entry
from sijill.publish.site.feeds import write_feeds
from sijill.publish.site.files import MapArea
from sijill.publish.site.incident_page import make_incident_page
from sijill.publish.site.near import Neighbours
from sijill.publish.site.page import Pages, SiteOptions
from sijill.publish.site.tombstones import find_tombstones, write_tombstones
from sijill.store.views import IncidentRow

STATIC = Path(__file__).parent.parent / "static"
# The last two are the licences of what scripts and style sheet contain: programs and fonts.
ASSETS = ("site.js", "site.css", "map.js", "map.css", "map-licences.md", "fonts/plex-sans-OFL.txt")
DOWNLOADS = ("csv", "geojson")
INDEX = "index.csv"
TOWNS = 400
Progress = Callable[[str, int, int | None], None]


def write_site(edition: Edition, out: Path, options: SiteOptions, *, progress: Progress = lambda *_: None) -> int:
    """Write the site to the folder `out`, in the place of an earlier one; return the number of files. Raises UserError for another folder.

    Ids of the earlier site (`options.previous`, else `out`) that are gone keep a page that says what became of them.
    """
    check_folder(out)
    before = _load_previous(options.previous or out)
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    site = _Site(edition, partial, options, progress)
    site.write(before)
    shutil.rmtree(out, ignore_errors=True)
    partial.rename(out)
    return sum(1 for path in out.rglob("*") if path.is_file())


def check_folder(out: Path) -> None:
    """Check that `out` is not there, is empty, or is a site; raises UserError, for everything in it will be replaced."""
    if out.exists() and not (out / INDEX).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out} is no site: give the folder of an earlier site, or one that does not exist")
    if not (STATIC / "site.js").is_file():
        raise UserError("this installation has no scripts for sites; build them with `python hatch_build.py`")


def _load_previous(folder: Path) -> dict[str, IndexEntry]:
    return load_index(folder / INDEX) if (folder / INDEX).is_file() else {}


class _Site:
    """One site under way."""

    def __init__(self, edition: Edition, out: Path, options: SiteOptions, progress: Progress) -> None:
        self.edition = edition
        self.out = out
        self.options = options
        self.progress = progress
        self.own = load_own_layer(edition.packs.folders)

    def write(self, before: dict[str, IndexEntry]) -> None:
        """Write everything."""
        entries, index = self._read()
        area = files.make_area(entries)
        self._copy_static()
        gone = find_tombstones(before, index, entries)
        write_index(self.out / INDEX, {**{i: e for i, e in before.items() if i in gone}, **index}.values())
        for name in DOWNLOADS:
            export_edition(self.edition, name, self.out / "downloads" / name)
        if area is not None:
            self._write("data/ground.js", files.make_ground_script(area, self.own))
        versions = [self._make_pages(lang, entries, area) for lang in load_catalogues()]
        for pages in versions:
            self._write_version(pages, entries, area)
            write_tombstones(pages, gone)
        self._write_incidents(versions, entries)

    def _read(self) -> tuple[list[Entry], dict[str, IndexEntry]]:
        """Return the entries, the latest first, and the index by incident id."""
        book = WordBook()
        entries, index = [], {}
        for number, record in enumerate(self.edition.iter_records(), start=1):
            entries.append(make_entry(record, book))
            index[record.incident.incident_id] = make_index_entry(record.incident)
            self.progress("reading", number, None)
        entries.sort(key=lambda e: (e.row.start or "", e.row.incident_id), reverse=True)
        return entries, index

    def _copy_static(self) -> None:
        folder = self.out / "assets"
        folder.mkdir()
        for name in ASSETS:
            shutil.copyfile(STATIC / name, folder / Path(name).name)

    def _make_pages(self, lang: str, entries: list[Entry], area: MapArea | None) -> Pages:
        wording = Wording(load_catalogues()[lang], self.edition.packs)
        backdrop = None
        if area is not None:
            towns = (*_list_own_towns(entries, wording), *list_towns(lang, area.main, limit=TOWNS))
            backdrop = Backdrop(make_ground(area.main), self.own, towns, lang)
        return Pages(self.out, wording, self.edition, self.options, backdrop)

    def _write_version(self, pages: Pages, entries: list[Entry], area: MapArea | None) -> None:
        """Write everything in one language but the pages of incidents."""
        if area is not None:
            self._write(f"data/places.{pages.lang}.js", files.make_places_script(entries, area, pages.wording))
        self._write(f"data/index.{pages.lang}.js", files.make_index_script(entries, pages.wording))
        lists.write_overview(pages, entries)
        lists.write_lists(pages, entries)
        pages.write("search.html", "search.html", section="search")
        pages.write("method.html", "method.html", section="method")
        write_feeds(pages, entries)

    def _write_incidents(self, versions: list[Pages], entries: list[Entry]) -> None:
        near = Neighbours([entry.row for entry in entries])
        for number, record in enumerate(self.edition.iter_records(), start=1):
            for pages in versions:
                make_incident_page(pages, record, near.find(record.incident.incident_id))
            self.progress("pages", number, len(entries))

    def _write(self, path: str, text: str) -> None:
        target = self.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _list_own_towns(entries: list[Entry], wording: Wording) -> Iterator[Town]:
    """Yield the places of the register itself, those with the most incidents first, for orientation between them."""
    counts: dict[str, int] = {}
    rows: dict[str, IncidentRow] = {}
    for entry in entries:
        row = entry.row
        if row.place_id and row.place_name and is_on_map(row) and (row.place_precision or 1) <= 2:
            counts[row.place_id] = counts.get(row.place_id, 0) + 1
            rows.setdefault(row.place_id, row)
    for place_id in sorted(counts, key=lambda i: (-counts[i], i))[:TOWNS]:
        row = rows[place_id]
        yield Town(wording.place_name(row.place_name, row.place_name_ar) or "", row.lat or 0.0, row.lon or 0.0, 0)
