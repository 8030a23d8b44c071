"""The pages in a real browser, in both directions of writing: nothing from elsewhere, no script error, no barrier, maps that draw."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sijill.web
from tests.web.world import ARABIC

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

AXE = Path(sijill.web.__file__).parent / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/",
    "/incidents",
    "/contradictions",
    "/documents",
    "/sources",
    "/actors",
    "/runs",
    "/places",
    "/places/new",
    "/actors/russia",
    "/sources/reuters",
    "/import",
    "/review",
    "MERGE",
    "INCIDENT",
    "CLAIM",
    "/documents/arabic-1",
    "/documents/hostile-1",
]
HARMLESS = re.compile(r"GPU stall|GL Driver Message|WebGL")


class Reader:
    """A browser window that notes every fault: requests to elsewhere, script errors, refusals by the content policy."""

    def __init__(self, context, address):
        self.page = context.new_page()
        self.address = address
        self.faults = []
        self.page.on("request", lambda request: self.check_address(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("console", self.check_message)

    def check_address(self, url):
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"request to elsewhere: {url}")

    def check_message(self, message):
        if message.type == "error" and not HARMLESS.search(message.text) and "404" not in message.text:
            self.faults.append(f"console: {message.text}")

    def open(self, path, *, maps=False):
        """Open a page; maps stay empty (they are slow to draw in software) unless they are what the test is about."""
        if not maps:
            self.page.route("**/map/*.geojson", lambda route: route.fulfill(json={"type": "FeatureCollection", "features": []}))
            self.page.route("**/map/incidents/*.geojson", lambda route: route.fulfill(json={"type": "FeatureCollection", "features": []}))
        if path == "INCIDENT":
            self.page.goto(self.address + "/incidents?event=air_strike")
            path = self.page.locator("[data-item]").first.get_attribute("href")
        elif path == "MERGE":
            self.page.goto(self.address + "/incidents")
            one, other = (self.page.locator("[data-item]").nth(n).get_attribute("href") for n in (0, 1))
            path = f"{one}/merge?other={other.removeprefix('/incidents/')}"
        elif path == "CLAIM":
            self.page.goto(self.address + "/documents/arabic-1")
            path = self.page.locator("a[href^='/claims/']").first.get_attribute("href")
        self.page.goto(self.address + path)
        if maps:
            self.page.wait_for_selector("[data-map][data-ready]", timeout=40_000)
        return self.page


@pytest.fixture(params=["en", "ar"])
def reader(browser, address, request) -> Iterator[Reader]:
    """A window in each language; faults that came up fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=request.param)
    made = Reader(context, address)
    yield made
    assert made.faults == []
    context.close()


def find_violations(page):
    assert AXE.is_file(), f"{AXE} is missing: run `python hatch_build.py`"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{v['id']}: {n['html'][:160]} {n.get('failureSummary', '')[:300]}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_barrier_and_fit_every_width(reader, path):
    page = reader.open(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert find_violations(page) == []
    for width in (768, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("path", ["/", "INCIDENT"])
def test_maps_draw_without_a_fault(reader, path):
    page = reader.open(path, maps=True)
    assert page.locator(".map canvas").bounding_box()["height"] > 200


def test_hostile_documents_run_nothing(reader):
    page = reader.open("/documents/hostile-1")
    assert page.evaluate("window.broken") is None
    assert page.locator("h1 img, .text img, .text script").count() == 0


def test_words_lead_to_their_claim_and_back(reader):
    page = reader.open("/documents/arabic-1")
    page.locator(".text .w-harm").first.click()
    assert page.locator("[data-claim].is-chosen").count() == 1
    assert page.locator(".w-chosen").count() > 3
    page.keyboard.press("Escape")
    assert page.locator("[data-claim].is-chosen").count() == 0


def test_a_cell_of_the_matrix_opens_the_source_text_at_its_words(reader):
    page = reader.open("INCIDENT")
    page.locator(".matrix a", has_text="طيران الحكومة").first.click()
    sought = page.locator(".w-sought").first
    assert "طيران الحكومة" in sought.inner_text()
    assert sought.is_visible()


def test_selected_words_become_the_words_of_a_correction(reader):
    page = reader.open("CLAIM")
    page.locator(".text .w-harm").first.select_text()
    page.wait_for_selector("[data-chosen-words]:not([hidden])")
    chosen = page.locator("[data-chosen-words] bdi").inner_text()
    start, end = (int(page.locator(f"input[name={name}]").first.input_value()) for name in ("start", "end"))
    assert ARABIC[start:end] == chosen


def test_the_list_can_be_walked_with_keys(reader):
    page = reader.open("/incidents")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-item]").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")


def test_a_ticked_facet_is_applied_at_once(reader):
    page = reader.open("/incidents")
    page.locator(".facets input[name=event][value=shelling]").click()
    page.wait_for_url("**event=shelling**")
    assert page.locator("[data-item]").count() == 1


def test_brushing_the_timeline_chooses_a_period(reader):
    page = reader.open("/")
    bars = page.locator("[data-timeline] a")
    bars.first.scroll_into_view_if_needed()
    edges = sorted((bars.first.bounding_box(), bars.last.bounding_box()), key=lambda box: box["x"])
    height = edges[0]["y"] + 40
    page.mouse.move(edges[0]["x"] + 5, height)
    page.mouse.down()
    page.mouse.move(edges[1]["x"] + edges[1]["width"] - 5, height, steps=5)
    page.mouse.up()
    page.wait_for_url("**since=2031-03-04&until=2031-03-05**")


def test_the_other_language_and_theme_are_one_click_away(reader):
    page = reader.open("/incidents?event=shelling")
    before = page.locator("html").get_attribute("dir")
    page.locator(".bar-tools a[hreflang]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("dir") != before
    assert "event=shelling" in page.url
    page.locator(".bar-tools a:not([hreflang])").click()
    page.wait_for_selector("html[data-theme=light]")


def test_pages_read_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/incidents?event=air_strike")
    page.locator("[data-item]").first.click()
    page.locator(".matrix a").first.click()
    assert page.locator(".w-sought").count() > 0
    context.close()
