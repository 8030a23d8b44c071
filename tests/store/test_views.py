import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sijill.errors import UserError
from sijill.model import Change, HarmCell, Incident, IncidentActor, IncidentDate, IncidentPlace
from sijill.store import Register, views
from sijill.store.linkings import Linking, load_members, record_linking, replace_incidents, with_previous_ids
from sijill.store.search import make_snippet, parse_terms, to_fts5, to_shadow, to_tsquery
from sijill.store.views import DocumentFilter, IncidentFilter
from tests.make import make_claim, make_document, make_incident

ARABIC = "قُتل ثلاثة مدنيين بغارةٍ جوية على مدينة إدلب"


def make_place(name: str, lat: float, lon: float, country: str = "SA") -> IncidentPlace:
    return IncidentPlace(place_id=f"own:{name}", name=name, lat=lat, lon=lon, precision=1, country=country, admin1="Sanhar")


@pytest.fixture
def world(register: Register) -> Register:
    """Three incidents of three documents."""
    texts = {"doc_1": "An air strike hit the market.", "doc_2": ARABIC, "doc_3": "Shelling hit the hospital, and the market after it."}
    langs = {"doc_1": "en", "doc_2": "ar", "doc_3": "en"}
    register.add_documents(
        [make_document(id=d, text=t, lang=langs[d], published=f"2031-03-0{n}") for n, (d, t) in enumerate(texts.items(), 1)]
    )
    register.add_claims([make_claim(claim_id=f"clm_{n}", document_id=f"doc_{n}", lang=langs[f"doc_{n}"]) for n in (1, 2, 3)])
    incidents = [
        make_incident(incident_id="inc_1", claim_ids=("clm_1",), document_ids=("doc_1",), harm={"killed": {"civilian": HarmCell(3, 5, 3)}}),
        make_incident(
            incident_id="inc_2",
            claim_ids=("clm_2",),
            document_ids=("doc_2",),
            date=IncidentDate("2031-03-01", "2031-03-05", "range"),
            place=make_place("Rasm", 20.6, 50.3),
            harm={"killed": {"unknown": HarmCell(10, None, None), "combatant": HarmCell(1, 1, 1)}},
            grade="contested",
            disagreements=("killed.unknown", "perpetrator"),
            perpetrator=(IncidentActor(actor_id=None, quote="gunmen", claim_ids=("clm_2",)),),
        ),
        make_incident(
            incident_id="inc_3",
            claim_ids=("clm_3",),
            document_ids=("doc_3",),
            event_type="shelling",
            date=IncidentDate(None, None, "unknown"),
            place=None,
            harm={},
        ),
    ]
    with register.write() as connection:
        replace_incidents(connection, incidents)
    return register


def find_ids(register: Register, **fields: object) -> list[str]:
    return sorted(row.incident_id for row in views.list_incidents(register, IncidentFilter(**fields)).rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({}, ["inc_1", "inc_2", "inc_3"]),
        ({"event_types": ("shelling",)}, ["inc_3"]),
        ({"countries": ("SA",)}, ["inc_1", "inc_2"]),
        ({"grades": ("weak", "contested"), "langs": ("ar",)}, ["inc_2"]),
        ({"actors": ("sanhar_air_force",)}, ["inc_1", "inc_3"]),
        ({"perpetrators": ("gunmen",)}, ["inc_2"]),
        ({"contested": ("*",)}, ["inc_2"]),
        ({"contested": ("killed.civilian",)}, []),
        ({"since": "2031-03-05"}, ["inc_2"]),
        ({"until": "2031-03-01"}, ["inc_2"]),
        ({"since": "2031-03-04", "until": "2031-03-04"}, ["inc_1", "inc_2"]),
        ({"bbox": (50.2, 20.4, 50.26, 20.55)}, ["inc_1"]),
        ({"min_killed": 6}, ["inc_2"]),
        ({"sources": ("Northern Wire",)}, ["inc_1", "inc_2", "inc_3"]),
        ({"text": "tell asfar"}, ["inc_1", "inc_2", "inc_3"]),
        ({"text": "rasm"}, ["inc_2"]),
        ({"text": "rasm -asfar"}, []),
        ({"text": '"'}, []),
    ],
)
def test_filters_say_what_they_mean(world: Register, fields: dict[str, object], ids: list[str]):
    assert find_ids(world, **fields) == ids


