"""The digest as one HTML file that needs no other: to be read in a browser or put into a message.

In: a `Digest`. Out: HTML. Not here: the PDF (`pdf`), the choice of what is said (`select`).
"""

from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from sijill.present.charts.locator import COLOURS
from sijill.present.wording import Wording
from sijill.publish.digest.pdf import DIGEST_MAP, draw_spots
from sijill.publish.digest.select import Digest

TEMPLATES_FOLDER = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def make_environment() -> jinja2.Environment:
    """Return the template environment: everything is escaped, a misspelt name is an error."""
    loader = jinja2.FileSystemLoader(TEMPLATES_FOLDER)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def make_html(digest: Digest, wording: Wording) -> str:
    """Return the digest as HTML."""
    picture = Markup(draw_spots(digest.spots, DIGEST_MAP, wording).get("map", ""))
    top = {
        "incidents": max((day.incidents for day in digest.days), default=1) or 1,
        "killed": max((day.killed_max for day in digest.days), default=1) or 1,
    }
    return (
        make_environment()
        .get_template("digest.html")
        .render(d=digest, words=digest.words, picture=picture, colours=Markup(COLOURS), top=top)
    )
