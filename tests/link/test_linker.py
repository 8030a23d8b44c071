import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.link import link_claims
from sijill.model import Claim, ClaimPlace, Decision, DocumentContext, PartialDate
from sijill.packs import load_packs
from tests.make import make_claim, make_harm

PACKS = load_packs()
TOWNS = {"tell": (20.5, 50.25), "wadi": (20.9, 50.9), "qasr": (21.6, 49.7)}


def make_report(name: str, *, day: int = 4, town: str | None = "tell", killed: int = 3, **fields: object) -> Claim:
    """A claim of a document of its own about a strike on an invented town."""
    place = None
    if town is not None:
        lat, lon = TOWNS[town]
        place = ClaimPlace(
            quote=town, start=0, end=1, place_id=f"own:{town}", name=town, lat=lat, lon=lon, precision=1, country="SA", admin1="Sanhar"
        )
    when = PartialDate(f"2031-03-{day:02d}", f"2031-03-{day:02d}", "day", "Tuesday", 0, 1)
    context = DocumentContext(source=f"source {name}", published=f"2031-03-{day:02d}")
    names: dict[str, object] = {"claim_id": f"clm_{name}", "document_id": f"doc_{name}", "document": context}
    return make_claim(**{**names, "date": when, "place": place, "harm": (make_harm("killed", killed, killed),), **fields})


def get_groups(claims: list[Claim], decisions: tuple[Decision, ...] = ()) -> set[tuple[str, ...]]:
    return {c.claim_ids for c in link_claims(claims, packs=PACKS, decisions=decisions).clusters}


def decide(kind: str, left: str, right: str, at: int = 0) -> Decision:
    return Decision(kind=kind, subject=f"clm_{left}", other=f"clm_{right}", author="reviewer", made_at=f"2031-04-01T00:00:{at:02d}Z")  # type: ignore[arg-type]


def test_two_reports_of_one_strike_are_one_incident():
    assert get_groups([make_report("a"), make_report("b")]) == {("clm_a", "clm_b")}


def test_strikes_on_two_towns_or_on_two_far_days_are_two_incidents():
    assert len(get_groups([make_report("a"), make_report("b", town="wadi")])) == 2
    assert len(get_groups([make_report("a"), make_report("b", day=14)])) == 2


def test_a_line_of_days_is_not_chained_into_one_incident():
    claims = [make_report(f"{day:02d}", day=day) for day in range(1, 20)]
    for group in get_groups(claims):
        days = [int(c.removeprefix("clm_")) for c in group]
        assert max(days) - min(days) <= 2


def test_a_claim_without_date_and_place_joins_what_its_document_says():
    poor = make_report("b", town=None, document_id="doc_a", date=None, harm=(make_harm("injured", 7, 7),))
    assert get_groups([make_report("a"), poor]) == {("clm_a", "clm_b")}


def test_what_is_planned_or_habitual_is_in_no_incident():
    assert get_groups([make_report("a", modality="planned"), make_report("b", modality="habitual")]) == set()


def test_different_decision_keeps_apart_and_same_decision_joins():
    pair = [make_report("a"), make_report("b")]
    assert get_groups(pair, (decide("different", "a", "b"),)) == {("clm_a",), ("clm_b",)}
    far = [make_report("a"), make_report("b", town="qasr", day=20)]
    assert get_groups(far, (decide("same", "a", "b"),)) == {("clm_a", "clm_b")}


def test_contradicting_decisions_are_reported_and_different_holds():
    decisions = (decide("same", "a", "b", 1), decide("same", "b", "c", 2), decide("different", "a", "c", 3))
    result = link_claims([make_report(n) for n in "abc"], packs=PACKS, decisions=decisions)
    assert [c.set_aside for c in result.contradictions] == [decisions[1].decision_id]
    assert result.contradictions[0].because_of == (decisions[2].decision_id,)
    assert all(not {"clm_a", "clm_c"} <= set(c.claim_ids) for c in result.clusters)


