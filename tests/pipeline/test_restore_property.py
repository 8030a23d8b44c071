"""Export, import, export again: identical, whatever the register holds."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sijill.model import Attribution, Claim, ClaimPlace, Decision, Document, PartialDate
from sijill.packs import load_packs
from sijill.pipeline import link_register
from sijill.pipeline.restore import restore_register
from sijill.publish import export_register
from sijill.store import Register
from tests.make import make_claim, make_document, make_harm

PACKS = load_packs()
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12)
maybe = st.none() | texts
numbers = st.tuples(st.integers(0, 40), st.integers(0, 40) | st.none()).filter(lambda n: n[1] is None or n[0] <= n[1])
days = st.integers(1, 28).map(lambda n: f"2031-03-{n:02d}")


@st.composite
def documents(draw) -> list[Document]:
    return [
        make_document(id=f"doc_{n}", text=draw(texts), title=draw(maybe), url=draw(maybe), source=draw(maybe), extra=draw(extras))
        for n in range(draw(st.integers(1, 3)))
    ]


extras = st.dictionaries(texts, texts | st.integers(-5, 5) | st.booleans() | st.lists(texts, max_size=2), max_size=2)


@st.composite
def claims(draw) -> list[Claim]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        low, high = draw(numbers)
        day = draw(st.none() | days)
        place = ClaimPlace(
            quote=draw(texts),
            start=0,
            end=1,
            place_id=None,
            name=draw(maybe),
            lat=draw(st.floats(-80, 80)),
            lon=draw(st.floats(-170, 170)),
            precision=draw(st.integers(1, 7)),
            country=draw(st.none() | st.just("SY")),
            admin1=draw(maybe),
        )
        found.append(
            make_claim(
                claim_id=f"clm_{number}",
                document_id="doc_0",
                event_type=draw(st.sampled_from(["air_strike", "shelling", "arrest", "statement"])),
                modality=draw(st.sampled_from(["asserted", "hedged", "denied", "planned"])),
                attributed_to=(Attribution(draw(texts), 0, 1, draw(maybe)),),
                date=None if day is None else PartialDate(day, day, "day", draw(texts), 0, 1, "absolute"),
                place=draw(st.none() | st.just(place)),
                harm=(make_harm(low=low, high=high, exactness="exact" if low == high else "about", quote=draw(texts)),),
                score=draw(st.floats(0, 1)),
                issues=tuple(draw(st.lists(texts, max_size=2))),
            )
        )
    return found


@st.composite
def decisions(draw) -> list[Decision]:
    kinds = st.sampled_from(["same", "different", "note", "grade"])
    return [
        Decision(
            kind=kind,
            subject="clm_0",
            other="clm_1" if kind in {"same", "different"} else None,
            author=draw(texts),
            made_at=f"2031-04-01T00:00:{n:02d}Z",
            value={"note": draw(texts), "grade": "weak"}.get(kind),
            reason=draw(maybe),
        )
        for n, kind in enumerate(draw(st.lists(kinds, max_size=3)))
    ]


def export(register: Register, folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in export_register(register, "jsonl", folder, packs=PACKS)}


@given(documents(), claims(), decisions())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_comes_back_the_same(tmp_path_factory, told, read, decided):
    folder = tmp_path_factory.mktemp("round")
    with Register.create(folder / "one") as register:
        register.add_documents(told)
        register.add_claims(read)
        for decision in decided:
            register.record_decision(decision)
        link_register(register, PACKS, extractor="given", rule="range")
        first = export(register, folder / "first")
    restore_register(folder / "two", folder / "first")
    with Register.open(folder / "two") as register:
        assert export(register, folder / "second") == first
    assert first["claims.jsonl"].count(b"\n") == len(read)
