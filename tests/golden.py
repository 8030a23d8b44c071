"""How far the program's claims and incidents agree with the ones that a careful reader wrote down for the sample corpus.

In: expected claims and incidents (`expected/*.jsonl` of the sample, see `docs/sample.md`), and the program's, all as plain dicts in
the interchange format. Out: figures by name. An expected claim holds only the fields that must be right: an absent field is not looked
at, "any" fits everything, `alt_<field>` lists further right values, `optional` claims and harm rows are neither asked for nor held
against the program.
Not here: running the program (`tests/test_golden.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import Any

Row = Mapping[str, Any]
Families = Callable[[str], str]
Lineage = Callable[[str], Sequence[str]]
PLACE_KM = 6.0  # the towns of the sample lie 7 km apart and more
LISTS = ("perpetrator", "harm", "attributed_to")
SCALARS = ("event_type", "modality", "date", "place")


def find_spans(item: Row | None, text: str) -> list[tuple[int, int]]:
    """Return where a quoted value stands: at its offsets, or everywhere its quote occurs when it has none."""
    if not item or not item.get("quote"):
        return []
    start, end = item.get("start_char", item.get("start")), item.get("end_char", item.get("end"))
    if isinstance(start, int) and isinstance(end, int):
        return [(start, end)]
    quote, found, at = item["quote"], [], text.find(item["quote"])
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def iter_quoted(claim: Row) -> Iterator[Row]:
    """Yield every value of an expected claim that carries a quote."""
    for value in claim.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "quote" in item:
                yield item


def find_ungrounded(claims: Iterable[Row], texts: Mapping[str, str]) -> list[str]:
    """Return a line for each expected quote that does not stand where it is said to stand."""
    faults = []
    for claim in claims:
        text = texts[claim["document_id"]]
        for item in iter_quoted(claim):
            spans = find_spans(item, text)
            if not spans or any(text[a:b] != item["quote"] for a, b in spans):
                faults.append(f"{claim['claim_id']}: {item['quote']!r} is not in {claim['document_id']}")
    return faults


def overlap(a: Row | None, b: Row | None, text: str) -> bool:
    """Do two quoted values share a character?"""
    return any(s < f and t < e for s, e in find_spans(a, text) for t, f in find_spans(b, text))


def get_items(claim: Row, field: str) -> list[Row]:
    """Return a field as a list of its values; nothing and "any" give none."""
    value = claim.get(field)
    return [v for v in (value if isinstance(value, list | tuple) else [value]) if isinstance(v, Mapping)]


class Aligned:
    """Expected and found claims of one corpus, paired one to one: best pairs first."""

    def __init__(self, expected: Sequence[Row], found: Sequence[Row], texts: Mapping[str, str], get_family: Families) -> None:
        self.expected, self.found, self.texts = expected, found, texts
        self._get_family = get_family
        by_document = defaultdict(list)
        for claim in found:
            by_document[claim["document_id"]].append(claim)
        weights = [
            (weight, -i, e["claim_id"], f["claim_id"])
            for i, e in enumerate(expected)
            for f in by_document[e["document_id"]]
            if (weight := self.weigh(e, f))
        ]
        self.pairs: dict[str, str] = {}
        taken: set[str] = set()
        for _, _, e_id, f_id in sorted(weights, reverse=True):
            if e_id not in self.pairs and f_id not in taken:
                self.pairs[e_id] = f_id
                taken.add(f_id)

    def weigh(self, e: Row, f: Row) -> float:
        """Return how well a found claim fits an expected one; 0 when they cannot be the same."""
        text = self.texts[e["document_id"]]
        kinds = {self._get_family(kind) for kind in (e["event_type"], *e.get("alt_event_type", ()))}
        same_kind = self._get_family(f["event_type"]) in kinds
        shared = {
            field: any(overlap(a, b, text) for a in get_items(e, field) for b in get_items(f, field))
            for field in ("trigger", "place", "harm", "perpetrator", "attributed_to")
        }
        if not (shared["trigger"] or (same_kind and (shared["place"] or shared["harm"]))):
            return 0.0
        return (
            2.0 * same_kind + 2.0 * shared["trigger"] + shared["place"] + shared["harm"]
            + 0.5 * shared["perpetrator"] + 0.5 * shared["attributed_to"] - 0.25 * bool(e.get("optional"))
        )  # fmt: skip

    def iter_pairs(self) -> Iterator[tuple[Row, Row, str]]:
        """Yield each required expected claim that was found, the claim found, and the document's text."""
        found = {f["claim_id"]: f for f in self.found}
        for e in self.expected:
            if e["claim_id"] in self.pairs and not e.get("optional"):
                yield e, found[self.pairs[e["claim_id"]]], self.texts[e["document_id"]]

    @property
    def missed(self) -> list[Row]:
        """Required expected claims that were not found."""
        return [e for e in self.expected if e["claim_id"] not in self.pairs and not e.get("optional")]

    @property
    def spurious(self) -> list[Row]:
        """Found claims that fit no expected claim."""
        taken = set(self.pairs.values())
        return [f for f in self.found if f["claim_id"] not in taken]


