"""A few invented reports as files, of every kind that reading knows."""

import json
from pathlib import Path

PLACES = ("Raqqa", "Idlib", "Aleppo", "Homs", "Hama")


def write_reports(folder: Path, count: int = 30) -> Path:
    """Write plain texts, a page and rows about invented events and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count // 3):
        place = PLACES[n % len(PLACES)]
        text = f"Air strike in {place}\n\nAn air strike killed {n + 2} civilians in {place} on {n + 1} March 2031, local sources said.\n"
        (folder / f"report-{n:03}.txt").write_text(text, encoding="utf-8")
    rows = []
    for n in range(count // 3):
        place = PLACES[n % len(PLACES)]
        text = f"Warplanes bombed {place} on {n + 1} March 2031, killing {n + 3} civilians. Shelling hurt two people in Homs."
        rows.append({"id": f"row-{n:03}", "text": text, "published": "2031-03-20", "source": "Northern Wire"})
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    cells = "".join(
        f'csv-{n:03},2031-03-{n + 1:02},"A car bomb killed {n + 1} people in Aleppo, a monitor said."\n' for n in range(count // 3)
    )
    (folder / "table.csv").write_text("id,published,text\n" + cells, encoding="utf-8")
    return folder
