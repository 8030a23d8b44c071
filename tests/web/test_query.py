"""Addresses become filters and filters become addresses; nonsense is left out."""

from starlette.datastructures import QueryParams

from sijill.store.views import IncidentFilter
from sijill.web.query import parse_query


def parse(text):
    return parse_query(QueryParams(text))


def test_an_address_names_a_filter():
    query = parse("grade=fair&grade=weak&by=x&since=2031-03-01&q=market&sort=-killed&page=3&killed=5&bbox=1,2,3,4")
    assert query.wanted == IncidentFilter(
        grades=("fair", "weak"), perpetrators=("x",), since="2031-03-01", text="market", min_killed=5, bbox=(1.0, 2.0, 3.0, 4.0)
    )
    assert (query.sort, query.number, query.offset) == ("-killed", 3, 100)


def test_nonsense_in_an_address_is_left_out():
    query = parse("since=yesterday&until=2031-13-45&sort=drop&page=minus&killed=%D9%A3&bbox=1,2,x,4&q=+++")
    assert query.wanted == IncidentFilter()
    assert (query.sort, query.number, query.is_filtered) == ("-date", 1, False)


def test_an_address_can_be_changed_and_shared():
    query = parse("grade=fair&grade=weak&page=2")
    assert query.address("/incidents", page=3) == "/incidents?grade=fair&grade=weak&page=3"
    assert query.without("/incidents", "grade", "fair") == "/incidents?grade=weak"
    assert parse("").address("/incidents") == "/incidents"


def test_arabic_survives_the_address():
    query = parse("q=%D8%BA%D8%A7%D8%B1%D8%A9")
    assert query.wanted.text == "غارة"
    assert parse(query.address("/incidents").partition("?")[2]).wanted == query.wanted