def make_f1(right: float, found: float, wanted: float) -> float:
    """Return the harmonic mean of precision and recall."""
    return round(2 * right / (found + wanted), 4) if found + wanted else 1.0


def score_claims(aligned: Aligned, get_lineage: Lineage) -> dict[str, float]:
    """Return `claim.f1`, for each field the share of all expected claims in which it is right, `harm_row.f1` and `whole_claim`.

    A claim that was not found has nothing right, so that finding more claims can lower no figure.
    """
    pairs, missed = list(aligned.iter_pairs()), aligned.missed
    figures = {"claim.f1": make_f1(len(pairs), len(pairs) + len(aligned.spurious), len(pairs) + len(missed))}
    wrong: set[str] = set()
    for field in (*SCALARS, *LISTS):
        judged = [(e, is_right(field, e, f, text, get_lineage)) for e, f, text in pairs if is_judged(field, e)]
        wrong |= {e["claim_id"] for e, right in judged if not right}
        wanted = len(judged) + sum(is_judged(field, e) for e in missed)
        figures[field] = round(sum(right for _, right in judged) / wanted, 4)
    hits = [count_harm(e, f) for e, f, _ in pairs if is_judged("harm", e)]
    hits += [(0, 0, sum(not row.get("optional") for row in e["harm"])) for e in missed if is_judged("harm", e)]
    figures["harm_row.f1"] = make_f1(*(sum(column) for column in zip(*hits, strict=True)))
    figures["whole_claim"] = round((len(pairs) - len(wrong)) / (len(pairs) + len(missed)), 4)
    return figures


def is_judged(field: str, e: Row) -> bool:
    """Does an expected claim say what a field must be? (None is an answer.)"""
    return bool(e.get(field, "any") != "any")


def is_right(field: str, e: Row, f: Row, text: str, get_lineage: Lineage) -> bool:
    """Is a field of a found claim as expected?"""
    if field in ("event_type", "modality"):
        return f[field] in (e[field], *e.get(f"alt_{field}", ()))
    if field == "place":
        return any(is_same_place(p, f.get("place")) for p in (e["place"], *e.get("alt_place", ())))
    if field == "date":
        return any(is_same_date(d, f.get("date")) for d in (e["date"], *e.get("alt_date", ())))
    if field == "harm":
        right, found, wanted = count_harm(e, f)
        return right == found == wanted
    return is_same_list(e[field], get_items(f, field), text, get_lineage)


def is_same_place(e: Row | None, f: Row | None) -> bool:
    """Is the found place near enough to the expected one (None: no place may be given)?"""
    if e is None or f is None:
        return e is f
    if f.get("lat") is None:
        return False
    return measure_km(e["lat"], e["lon"], f["lat"], f["lon"]) <= float(e.get("tolerance_km", PLACE_KM))


def is_same_date(e: Row | None, f: Row | None) -> bool:
    """Are both ends the same day? An expected date without days wants no days."""
    return all((e or {}).get(end) == (f or {}).get(end) for end in ("start", "end"))


def is_same_list(e: Sequence[Row], f: Sequence[Row], text: str, get_lineage: Lineage) -> bool:
    """Is every expected party or source there, by id (or that of its parent) or by its words, and for parties no other?"""

    def fits(a: Row, b: Row) -> bool:
        ids = [i for i in (a.get("actor_id"), b.get("actor_id")) if i not in (None, "any")]
        known = len(ids) == 2 and (ids[0] in get_lineage(ids[1]) or ids[1] in get_lineage(ids[0]))
        stance = b.get("stance", "accused")
        return (known or overlap(a, b, text)) and ("actor_id" not in b or a.get("stance", stance) in ("any", stance))

    missing = [a for a in e if not any(fits(a, b) for b in f)]
    further = [b for b in f if "actor_id" in b and not any(fits(a, b) for a in e)]
    return not missing and not further


