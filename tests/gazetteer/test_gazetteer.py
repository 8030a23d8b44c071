from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sijill.gazetteer import Gazetteer, PlaceMention, open_gazetteer
from sijill.gazetteer.index import PlaceIndex, make_index
from sijill.gazetteer.layers import Layers
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.toponyms import find_toponyms, get_country_hint
from sijill.model import ClaimPlace, Document
from sijill.packs import load_packs
from sijill.settings import Settings


def resolve(gazetteer: Gazetteer, text: str, lang: str = "en") -> dict[str, ClaimPlace | None]:
    mentions = gazetteer.find_mentions(text, lang)
    places = gazetteer.resolve(mentions, text=text, lang=lang)
    return {mention.quote: place for mention, place in zip(mentions, places, strict=True)}


def find(gazetteer: Gazetteer, text: str, lang: str = "en") -> list[PlaceMention]:
    return gazetteer.find_mentions(text, lang)


def make_place(number: int, name: str, lat: float, lon: float, **fields: object) -> PlaceRecord:
    return PlaceRecord(place_id=f"geonames:{number}", name=name, lat=lat, lon=lon, **({"kind": "settlement", "country": "SY"} | fields))  # type: ignore[arg-type]


def test_a_syrian_town_has_its_governorate_in_english(world: Gazetteer) -> None:
    place = world.get_place("geonames:170794")
    assert place is not None
    assert (place.country, place.admin1, place.name_ar) == ("SY", "Deir ez-Zor", "دير الزور")


def test_an_unknown_id_is_none(world: Gazetteer) -> None:
    assert world.get_place("geonames:0") is None


@pytest.mark.parametrize(
    ("spelling", "place_id"),
    [
        ("Deir al-Zour", "geonames:170794"),
        ("Dayr az-Zawr", "geonames:170794"),
        ("دَيْر الزَّوْر", "geonames:170794"),
        ("Khan Sheikhoun", "geonames:168325"),
        ("Chan Shaykhoun", "geonames:168325"),
        ("Ra's al-'Ayn", "geonames:165509"),
    ],
)
def test_spellings_lead_to_the_same_place(world: Gazetteer, spelling: str, place_id: str) -> None:
    found = world.find_candidates(spelling, country="SY", limit=3)
    assert place_id in [scored.place.place_id for scored in found]


def test_a_country_that_leads_or_backs_is_no_place_around_a_town(world: Gazetteer) -> None:
    text = "Raids hit the village of Zulmanfa. The US-led coalition and Turkish-backed groups said nothing."
    assert [m.kind for m in find(world, text) if m.quote in ("US", "Turkish")] == ["people", "people"]
    place = resolve(world, text)["village of Zulmanfa"]
    assert place is not None
    assert place.country is None


def test_a_region_s_capital_needs_nothing_else_that_points_to_its_country(world: Gazetteer) -> None:
    place = resolve(world, "Raids hit the town of Idlib, an official said.")["town of Idlib"]
    assert place is not None
    assert (place.country, place.precision) == ("SY", 1)


def test_a_town_is_not_put_into_the_one_country_that_is_named_where_none_of_its_name_lies(world: Gazetteer) -> None:
    place = resolve(world, "Russia shelled the town of Binnish.")["town of Binnish"]
    assert place is not None
    assert place.country in (None, "SY")


def test_candidates_say_why(world: Gazetteer) -> None:
    best = world.find_candidates("Khan Sheikhan", near=(35.5, 36.7))[0]
    assert best.place.name.startswith("Kh")
    assert best.reasons[0] == "same consonants"
    assert best.reasons[1].endswith("km away")


def test_a_name_of_no_letters_has_no_candidates(world: Gazetteer) -> None:
    assert world.find_candidates("--- !") == []


def test_the_country_is_recognised_by_id(world: Gazetteer) -> None:
    place = resolve(world, "The war in Syria goes on.")["Syria"]
    assert place is not None
    assert (place.place_id, place.precision, place.country) == ("geonames:163843", 6, "SY")


