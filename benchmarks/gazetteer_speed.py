"""Speed and memory of the place index at 500,000 places with 3 million names, beside SQLite and a dictionary scan like flashtext's.

python benchmarks/gazetteer_speed.py            in a process of its own: memory is the process's
"""

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sijill.gazetteer import Gazetteer
from sijill.gazetteer.index import PlaceIndex, make_index
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.place import PlaceRecord

PLACES, NAMES = 500_000, 6
QUERIES = 20_000
SYLLABLES = [c + v for c in ("b", "d", "k", "h", "s", "r", "l", "m", "n", "t", "z", "j", "f", "q", "sh", "kh") for v in "aiu"]


def iter_places(count: int) -> Iterator[PlaceRecord]:
    """Yield invented places, always the same ones."""
    rng = random.Random(7)
    for number in range(count):
        names = ["".join(rng.choices(SYLLABLES, k=rng.randint(3, 6))).title() for _ in range(NAMES)]
        yield PlaceRecord(
            place_id=f"geonames:{number}", name=names[0], lat=rng.uniform(12, 37), lon=rng.uniform(35, 60), kind="settlement", country="SY",
            admin1=f"{number % 14:02}", population=rng.randint(0, 9000), names=names[1:],
        )  # fmt: skip


def measure(what: Callable[[str], object], queries: list[str]) -> float:
    """Return microseconds for one query."""
    start = time.process_time()
    for query in queries:
        what(query)
    return (time.process_time() - start) / len(queries) * 1e6


def get_memory_mb() -> float:
    """Return the resident memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def build(folder: Path) -> None:
    """Write the index and the SQLite table (run in a process of its own, so that building does not count as memory)."""
    start = time.process_time()
    (folder / "places.idx").write_bytes(make_index(iter_places(PLACES), frozenset({"SY"})))
    print(f"index built in {time.process_time() - start:.0f} s, {(folder / 'places.idx').stat().st_size / 1e6:.0f} MB")
    with sqlite3.connect(folder / "places.db") as database:
        database.execute("create table names (name text, place integer)")
        rows = ((name.lower(), n) for n, place in enumerate(iter_places(PLACES)) for name in (place.name, *place.names))
        database.executemany("insert into names values (?, ?)", rows)
        database.execute("create index by_name on names (name)")


def measure_index(folder: Path) -> None:
    """Print the index's figures beside SQLite's and a dictionary's."""
    before = get_memory_mb()
    start = time.process_time()
    index = PlaceIndex.open(folder / "places.idx")
    opened = time.process_time() - start
    rng = random.Random(8)
    queries = [index.get_names(rng.randrange(len(index)))[0].lower() for _ in range(QUERIES)]
    exact = measure(lambda q: index.find("n", q), queries)
    gazetteer = Gazetteer(Layers([index]))
    folded = measure(lambda q: gazetteer.layers.find("n", q.replace("-", " ")), queries)
    fuzzy = measure(lambda q: gazetteer.find_candidates(q[:-2] + "x", limit=5), queries[:200])
    print(f"opened in {opened * 1000:.1f} ms; {get_memory_mb() - before:.0f} MB after {QUERIES * 2} look-ups in {len(index):,} places")
    print(f"exact {exact:.1f} us, folded {folded:.1f} us, fuzzy {fuzzy / 1000:.2f} ms")
    database = sqlite3.connect(folder / "places.db")
    sql = measure(lambda q: database.execute("select place from names where name = ?", (q,)).fetchall(), queries)
    print(f"SQLite, exact: {sql:.1f} us")
    database.close()
    measure_scan(index, queries)


def measure_scan(index: PlaceIndex, queries: list[str]) -> None:
    """Print how fast a text is searched for names: by the index, and by a dictionary of all names (flashtext's way)."""
    rng = random.Random(9)
    words = [f"in {rng.choice(queries).title()}" if rng.random() < 0.05 else "and" for _ in range(100_000)]
    text = " ".join(words)
    gazetteer = Gazetteer(Layers([index]))
    start = time.process_time()
    found = len(gazetteer.find_mentions(text, "en"))
    rate = len(text) / (time.process_time() - start)
    print(f"scan: {rate / 1e6:.2f} million characters a second, {found} mentions")
    before = get_memory_mb()
    names = {name.lower(): n for n in range(len(index)) for name in index.get_names(n)}
    start = time.process_time()
    hits = sum(word in names for word in text.lower().split())
    rate = len(text) / (time.process_time() - start)
    used = get_memory_mb() - before
    print(f"dictionary scan: {rate / 1e6:.2f} million characters a second, {hits} hits, {used:.0f} MB of memory for the names")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        build(Path(sys.argv[1]))
    else:
        import subprocess

        with tempfile.TemporaryDirectory() as made:
            subprocess.run([sys.executable, __file__, made], check=True)
            measure_index(Path(made))
