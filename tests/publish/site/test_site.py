"""The static site: complete, the same bytes every time, nothing redacted survives, addresses stay alive, and it works from a folder."""

import csv
import hashlib
import os
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

import sijill.web
from sijill.errors import UserError
from sijill.packs import load_packs
from sijill.publish import apply_profile
from sijill.publish.about import About, Creator
from sijill.publish.from_register import make_edition
from sijill.publish.site import SiteOptions, write_site
from sijill.publish.site.entries import fold_words
from sijill.publish.site.map_page import make_map_page
from sijill.store import Register
from tests.web.world import fill_register

AXE = Path(sijill.web.__file__).parent / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
QUOTED = "They accused government warplanes"


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "register"
    fill_register(folder)
    with Register.open(folder) as opened:
        yield opened


def write(register, out, profile="partners", **options):
    edition = make_edition(register, load_packs(register.pack_dirs()), version="2031.1", released=date(2031, 4, 1))
    write_site(apply_profile(edition, profile), out, SiteOptions(profile=profile, **options))
    return out


@pytest.fixture(scope="module")
def site(register, tmp_path_factory):
    return write(register, tmp_path_factory.mktemp("out") / "site", address="https://register.example/")


def hash_files(folder):
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


class Links(HTMLParser):
    """Collects where a page leads to, and its anchors."""

    def __init__(self):
        super().__init__()
        self.found, self.anchors = [], set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors.add(given.get("id"))
        self.found += [given[name] for name in ("href", "src", "action") if given.get(name)]


def read_links(path):
    parser = Links()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def test_the_same_register_gives_the_same_bytes(register, site, tmp_path):
    again = write(register, tmp_path / "again", address="https://register.example/")
    assert hash_files(again) == hash_files(site)


def test_every_link_leads_to_a_file_and_an_anchor_of_the_site(site):
    pages = {path: read_links(path) for path in site.rglob("*.html")}
    checked = 0
    for path, links in pages.items():
        for address in links.found:
            if re.match(r"https?:|data:", address):
                continue
            name, _, anchor = address.partition("#")
            target = path if not name else Path(os.path.normpath(path.parent / name))
            assert target.is_file(), f"{path.relative_to(site)}: {address}"
            if anchor and anchor != "content":
                assert anchor in pages[target].anchors, f"{path.relative_to(site)}: {address}"
            checked += 1
    assert checked > 500


def test_pages_lead_nowhere_but_to_the_site_where_reports_have_no_address(site):
    assert [address for path in site.rglob("*.html") for address in read_links(path).found if address.startswith("http")] == []


@pytest.mark.parametrize(("profile", "shown"), [("partners", True), ("public", False), ("cautious", False)])
def test_what_a_profile_keeps_back_is_in_no_file(register, tmp_path, profile, shown):
    out = write(register, tmp_path / "site", profile)
    quotes = [q for q in ("killing at least 11 civilians", "government warplanes", "طيران الحكومة", "Tell Asfar kills") if q]
    text = b"".join(path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file())
    assert any(quote.encode() in text for quote in quotes) is shown
    assert QUOTED.encode() not in text


def test_incidents_have_a_page_in_each_language_under_their_id(register, site):
    ids = [incident.incident_id for incident, _ in make_edition(register, load_packs()).incidents()]
    assert ids
    for incident_id in ids:
        english, arabic = ((site / folder / f"incidents/{incident_id}.html").read_text(encoding="utf-8") for folder in ("", "ar"))
        assert 'dir="ltr"' in english
        assert 'lang="ar" dir="rtl"' in arabic
        assert incident_id in english


