import random
from datetime import date

import msgspec

from sijill.link import link_claims
from sijill.link.account import date_documents, make_account
from sijill.link.reportdays import ReportDays, Written, find_own_day
from sijill.link.weights import load_rules
from sijill.model import Claim, DocumentContext, PartialDate
from sijill.packs import load_packs
from tests.make import make_claim, make_harm

START = date(2031, 3, 1).toordinal()


def to_text(day: int) -> str:
    return date.fromordinal(START + day).isoformat()


def make_report(name: str, number: int | None, *, published: int | None = None, named: tuple[str, ...] = (), page: str = "page") -> Claim:
    return make_claim(
        claim_id=f"clm_{name}",
        document_id=f"doc_{name}",
        document=DocumentContext(
            source=name,
            url=f"https://social.example/{page}/posts/{50_000 + number}" if number else None,
            published=to_text(published) if published is not None else None,
            days=named,
            head_days=named,
        ),
    )


def estimate(*claims: Claim) -> dict[str, Written | None]:
    return ReportDays(make_account(c, load_rules()) for c in claims).estimate()


def test_an_undated_report_was_written_between_its_neighbours_of_the_series():
    found = estimate(make_report("a", 1000, published=0), make_report("b", 1500), make_report("c", 2000, published=20))
    assert set(found) == {"doc_b"}
    assert START + 5 <= found["doc_b"].first <= START + 10 <= found["doc_b"].last <= START + 15


def test_another_page_has_its_own_numbers():
    known = make_report("a", 1000, published=0), make_report("c", 2000, published=20)
    assert estimate(*known, make_report("b", 1500, page="other"))["doc_b"] is None


def test_the_day_that_a_report_names_at_its_beginning_counts_unless_its_number_says_otherwise():
    days = [make_report(f"a{n}", 1000 + 100 * n, published=n) for n in range(6)]
    found = estimate(*days, make_report("b", 1150, named=(to_text(1),)), make_report("c", 1350, named=("2019-01-01",)))
    assert found["doc_b"] == Written(START + 1, START + 1)
    assert found["doc_c"].first >= START + 2


def test_a_day_without_a_year_is_in_the_year_of_its_neighbours():
    days = [make_report(f"a{n}", 1000 + 100 * n, published=n) for n in range(3)]
    found = estimate(*days, make_report("b", 1150, named=("--03-02",)))
    assert found["doc_b"] == Written(START + 1, START + 1)


def test_a_weekday_picks_the_day_of_a_narrow_estimate():
    tuesday = make_report("b", 1500)
    tuesday = msgspec.structs.replace(tuesday, date=PartialDate(None, None, "unknown", "Tuesday", 0, 7))
    accounts = [make_account(c, load_rules()) for c in (make_report("a", 1000, published=0), tuesday, make_report("c", 2001, published=5))]
    found = ReportDays(date_documents(accounts)).estimate()["doc_b"]
    assert date.fromordinal(found.first).isoweekday() == 2
    assert found.last - found.first <= 1


def test_where_no_document_names_a_year_only_days_of_the_year_are_known():
    found = estimate(make_report("a", 1000, named=("--12-30",)), make_report("b", 1500), make_report("c", 2000, named=("--01-03",)))
    assert not found["doc_b"].has_year
    assert found["doc_c"].first - found["doc_a"].first == 4


def test_a_day_that_many_reports_name_is_background():
    anniversary = [make_report(f"a{n}", 1000 + 500 * n, named=("2020-03-05",)) for n in range(4)]
    assert not any(w.has_year for w in estimate(*anniversary).values() if w)


def test_alone_a_report_was_written_when_it_was_published_or_on_the_day_that_its_beginning_names():
    def read(claim: Claim) -> Written | None:
        return find_own_day(make_account(claim, load_rules()))

    assert read(make_report("a", None, published=3, named=(to_text(1),))) == Written(START + 3, START + 3)
    assert read(make_report("a", None, named=(to_text(1),))) == Written(START + 1, START + 1)
    assert not read(make_report("a", None, named=("--03-02",))).has_year
    assert read(make_report("a", None)) is None


def test_the_estimate_does_not_depend_on_the_order_or_on_how_documents_came():
    rng = random.Random(5)
    claims = [make_report(f"{n}", rng.randint(1000, 9000), published=rng.choice([None, n]), named=(to_text(n),)) for n in range(40)]
    accounts = [make_account(c, load_rules()) for c in claims]
    growing = ReportDays(accounts[20:])
    growing.estimate()
    growing.extend(accounts[:20])
    assert growing.estimate() == ReportDays(accounts).estimate()


def make_event(name: str, number: int | None, town: int, published: int | None = None) -> Claim:
    """A report of three dead in a town, without a day of its own."""
    claim = make_report(name, number, published=published)
    place = msgspec.structs.replace(claim.place, name=f"town {town}", quote=f"town {town}", place_id=f"own:{town}", lat=20.0 + 2 * town)
    return msgspec.structs.replace(claim, date=None, place=place, harm=(make_harm("killed", 3, 3),))


def test_a_sure_link_lends_its_day_to_the_series_of_an_undated_report():
    """Three undated posts of one page: two are copies of dated reports, and so the third between them gets its day."""
    packs = load_packs()
    runs = {"first": "".join(f"{n:08x}" for n in range(1, 31)), "last": "".join(f"{n:08x}" for n in range(101, 131))}

    def copy(claim: Claim, run: str) -> Claim:
        return msgspec.structs.replace(claim, document=msgspec.structs.replace(claim.document, signature=runs[run]))

    claims = [
        copy(make_event("agency1", None, 0, published=0), "first"),
        copy(make_event("post1", 1000, 0), "first"),
        copy(make_event("agency2", None, 1, published=100), "last"),
        copy(make_event("post3", 3000, 1), "last"),
        make_event("post2", 2000, 2),
        make_event("near", None, 2, published=50),
        make_event("far", None, 2, published=90),
    ]
    clusters = link_claims(claims, packs=packs).clusters
    assert sorted(sorted(c.claim_ids) for c in clusters) == [
        ["clm_agency1", "clm_post1"],
        ["clm_agency2", "clm_post3"],
        ["clm_far"],
        ["clm_near", "clm_post2"],
    ]
    links = [link for c in clusters for link in c.links if {link.left, link.right} == {"clm_near", "clm_post2"}]
    assert any(name.startswith("estimate: ") for name in links[0].features)
