"""Screenshots of the workbench and of what it publishes, for the README and for looking at: `make screenshots`.

In: the sample corpus. Out: PNG files in `docs/images`: pages of the workbench and of a site, a map in one file, the first pages of a digest
and of a printed incident; in English and Arabic, light and dark, wide and narrow.
Needs Chromium (Debian's package `chromium`, or the path in CHROMIUM) and the development dependencies.
"""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

IMAGES = Path(__file__).parent / "images"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]  # fmt: skip
HEIGHT = 900


class Shot(NamedTuple):
    """One picture: name, page, language, theme, width.

    `INCIDENT` is the most contested one, `DOCUMENT` an Arabic report on it, `CLAIM` what that says.
    """

    name: str
    path: str
    lang: str = "en"
    theme: str = "light"
    width: int = 1280


SHOTS = (
    Shot("workbench", "INCIDENT"),
    Shot("overview", "/"),
    Shot("overview-ar-dark", "/", "ar", "dark"),
    Shot("incidents", "/incidents?sort=-contested"),
    Shot("incidents-ar-narrow", "/incidents?sort=-contested", "ar", "light", 390),
    Shot("incident-ar", "INCIDENT", "ar"),
    Shot("incident-narrow", "INCIDENT", "en", "light", 390),
    Shot("matrix", "INCIDENT#matrix"),
    Shot("document-ar", "DOCUMENT", "ar"),
    Shot("document-dark", "DOCUMENT", "en", "dark"),
    Shot("review", "/review"),
    Shot("claim-ar", "CLAIM", "ar"),
    Shot("place-dark", "/places/new", "en", "dark"),
    Shot("contradictions-tablet", "/contradictions", "en", "light", 768),
)


# Pages of a published site and of the map in one file.
FILES = (
    Shot("site", "site/index.html"),
    Shot("site-incident-ar", "site/ar/INCIDENT", "ar"),
    Shot("site-narrow", "site/INCIDENT", "en", "light", 390),
    Shot("map-ar-dark", "map.ar.html", "ar", "dark"),
)
DAY = date(2019, 3, 14)


def main() -> None:
    """Fill a register with the sample, serve it, publish it, and photograph every page."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serve_sample(Path(folder) / "register") as address, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        places = find_places(browser, address)
        for shot in SHOTS:
            take(browser, address, shot, places)
        publish(Path(folder), places["INCIDENT"].removeprefix("/incidents/"))
        for shot in FILES:
            take(browser, f"file://{folder}/", shot, {s: s.replace("/INCIDENT", f"{places['INCIDENT']}.html") for s in (shot.path,)})
        browser.close()


def publish(folder: Path, incident_id: str) -> None:
    """Write a site and a map of the register in `folder`, and pictures of a digest and of a printed incident."""
    from sijill.packs import load_packs
    from sijill.present.catalogue import load_catalogues
    from sijill.present.wording import Wording
    from sijill.publish import apply_profile
    from sijill.publish.digest import Scope, make_digest, make_digest_pdf
    from sijill.publish.digest.pdf import make_incident_pdf
    from sijill.publish.from_register import make_edition
    from sijill.publish.site import SiteOptions, write_site
    from sijill.publish.site.map_page import make_map_page
    from sijill.store import Register

    with Register.open(folder / "register") as register:
        packs = load_packs(register.pack_dirs())
        edition = apply_profile(make_edition(register, packs, version="2019.3", released=DAY), "partners")
        write_site(edition, folder / "site", SiteOptions(profile="partners"))
        (folder / "map.ar.html").write_text(make_map_page(edition, "ar"), encoding="utf-8")
        record = next(r for r in edition.iter_records() if r.incident.incident_id == incident_id)
        for lang, catalogue in load_catalogues().items():
            wording = Wording(catalogue, packs)
            digest = make_digest(edition, Scope(DAY, DAY), wording)
            (IMAGES / f"digest-{lang}.png").write_bytes(make_digest_pdf(digest, wording, preview=True))
        wording = Wording(load_catalogues()["en"], packs)
        page = make_incident_pdf(record, wording, register=wording.text("overview.title"), foot="Sijill", preview=True)
        (IMAGES / "incident-print.png").write_bytes(page)


@contextmanager
def serve_sample(folder: Path) -> Iterator[str]:
    """Serve a register of the sample in `folder`; gives its address."""
    import uvicorn

    from sijill.cli.demo import fill, open_demo
    from sijill.cli.serve import open_listener
    from sijill.settings import Settings
    from sijill.web.app import make_app

    with open_demo(folder) as register:
        fill(register, 1)
    listener = open_listener("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(make_app(folder, Settings()), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def find_places(browser: Any, address: str) -> dict[str, str]:
    """Return the addresses of the most contested incident and of an Arabic report on it."""
    page = browser.new_page()
    page.goto(f"{address}/incidents?sort=-contested")
    incident = page.locator("[data-item]").first.get_attribute("href")
    page.goto(address + incident)
    arabic = page.locator(".claim:has(blockquote[lang=ar])").first
    document, claim = arabic.locator("[data-item]").get_attribute("href"), arabic.locator("a[href^='/claims/']").get_attribute("href")
    page.close()
    return {"INCIDENT": incident, "DOCUMENT": document, "CLAIM": claim}


def take(browser: Any, address: str, shot: Shot, places: dict[str, str]) -> None:
    """Photograph one page."""
    context = browser.new_context(viewport={"width": shot.width, "height": HEIGHT}, color_scheme=shot.theme)
    if address.startswith("http"):
        chosen = {"sijill_lang": shot.lang, "sijill_notice": "seen"}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in chosen.items()])
    page = context.new_page()
    path, _, anchor = shot.path.partition("#")
    page.goto(address + places.get(path, path))
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map][data-ready]", timeout=60_000)
    if anchor:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / f"{shot.name}.png")
    context.close()


if __name__ == "__main__":
    main()
