"""How long a site takes to write, and how smooth its map is: `python -m benchmarks.site [--incidents 10000] [--points 50000]`.

The incidents are those of the sample, repeated with other ids, days and places, so that pages have the length of real ones.
In: the sample corpus. Out: lines of a table for `benchmarks/RESULTS.md`; a map of a hundred shows what the base map takes.
Needs Chromium for the map.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace as change

from sijill.cli.demo import fill, open_demo
from sijill.model import Claim, Incident, make_id
from sijill.packs import load_packs
from sijill.publish import apply_profile
from sijill.publish.base import Edition
from sijill.publish.from_register import make_edition
from sijill.publish.site import SiteOptions, write_site
from sijill.publish.site.map_page import make_map_page

Records = Sequence[tuple[Incident, tuple[Claim, ...]]]
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FRAMES = """async () => {
  const canvas = document.querySelector('.map canvas'), box = canvas.getBoundingClientRect();
  const at = (x, y, type, buttons) =>
    canvas.dispatchEvent(new MouseEvent(type, {bubbles: true, clientX: box.x + x, clientY: box.y + y, buttons}));
  at(400, 200, 'mousedown', 1);
  const times = [];
  for (let step = 0; step < 120; step++) {
    at(400 + Math.sin(step / 20) * 200, 200 + Math.cos(step / 20) * 100, 'mousemove', 1);
    times.push(await new Promise(requestAnimationFrame));
  }
  at(400, 200, 'mouseup', 0);
  return times.slice(1).map((time, index) => time - times[index]).sort((a, b) => a - b);
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--points", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open_demo(Path(folder) / "register") as register:
            fill(register, 1)
            edition = apply_profile(make_edition(register, load_packs(register.pack_dirs())), "partners")
            records = [(incident, claims) for incident, claims in edition.incidents()]
        measure_site(repeat(edition, records, options.incidents), Path(folder) / "site", options.incidents)
        for points in (100, options.points):
            measure_map(repeat(edition, records, points), Path(folder) / "map.html", points)


def repeat(edition: Edition, records: Records, count: int) -> Edition:
    """Return an edition of `count` incidents made from a few."""

    def incidents() -> Iterator[tuple[Incident, tuple[Claim, ...]]]:
        for number in range(count):
            incident, claims = records[number % len(records)]
            place = incident.place
            if place is not None and place.lat is not None and place.lon is not None:
                place = change(place, lat=place.lat + number % 97 * 0.01, lon=place.lon + number % 89 * 0.01)
            day = (date(2012, 1, 1) + timedelta(days=number % 3650)).isoformat()
            dated = change(incident.date, start=day, end=day)
            yield change(incident, incident_id=make_id("inc", str(number)), place=place, date=dated), claims

    return replace(edition, incidents=incidents)


def measure_site(edition: Edition, out: Path, count: int) -> None:
    """Write the site and print time, memory and size."""
    started, spent = time.monotonic(), time.process_time()
    files = write_site(edition, out, SiteOptions(profile="partners"))
    seconds, spent = time.monotonic() - started, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    took = f"{spent:.0f} s of processor, {seconds:.0f} s in all, {peak:.0f} MB peak"
    print(f"| site of {count:,} incidents | {files:,} files, {size:,.0f} MB | {took} |")


def measure_map(edition: Edition, out: Path, count: int) -> None:
    """Write the single-file map, drag it for two seconds, print the frames."""
    from playwright.sync_api import sync_playwright

    started = time.monotonic()
    out.write_text(make_map_page(edition, "en"), encoding="utf-8")
    written = time.monotonic() - started
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        page: Any = browser.new_page(viewport={"width": 1280, "height": 900})
        started = time.monotonic()
        page.goto(f"file://{out}")
        page.wait_for_selector("[data-map][data-ready]", timeout=120_000)
        ready = time.monotonic() - started
        frames: list[float] = page.evaluate(FRAMES)
        browser.close()
    median, slow = frames[len(frames) // 2], frames[int(len(frames) * 0.95)]
    size = out.stat().st_size / 1e6
    shown = f"ready in {ready:.1f} s; a frame takes {median:.0f} ms (median), {slow:.0f} ms (p95)"
    print(f"| map of {count:,} incidents | {size:.1f} MB, written in {written:.0f} s | {shown} |")


if __name__ == "__main__":
    main()