def test_what_stands_beside_a_name_decides(world: Gazetteer) -> None:
    for text, lat in (("He lives in Paris, Texas.", 33.66), ("He lives in Paris, France.", 48.85)):
        place = resolve(world, text)["Paris"]
        assert place is not None
        assert place.lat == pytest.approx(lat, abs=0.05)


def test_the_other_places_of_a_text_decide(world: Gazetteer) -> None:
    text = "Fighting went on in Tripoli. Shells also fell on Misrata, Zawiya and Sirte, Libyan officials said."
    place = resolve(world, text)["Tripoli"]
    assert place is not None
    assert place.country == "LY"


def test_people_are_not_places(world: Gazetteer) -> None:
    assert find(world, "Paris Hilton met George Washington and Mr. London at the show.") == []


def test_organisations_are_not_places(world: Gazetteer) -> None:
    assert [m.quote for m in find(world, "The Washington Post wrote about it.")] == []


def test_common_words_are_not_places(world: Gazetteer) -> None:
    assert find(world, "Many of them said that the Union and the Most Reading people of March may go.") == []


def test_a_demonym_is_a_mention_of_people(world: Gazetteer) -> None:
    (mention,) = find(world, "Two Syrian children were killed.")
    assert (mention.quote, mention.kind) == ("Syrian", "people")


@pytest.mark.parametrize(
    ("text", "quote", "kind", "direction"),
    [
        ("Shells hit the eastern countryside of Aleppo today.", "eastern countryside of Aleppo", "countryside", "e"),
        ("Raids took place north of Hama.", "north of Hama", "direction", "n"),
        ("Clashes broke out in the Aleppo countryside.", "Aleppo countryside", "countryside", None),
        ("A bomb hit the town of Saraqib.", "town of Saraqib", "name", None),
        ("A mine went off between Homs and Hama.", "Homs", "between", None),
        ("They cut the Damascus-Aleppo road.", "Damascus", "pair", None),
    ],
)
def test_phrases_around_a_name(world: Gazetteer, text: str, quote: str, kind: str, direction: str | None) -> None:
    mention = find(world, text)[0]
    assert (mention.quote, mention.kind, mention.direction) == (quote, kind, direction)
    assert text[mention.start : mention.end] == mention.quote


@pytest.mark.parametrize(
    ("text", "quote", "kind", "direction"),
    [
        ("قصف الطيران ريف حلب الشمالي اليوم", "ريف حلب الشمالي", "countryside", "n"),
        ("غارات شمال غرب إدلب", "شمال غرب إدلب", "direction", "nw"),
        ("انفجار في مدينة الرستن", "مدينة الرستن", "name", None),
        ("اشتباكات بريف دير الزور الشرقي", "بريف دير الزور الشرقي", "countryside", "e"),
        ("قصف على قرية خربة الجوزاء", "قرية خربة الجوزاء", "unknown", None),
    ],
)
def test_phrases_around_an_arabic_name(world: Gazetteer, text: str, quote: str, kind: str, direction: str | None) -> None:
    mention = find(world, text, "ar")[0]
    assert (mention.quote, mention.kind, mention.direction) == (quote, kind, direction)


def test_clitics_are_not_part_of_the_name(world: Gazetteer) -> None:
    text = "قتل ثلاثة بدرعا وحلب"
    names = [text[m.name_start : m.name_end] for m in find(world, text, "ar")]
    assert names == ["درعا", "حلب"]


def test_the_script_of_the_letters_decides_not_the_tag(world: Gazetteer) -> None:
    assert [m.quote for m in find(world, "قصف على مدينة حلب", "en")] == ["مدينة حلب"]
    assert [m.quote for m in find(world, "Shells fell on the city of Aleppo", "ar")] == ["city of Aleppo"]


