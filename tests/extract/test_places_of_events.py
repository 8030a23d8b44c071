"""Which place an event has, with a gazetteer: sentences in the style of Arabic reports."""

import pytest

from sijill.extract import Extractor
from sijill.gazetteer import Gazetteer
from sijill.model import Claim, Document
from sijill.packs import load_packs


@pytest.fixture(scope="module")
def extractor(world: Gazetteer) -> Extractor:
    return Extractor(load_packs(), world)


def read(extractor: Extractor, text: str, lang: str = "ar") -> list[Claim]:
    return list(extractor.extract(Document(id="doc", text=text, lang=lang, published="2021-08-10")).claims)


def list_places(claims: list[Claim]) -> set[str | None]:
    return {c.place.quote for c in claims if c.place}


def told(claims: list[Claim]) -> list[tuple[str | None, int | None]]:
    return [(c.place.quote if c.place else None, h.min) for c in claims for h in c.harm if h.group is None]


def test_each_of_three_towns_in_a_report_has_its_own_dead(extractor: Extractor) -> None:
    text = (
        "استهدفت قوات الأسد بقذائف المدفعية قرية معرزاف بريف إدلب، وقتل على إثرها رجل.\n"
        "كما تعرضت بلدة تديل بريف حلب لقصف مماثل، أسفر عن مقتل طفلة.\n"
        "وأمس الإثنين، قتل مدني جراء القصف المدفعي لقوات الأسد الذي استهدف منازل المدنيين في بلدة عين لاروز بريف إدلب."
    )
    assert told(read(extractor, text)) == [("قرية معرزاف", 1), ("بلدة تديل", 1), ("بلدة عين لاروز", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "استهدفت قوات النظام المتمركزة في مدينة دمشق بقذائف المدفعية مدينة حمص ما أدى لمقتل مدني",
        "قصفت قوات النظام من مواقعها في مدينة دمشق مدينة حمص ما أدى لمقتل مدني",
        "قصف مدفعي مصدره مدينة دمشق استهدف مدينة حمص ما أدى لمقتل مدني",
    ],
)
def test_where_a_party_stands_is_not_where_it_happened(extractor: Extractor, text: str) -> None:
    assert told(read(extractor, text)) == [("مدينة حمص", 1)]


def test_towns_of_a_list_are_found_behind_conjunctions_that_are_written_with_them(extractor: Extractor) -> None:
    assert list_places(read(extractor, "قصفت قوات النظام مدينتي حمص وحماة")) == {"مدينتي حمص", "حماة"}


def test_a_town_inside_the_words_of_an_event_is_its_place(extractor: Extractor) -> None:
    assert list_places(read(extractor, "The army captured the village of Saraqib on Saturday.", "en")) == {"village of Saraqib"}


@pytest.mark.parametrize("text", ["Gunmen abducted two men on the Homs-Hama road.", "Shelling between Homs and Hama killed two men."])
def test_what_lies_between_two_places_is_one_place(extractor: Extractor, text: str) -> None:
    claims = read(extractor, text, "en")
    assert [(c.place.name, c.place.precision) for c in claims if c.place] == [("Homs", 5)]


def test_the_people_of_a_country_are_no_place(extractor: Extractor) -> None:
    assert list_places(read(extractor, "Gunmen killed three Syrians on Saturday.", "en")) == set()


def test_an_unknown_village_is_known_where_it_is_named_again(extractor: Extractor) -> None:
    text = "Syria: warplanes bombed the village of Zarmanfa on Monday. On Tuesday, artillery shelled Zarmanfa, killing two people."
    assert [c.place.quote for c in read(extractor, text, "en") if c.place] == ["village of Zarmanfa", "Zarmanfa"]


def test_a_town_named_like_its_province_gives_way_to_a_village_in_it(extractor: Extractor) -> None:
    text = "إدلب: مقتل مدني جراء قصف مدفعي استهدف منازل المدنيين في أطراف بلدة مشون"
    assert told(read(extractor, text)) == [("أطراف بلدة مشون", 1)]


def test_a_title_stands_alone_where_the_text_tells_of_other_places_only(extractor: Extractor) -> None:
    text = "اقرأ أيضا\nمقتل خمسة مدنيين بقصف مدفعي على مدينة حلب\n"
    claims = extractor.extract(Document(id="doc", text=text, lang="ar", title="إصابة أربعة مدنيين بقصف مدفعي على مدينة حمص")).claims
    assert sorted((c.place.name if c.place else None, h.outcome, h.min, h.inferred) for c in claims for h in c.harm) == [
        ("Aleppo", "killed", 5, False),
        ("Homs", "injured", 4, True),
    ]


def test_a_title_says_who_the_people_of_the_text_are(extractor: Extractor) -> None:
    text = "قتل شخص بغارة جوية على مدينة حمص اليوم."
    (claim,) = extractor.extract(Document(id="doc", text=text, lang="ar", title="غارة جوية تقتل مدنيا في حمص")).claims
    assert [(h.who, h.min, h.reason) for h in claim.harm] == [("civilian", 1, "title")]
