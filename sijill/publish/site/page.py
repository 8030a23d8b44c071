"""The pages of a site in one language: where each lies, what every template knows, and the writing.

In: a template's name and its values. Out: a file. A page's path is the same in every language, below the folder of the language; the first
language has no folder. Not here: which pages there are (`write`, `lists`).
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import msgspec

from sijill import __version__
from sijill.present import TEMPLATES_FOLDER as SHARED_TEMPLATES
from sijill.present.catalogue import load_catalogues
from sijill.present.charts.locator import Backdrop
from sijill.present.claims import describe_harm
from sijill.present.passages import show_controls, show_quoted
from sijill.present.wording import Wording, isolate
from sijill.publish.about import NOBODY, About
from sijill.publish.base import Edition

TEMPLATES_FOLDER = Path(__file__).parent / "templates"
FIRST_LANG = "en"
# Where on an incident's page a contested field is explained.
ANCHORS = {"killed": "harm", "injured": "harm", "perpetrator": "parties", "target": "parties", "place": "strike", "date": "strike"}


@lru_cache(maxsize=1)
def make_environment() -> jinja2.Environment:
    """Return the template environment: everything is escaped, a misspelt name is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader((TEMPLATES_FOLDER, SHARED_TEMPLATES)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": show_controls, "in_quotes": show_quoted, "isolated": isolate}
    environment.globals |= {"describe_harm": describe_harm, "anchors": ANCHORS, "tool_version": __version__}
    return environment


class SiteOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a site is made: its title, who answers for it, its profile, its address where it will be published, the folder it replaces."""

    title: str | None = None
    about: About = NOBODY
    profile: str | None = None
    address: str | None = None
    previous: Path | None = None


class Pages:
    """The pages of one language."""

    def __init__(self, out: Path, wording: Wording, edition: Edition, options: SiteOptions, backdrop: Backdrop | None) -> None:
        self.out = out
        self.wording = wording
        self.edition = edition
        self.options = options
        self.backdrop = backdrop
        self.lang = wording.lang
        self.folder = "" if self.lang == FIRST_LANG else f"{self.lang}/"
        self.title = options.title or options.about.title or wording.text("overview.title")

    @property
    def is_rtl(self) -> bool:
        """Are the pages written from right to left?"""
        return self.wording.catalogue.direction == "rtl"

    def write(self, path: str, template: str, **values: Any) -> None:
        """Write the page at `path`, which is relative to the folder of the language."""
        target = self.out / self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        html = make_environment().get_template(template).render({**self._common(path), **values})
        target.write_text(html, encoding="utf-8", newline="\n")

    def _common(self, path: str) -> dict[str, Any]:
        """Return what every template knows: `root` leads to the top of the site, `home` to the top of the language."""
        home = "../" * path.count("/")
        root = home if not self.folder else home + "../"
        others = [c for code, c in load_catalogues().items() if code != self.lang]
        return {
            "site": self,
            "options": self.options,
            "edition": self.edition,
            "w": self.wording,
            "t": self.wording.text,
            "lang": self.lang,
            "dir": self.wording.catalogue.direction,
            "home": home,
            "root": root,
            "path": path,
            "section": "",
            "counterparts": [(c, root + ("" if c.lang == FIRST_LANG else f"{c.lang}/") + path) for c in others],
        }
