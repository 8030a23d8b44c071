"""How names stand to one another: what lies in or near what, and which names stand in one list."""

import pytest

from sijill.gazetteer import Gazetteer
from sijill.gazetteer.geometry import get_distance_km
from tests.gazetteer.test_around import locate


def relate(gazetteer: Gazetteer, text: str, lang: str) -> dict[str, tuple[str | None, bool]]:
    mentions = gazetteer.find_mentions(text, lang)
    quotes = {m.name_start: m.quote for m in mentions}
    return {m.quote: (quotes.get(m.around or -1), m.nearby) for m in mentions}


@pytest.mark.parametrize(
    ("text", "name", "around", "nearby"),
    [
        ("Shells hit the town of Ariha in the southern countryside of Idlib.", "town of Ariha", "southern countryside of Idlib", False),
        ("Raids on Saraqib (Idlib) went on.", "Saraqib", "Idlib", False),
        ("A bomb in Mayadin, east of Deir ez-Zor, killed two.", "Mayadin", "east of Deir ez-Zor", True),
        ("قصف على قرية سراقب بريف إدلب الشرقي", "قرية سراقب", "بريف إدلب الشرقي", False),
        ("غارات على بلدة بنش قرب مدينة إدلب", "بلدة بنش", "مدينة إدلب", True),
    ],
)  # fmt: skip
def test_words_say_where_a_place_lies(world: Gazetteer, text: str, name: str, around: str, nearby: bool) -> None:
    assert relate(world, text, "ar" if text > "\u0600" else "en")[name] == (around, nearby)


def test_what_stands_behind_a_list_holds_for_all_of_it(world: Gazetteer) -> None:
    found = relate(world, "They shelled the towns of Saraqib, Binnish and Ariha in the countryside of Idlib.", "en")
    assert {found[name] for name in ("towns of Saraqib", "Binnish", "Ariha")} == {("countryside of Idlib", False)}


def test_an_adjective_of_direction_stays_with_the_name_before_it(world: Gazetteer) -> None:
    found = relate(world, "قصف على قرية سرجة بريف إدلب الجنوبي وبلدة البارة", "ar")
    assert "بريف إدلب الجنوبي" in found
    assert "وبلدة البارة" in found


def test_villages_of_a_list_need_no_type_word_each(world: Gazetteer) -> None:
    found = [m.name for m in world.find_mentions("استهدفت القوات قرى سراقب وقوقفينان وتلفقسة، وبنش بريف إدلب", "ar")]
    assert found == ["سراقب", "قوقفينان", "تلفقسه", "بنش", "ادلب"]


def test_an_unknown_village_lies_beside_its_neighbours_in_a_list(world: Gazetteer) -> None:
    text = "They shelled the towns of Saraqib, Qwxrtyhafan and Binnish in the countryside of Idlib, Syria."
    place = locate(world, text, "Qwxrtyhafan")
    assert (place.precision, place.unlocated, place.admin1) == (2, "qwxrtyhafan", "Idlib")
    assert get_distance_km((place.lat or 0, place.lon or 0), (35.86, 36.8)) < 15


def test_a_village_of_the_name_elsewhere_is_not_taken_when_the_text_says_where_it_lies(world: Gazetteer) -> None:
    place = locate(world, "Shells hit the village of Kobani in the countryside of Daraa in Syria.", "village of Kobani")
    assert place.lat is None or place.lat < 34


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Cases were found in Alaska, California, Wyoming and Georgia.", {"California": "US", "Wyoming": "US", "Georgia": "US"}),
        ("They come from Armenia, Georgia, Iraq and Iran.", {"Georgia": "GE", "Iraq": "IQ"}),
    ],
)  # fmt: skip
def test_a_list_of_regions_is_no_chain_of_containment(world: Gazetteer, text: str, regions: dict[str, str]) -> None:
    for name, country in regions.items():
        place = locate(world, text, name)
        assert (place.country, place.precision) == (country, 4 if country == "US" else 6)


