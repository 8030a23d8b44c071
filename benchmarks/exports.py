"""Time and peak memory of every export format, on an invented register that is made as it is read.

In: the number of incidents. Out: a Markdown table. Each format runs in a process of its own, so that memory is its own, once with a tenth
of the incidents: memory that is flat is the same for both. Seconds are those of the processor, which other work on the machine cannot
stretch, and those of the clock.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from sijill.model import Claim, HarmCell, Incident, IncidentDate, IncidentPlace
from sijill.packs import load_packs
from sijill.publish import EXPORTERS, Edition, export_edition
from tests.make import make_claim, make_document, make_incident

CLAIMS = 3


class Measured(NamedTuple):
    """What one export took: seconds of the processor and of the clock, megabytes written, peak memory in megabytes."""

    busy: float
    clock: float
    written: float
    peak: float


def measure(limit: int | None) -> str:
    """Return the table; `limit` is the number of incidents (100,000)."""
    count = limit or 100_000
    rows = [
        f"Incidents: {count:,}, claims: {count * CLAIMS:,}. Peak memory also for {count // 10:,} incidents.",
        "",
        "| format | processor, s | clock, s | incidents a processor second | MB written | peak memory, MB | a tenth: peak, MB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for exporter in EXPORTERS:
        whole, tenth = run(exporter.name, count), run(exporter.name, count // 10)
        speed = f"{count / whole.busy:,.0f} | {whole.written:.0f} | {whole.peak:.0f} | {tenth.peak:.0f}"
        rows.append(f"| `{exporter.name}` | {whole.busy:.1f} | {whole.clock:.1f} | {speed} |")
    return "\n".join(rows)


def run(name: str, count: int) -> Measured:
    """Export once in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.exports", name, str(count)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return msgspec.json.decode(answer.stdout, type=Measured)


def iter_incidents(count: int) -> Iterator[tuple[Incident, tuple[Claim, ...]]]:
    """Yield invented incidents, each with three claims, a thousand a day."""
    incident, claim = make_incident(), make_claim()
    for number in range(count):
        day = f"20{31 + number // 336_000}-{number // 28_000 % 12 + 1:02d}-{number // 1000 % 28 + 1:02d}"
        lat, lon = 33 + number % 400 / 100, 36 + number % 600 / 100
        place = IncidentPlace(
            place_id=f"own:{number % 5000}",
            name=f"Place {number % 5000}",
            lat=lat,
            lon=lon,
            precision=1 + number % 5,
            country="SY",
            admin1="Aleppo",
        )
        ids = tuple(f"clm_{number * CLAIMS + n:020x}" for n in range(CLAIMS))
        harm = {
            "killed": {"civilian": HarmCell(number % 9, number % 9 + number % 4, number % 9)},
            "injured": {"civilian": HarmCell(2, 5, 3)},
        }
        yield (
            msgspec.structs.replace(
                incident, incident_id=f"inc_{number:020x}", date=IncidentDate(day, day, "day"), place=place, claim_ids=ids, harm=harm
            ),
            tuple(msgspec.structs.replace(claim, claim_id=i, document_id=f"doc_{number % 50_000}") for i in ids),
        )


def main() -> None:
    """Export once in this process; print what it took as JSON."""
    name, count = sys.argv[1], int(sys.argv[2])
    documents = lambda: (make_document(id=f"doc_{n}") for n in range(min(count, 50_000)))  # noqa: E731
    edition = Edition(incidents=lambda: iter_incidents(count), documents=documents, packs=load_packs(), version="bench")
    with tempfile.TemporaryDirectory() as folder:
        busy, clock = time.process_time(), time.perf_counter()
        written = export_edition(edition, name, Path(folder))
        busy, clock = time.process_time() - busy, time.perf_counter() - clock
        size = sum(path.stat().st_size for path in written) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(msgspec.json.encode(Measured(busy, clock, size, peak)).decode())


if __name__ == "__main__":
    main()
