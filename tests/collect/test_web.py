import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from sijill.collect.feeds import parse_feed
from sijill.collect.fetch import AGENT, Fetcher, is_private
from sijill.collect.web import WebOptions
from sijill.errors import InputError, UserError
from sijill.pipeline import run_register
from sijill.pipeline.collecting import collect_addresses, load_addresses
from sijill.store import Register, views

PAGE = "<html><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
STORY = "An air strike killed {n} civilians in the market of Raqqa on Tuesday, the civil defence said. Rescuers worked through the night."
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harrow Wire</title><language>en-GB</language>
<item><guid>1</guid><title>One</title><link>/news/1</link><pubDate>Tue, 04 Mar 2031 08:00:00 GMT</pubDate>
<description>short</description></item>
<item><guid>2</guid><title>Two</title><link>/news/2</link>
<description>&lt;p&gt;Shelling killed 2 people in Idlib.&lt;/p&gt;</description></item>
<item><guid>3</guid><title>Gone</title><link>/news/gone</link></item>
<item><guid>4</guid><title>Private</title><link>/private/4</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><id>a</id><title>A</title>
<updated>2031-03-05T00:00:00Z</updated>
<content type="html">&lt;p&gt;Shelling killed three people in Idlib.&lt;/p&gt;</content></entry></feed>"""


class Site(BaseHTTPRequestHandler):
    """A small site: two feeds, pages, rules for programs, and things that go wrong."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/feed.xml" and self.headers.get("If-None-Match") == '"v1"':
            return self._answer(304, b"")
        if self.path == "/moved":
            return self._answer(302, b"", location="/news/1")
        if self.path == "/round":
            return self._answer(302, b"", location="/round")
        known = {
            "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /private/"),
            "/feed.xml": ("application/rss+xml", RSS),
            "/atom.xml": ("application/atom+xml", ATOM),
            "/news/1": ("text/html; charset=utf-8", PAGE.format(title="One", text=STORY.format(n=4))),
            "/news/2": ("text/html", PAGE.format(title="Two", text=STORY.format(n=7))),
            "/picture": ("image/png", "png"),
            "/empty": ("text/html", " "),
        }
        if self.path not in known:
            return self._answer(404, b"nothing here")
        media_type, body = known[self.path]
        return self._answer(200, body.encode(), content_type=media_type, etag='"v1"')

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        assert self.headers["User-Agent"] == AGENT
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(pause=0)


def test_a_feed_leads_to_pages_and_the_pages_to_claims(register: Register, site: str, fetcher: Fetcher):
    result = collect_addresses(register, [f"{site}/feed.xml"], fetcher)
    assert result.added == 2
    assert [(issue.file, "404" in issue.detail, "robots.txt" in issue.detail) for issue in result.issues] == [
        (f"{site}/news/gone", True, False),
        (f"{site}/private/4", False, True),
    ]
    run_register(register)
    one, two = register.iter_documents()
    assert (one.url, one.source, one.published, one.published_basis) == (
        f"{site}/news/1",
        "Harrow Wire",
        "2031-03-04T08:00:00+00:00",
        "given",
    )
    assert two.published is None
    assert {row.start for row in views.list_incidents(register).rows} >= {"2031-03-04"}


def test_what_is_known_is_not_fetched_again(register: Register, site: str, fetcher: Fetcher):
    collect_addresses(register, [f"{site}/feed.xml"], fetcher)
    Site.asked.clear()
    assert collect_addresses(register, [f"{site}/feed.xml"], Fetcher(pause=0)).added == 0
    assert Site.asked == ["/robots.txt", "/feed.xml"]
    again = collect_addresses(register, [f"{site}/feed.xml"], fetcher, options=WebOptions(again=True))
    assert (again.added, again.known) == (0, 2)


def test_the_text_of_an_entry_can_be_the_report(register: Register, site: str, fetcher: Fetcher):
    addresses = [f"{site}/feed.xml", f"{site}/atom.xml"]
    assert collect_addresses(register, addresses, fetcher, options=WebOptions(pages=False)).added == 5
    run_register(register)
    texts = {d.title: d for d in register.iter_documents()}
    assert "Shelling killed three people in Idlib." in texts["A"].text
    # An update is not a publication.
    assert texts["A"].published is None


def test_a_page_is_collected_from_where_it_moved_to(register: Register, site: str, fetcher: Fetcher):
    assert collect_addresses(register, [f"{site}/moved"], fetcher).added == 1
    run_register(register)
    assert [d.url for d in register.iter_documents()] == [f"{site}/news/1"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/round", "on and on"), ("/picture", "image/png"), ("/empty", "empty"), ("/nothing", "404"), ("/private/1", "robots")],
)
def test_what_cannot_be_taken_in_is_an_issue(register: Register, site: str, fetcher: Fetcher, path: str, reason: str):
    result = collect_addresses(register, [site + path, f"{site}/news/1"], fetcher)
    assert result.added == 1
    assert [reason in issue.detail for issue in result.issues] == [True]
    assert len(list(register.iter_issues())) == 1


def test_links_into_private_networks_are_not_followed(site: str, fetcher: Fetcher):
    assert is_private("127.0.0.1")
    assert is_private("10.1.2.3")
    assert not is_private("8.8.8.8")
    with pytest.raises(InputError, match="private network"):
        fetcher.fetch(f"{site}/news/1", found_at="https://harrow.example/feed.xml")
    with pytest.raises(InputError, match="http"):
        fetcher.fetch("file:///etc/passwd")
    assert Site.asked == []


def test_says_why_a_site_does_not_answer(fetcher: Fetcher):
    with pytest.raises(InputError, match="no answer"):
        Fetcher(pause=0).fetch("http://127.0.0.1:9/feed.xml")


def test_requests_to_one_site_are_apart(site: str):
    import time

    fetcher = Fetcher(pause=0.2)
    started = time.monotonic()
    fetcher.fetch(f"{site}/news/1")
    fetcher.fetch(f"{site}/news/2")
    assert time.monotonic() - started >= 0.4


def test_a_page_is_no_feed_and_broken_feeds_give_what_they_can():
    assert parse_feed(PAGE.encode(), "https://harrow.example/") is None
    assert parse_feed(b"", "https://harrow.example/") is None
    cut = parse_feed(RSS[: RSS.index("<item><guid>3")].encode(), "https://harrow.example/feed.xml")
    assert cut is not None
    assert [entry.address for entry in cut.entries] == ["https://harrow.example/news/1", "https://harrow.example/news/2"]


def test_addresses_are_listed_in_the_register(register: Register, tmp_path: Path):
    with pytest.raises(UserError, match=r"feeds\.txt"):
        load_addresses(register)
    (register.folder / "feeds.txt").write_text("# ours\n\nhttps://harrow.example/feed.xml\n", encoding="utf-8")
    assert load_addresses(register) == ["https://harrow.example/feed.xml"]
