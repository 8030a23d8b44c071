"""Speed of the workbench on a large register: p95 of its pages, no two alike, and what a browser makes of them.

In: `--documents N` (each with three claims; every six claims are an incident). Out: a table of milliseconds, of the server and in Chromium.
The register is invented, deterministic, and made without extraction and linking, which have benchmarks of their own.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from sijill.assess import assess_incident
from sijill.model import Claim, ClaimActor, ClaimPlace, Document, DocumentContext, Harm, Incident, PartialDate, Trigger
from sijill.model.cluster import Cluster
from sijill.packs import load_packs
from sijill.settings import Settings
from sijill.store import Register
from sijill.store.linkings import replace_incidents

CLAIMS_EACH = 3
CLAIMS_TOGETHER = 6
TOWNS = 2_000
ACTORS = ("russia", "syria_government", "islamic_state")
BATCH = 5_000
# Kinds of pages; {n} differs with every request, so that no answer can come from memory.
PAGES = {
    "overview": "/?since=2013-01-{d:02}",
    "list": "/incidents?page={n}",
    "list, most killed of a kind": "/incidents?event=air_strike&sort=-killed&since=2013-02-{d:02}",
    "list, contested": "/incidents?contested=*&sort=-contested&since=2013-03-{d:02}",
    "facets": "/incidents?by=russia&grade=contested&since=2013-04-{d:02}",
    "search of incidents": "/incidents?q=Town+{n}",
    "search of incidents, half of them": "/incidents?q=russia&since=2013-05-{d:02}",
    "search of documents": "/documents?q=%22Town+{n}%22",
    "search of documents, all of them": "/documents?q=market&page={n}",
    "incident": "/incidents/inc_{m}",
    "document": "/documents/doc_{n}",
    "contradictions": "/contradictions?since=2013-06-{d:02}",
    "review": "/review?at={n}",
    "map of all incidents": "/map/incidents.geojson",
    "API, facets": "/api/v1/facets?event=shelling&since=2013-07-{d:02}",
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
CHROMIUM = "/usr/bin/chromium"
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_FRAMES = """async () => {
  const canvas = document.querySelector('[data-map] canvas'), box = canvas.getBoundingClientRect(), gaps = [];
  let last = performance.now();
  const at = {clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true};
  for (let i = 0; i < 60; i++) {
    canvas.dispatchEvent(new WheelEvent('wheel', {deltaY: i < 30 ? -40 : 40, ...at}));
    await new Promise(requestAnimationFrame);
    const now = performance.now(); gaps.push(now - last); last = now;
  }
  return gaps.sort((a, b) => a - b);
}"""


def make_document(number: int, rng: random.Random) -> tuple[Document, list[Claim]]:
    """Return a report and its claims."""
    town, day = number // 2 % TOWNS, number // 2 % 3_000
    killed, when = rng.randint(0, 30), f"{2012 + day // 365}-{1 + day % 365 // 31:02}-{1 + day % 28:02}"
    text = f"An air strike hit the market of Town {town}, killing {killed} civilians, a source said. Gunmen shelled the same place later."
    document_id, source = f"doc_{number}", f"Source {number % 90}"
    place_end = 33 + len(f"Town {town}")
    killed_at = text.index(f"{killed} civilians")
    claims = [
        Claim(
            claim_id=f"clm_{number}_{nth}",
            document_id=document_id,
            lang="en",
            event_type=("air_strike", "shelling", "armed_attack")[nth],
            trigger=Trigger("air strike", 3, 13),
            modality="asserted",
            date=PartialDate(when, when, "day", "later", 0, 2, "relative"),
            place=ClaimPlace(
                quote=text[33:place_end], start=33, end=place_end, place_id=f"own:{town}", name=f"Town {town}", lat=30 + town % 50 / 10,
                lon=36 + town // 50 / 10, precision=1, country="SY", admin1=f"Province {town % 14}",
            ),
            perpetrator=(ClaimActor(quote="An", start=0, end=2, actor_id=rng.choice(ACTORS)),),
            harm=(
                Harm(
                    outcome="killed", who="civilian", group=None, min=killed, max=killed, exactness="exact", quote=f"{killed} civilians",
                    start=killed_at, end=killed_at + len(f"{killed} civilians"),
                ),
            ),
            document=DocumentContext(source=source, published=when),
        )
        for nth in range(CLAIMS_EACH)
    ]  # fmt: skip
    return Document(id=document_id, text=text, title=f"Town {town}", lang="en", published=when, source=source), claims


def fill(folder: Path, count: int) -> None:
    """Make a register of `count` documents."""
    rng, packs = random.Random(1), load_packs()
    incidents: list[Incident] = []
    with Register.create(folder) as register:
        for first in range(0, count, BATCH):
            made = [make_document(number, rng) for number in range(first, min(first + BATCH, count))]
            register.add_documents(document for document, _ in made)
            claims = [claim for _, several in made for claim in several]
            register.add_claims(claims, extractor="given")
            ordered = sorted(claims, key=lambda c: (c.event_type, c.place.place_id if c.place else "", c.claim_id))
            for at in range(0, len(ordered), CLAIMS_TOGETHER):
                members = {claim.claim_id: claim for claim in ordered[at : at + CLAIMS_TOGETHER]}
                cluster = Cluster(incident_id=f"inc_{first + at}", claim_ids=tuple(sorted(members)))
                incidents.append(assess_incident(cluster, members, packs=packs))
        with register.write() as connection:
            replace_incidents(connection, incidents)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the register; gives its address."""
    import uvicorn

    from sijill.cli.serve import open_listener
    from sijill.web.app import make_app

    listener = open_listener("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(make_app(folder, Settings()), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def measure_page(address: str, path: str, times: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of `times` requests for pages of a kind after one to warm up, by the clock and of the processor.

    Server and client share this process, so that processor time holds both; on a busy machine it is the fairer figure.
    """
    spent, worked = [], []
    for number in range(times + 1):
        asked = path.format(n=number + 1, m=6 * number, d=1 + number % 28)
        started, before = time.perf_counter(), time.process_time()
        with urlopen(Request(address + asked)) as answer:
            answer.read()
        spent.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (time.process_time() - before))
    return sorted(spent[1:]), sorted(worked[1:])


def measure_browser(address: str) -> list[str]:
    """Return rows of the table: first paint of the overview, its map drawn, and frames while it is zoomed (drawn in software)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", CHROMIUM), args=FLAGS)
        paints = []
        for _ in range(5):
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.goto(address, wait_until="domcontentloaded")
            page.wait_for_function(f"{_PAINT[6:]} !== undefined")
            paints.append(page.evaluate(_PAINT))
            page.close()
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        started = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("[data-map][data-ready]", timeout=120_000)
        drawn = 1000 * (time.perf_counter() - started)
        gaps = page.evaluate(_FRAMES)
        browser.close()
    rows = [f"| first contentful paint of the overview, Chromium | {statistics.median(paints):.0f} | {max(paints):.0f} | |"]
    rows.append(f"| overview until its map is drawn, Chromium | {drawn:.0f} | | |")
    rows.append(
        f"| frame of that map while zooming, software drawing | {statistics.median(gaps):.0f} | {gaps[int(0.95 * (len(gaps) - 1))]:.0f} | |"
    )
    return rows


def measure(limit: int | None, keep: Path | None = None) -> str:
    """Return the table; `limit` is the number of documents (100,000)."""
    documents, times = limit or 100_000, 30
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary) / "register"
        if not (folder / "register.db").exists():
            fill(folder, documents)
        with serve(folder) as address:
            for path in ("/incidents", "/review"):  # what a server reads once, in the background, when it starts
                measure_page(address, path, 1)
            rows = [f"{documents:,} documents, {documents * CLAIMS_EACH:,} claims, load average {os.getloadavg()[0]:.1f}.\n"]
            rows += ["| page | median ms | p95 ms | p95 ms of the processor |", "| --- | --- | --- | --- |"]
            for name, path in PAGES.items():
                spent, worked = measure_page(address, path, times)
                at = int(0.95 * (len(spent) - 1))
                rows.append(f"| {name} | {statistics.median(spent):.0f} | {spent[at]:.0f} | {worked[at]:.0f} |")
            rows += measure_browser(address)
    return "\n".join(rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="keep the register here, or use it again")
    options = parser.parse_args()
    sys.stdout.write(measure(options.documents, options.keep) + "\n")


if __name__ == "__main__":
    main()
