"""How often a resolved place lies in the wrong country: mentions of gold data whose point is known.

    python -m benchmarks.gazetteer_countries FOLDER [FOLDER ...] [--wrong]

A folder holds `documents.jsonl` and `gold.jsonl` (mentions with `start`, `end`, `lat`, `lon`, perhaps `place_id`), as the yardstick's
`toponyms_*` do. The gold country is that of the gazetteer's place with the gold id, else that of the nearest town within 100 km.
Counted are mentions that overlap a gold one and that are resolved to a place below the continent; what is left open is not counted.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sijill.gazetteer import Gazetteer, open_gazetteer
from sijill.gazetteer.geometry import get_distance_km
from sijill.gazetteer.toponyms import find_toponyms
from sijill.packs import load_packs
from sijill.read import parse_line, read_one
from sijill.settings import load_settings

NEAREST_KM, SAME_KM = 100.0, 25.0


def find_country(gazetteer: Gazetteer, row: dict[str, Any]) -> str | None:
    """Return the country of a gold mention, or None where no town is near."""
    known = gazetteer.get_place(row["place_id"]) if row.get("place_id") else None
    if known is not None and known.country:
        return known.country
    point, layers = (row["lat"], row["lon"]), gazetteer.layers
    towns = [n for n in layers.iter_near(*point, NEAREST_KM) if layers.get_kind(n) == "settlement"]
    nearest = min(towns, key=lambda n: get_distance_km(point, layers.get_point(n)), default=None)
    return layers.get_country(nearest) if nearest is not None else None


def iter_judged(gazetteer: Gazetteer, folder: Path, packs: Any) -> Iterator[tuple[str, str, str, str]]:
    """Yield (document, words, our country, gold country) of every resolved mention that overlaps a gold one."""
    gold: dict[str, list[dict[str, Any]]] = {}
    for line in (folder / "gold.jsonl").read_bytes().splitlines():
        row = msgspec.json.decode(line)
        if row.get("lat") is not None and not row.get("optional"):
            gold.setdefault(row["document_id"], []).append(row)
    for line in (folder / "documents.jsonl").read_bytes().splitlines():
        for document in read_one(parse_line(line), packs)[0]:
            for found in find_toponyms(document, gazetteer):
                row = next((g for g in gold.get(document.id, ()) if g["start"] < found["end"] and found["start"] < g["end"]), None)
                if row is None or found.get("doubtful") or not found.get("country"):
                    continue
                near = get_distance_km((row["lat"], row["lon"]), (found["lat"], found["lon"])) < SAME_KM
                country = found["country"] if near else find_country(gazetteer, row)
                if country is not None:
                    yield document.id, found["quote"], found["country"], country


def main(folders: list[str], *, show: bool) -> None:
    """Print the share of resolved mentions in a wrong country, for each folder."""
    settings = load_settings()
    packs = load_packs(settings.pack_dirs())
    gazetteer = open_gazetteer(settings, packs=packs)
    for folder in folders:
        judged = list(iter_judged(gazetteer, Path(folder), packs))
        wrong = [row for row in judged if row[2] != row[3]]
        print(f"{Path(folder).name}: wrong country {len(wrong) / max(1, len(judged)):.4f}  n={len(judged)}")
        for document, words, ours, right in wrong if show else ():
            print(f"  {document}: {words!r} {ours} for {right}")


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if not a.startswith("--")], show="--wrong" in sys.argv)
