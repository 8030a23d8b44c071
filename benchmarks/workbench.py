"""Speed of the workbench on a large register: p95 of its pages with many readers.

In: `--documents N` (each with three claims; every six claims are an incident). Out: a table of milliseconds.
The register is invented, deterministic, and made without extraction and linking, which have benchmarks of their own.
"""

import argparse
import random
import statistics
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
PAGES = (
    "/", "/incidents", "/incidents?q=market", "/incidents?event=air_strike&sort=-killed", "/incidents?contested=*&sort=-contested",
    "INCIDENT",
    "DOCUMENT", "/documents", "/documents?q=market", "/contradictions", "/map/incidents.geojson", "/api/v1/incidents", "/review",
)  # fmt: skip


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


def measure(address: str, path: str, times: int) -> list[float]:
    """Return the milliseconds of `times` requests after one to warm up."""
    spent = []
    for _ in range(times + 1):
        started = time.perf_counter()
        with urlopen(Request(address + path)) as answer:
            answer.read()
        spent.append(1000 * (time.perf_counter() - started))
    return spent[1:]


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="keep the register here, or use it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "register"
        if not (folder / "register.db").exists():
            started = time.perf_counter()
            fill(folder, options.documents)
            print(f"filled in {time.perf_counter() - started:.0f} s")
        with serve(folder) as address:
            print("| page | median ms | p95 ms |\n|---|---|---|")
            for page in PAGES:
                path = {"INCIDENT": "/incidents/inc_0", "DOCUMENT": "/documents/doc_7"}.get(page, page)
                spent = sorted(measure(address, path, options.times))
                print(f"| {page} | {statistics.median(spent):.0f} | {spent[int(0.95 * (len(spent) - 1))]:.0f} |", flush=True)


if __name__ == "__main__":
    main()
