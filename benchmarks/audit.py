"""Precision of harm rows, read by eye: draw rows, look at them, count the marks.

    python -m benchmarks.audit draw DOCUMENTS.jsonl CLAIMS.jsonl --lang ar --count 100 --seed 1 > benchmarks/audit_ar.tsv
    python -m benchmarks.audit show DOCUMENTS.jsonl benchmarks/audit_ar.tsv
    python -m benchmarks.audit score benchmarks/audit_*.tsv

In: documents and claims in the interchange format. Out: a sheet with document id, offsets, the value read, a mark (`right`, `wrong`,
or empty) and a reason. The sheet holds no words of the texts; `show` prints them beside the rows. Rows are drawn by hash, so that the
same seed and claims give the same sheet. A row is right when outcome, number, status and group are what the text says of the people
it quotes, and they came to harm by violence.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

FIELDS = ("document", "start", "end", "lang", "event", "outcome", "who", "group", "min", "max", "mark", "reason")
VALUES = ("start", "end", "outcome", "who", "group", "min", "max")
SAID = ("asserted", "hedged")  # what is denied or planned has not happened
CONTEXT = 160
Row = dict[str, str]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def draw_rows(claims: Iterator[dict[str, Any]], lang: str, count: int, seed: str) -> list[Row]:
    """Return `count` harm rows that quote their text, each place in a text once, chosen by hash."""
    found: dict[tuple[str, int, int, str], Row] = {}
    for claim in claims:
        for harm in (claim.get("harm") or ()) if claim.get("modality") in SAID else ():
            if claim.get("lang") == lang and harm.get("quote") and harm.get("start") is not None:
                values = {"document": claim["document_id"], "event": claim["event_type"], "lang": lang, "mark": "", "reason": ""}
                values |= {name: "" if harm.get(name) is None else str(harm[name]) for name in VALUES}
                found.setdefault((claim["document_id"], harm["start"], harm["end"], f"{harm['outcome']}{harm.get('group')}"), values)
    ordered = sorted(found.items(), key=lambda item: hashlib.sha256(f"{seed}|{item[0]}".encode()).hexdigest())
    return [row for _, row in ordered[:count]]


def write_sheet(rows: Sequence[Row]) -> None:
    """Write a sheet to standard output."""
    writer = csv.DictWriter(sys.stdout, FIELDS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def read_sheet(path: Path) -> list[Row]:
    """Return the rows of a sheet."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def show_rows(documents: Path, sheet: Path) -> None:
    """Print every row with the words around it."""
    texts = {d["id"]: d["text"] for d in read_lines(documents)}
    for number, row in enumerate(read_sheet(sheet), start=1):
        text, start, end = texts[row["document"]], int(row["start"]), int(row["end"])
        words = f"{text[max(0, start - CONTEXT) : start]}[[{text[start:end]}]]{text[end : end + CONTEXT]}".replace("\n", " / ")
        print(number, *(row[name] for name in ("event", "outcome", "who", "group", "min", "max", "mark", "reason")), "|", words)


def score_sheets(sheets: Sequence[Path]) -> None:
    """Print how many of the marked rows of each sheet are right."""
    for sheet in sheets:
        marks = [row["mark"] for row in read_sheet(sheet) if row["mark"]]
        right = marks.count("right")
        print(f"{sheet.name}: {right} of {len(marks)} right ({right / max(len(marks), 1):.3f})")


def main() -> None:
    """Draw, show or score."""
    parser = argparse.ArgumentParser(description="precision of harm rows, read by eye")
    parser.add_argument("task", choices=("draw", "show", "score"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--lang", default="ar")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    if options.task == "draw":
        write_sheet(draw_rows(read_lines(options.files[1]), options.lang, options.count, options.seed))
    elif options.task == "show":
        show_rows(*options.files)
    else:
        score_sheets(options.files)


if __name__ == "__main__":
    main()