def test_an_address_that_was_published_stays_alive(register, site, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    with (out / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    moved = ["inc_moved", "0" * 64, rows[1][2], ""]
    gone = ["inc_gone", "0" * 64, "clm_unknown", ""]
    with (out / "index.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*rows, moved, gone])
    for _ in range(2):  # the second time the earlier site has tombstones of its own
        write(register, out)
        assert f'href="{rows[1][0]}.html"' in (out / "incidents/inc_moved.html").read_text(encoding="utf-8")
        assert "سُحبت" in (out / "ar/incidents/inc_gone.html").read_text(encoding="utf-8")


def test_the_site_says_who_answers_for_it(register, tmp_path):
    about = About(title="A register", publisher="An office", creators=(Creator(name="<b>Somebody</b>"),), licence="CC-BY-4.0")
    out = write(register, tmp_path / "site", about=about)
    method = (out / "method.html").read_text(encoding="utf-8")
    assert "An office" in method
    assert "&lt;b&gt;Somebody" in method
    assert "https://spdx.org/licenses/CC-BY-4.0" in method
    assert "<title>A register</title>" in (out / "feed.xml").read_text(encoding="utf-8")


def test_another_folder_is_never_replaced(register, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UserError, match="is no site"):
        write(register, tmp_path / "letters")
    assert (tmp_path / "letters" / "a.txt").is_file()


def test_feeds_name_the_latest_incidents_with_their_addresses(site):
    from lxml import etree

    feed = etree.fromstring((site / "ar/feed.xml").read_bytes())
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    link = entries[0].find("{http://www.w3.org/2005/Atom}link").get("href")
    assert link.startswith("https://register.example/ar/incidents/inc_")
    assert (site / link.removeprefix("https://register.example/")).is_file()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if shutil.which(path) is None:
        message = f"{path} is missing: install Debian's package chromium, or set CHROMIUM to the path of one"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def window(browser):
    """A window that asks for nothing but files, and has no script error."""
    page = browser.new_page()
    faults = []
    page.on("request", lambda r: faults.append(r.url[:120]) if not r.url.startswith(("file:", "data:", "blob:")) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []
    page.close()


def list_pages(site):
    first = sorted(path.name for path in (site / "incidents").glob("inc_*.html"))[0]
    return [
        "index.html",
        f"incidents/{first}",
        "incidents/index.html",
        "places/index.html",
        "contested/index.html",
        "search.html",
        "method.html",
    ]


@pytest.mark.browser
@pytest.mark.parametrize("folder", ["", "ar/"])
def test_pages_open_from_a_folder_without_a_request_or_a_barrier(site, window, folder):
    assert AXE.is_file(), f"{AXE} is missing: run `python hatch_build.py`"
    for path in list_pages(site):
        window.goto(f"file://{site}/{folder}{path}")
        if path == "index.html":
            window.wait_for_selector("[data-map][data-ready]", timeout=40_000)
        window.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            window.emulate_media(color_scheme=scheme)
            found = window.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
            assert [(path, v["id"], n["html"][:200]) for v in found for n in v["nodes"]] == []
        window.set_viewport_size({"width": 390, "height": 844})
        assert window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
        window.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.browser
@pytest.mark.parametrize(
    ("folder", "question"), [("", "asfar"), ("", "تل أصفر"), ("ar/", "أصفر"), ("ar/", "ASFAR strike"), ("", "2031 03")]
)
def test_search_finds_names_in_both_scripts_without_a_server(site, window, folder, question):
    window.goto(f"file://{site}/{folder}search.html?q={question}")
    links = window.locator("[data-results] a")
    assert links.count() > 0
    links.first.click()
    assert "/incidents/inc_" in window.url


@pytest.mark.browser
def test_search_says_when_nothing_is_found_and_follows_the_keyboard(site, window):
    window.goto(f"file://{site}/search.html?q=qqq")
    assert window.locator("[data-results] a").count() == 0
    window.locator("[data-search]").fill("qarn")
    assert window.locator("[data-results] a").count() > 0


@pytest.mark.browser
def test_pages_read_without_javascript(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/index.html")
    assert page.locator("svg.locator .m-spot").count() > 0
    page.locator("table.incidents a").first.click()
    assert page.locator(".harm-table, .matrix").count() > 0
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_map_in_one_file_draws_itself_and_asks_for_nothing(register, tmp_path, window, lang):
    edition = make_edition(register, load_packs(register.pack_dirs()))
    path = tmp_path / "map.html"
    path.write_text(make_map_page(apply_profile(edition, "partners"), lang), encoding="utf-8")
    window.goto(f"file://{path}")
    window.wait_for_selector("[data-map][data-ready]", timeout=40_000)
    assert window.locator(".map canvas").bounding_box()["height"] > 200
    window.evaluate(AXE.read_text(encoding="utf-8"))
    assert window.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"] == []
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Al-Ġawz", ["al", "gawz"]), ("دَيْر الزَّوْر", ["دير", "زور"]), ("ISO ٢٠٣١", ["iso", "2031"]), ("Ma'arrat", ["maarrat"]), ("", [])],
)
def test_words_are_folded_as_readers_type_them(written, folded):
    assert list(fold_words(written)) == folded
