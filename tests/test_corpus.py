"""Every line of every language's corpus: what must be understood, and what must not."""

import functools
import re
from typing import Any

import pytest

from sijill.extract import Extractor
from sijill.model import Claim, Document, Harm
from sijill.packs import PACKS_FOLDER, load_packs
from sijill.packs.language import CorpusLine, load_corpus

OUTCOMES = ("killed", "injured", "casualties", "detained", "abducted", "displaced", "missing")
GROUPS = ("children", "women", "men", "elderly", "journalists", "medical", "aid_workers")
CODES = sorted(path.parent.name for path in PACKS_FOLDER.glob("languages/*/corpus.yml"))


@functools.lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor(load_packs(), None)


def _lines() -> list[Any]:
    found = []
    for code in CODES:
        for number, line in enumerate(load_corpus(PACKS_FOLDER / "languages" / code), start=1):
            found.append(pytest.param(code, line, id=f"{code}-{number}"))
    return found


def _shown(row: Harm) -> str:
    """The compact notation of a quantity."""
    if row.exactness == "vague":
        return "vague"
    if row.max is None:
        return f"{row.min}+"
    if row.min is None:
        return f"<={row.max}"
    if row.min != row.max:
        return f"{row.min}-{row.max}"
    return f"~{row.min}" if row.exactness == "about" else f"{row.min}"


def _faults(wanted: dict[str, str], claim: Claim) -> list[str]:
    """Return what a claim has wrong."""
    faults = []
    for name, value in wanted.items():
        got = _value(name, claim)
        if name in ("perp", "target", "source", "weapon") and value is not None:
            parts = {v.strip() for v in str(value).split(",")}
            if not all(any(part in g for g in got) for part in parts):
                faults.append(f"{name}: {value!r} wanted, {sorted(got)} read")
        elif name == "place" and value is not None:
            continue  # places need a gazetteer; they are tested there
        elif got != value and not (value is None and not got):
            faults.append(f"{name}: {value!r} wanted, {got!r} read")
    return faults


def _value(name: str, claim: Claim) -> Any:
    """Return a claim's value under a name of the corpus."""
    if name in OUTCOMES:
        rows = [h for h in claim.harm if h.outcome == name and h.group is None]
        return " + ".join(sorted(_shown(row) for row in rows)) or None
    if name in GROUPS:
        return next((_shown(h) for h in claim.harm if h.group == name), None)
    if name == "who":
        return next((h.who for h in claim.harm if h.group is None), None)
    if name in ("perp", "target"):
        actors = claim.perpetrator if name == "perp" else claim.target
        return {f"{a.actor_id}|{a.quote}|{a.stance}" for a in actors}
    if name == "source":
        return {f"{a.source_id}|{a.quote}" for a in claim.attributed_to}
    if name == "weapon":
        return {f"{w.weapon_id}|{w.quote}" for w in claim.weapon}
    if name == "date":
        return (claim.date.start or claim.date.quote) if claim.date else None
    if name == "background":
        return "true" if claim.background else "false"
    if name == "type":
        return claim.event_type
    return str(claim.modality) if name == "modality" else getattr(claim, name)


@pytest.mark.parametrize(("code", "line"), _lines())
def test_corpus_line_is_understood(code: str, line: CorpusLine) -> None:
    document = Document(id="line", text=line.text, lang=code, published=line.published)
    claims = list(_extractor().extract(document).claims)
    shown = [(c.event_type, c.modality, [(h.outcome, h.who, h.group, _shown(h)) for h in c.harm], c.rules) for c in claims]
    wanted = [] if line.claims == "none" else line.claims
    for want in wanted:
        ranked = sorted(claims, key=lambda c: len(_faults(want, c)))
        assert ranked, f"no claim read from {line.text!r}"
        assert not _faults(want, ranked[0]), f"{line.text!r}: {_faults(want, ranked[0])} in {shown}"
        claims.remove(ranked[0])
    assert not claims, f"{line.text!r}: more claims than wanted: {shown}"


@pytest.mark.parametrize("code", CODES)
def test_corpus_has_negatives(code: str) -> None:
    lines = load_corpus(PACKS_FOLDER / "languages" / code)
    negatives = [line for line in lines if line.claims == "none" or _is_negative(line)]
    assert len(negatives) * 3 >= len(lines)


def _is_negative(line: CorpusLine) -> bool:
    """A line that says what must not be understood: another modality, or a value that must stay empty."""
    return any(
        value is None or (key == "modality" and value != "asserted") or re.fullmatch("0", str(value))
        for c in line.claims
        for key, value in c.items()
    )
