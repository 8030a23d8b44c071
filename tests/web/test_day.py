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
    page.route("**/map/**", lambda route: route.fulfill(json={"type": "FeatureCollection", "features": []}))

    page.goto(f"{address}/join?link={link}")
    page.fill("input[name=name]", "Salma")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{address}/")

    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Gunmen abducted two aid workers in Idlib on 3 March 2031.", "published": "2031-03-04"}\n')
    page.goto(f"{address}/import")
    page.set_input_files("input[type=file]", [tmp_path / "a.txt", tmp_path / "b.jsonl"])
    page.click("form:has(input[type=file]) button")
    page.wait_for_url(re.compile(r"/import/\w+"))
    assert page.locator("article.claim").count() == 2
    page.click("button[value=discard]")
    page.wait_for_url(f"{address}/import")

    page.goto(f"{address}/incidents?sort=-contested")
    page.locator("[data-item]").first.click()
    page.wait_for_load_state()
    incident = page.url
    assert page.locator(".contested-note a").count() >= 3
    page.locator(".matrix a", has_text="طيران الحكومة").first.click()
    assert "طيران الحكومة" in page.locator(".w-sought").first.inner_text()

    decide_pair(page, address, "d")
    decide_pair(page, address, "s")
    with Register.open(folder) as register:
        assert [d.kind for d in register.iter_decisions()] == ["different", "same"]
        assert {d.author for d in register.iter_decisions()} == {"Salma"}
    page.locator("aside form button").first.click()
    page.wait_for_load_state()
    with Register.open(folder) as register:
        assert [d.kind for d in register.iter_decisions()] == ["different", "same", "undo"]

    with page.expect_download() as download:
        page.goto(f"{address}/incidents")
        page.click("a[href^='/incidents.csv']")
    assert "Tell Asfar" in Path(download.value.path()).read_text(encoding="utf-8-sig")

    page.click("form[action='/logout'] button")
    page.wait_for_url(f"{address}/login")
    page.goto(incident)
    assert "/login?next=" in page.url
    with Register.open(folder) as register:
        assert views.get_summary(register).decisions == 3
    context.close()


def decide_pair(page, address, key):
    """Answer the first question on a pair with a key."""
    at = 0
    page.goto(f"{address}/review")
    while not page.locator("[data-key=d]").count():
        at += 1
        page.goto(f"{address}/review?at={at}")
    page.keyboard.press(key)
    page.wait_for_load_state()
    page.wait_for_timeout(300)