def test_a_sentence_with_a_page_s_menu_in_another_script_keeps_its_places(world: Gazetteer) -> None:
    menu = " - Watch About Press Copyright Contact Creators Advertise Developers Terms Privacy Policy Safety Test new features"
    assert [m.quote for m in find(world, "قتلى وجرحى بقصف استهدف مدينة حلب" + menu, "ar")] == ["مدينة حلب"]


def test_only_the_given_ranges_are_searched(world: Gazetteer) -> None:
    text = "Shells fell in Homs. Nothing happened in Damascus."
    assert [m.quote for m in world.find_mentions(text, "en", [(0, 20)])] == ["Homs"]


def test_an_unknown_village_stays_at_the_region_that_the_text_names(world: Gazetteer) -> None:
    place = resolve(world, "Warplanes bombed the village of Qwxrtyhafan in the province of Idlib in Syria.")["village of Qwxrtyhafan"]
    assert place is not None
    assert (place.name, place.precision) == ("Idlib", 4)
    assert place.unlocated == "qwxrtyhafan"
    assert place.reasons == ("the name was not found; the text names Idlib around it",)


def test_a_neighbourhood_lies_in_the_town_named_beside_it(world: Gazetteer) -> None:
    text = "غارة على حي الحميدية وسط مدينة دير الزور"
    place = resolve(world, text, "ar")["حي الحميدية"]
    assert place is not None
    assert (place.place_id, place.precision) == ("geonames:170794", 1)


def test_the_countryside_is_no_exact_place(world: Gazetteer) -> None:
    place = resolve(world, "Shells hit the eastern countryside of Aleppo in Syria.")["eastern countryside of Aleppo"]
    assert place is not None
    assert place.precision == 4
    assert place.lon is not None
    assert place.lon > 37.2


def test_every_choice_has_scored_candidates_with_reasons(world: Gazetteer) -> None:
    place = resolve(world, "Shells fell on Tripoli in Libya.")["Tripoli"]
    assert place is not None
    assert all(0 <= c.score <= 1 and c.reasons for c in place.candidates)
    assert place.candidates[0].score >= place.candidates[-1].score


def test_toponyms_quote_the_name_alone(world: Gazetteer) -> None:
    text = "Shells hit the eastern countryside of Aleppo in Syria."
    rows = find_toponyms(Document(id="d", text=text), world)
    assert [row["quote"] for row in rows] == ["Aleppo", "Syria"]
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)


@pytest.mark.parametrize(
    ("url", "country"), [("https://www.example.co.uk/a", "GB"), ("https://example.sy", "SY"), ("https://example.com", None), (None, None)]
)
def test_the_domain_hints_at_the_country(url: str | None, country: str | None) -> None:
    assert get_country_hint(url) == country


def test_own_places_of_a_pack_are_found_beside_the_world(tmp_path: Path, world: Gazetteer) -> None:
    folder = tmp_path / "packs" / "places"
    folder.mkdir(parents=True)
    (folder / "mine.yml").write_text(
        "country: XX\nplaces:\n"
        "  - {id: north, kind: province, names: {en: [Northland]}, lat: 20.5, lon: 50.5}\n"
        "  - {id: camp_one, kind: camp, admin1: north, names: {en: [Camp Zalmar], ar: [مخيم زلمار]}, lat: 20.1, lon: 50.1}\n",
        encoding="utf-8",
    )
    cache = str(tmp_path / "cache")
    Path(cache).symlink_to(Path(world_cache(world)))
    gazetteer = open_gazetteer(Settings(cache=cache, data=str(tmp_path)), packs=load_packs((tmp_path / "packs",)))
    place = gazetteer.get_place("place:camp_one")
    assert place is not None
    assert (place.country, place.admin1_code, place.kind) == ("XX", "north", "facility")
    assert gazetteer.find_candidates("Zalmar camp") or gazetteer.find_candidates("Camp Zalmar")[0].place.place_id == "place:camp_one"


def world_cache(world: Gazetteer) -> str:
    import os
    import tempfile

    return str(Path(tempfile.gettempdir()) / f"sijill-tests-{os.getuid()}")


