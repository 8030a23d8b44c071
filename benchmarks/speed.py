"""Documents a second through `extract`, claims a second through `link`, and peak memory, on the sample corpus, repeated.

In: the number of documents. Out: a Markdown table. Copies get ids of their own; their texts are equal, so word caches are warm:
read the figures as an upper bound.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from sijill.collect import iter_captures
from sijill.model import Capture, Document
from sijill.packs import load_packs
from sijill.read import read_capture
from sijill.store.blobs import Blobs

SIJILL = Path(sys.executable).parent / "sijill"
SAMPLES = Path(__file__).parent.parent / "sijill" / "packs" / "samples"


def measure(limit: int | None) -> str:
    """Return the table; `limit` is the number of documents (2,000)."""
    documents = load_sample()
    wanted = limit or 2000
    copies = [msgspec.structs.replace(d, id=f"{d.id}-{n}") for n in range(wanted // len(documents) + 1) for d in documents][:wanted]
    size = sum(len(d.text.encode()) for d in copies) / 1e6
    rows = ["| command | n | seconds | a second | MB a second | peak memory, MB |", "| --- | --- | --- | --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as folder:
        docs, claims, incidents = (Path(folder) / name for name in ("docs.jsonl", "claims.jsonl", "incidents.jsonl"))
        docs.write_bytes(b"".join(msgspec.json.encode(d) + b"\n" for d in copies))
        seconds, peak = run(["extract", str(docs)], claims)
        rows.append(
            f"| `extract` | {len(copies)} documents | {seconds:.1f} | {len(copies) / seconds:.0f} | {size / seconds:.2f} | {peak:.0f} |"
        )
        count = claims.read_bytes().count(b"\n")
        seconds, peak = run(["link", str(claims)], incidents)
        rows.append(f"| `link` | {count} claims | {seconds:.1f} | {count / seconds:.0f} | | {peak:.0f} |")
    return "\n".join(rows)


def load_sample() -> list[Document]:
    """Return the documents of the sample corpus."""
    packs = load_packs()
    with tempfile.TemporaryDirectory() as folder:
        blobs = Blobs(Path(folder))
        captures = [c for c in iter_captures([str(p) for p in sorted(SAMPLES.glob("*/reports"))], blobs) if isinstance(c, Capture)]
        found = [document for capture in captures for document in read_capture(capture, blobs.load(capture), packs)[0]]
    if not found:
        raise SystemExit(f"no documents below {SAMPLES}")
    return found


def run(arguments: list[str], out: Path) -> tuple[float, float]:
    """Run a command with its output in a file; return seconds and peak memory (MB, the largest child so far)."""
    began = time.perf_counter()
    with out.open("wb") as file:
        subprocess.run([str(SIJILL), *arguments], stdout=file, check=False)
    return time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