def test_sorts_and_pages_with_undated_incidents_last(world: Register):
    page = views.list_incidents(world, limit=2, sort="-date")
    assert page.total == 3
    assert [r.incident_id for r in page.rows] == ["inc_1", "inc_2"]
    assert [r.incident_id for r in views.list_incidents(world, limit=2, offset=2, sort="-date").rows] == ["inc_3"]
    assert [r.incident_id for r in views.list_incidents(world, sort="contested").rows][-1] == "inc_2"


def test_the_headline_is_civilians_then_unstated(world: Register):
    rows = {r.incident_id: r for r in views.list_incidents(world).rows}
    assert rows["inc_1"].killed == HarmCell(3, 5, 3)
    assert rows["inc_2"].killed == HarmCell(10, None, None)
    assert rows["inc_3"].killed is None
    assert rows["inc_2"].harm["killed"]["combatant"] == HarmCell(1, 1, 1)
    assert rows["inc_2"].perpetrators == ("gunmen",)


def test_facets_count_what_the_filter_leaves(world: Register):
    counts = views.facet_counts(world)
    assert [(f.value, f.count) for f in counts["event_types"]] == [("air_strike", 2), ("shelling", 1)]
    assert {f.value: f.count for f in counts["langs"]} == {"en": 2, "ar": 1}
    assert {f.value for f in counts["contested"]} == {"killed.unknown", "perpetrator"}
    chosen = views.facet_counts(world, IncidentFilter(event_types=("shelling",)))
    assert [(f.value, f.count) for f in chosen["event_types"]] == [("air_strike", 2), ("shelling", 1)]
    assert [(f.value, f.count) for f in chosen["langs"]] == [("en", 1)]


def test_the_timeline_adds_up_ranges(world: Register):
    points = views.count_timeline(world, bucket="day")
    assert [(p.start, p.incidents, p.killed_min, p.killed_max) for p in points] == [("2031-03-01", 1, 10, 10), ("2031-03-04", 1, 3, 5)]
    assert [(p.start, p.incidents) for p in views.count_timeline(world, bucket="month")] == [("2031-03-01", 2)]
    assert [p.start for p in views.count_timeline(world, bucket="week")] == ["2031-02-24", "2031-03-03"]
    assert views.count_timeline(world, IncidentFilter(event_types=("shelling",))) == []


def test_the_map_leaves_out_incidents_without_a_point(world: Register):
    assert [p.incident_id for p in views.map_points(world)] == ["inc_1", "inc_2"] or len(views.map_points(world)) == 2


def test_finds_what_is_near_in_time_and_place(world: Register):
    (near,) = views.find_nearby(world, "inc_1")
    assert near.row.incident_id == "inc_2"
    assert near.days == 0
    assert 10 < near.km < 14
    assert views.find_nearby(world, "inc_3") == []


def test_contradictions_come_from_disagreements(world: Register):
    assert {(c.incident_id, c.field) for c in views.list_contradictions(world)} == {("inc_2", "killed.unknown"), ("inc_2", "perpetrator")}


def test_summary_counts(world: Register):
    summary = views.get_summary(world)
    assert (summary.documents, summary.claims, summary.incidents, summary.contradictions) == (3, 3, 3, 2)
    assert (summary.killed_min, summary.killed_max) == (13, 15)
    assert (summary.first_day, summary.last_day) == ("2031-03-01", "2031-03-05")
    assert summary.grades == {"weak": 2, "contested": 1}


