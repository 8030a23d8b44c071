"""An analyst's day in a real browser: log in, import, find what is contested, read the Arabic words, decide, undo, log out."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.cli.serve import open_listener
from sijill.settings import Settings
from sijill.store import Register, views
from sijill.web.app import make_app
from sijill.web.people import People
from tests.web.world import ARABIC, fill_register

pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "orange lamp river stone"


@pytest.fixture(params=["en", "ar"])
def desk(tmp_path: Path, request) -> Iterator[tuple[str, str, str, Path]]:
    """A running workbench with accounts: address, link of the first administrator, language, folder."""
    import uvicorn

    folder = tmp_path / "register"
    fill_register(folder)
    app = make_app(folder, Settings(), accounts=True)
    listener = open_listener("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", People(folder).make_link("administrator"), request.param, folder
    server.should_exit = True
    thread.join(10)


def test_the_day_of_an_analyst(browser, desk, tmp_path):
    address, link, lang, folder = desk
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=lang)
    page = context.new_page()
    page.set_default_timeout(60_000)
    join(page, address, link)
    import_a_folder(page, address, tmp_path / "reports")
    incident = find_the_contested(page, address)
    read_the_arabic_words(page)
    correct_the_place(page, incident)
    decide_pair(page, address, "d")
    decide_pair(page, address, "s")
    page.locator("aside form button").first.click()
    page.wait_for_load_state()
    export(page, address)
    page.click("form[action='/logout'] button")
    page.wait_for_url(f"{address}/login")
    page.goto(incident)
    assert "/login?next=" in page.url
    context.close()
    with Register.open(folder) as register:
        decisions = list(register.iter_decisions())
        assert [d.kind for d in decisions] == ["correct", "different", "same", "undo"]
        assert decisions[3].subject == decisions[2].decision_id
        assert {d.author for d in decisions} == {"Salma"}
        kept = [document.text for document in views.iter_documents(register)]
        assert all(any(words in text for text in kept) for words in ("near Idlib on 3 March", "killed a child in Homs"))


def join(page, address, link):
    """Make the first account with the printed link."""
    page.goto(f"{address}/join?link={link}")
    page.fill("input[name=name]", "Salma")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{address}/")


def import_a_folder(page, address, reports):
    """Bring in a folder of mixed reports: look at what was read, then keep it."""
    (reports / "wires").mkdir(parents=True)
    (reports / "a.txt").write_text("Gunmen abducted two aid workers near Idlib on 3 March 2031, residents said.", encoding="utf-8")
    (reports / "b.html").write_text(f"<html><body><article><h1>Report</h1><p>{ARABIC}</p></article></body></html>", encoding="utf-8")
    (reports / "wires" / "c.jsonl").write_text('{"text": "A shell killed a child in Homs on 4 March 2031.", "published": "2031-03-05"}\n')
    (reports / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    page.goto(f"{address}/import")
    page.set_input_files("input[webkitdirectory]", reports)
    page.click("form:has(input[webkitdirectory]) button")
    page.wait_for_url(re.compile(r"/import/\w+"))
    assert page.locator("article.claim").count() == 3
    page.click("button[value=keep]")
    page.wait_for_url(re.compile(r"/documents|/runs"))


def find_the_contested(page, address):
    """Open the incident on which sources disagree most; return its address."""
    page.goto(f"{address}/incidents?sort=-contested")
    page.locator("[data-item]").first.click()
    page.wait_for_load_state()
    assert page.locator(".contested-note a").count() >= 3
    return page.url


def read_the_arabic_words(page):
    """Open the Arabic text at the words that accuse somebody."""
    page.locator(".matrix a", has_text="طيران الحكومة").first.click()
    page.wait_for_load_state()
    assert "طيران الحكومة" in page.locator(".w-sought").first.inner_text()
    assert page.locator(".text").evaluate("box => getComputedStyle(box).direction") == "rtl"


def correct_the_place(page, incident):
    """Click on the map where it was, say why, and find the incident there."""
    page.goto(incident)
    page.wait_for_selector("[data-map][data-ready]")
    box = page.locator("[data-map][data-pick] canvas").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.7)
    form = page.locator("form[data-place-form]")
    assert form.locator("[data-point]").is_checked()
    latitude = form.locator("[name=lat]").input_value()
    form.locator("[name=place_name]").fill("The well")
    form.locator("[name=reason]").fill("The photograph shows the well")
    form.locator("button").click()
    page.wait_for_load_state()
    assert "The well" in page.locator("h1").inner_text()
    assert latitude[:5] in page.locator("#strike").inner_text()


def export(page, address):
    """Save what the list shows."""
    with page.expect_download() as download:
        page.goto(f"{address}/incidents")
        page.click("a[href^='/incidents.csv']")
    assert "The well" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def decide_pair(page, address, key):
    """Answer the first question on a pair with a key."""
    at = 0
    page.goto(f"{address}/review")
    while not page.locator("[data-key=d]").count():
        at += 1
        page.goto(f"{address}/review?at={at}")
    with page.expect_navigation():
        page.keyboard.press(key)
