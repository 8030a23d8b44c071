"""Web pages: the report inside the page, its title and its publication date.

In: bytes of an HTML page. Out: text (paragraphs separated by one line end), title, date with its basis, and the site and address that
the page gives as its own. trafilatura finds the report; where it finds none the visible text of the page is taken, and an issue says so.
Nothing that a script would write is ever run.
Not here: language, source (`sijill.read.prepare`); the page itself stays in the capture.
"""

import re
from functools import lru_cache
from typing import Any

import msgspec

from sijill.lang.encoding import decode_bytes
from sijill.lang.script import fold
from sijill.model import Capture, Document, Issue, make_id
from sijill.model.document import PublishedBasis
from sijill.read.given import is_moment
from sijill.read.prepare import load_reading_rules

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "head",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "select",
)
_BLOCKS = frozenset(
    ("address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
     "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul")
)  # fmt: skip
_META_DATES = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",
               "pubdate", "publishdate", "parsely-pub-date", "sailthru.date")  # fmt: skip
_META_TITLES = ("og:title", "twitter:title")
_META_SITES = ("og:site_name", "application-name")
_WEB_ADDRESS = re.compile(r"https?://\S{4,2000}")
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_BLANKS = re.compile(r"[ \t\u00a0]+")
_MIN_TEXT = 40


class Page(msgspec.Struct, frozen=True):
    """What a web page says; `is_fallback`: the report could not be told from the rest of the page.

    `site` is the publisher's name and `url` the lasting address that the page states about itself.
    """

    text: str
    title: str | None
    published: str | None
    basis: PublishedBasis
    is_fallback: bool = False
    site: str | None = None
    url: str | None = None


def read_html(capture: Capture, data: bytes) -> tuple[list[Document], list[Issue]]:
    """Return the document of a page, and what was doubtful about it."""
    declared = find_charset(data)
    decoded = decode_bytes(data, capture.headers.get("encoding") or declared)
    page = parse_page(decoded.text)
    if page is None or not page.text:
        return [], [_make_issue(capture, "no_text", "skip", "the page holds no readable text")]
    issues = []
    if page.is_fallback:
        issues.append(_make_issue(capture, "no_article", "note", "no article was found in the page: all its visible text was taken"))
    if decoded.replaced:
        issues.append(
            _make_issue(capture, "bad_bytes", "note", f"{decoded.replaced} characters could not be decoded as {decoded.encoding}")
        )
    document = Document(
        id=make_id("doc", capture.capture_id),
        text=page.text,
        title=page.title,
        published=page.published,
        published_basis=page.basis,
        url=page.url,
        source=page.site,
        media_type="text/html",
        capture_id=capture.capture_id,
    )
    return [document], issues


def find_charset(data: bytes) -> str | None:
    """Return the encoding that a page declares, or None."""
    declared = _CHARSET.search(data[:4096])
    return declared.group(1).decode("ascii", "replace").lower() if declared else None


def parse_page(source: str) -> Page | None:
    """Return what a page says, None where there is nothing to parse."""
    from lxml import etree, html

    if not source.strip():
        return None
    try:
        tree = html.document_fromstring(source.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    metas = _read_metas(tree)
    title = _find_title(tree, metas)
    published, basis = _find_date(source, tree, metas)
    text = _find_article(source)
    is_fallback = len(text) < _MIN_TEXT
    if is_fallback:
        text = max(_get_visible_text(tree), text, key=len)
    return Page(drop_furniture(text), title, published, basis, is_fallback, _find_site(metas), _find_address(tree, metas))


def drop_furniture(text: str) -> str:
    """Return the text without lines that are page furniture (`packs/reading/rules.yml`), blank lines removed."""
    furniture = _furniture_pattern()
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not (len(line) < 200 and furniture.fullmatch(fold(line))))


def _find_article(source: str) -> str:
    from trafilatura import extract

    return extract(source, favor_precision=True, include_comments=False, include_tables=True, output_format="txt") or ""


def _get_visible_text(tree: Any) -> str:
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = not tag or tag in _DROPPED
        if event == "start":
            if hidden:
                walker.skip_subtree()
            else:
                parts += ["\n" if tag in _BLOCKS else "", element.text or ""]
        else:
            parts += ["\n" if tag in _BLOCKS else "", element.tail or ""]
    return "".join(p if p == "\n" else re.sub(r"\s+", " ", p) for p in parts if p)


def _read_metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            metas.setdefault(name.lower(), content.strip())
    return metas


def _find_title(tree: Any, metas: dict[str, str]) -> str | None:
    headings = [metas.get(name, "") for name in _META_TITLES]
    headings += [" ".join(e.text_content().split()) for tag in ("h1", "title") for e in list(tree.iter(tag))[:1]]
    return next((h[:500] for h in headings if h), None)


def _find_site(metas: dict[str, str]) -> str | None:
    return next((metas[name][:200] for name in _META_SITES if metas.get(name)), None)


def _find_address(tree: Any, metas: dict[str, str]) -> str | None:
    """Return the address that the page gives as its own, or None."""
    links = [e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    return next((a.strip() for a in (*links, metas.get("og:url", "")) if _WEB_ADDRESS.fullmatch(a.strip())), None)


def _find_date(source: str, tree: Any, metas: dict[str, str]) -> tuple[str | None, PublishedBasis]:
    """Return the publication date: stated in the page's data, else written in the page. Never the day of reading."""
    stated = [m.group(1) for m in _JSON_LD_DATE.finditer(source)] + [metas[n] for n in _META_DATES if n in metas]
    stated += [e.get("datetime") or "" for e in tree.iter("time") if e.get("itemprop") == "datePublished" or e.get("pubdate") is not None]
    for value in stated:
        if is_moment(value):
            return value, "metadata"
    from htmldate import find_date

    found = find_date(tree, extensive_search=False, original_date=True)
    return (found, "page") if found else (None, "unknown")


def _make_issue(capture: Capture, code: str, severity: Any, detail: str) -> Issue:
    return Issue(stage="read", code=code, severity=severity, detail=detail, subject=capture.capture_id, file=capture.origin)


@lru_cache(maxsize=1)
def _furniture_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_reading_rules().furniture))
