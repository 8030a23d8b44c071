"""A workbench under load: many readers and some writers at once, for minutes, without an error or a lost write.

In: a register (`benchmarks.workbench` makes one), numbers of readers and writers, seconds. Out: a table of requests, errors and
milliseconds by kind of page, and whether every decision that was answered with 201 is in the register afterwards.
Readers look at a page, think, and go on, each with filters, searches and incidents of their own; writers record decisions as programs do.
Server and load run in processes of their own.
"""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from benchmarks.workbench import ACTORS, TOWNS, fill
from sijill.store import Register

EVENTS = ("air_strike", "shelling", "armed_attack")
SERVER = """
import sys
from pathlib import Path
from sijill.cli.serve import run_server
run_server(Path(sys.argv[1]), [], port=0)
"""


class Tally:
    """What happened: milliseconds by kind of page, faults in words, decisions that were promised to be kept."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)
        self.faults: list[str] = []
        self.kept: set[str] = set()


def choose_page(rng: random.Random, incidents: int, documents: int) -> tuple[str, str]:
    """Return the kind and address of a page that a reader might open next."""
    year = rng.randint(2012, 2019)
    pages = {
        "overview": f"/?since={year}-01-01&until={year}-12-31",
        "list": f"/incidents?page={rng.randint(1, 40)}",
        "facets": f"/incidents?event={rng.choice(EVENTS)}&by={rng.choice(ACTORS)}&since={year}-0{rng.randint(1, 9)}-01",
        "contested": f"/incidents?contested=*&sort=-contested&admin1=Province+{rng.randint(0, 13)}",
        "search": f"/incidents?q=Town+{rng.randint(0, TOWNS - 1)}",
        "documents": f"/documents?q=%22Town+{rng.randint(0, TOWNS - 1)}%22",
        "incident": f"/incidents/inc_{incidents_at(rng, incidents)}",
        "document": f"/documents/doc_{rng.randint(0, documents - 1)}",
        "review": f"/review?at={rng.randint(0, 50)}",
        "api": f"/api/v1/facets?grade=contested&event={rng.choice(EVENTS)}",
    }
    return rng.choice(sorted(pages.items()))


def incidents_at(rng: random.Random, incidents: int) -> int:
    """Return the number in the id of one of the register's incidents."""
    per_batch = 2_500
    batch, at = divmod(rng.randrange(incidents), per_batch)
    return batch * 5_000 + at * 6


async def read(client: httpx2.AsyncClient, tally: Tally, until: float, rng: random.Random, think: float, sizes: tuple[int, int]) -> None:
    """Look at one page after another until it is time."""
    while time.monotonic() < until:
        kind, address = choose_page(rng, *sizes)
        started = time.perf_counter()
        try:
            answer = await client.get(address)
        except httpx2.HTTPError as error:
            tally.faults.append(f"{kind}: {error!r}")
            continue
        tally.spent[kind].append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200:
            tally.faults.append(f"{kind}: {answer.status_code} {address}")
        await asyncio.sleep(rng.uniform(0.5, 1.5) * think)


async def write(client: httpx2.AsyncClient, tally: Tally, until: float, rng: random.Random, think: float, sizes: tuple[int, int]) -> None:
    """Record one decision after another until it is time."""
    while time.monotonic() < until:
        body = {"kind": "accept", "subject": f"clm_{rng.randrange(sizes[1])}_{rng.randrange(3)}", "reason": f"seen {rng.random()}"}
        started = time.perf_counter()
        try:
            answer = await client.post("/api/v1/decisions", json=body)
        except httpx2.HTTPError as error:
            tally.faults.append(f"write: {error!r}")
            continue
        tally.spent["write"].append(1000 * (time.perf_counter() - started))
        if answer.status_code == 201:
            tally.kept.add(body["reason"])
        else:
            tally.faults.append(f"write: {answer.status_code} {answer.text[:100]}")
        await asyncio.sleep(rng.uniform(0.5, 1.5) * think)


async def run(address: str, options: argparse.Namespace, sizes: tuple[int, int]) -> Tally:
    """Let readers and writers work and return what happened."""
    tally, until = Tally(), time.monotonic() + options.seconds
    limits = httpx2.Limits(max_connections=options.readers + options.writers)
    async with httpx2.AsyncClient(base_url=address, timeout=30, limits=limits) as client:
        people = [read(client, tally, until, random.Random(n), options.think, sizes) for n in range(options.readers)]
        people += [write(client, tally, until, random.Random(-n - 1), options.think, sizes) for n in range(options.writers)]
        await asyncio.gather(*people)
    return tally


@contextmanager
def serve_apart(folder: Path) -> Iterator[str]:
    """Serve the register in a process of its own, warm; gives its address."""
    with subprocess.Popen([sys.executable, "-c", SERVER, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http")).rstrip("/")
        httpx2.get(f"{address}/review", timeout=120)
        try:
            yield address
        finally:
            process.terminate()


def describe(tally: Tally, lost: int, seconds: float) -> str:
    """Return the figures as a table."""
    lines = ["| kind | requests | median ms | p95 ms |", "|---|---|---|---|"]
    for kind, spent in sorted(tally.spent.items()):
        ordered = sorted(spent)
        lines.append(f"| {kind} | {len(spent)} | {statistics.median(ordered):.0f} | {ordered[int(0.95 * (len(ordered) - 1))]:.0f} |")
    total = sum(len(spent) for spent in tally.spent.values())
    lines.append(f"\n{total} requests in {seconds:.0f} s, {len(tally.faults)} errors, {len(tally.kept)} decisions kept, {lost} lost.")
    return "\n".join(lines + [f"* {fault}" for fault in tally.faults[:10]])


def main() -> None:
    """Fill a register unless there is one, serve it, load it, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--writers", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--think", type=float, default=3.0, help="seconds between two pages of one reader, on average")
    parser.add_argument("--keep", type=Path, help="keep the register here, or use it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "register"
        if not (folder / "register.db").exists():
            fill(folder, options.documents)
        with Register.open(folder) as register:
            known = sum(1 for _ in register.iter_decisions())
        with serve_apart(folder) as address:
            tally = asyncio.run(run(address, options, (options.documents // 2, options.documents)))
        with Register.open(folder) as register:
            reasons = {decision.reason for decision in register.iter_decisions(after=known)}
        sys.stdout.write(describe(tally, len(tally.kept - reasons), options.seconds) + "\n")


if __name__ == "__main__":
    main()