def test_links_name_their_evidence_and_the_nearest_that_stayed_apart():
    result = link_claims([make_report("a"), make_report("b"), make_report("c", town="wadi", killed=30)], packs=PACKS)
    together = next(c for c in result.clusters if len(c.claim_ids) == 2)
    assert together.weakest_link is not None
    assert together.weakest_link.probability > 0.9
    assert {"date: same_day", "place: same"} <= set(together.weakest_link.features)
    apart = next(c for c in result.clusters if len(c.claim_ids) == 1)
    assert all(link.probability < 0.5 for link in apart.nearest_apart)


def test_ids_survive_when_the_majority_stays_and_a_merge_leaves_a_tombstone():
    first = link_claims([make_report("a"), make_report("b")], packs=PACKS)
    previous = {c.incident_id: frozenset(c.claim_ids) for c in first.clusters}
    second = link_claims([make_report("0"), make_report("a"), make_report("b")], packs=PACKS, previous=previous)
    assert [c.incident_id for c in second.clusters] == [c.incident_id for c in first.clusters]
    assert [(c.kind, c.added) for c in second.changes] == [("changed", ("clm_0",))]
    old = {"inc_x": frozenset({"clm_0", "clm_a"}), "inc_y": frozenset({"clm_b"})}
    merged = link_claims([make_report("0"), make_report("a"), make_report("b")], packs=PACKS, previous=old)
    assert [(c.incident_id, c.previous_ids) for c in merged.clusters] == [("inc_x", ("inc_y",))]
    assert ("merged", "inc_y", ("inc_x",)) in [(c.kind, c.incident_id, c.others) for c in merged.changes]


def test_a_split_leaves_a_tombstone_that_names_the_heirs():
    old = {"inc_x": frozenset({"clm_a", "clm_b"})}
    result = link_claims([make_report("a"), make_report("b", town="qasr")], packs=PACKS, previous=old)
    assert [c.kind for c in result.changes if c.incident_id == "inc_x"] == ["split"]
    assert all(c.previous_ids == ("inc_x",) for c in result.clusters)


REPORTS = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from([*TOWNS, None]), st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=14
)
PAIRS = st.lists(st.tuples(st.sampled_from(["same", "different", "unsure"]), st.integers(0, 13), st.integers(0, 13)), max_size=8)


@given(REPORTS, PAIRS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_does_not_matter_and_decisions_bind(reports, pairs, rng: random.Random):
    claims = [
        make_report(f"{i:02d}", day=day, town=town, killed=killed, document_id=f"doc_{document}")
        for i, (day, town, killed, document) in enumerate(reports)
    ]
    decisions = tuple(decide(kind, f"{a:02d}", f"{b:02d}", at) for at, (kind, a, b) in enumerate(pairs) if a != b)
    result = link_claims(claims, packs=PACKS, decisions=decisions)
    shuffled, reordered = list(claims), list(decisions)
    rng.shuffle(shuffled)
    rng.shuffle(reordered)
    assert link_claims(shuffled, packs=PACKS, decisions=reordered) == result
    assert sorted(c for cluster in result.clusters for c in cluster.claim_ids) == sorted(c.claim_id for c in claims)
    holder = {c: cluster.incident_id for cluster in result.clusters for c in cluster.claim_ids}
    set_aside = {c.set_aside for c in result.contradictions}
    latest = {tuple(sorted((d.subject, d.other or ""))): d for d in decisions}
    for (left, right), decision in latest.items():
        if left in holder and right in holder and decision.decision_id not in set_aside and decision.kind != "unsure":
            assert (holder[left] == holder[right]) == (decision.kind == "same")


def test_days_and_marks_that_no_calendar_and_no_program_of_ours_writes_are_not_known():
    days = ("--99-99", "--02-30", "--x", "0001-01-01", "9999-12-31", "soon")
    claims = [
        make_report(
            name,
            date=PartialDate("9999-12-30", "9999-12-31", "day", "then", 0, 4),
            document=DocumentContext(
                source=name, published=published, days=days, head_days=days, head="xyz", marks="0001", url=f"https://own.example/{number}"
            ),
        )
        for number, (name, published) in enumerate((("a", "0001-01-01"), ("b", "9999-12-31"), ("c", None), ("d", "soon")), 1000)
    ]
    assert {claim for group in get_groups(claims) for claim in group} == {"clm_a", "clm_b", "clm_c", "clm_d"}