@pytest.mark.parametrize("query", ["غارة", "بغارة", "الغارة جوية", "ادلب", "مدني*", '"غارة جوية"', "market -hospital", "MARKET", "mark*"])
def test_finds_words_in_every_spelling(world: Register, query: str):
    found = views.search_documents(world, query)
    assert found.total >= 1
    assert found.rows[0].snippet


def test_a_phrase_is_not_its_words(world: Register):
    assert views.search_documents(world, '"hit the hospital"').total == 1
    assert views.search_documents(world, '"the hit hospital"').total == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="ab\"*-() :^NEARORتي'{}+,;&|\\\n", max_size=30))
def test_no_query_is_malformed(world: Register, query: str):
    views.search_documents(world, query)
    views.list_incidents(world, IncidentFilter(text=query))


def test_snippets_show_the_words_that_were_found():
    snippet, hits = make_snippet("word " * 100 + "the بغارةٍ جوية fell " + "word " * 100, "غارة", width=60)
    assert [snippet[s:e] for s, e in hits] == ["بغارةٍ"]
    assert len(snippet) <= 60


def test_folds_before_it_matches():
    assert to_shadow("Būkamāl, أبو كمال والمدنيين") == "bukamal ابو كمال مدنيين"
    terms = parse_terms('arm* "two words" -not')
    assert to_fts5(terms) == '("arm"* AND "two words") NOT ("not")'
    assert to_tsquery(terms) == "(('arm':*)) & (('two' <-> 'words')) & !(('not'))"
    assert to_fts5(parse_terms("مدني")).startswith('("مدني" OR "ومدني" OR ')
    assert parse_terms(" - * ") == []
    assert parse_terms("-only -exclusions") == []


def test_documents_can_be_filtered(world: Register):
    def count(**fields: object) -> int:
        return views.list_documents(world, DocumentFilter(**fields)).total  # type: ignore[arg-type]

    assert count(langs=("ar",)) == 1
    assert count(has_claims=False) == 0
    assert count(since="2031-03-02", until="2031-03-02") == 1
    assert count(sources=("Northern Wire",)) == 3
    assert count(machine_translated=True) == 0


def test_an_unknown_id_is_an_error_that_names_it(world: Register):
    for get in (views.get_incident, views.get_claim, views.get_document, views.get_capture):
        with pytest.raises(UserError, match="none_such"):
            get(world, "none_such")


def link(register: Register, incidents: list[Incident], changes: list[Change]) -> None:
    linking = Linking(seq=0, claims_upto=3, decisions_upto=0, extractor="rules@1", rule="range", version="1")
    with register.write() as connection:
        record_linking(connection, linking, incidents, changes)
        replace_incidents(connection, with_previous_ids(connection, incidents))


def test_remembers_what_became_of_incidents(world: Register):
    both = make_incident(incident_id="inc_1", claim_ids=("clm_1", "clm_2"), document_ids=("doc_1", "doc_2"))
    one, two = make_incident(incident_id="inc_1", claim_ids=("clm_1",)), make_incident(incident_id="inc_2", claim_ids=("clm_2",))
    link(world, [one, two], [Change(kind="created", incident_id="inc_1"), Change(kind="created", incident_id="inc_2")])
    link(world, [both], [Change(kind="changed", incident_id="inc_1"), Change(kind="merged", incident_id="inc_2", others=("inc_1",))])
    assert views.find_successors(world, "inc_2") == ("inc_1",)
    assert views.get_incident(world, "inc_1").previous_ids == ("inc_2",)
    with pytest.raises(UserError, match="continued as inc_1"):
        views.get_incident(world, "inc_2")
    link(world, [both], [])
    assert views.get_incident(world, "inc_1").previous_ids == ("inc_2",)
    assert [(v.kind, v.others) for v in views.list_history(world, "inc_2")] == [("merged", ("inc_1",)), ("created", ())]
    with world.read() as connection:
        assert load_members(connection) == {"inc_1": frozenset({"clm_1", "clm_2"})}
        assert set(load_members(connection, 1)) == {"inc_1", "inc_2"}