def test_a_town_in_a_region_of_its_own_name_is_still_one(world: Gazetteer) -> None:
    assert locate(world, "The fire broke out in Delaware, Ohio, on Friday.", "Delaware").admin1 == "Ohio"


def test_the_countryside_of_a_city_is_the_region_of_that_name(world: Gazetteer) -> None:
    for text, quote in (("Raids hit the countryside of Damascus in Syria.", "countryside of Damascus"), ("قصف على ريف دمشق", "ريف دمشق")):
        assert locate(world, text, quote).admin1 == "Rural Damascus"


def test_one_name_means_one_place_in_a_text(world: Gazetteer) -> None:
    text = "Paris, Texas, is a small town. The fire brigade of Paris came late, said the mayor of Paris."
    assert locate(world, text, "Paris").country == "US"


def test_a_famous_city_far_away_is_itself(world: Gazetteer) -> None:
    text = "قصفت القوات سراقب وبنش وأريحا في ريف إدلب، فيما فاز ليفربول في مباراة أمس على ملعبه."
    assert locate(world, text, "ليفربول").country in (None, "GB")


def test_a_common_word_is_no_foreign_town(world: Gazetteer) -> None:
    names = [m.name for m in world.find_mentions("أصدر المجلس بيانا في إطار الحملة، وقال في ليل الجمعة إن الخوذ البيضاء وصلت", "ar")]
    assert names == []


def test_a_camp_for_people_has_no_name(world: Gazetteer) -> None:
    assert [m.name for m in world.find_mentions("استهدف القصف مخيما ثم مخيم للنازحين ومخيم النازحين", "ar")] == []


@pytest.mark.parametrize(
    ("text", "name", "around"),
    [
        ("Clashes went on in the Sur district of Diyarbakir, Turkey.", "Sur district", "Diyarbakir"),
        ("Shells hit Aleppo's Azizieh district in Syria.", "Azizieh district", "Aleppo"),
    ],
)
def test_a_type_word_belongs_to_one_name_only(world: Gazetteer, text: str, name: str, around: str) -> None:
    assert relate(world, text, "en")[name] == (around, False)


def test_a_name_goes_on_behind_an_article(world: Gazetteer) -> None:
    found = [m.name for m in world.find_mentions("Shells hit the village of Nahr al-Qwxrty near Muqdadiya in Diyala, Iraq.", "en")]
    assert "nahr al qwxrty" in found


def test_small_type_words_belong_to_names_of_rivers(world: Gazetteer) -> None:
    names = [m.name for m in world.find_mentions("They crossed the Euphrates river in Syria. The city was quiet.", "en")]
    assert names == ["euphrates river", "syria"]


def test_a_name_follows_its_type_word_without_clitics(world: Gazetteer) -> None:
    names = [m.name for m in world.find_mentions("سقطت قذائف على حي كلابة وعلى ناحية بلقوسة في مخيم أبو شوك", "ar")]
    assert names == ["كلابه", "بلقوسه", "ابو شوك"]


def test_names_with_any_form_of_the_article_are_one(world: Gazetteer) -> None:
    ids = {world.find_candidates(name, country="SY")[0].place.place_id for name in ("Al-Raqqa", "Ar Raqqa", "Raqqa")}
    assert len(ids) == 1


def test_a_quarter_lies_in_a_city_and_not_in_the_region_of_its_name(world: Gazetteer) -> None:
    place = locate(world, "قصف على حي المنشية في درعا", "درعا")
    assert place.precision == 1


def test_what_one_sentence_says_of_the_country_helps_to_find_names_in_another(world: Gazetteer) -> None:
    text = "Clashes went on in Syria. Much was said about it elsewhere. Shells hit Qwxrtyhafan village."
    ranges = [(0, 25), (60, len(text))]
    assert [m.name for m in world.find_mentions(text, "en", ranges)] == ["syria", "qwxrtyhafan"]
