"""The map in a single file: one page of HTML that holds the incidents, the base map, the program and the fonts, to be sent or kept.

In: an edition, a language. Out: HTML that opens from a disk and asks nobody for anything; without JavaScript it is a picture and a table.
Not here: the site (`write`).
"""

from pathlib import Path

from markupsafe import Markup

from sijill.present.catalogue import load_catalogues
from sijill.present.charts.locator import Backdrop, draw_map
from sijill.present.ground import make_ground
from sijill.present.landmarks import list_towns
from sijill.present.own_layer import load_own_layer
from sijill.present.places import is_on_map, make_spot
from sijill.present.wording import Wording
from sijill.publish.base import Edition
from sijill.publish.site import files
from sijill.publish.site.entries import WordBook, make_entry
from sijill.publish.site.lists import MAP_SIZE, MAX_SPOTS
from sijill.publish.site.page import make_environment

# A browser takes longer over a long table than over all the rest of the page.
TABLE_ROWS = 1000
STATIC = Path(__file__).parent.parent / "static"


def make_map_page(edition: Edition, lang: str, *, title: str | None = None) -> str:
    """Return the page; without an incident on the map it says so."""
    wording = Wording(load_catalogues()[lang], edition.packs)
    book = WordBook()
    entries = [entry for record in edition.iter_records() if is_on_map((entry := make_entry(record, book)).row)]
    entries.sort(key=lambda e: (e.row.start or "", e.row.incident_id), reverse=True)
    own = load_own_layer(edition.packs.folders)
    area = files.make_area(entries)
    picture, scripts = Markup(""), []
    if area is not None:
        backdrop = Backdrop(make_ground(area.main), own, list_towns(lang, area.main, limit=files.TOWNS), lang)
        deadliest = sorted(entries, key=lambda e: files.get_harm(e.row), reverse=True)[:MAX_SPOTS]
        picture = draw_map([make_spot(e.row) for e in deadliest], MAP_SIZE, backdrop)
        scripts = [files.make_ground_script(area, own), files.make_places_script(entries, area, wording), _read("map.js")]
    return (
        make_environment()
        .get_template("map.html")
        .render(
            w=wording,
            t=wording.text,
            lang=lang,
            dir=wording.catalogue.direction,
            title=title or wording.text("map.title"),
            edition=edition,
            rows=[entry.row for entry in entries[:TABLE_ROWS]],
            count=len(entries),
            picture=picture,
            styles=[Markup(_read(name).replace("</style", "<\\/style")) for name in ("site.css", "map.css")],
            scripts=[Markup(script.replace("</script", "<\\/script").replace("<!--", "<\\!--")) for script in scripts],
        )
    )


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
