"""How long commands take that do nothing: what every call in a shell loop pays.

In: nothing. Out: a Markdown table of seconds, best of five.
"""

import subprocess
import sys
import time
from pathlib import Path

SIJILL = Path(sys.executable).parent / "sijill"
CALLS = {"sijill --help": ["--help"], "sijill link - (no claims)": ["link", "-"], "sijill extract - (no documents)": ["extract", "-"]}


def measure(limit: int | None) -> str:
    """Return the table; `limit` is the number of repetitions (5)."""
    rows = ["| command | seconds, best |", "| --- | --- |"]
    for name, arguments in CALLS.items():
        times = []
        for _ in range(limit or 5):
            began = time.perf_counter()
            subprocess.run([str(SIJILL), *arguments], input=b"", capture_output=True, check=False)
            times.append(time.perf_counter() - began)
        rows.append(f"| `{name}` | {min(times):.2f} |")
    return "\n".join(rows)
