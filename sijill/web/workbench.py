"""What every request needs: the open register, the packs, the texts, the templates. Made once, passed through `app.state`.

In: a register's folder and the settings. Out: `Workbench`, and `Page`, which renders a template for one request.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import jinja2
import msgspec
from fastapi import Request
from fastapi.responses import HTMLResponse

from sijill.model import Document
from sijill.packs import Packs
from sijill.present import TEMPLATES_FOLDER as SHARED_TEMPLATES
from sijill.present.catalogue import Catalogue, load_catalogues
from sijill.present.claims import describe_harm
from sijill.present.passages import find_first_words, show_controls, show_quoted
from sijill.present.veil import Veil
from sijill.present.wording import Wording
from sijill.settings import Settings
from sijill.store import Register, views
from sijill.web.access import get_person
from sijill.web.assets import Assets, load_assets
from sijill.web.guard import TOKEN_COOKIE, make_token
from sijill.web.knowledge import Knowledge
from sijill.web.memo import Memo
from sijill.web.people import Permission, Person
from sijill.web.query import make_document_url
from sijill.web.queue_cache import QueueCache

T = TypeVar("T")
TEMPLATES_FOLDER = Path(__file__).parent / "templates"
LANG_COOKIE, THEME_COOKIE, NOTICE_COOKIE, NAMES_COOKIE = "sijill_lang", "sijill_theme", "sijill_notice", "sijill_names"
THEMES = ("auto", "light", "dark")
DEFAULT_LANG = "en"
NAVIGATION = ("overview", "incidents", "contradictions", "documents", "sources", "review")
# Where on an incident's page a contested field is explained.
ANCHORS = {"killed": "harm", "injured": "harm", "perpetrator": "parties", "target": "parties", "place": "strike", "date": "strike"}


class Workbench(msgspec.Struct, frozen=True):
    """An open register with what is needed to show it."""

    register: Register
    knowledge: Knowledge
    settings: Settings
    catalogues: dict[str, Catalogue]
    templates: jinja2.Environment
    assets: Assets
    queues: QueueCache
    memo: Memo
    maps: Memo

    @property
    def packs(self) -> Packs:
        """The packs as they are now."""
        return self.knowledge.packs

    def warm_up(self) -> None:
        """Read what the first reader would have to wait for: the index of the incidents and the review queue."""
        views.list_incidents(self.register, limit=1)
        self.queues.get(self.register)


def open_workbench(folder: Path, settings: Settings) -> Workbench:
    """Return the workbench of the register in `folder`; raises RegisterError when there is none."""
    register = Register.open(folder)
    return Workbench(
        register=register,
        knowledge=Knowledge(register, settings),
        settings=settings,
        catalogues=load_catalogues(),
        templates=make_environment(),
        assets=load_assets(),
        queues=QueueCache(),
        memo=Memo(),
        maps=Memo(size=8),
    )


def make_environment() -> jinja2.Environment:
    """Return the template environment: everything is escaped, a misspelt name is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader((TEMPLATES_FOLDER, SHARED_TEMPLATES)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": show_controls, "in_quotes": show_quoted, "first_words": find_first_words}
    environment.globals |= {"describe_harm": describe_harm, "document_url": make_document_url, "nav_keys": NAVIGATION, "anchors": ANCHORS}
    return environment


class Page:
    """One request with its language and theme; renders templates."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.workbench: Workbench = request.app.state.workbench
        self.register = self.workbench.register
        catalogues = self.workbench.catalogues
        wanted = (request.query_params.get("lang"), request.cookies.get(LANG_COOKIE), _accepted(request, catalogues))
        self.lang = next((lang for lang in wanted if lang in catalogues), DEFAULT_LANG) or DEFAULT_LANG
        theme = request.cookies.get(THEME_COOKIE, THEMES[0])
        self.theme = theme if theme in THEMES else THEMES[0]
        self.wording = Wording(catalogues[self.lang], self.workbench.packs)

    def remember(self, question: Callable[..., T], *arguments: Any) -> T:
        """Return the answer of a question that takes the register first, kept until the register changes."""
        key = (question.__name__, *arguments)
        return self.workbench.memo.get(self.register, key, lambda: question(self.register, *arguments))

    @property
    def is_rtl(self) -> bool:
        """Is the page written from right to left?"""
        return self.wording.catalogue.direction == "rtl"

    @property
    def person(self) -> Person | None:
        """Who is asking; None for a stranger on the log-in page."""
        return get_person(self.request)

    def may(self, permission: Permission) -> bool:
        """May the person who is asking do this?"""
        return self.person is not None and self.person.may(permission)

    @property
    def shows_names(self) -> bool:
        """Did the reader ask to see the names of people?"""
        return self.request.cookies.get(NAMES_COOKIE) == "shown"

    def make_veil(self, documents: Iterable[Document]) -> Veil:
        """Return the veil over the names of people that some documents give away."""
        if self.shows_names:
            return Veil(None)
        return Veil(self.workbench.packs, (text for d in documents for text in (d.text, d.title) if text))

    @property
    def has_accounts(self) -> bool:
        """Do people log in here?"""
        return self.request.app.state.people is not None

    @cached_property
    def form_token(self) -> str:
        """The token that forms of this page carry; the browser gets it as a cookie too."""
        return self.request.cookies.get(TOKEN_COOKIE) or make_token()

    @property
    def address(self) -> str:
        """Path and query of this page without the language, to come back to."""
        query = self.request.url.remove_query_params("lang").query
        return self.request.url.path + (f"?{query}" if query else "")

    def render(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return the page; a language chosen in the address is kept for the next one."""
        html = self.workbench.templates.get_template(template).render({**self._common(), **values})
        response = HTMLResponse(html, status_code=status, headers={"Content-Language": self.lang, "Vary": "Cookie, Accept-Language"})
        if self.request.query_params.get("lang") == self.lang and self.request.cookies.get(LANG_COOKIE) != self.lang:
            response.set_cookie(LANG_COOKIE, self.lang, max_age=31_536_000, samesite="lax", httponly=True)
        if "form_token" in self.__dict__ and TOKEN_COOKIE not in self.request.cookies:
            response.set_cookie(TOKEN_COOKIE, self.form_token, samesite="strict", httponly=True)
        return response

    def _common(self) -> Mapping[str, Any]:
        catalogues = self.workbench.catalogues
        return {
            "page": self,
            "assets": self.workbench.assets,
            "w": self.wording,
            "t": self.wording.text,
            "lang": self.lang,
            "dir": self.wording.catalogue.direction,
            "other_langs": [c for code, c in catalogues.items() if code != self.lang],
            "themes": THEMES,
            "path": self.request.url.path,
            "noticed": self.request.cookies.get(NOTICE_COOKIE) == "seen",
            "search_text": self.request.query_params.get("q", ""),
        }


def _accepted(request: Request, catalogues: Mapping[str, Catalogue]) -> str | None:
    """Return the first language of the browser's list that the interface has."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in catalogues:
            return code
    return None