def count_harm(e: Row, f: Row) -> tuple[int, int, int]:
    """Return rows right, rows found, rows wanted, for the expected rows or the alternative ones, whichever fit better."""
    options = [rows for rows in (e["harm"], e.get("alt_harm")) if rows is not None]
    return max((_count_rows(rows, get_items(f, "harm")) for rows in options), key=lambda n: 2 * n[0] - n[1] - n[2])


def _count_rows(wanted: Sequence[Row], found: Sequence[Row]) -> tuple[int, int, int]:
    left, right, spared = list(found), 0, 0
    for row in sorted(wanted, key=lambda r: bool(r.get("optional"))):
        hit = next((g for g in left if all(row[k] in ("any", g.get(k)) for k in ("outcome", "who", "group", "min", "max"))), None)
        if hit is not None:
            left.remove(hit)
            right, spared = right + (not row.get("optional")), spared + bool(row.get("optional"))
    return right, len(found) - spared, sum(not r.get("optional") for r in wanted)


def score_links(aligned: Aligned, incident_of: Mapping[str, str]) -> dict[str, float]:
    """Return how well "these two claims are of one incident" was told; a claim that was not found is of no incident.

    `incident_of`: claim id to incident id.
    """
    expected = [e for e in aligned.expected if e["incident"] and not e.get("optional")]
    known = [(e["incident"], incident_of.get(aligned.pairs.get(e["claim_id"], ""), e["claim_id"])) for e in expected]
    wanted = found = right = 0
    for (a, x), (b, y) in combinations(known, 2):
        wanted, found, right = wanted + (a == b), found + (x == y), right + (a == b and x == y)
    return {
        "link.pairs.f1": make_f1(right, found, wanted),
        "link.precision": round(right / found, 4) if found else 1.0,
        "link.recall": round(right / wanted, 4),
    }


def find_incident(expected: Row, aligned: Aligned, incidents: Sequence[Row]) -> Row | None:
    """Return the found incident that shares most claims with an expected one, or None."""
    ids = {aligned.pairs.get(e["claim_id"]) for e in aligned.expected if e["incident"] == expected["incident"]} - {None}
    best = max(incidents, key=lambda i: (len(ids & set(i["claim_ids"])), -len(i["claim_ids"])), default=None)
    return best if best is not None and ids & set(best["claim_ids"]) else None


def find_faults(expected: Row, found: Row | None) -> list[str]:
    """Return what is wrong with a found incident, field by field; nothing when it is as expected.

    An optional day is one that no report states: it may be missing, but not be another.
    """
    if found is None:
        return [] if expected.get("optional") else ["not found"]
    faults = []
    if found["event_type"] not in (expected["event_type"], *expected.get("alt_event_type", ())):
        faults.append(f"event_type {found['event_type']}")
    if not is_same_place(expected["place"], found.get("place")):
        faults.append(f"place {(found.get('place') or {}).get('name')}")
    date = found["date"]
    if date["start"] is None:
        faults += [] if expected["date"].get("optional") else ["date None"]
    elif date["start"] > expected["date"]["end"] or date["end"] < expected["date"]["start"]:
        faults.append(f"date {date['start']}")
    for outcome, cells in expected["harm"].items():
        for who, cell in cells.items():
            got = found["harm"].get(outcome, {}).get(who) or {}
            faults += [
                f"{outcome}.{who}.{end} {got.get(end)}"
                for end in ("min", "max")
                if got.get(end) not in (cell[end] if isinstance(cell[end], list) else [cell[end]])
            ]
    statuses = {a["actor_id"]: a.get("status") for a in found["perpetrator"]}
    for actor in expected["perpetrator"]:
        if statuses.get(actor["actor_id"]) not in actor["status"]:
            faults.append(f"perpetrator {actor['actor_id']} {statuses.get(actor['actor_id'])}")
    if "grade" in expected and found["grade"] not in expected["grade"]:
        faults.append(f"grade {found['grade']}")
    return faults


def measure_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance of two points on a sphere of Earth's size."""
    a, b = radians(lat1), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 12742 * asin(sqrt(h))
