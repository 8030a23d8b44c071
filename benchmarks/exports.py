"""Incidents a second and peak memory of every export format, on an invented register that is made as it is read.

In: the number of incidents. Out: a Markdown table. Each format runs in a process of its own, so that memory is its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sijill.model import Claim, HarmCell, Incident, IncidentDate, IncidentPlace
from sijill.packs import load_packs
from sijill.publish import EXPORTERS, Edition, export_edition
from tests.make import make_claim, make_document, make_incident

CLAIMS = 3


def measure(limit: int | None) -> str:
    """Return the table; `limit` is the number of incidents (100,000)."""
    count = limit or 100_000
    rows = [
        f"Incidents: {count:,}, claims: {count * CLAIMS:,}.",
        "",
        "| format | seconds | incidents a second | MB written | peak memory, MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for exporter in EXPORTERS:
        command = [sys.executable, "-m", "benchmarks.exports", exporter.name, str(count)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, size, peak = msgspec.json.decode(answer.stdout, type=tuple[float, float, float])
        rows.append(f"| `{exporter.name}` | {seconds:.1f} | {count / seconds:,.0f} | {size:.0f} | {peak:.0f} |")
    return "\n".join(rows)


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
    """Export once in this process; print seconds, megabytes written and peak memory as JSON."""
    name, count = sys.argv[1], int(sys.argv[2])
    documents = (make_document(id=f"doc_{n}") for n in range(min(count, 50_000)))
    edition = Edition(incidents=lambda: iter_incidents(count), documents=lambda: documents, packs=load_packs(), version="bench")
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        written = export_edition(edition, name, Path(folder))
        seconds = time.perf_counter() - began
        size = sum(path.stat().st_size for path in written) / 1e6
    sys.stdout.write(msgspec.json.encode((seconds, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)).decode())


if __name__ == "__main__":
    main()
