"""A comparison as a page: one HTML file for each language, with a map as a picture, that asks no other machine for anything.

In: `Comparison`, packs. Out: `comparison.html`, `comparison.ar.html`.
Not here: the numbers (`comparison`), the map (`sijill.present.charts.locator`).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from sijill.packs import Packs
from sijill.present.catalogue import load_catalogues
from sijill.present.charts.locator import COLOURS, Backdrop, Spot, draw_map, make_frame
from sijill.present.ground import make_ground
from sijill.present.landmarks import list_towns
from sijill.present.own_layer import load_own_layer
from sijill.present.wording import Wording
from sijill.publish.comparison import DIFFERENCES, Comparison, Pair

TEMPLATES_FOLDER = Path(__file__).parent / "templates"
FIRST_LANG = "en"
MAP_SIZE = (1000, 560)
TOWNS = 25
# So many lines of each kind are on the page; the table has all of them.
SHOWN = 300
MAP_DOTS = 3000


def write_page(comparison: Comparison, packs: Packs, folder: Path) -> tuple[Path, ...]:
    """Write the page in every language of the interface; return the files, English first."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {lang: "comparison.html" if lang == FIRST_LANG else f"comparison.{lang}.html" for lang in load_catalogues()}
    written = []
    for lang in sorted(names, key=lambda lang: lang != FIRST_LANG):
        wording = Wording(load_catalogues()[lang], packs)
        others = [(load_catalogues()[other].name, name) for other, name in names.items() if other != lang]
        path = folder / names[lang]
        path.write_text(render(comparison, wording, others), encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def render(comparison: Comparison, wording: Wording, others: Sequence[tuple[str, str]]) -> str:
    """Return the page in one language; `others` are names and files of the other languages."""
    matches = comparison.select("match")
    alone = {name: [p for p in comparison.select(name) if p.comparable] for name in ("ours_only", "theirs_only")}
    beyond = [p for p in comparison.select("ours_only", "theirs_only") if not p.comparable]
    lists = {
        "differing": sorted((p for p in matches if p.differs), key=lambda p: (-(p.deaths or 0), -len(p.differs), -(p.km or 0.0))),
        "agreeing": [p for p in matches if not p.differs],
        "further": list(comparison.select("further")),
        **alone,
        "beyond": beyond,
    }
    return (
        make_environment()
        .get_template("comparison.html")
        .render(
            comparison=comparison,
            w=wording,
            others=others,
            summary=comparison.summarise(),
            lists=lists,
            shown=SHOWN,
            differences=DIFFERENCES,
            picture=draw(comparison, wording),
            colours=Markup(COLOURS),
        )
    )


def draw(comparison: Comparison, wording: Wording) -> Markup | None:
    """Return the map of all events that have a point and count, None where none has."""
    spots = list(iter_spots(comparison.pairs))[:MAP_DOTS]
    if not spots:
        return None
    box = make_frame(spots, *MAP_SIZE)
    backdrop = Backdrop(
        make_ground(box), load_own_layer(wording.packs.folders), tuple(list_towns(wording.lang, box, limit=TOWNS)), wording.lang
    )
    return draw_map(spots, MAP_SIZE, backdrop, label=wording.text("compare.map"))


def iter_spots(pairs: Sequence[Pair]) -> Iterator[Spot]:
    """Yield a spot for each line: a match where the register has it; what one side has alone where that side has it."""
    for pair in sorted(pairs, key=lambda p: p.status != "match"):
        side = pair.ours or pair.theirs
        if side is not None and side.lat is not None and side.lon is not None and (pair.comparable or pair.status == "match"):
            yield Spot(lat=side.lat, lon=side.lon, grade=pair.status, radius=5.0)


@lru_cache(maxsize=1)
def make_environment() -> jinja2.Environment:
    """Return the template environment: everything is escaped, a misspelt name is an error."""
    loader = jinja2.FileSystemLoader(TEMPLATES_FOLDER)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