def test_an_index_answers_by_name_sound_id_and_cell() -> None:
    index = PlaceIndex(
        make_index([make_place(1, "Hajin", 34.69, 40.83, names=["هجين"]), make_place(2, "Homs", 34.7, 36.7)], frozenset({"SY"}))
    )
    number = index.find("i", "geonames:1")[0]
    assert index.find("n", "hajin") == index.find("n", "هجين") == index.find("s", "hjn") == [number]
    assert number in list(index.iter_near(34.7, 40.8, 5))
    assert list(index.iter_alike("hkn", 34.7, 40.8, 5)) == [(number, "hjn")]
    assert not list(index.iter_alike("drzr", 34.7, 40.8, 5))
    assert not list(index.iter_alike("hkn", 34.7, 36.7, 5))
    assert index.find("n", "nothing") == []


def test_the_larger_place_comes_first() -> None:
    index = PlaceIndex(make_index([make_place(1, "Safa", 1, 1, population=10), make_place(2, "Safa", 2, 2, population=99)], frozenset()))
    assert [index.get_place(n).place_id for n in index.find("n", "safa")] == ["geonames:2", "geonames:1"]


def test_a_later_layer_wins_for_the_same_place() -> None:
    old = PlaceIndex(make_index([make_place(1, "Safa", 1, 1)], frozenset()))
    new = PlaceIndex(make_index([make_place(1, "Safa", 5, 5, names=["Safah"])], frozenset()))
    layers = Layers([old, new])
    assert [layers.get_place(n).lat for n in layers.find("n", "safa")] == [5.0]


def test_the_same_places_make_the_same_bytes() -> None:
    records = [make_place(n, f"Town {n}", n, n) for n in range(1, 20)]
    assert make_index(records, frozenset({"SY"})) == make_index(reversed(records), frozenset({"SY"}))


def test_builders_may_race(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("id,name,lat,lon,country\n1,Alpha,10,20,SY\n", encoding="utf-8")
    world = PlaceIndex(make_index([make_place(9, "Omega", 1, 1)], frozenset()))
    from sijill.gazetteer.build import open_files

    with ThreadPoolExecutor(4) as pool:
        indexes = list(pool.map(lambda _: open_files(tmp_path / "cache", {file: {}}, world), range(8)))
    assert {len(index) for index in indexes} == {1}
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_name_translated_by_meaning_is_translated_back(world: Gazetteer) -> None:
    text = "Raids hit the hybrid town and the town of Abu Kamal in Deir ez-Zor province in Syria."
    place = resolve(world, text)["hybrid town"]
    assert place is not None
    assert place.place_id == "geonames:174506"
    assert place.reasons[0].startswith("literal translation")


def test_a_common_word_is_no_place_where_nothing_is_near(world: Gazetteer) -> None:
    place = resolve(world, "In Libya people of the apple village near Benghazi stayed at home.").get("apple village")
    assert place is None


def test_the_city_is_the_town_named_before(world: Gazetteer) -> None:
    text = "Shells hit Aleppo in Syria. Fighters gathered east of the city."
    place = resolve(world, text)["east of the city"]
    assert place is not None
    assert (place.name, place.precision) == ("Aleppo", 2)


def test_a_sound_alike_near_the_other_places_beats_a_famous_name_abroad(world: Gazetteer) -> None:
    text = "In Deir ez-Zor province in Syria raids hit the towns of Hajin and Abu Kamal. Residents of the village of Soussa fled."
    place = resolve(world, text)["village of Soussa"]
    assert place is not None
    assert place.country == "SY"


def test_the_west_bank_of_a_named_river_is_no_region(world: Gazetteer) -> None:
    quotes = [m.quote for m in find(world, "They crossed the Euphrates River from the West Bank in Syria.")]
    assert "West Bank" not in quotes


def test_a_map_point_needs_no_country(world: Gazetteer) -> None:
    assert all(p.country for p in (s.place for s in world.find_candidates("Tripoli", limit=3)))
