from sijill.assess.sources import find_sources
from sijill.assess.tellings import find_focus, find_tellings
from sijill.model import Claim, ClaimPlace, DocumentContext
from sijill.packs import load_packs
from tests.make import make_claim, make_harm

PACKS = load_packs()


def place(quote: str, *, unlocated: str | None = None, precision: int = 1, lat: float = 35.0) -> ClaimPlace:
    return ClaimPlace(
        quote=quote, start=0, end=1, place_id=quote if unlocated is None else None, name=quote, lat=lat, lon=36.0, precision=precision,
        country="SY", admin1="Sanhar", unlocated=unlocated, radius_km=60.0 if precision > 2 else None,
    )  # fmt: skip


def report(document: str, number: int, where: ClaimPlace | None, *, killed: int = 1, **fields: object) -> Claim:
    defaults: dict[str, object] = {
        "claim_id": f"clm_{document}_{number}", "document_id": document, "place": where, "harm": (make_harm("killed", killed, killed),),
        "attributed_to": (), "document": DocumentContext(source=document),
    }  # fmt: skip
    return make_claim(**{**defaults, **fields})


def told(*claims: Claim) -> dict[str, int | None]:
    found = find_tellings({c.claim_id: c for c in claims}, find_sources(claims, PACKS))
    return {t.claim.claim_id: t.row.min for t in found}


TOWN, VILLAGE = place("Tell Asfar"), place("the village of Ghurab", unlocated="ghurab", precision=4)
PROVINCE, FAR = place("Sanhar", precision=4), place("Qalat Sahm", lat=34.0)


def test_a_document_that_tells_of_this_place_does_not_count_by_the_province():
    claims = [report("a", 1, PROVINCE, killed=9), report("a", 2, TOWN, killed=2), report("b", 1, TOWN, killed=2)]
    assert told(*claims) == {"clm_a_2": 2, "clm_b_1": 2}


def test_a_document_that_names_only_the_province_counts():
    assert told(report("a", 1, PROVINCE, killed=3), report("b", 1, TOWN, killed=2)) == {"clm_a_1": 3, "clm_b_1": 2}


def test_a_village_that_no_gazetteer_knows_is_known_by_its_name():
    other = place("Gurab", unlocated="gurab", precision=5)
    claims = [report("a", 1, VILLAGE), report("b", 1, other), report("b", 2, FAR, killed=7)]
    assert told(*claims) == {"clm_a_1": 1, "clm_b_1": 1}


def test_a_round_up_says_little_about_where_it_was():
    listed = [report("a", n, place(f"town {n}", lat=30.0 + n)) for n in range(6)]
    focus = find_focus([[*listed, report("a", 6, FAR)], [report("b", 1, TOWN)]])
    assert focus == TOWN


def test_the_past_and_whole_periods_count_only_where_nothing_else_is_told():
    past = report("a", 1, TOWN, killed=40, background=True)
    assert told(past, report("a", 2, TOWN, killed=2)) == {"clm_a_2": 2}
    assert told(past) == {"clm_a_1": 40}
