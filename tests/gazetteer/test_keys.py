"""What a place is found by: names written as one word, and without a first word that is often left out."""

from sijill.gazetteer import Gazetteer
from sijill.gazetteer.index import PlaceIndex, make_index
from sijill.gazetteer.layers import Layers
from tests.gazetteer.test_gazetteer import make_place


def make_gazetteer() -> Gazetteer:
    records = [
        make_place(1, "Kafr Zaytan", 35.5, 36.7, names=["كفر زيتان"]),
        make_place(2, "Tall Abu Wardan", 35.6, 36.8, names=["تل أبو وردان"]),
        make_place(3, "Al Mazanah", 35.4, 36.6),
        make_place(4, "Kafr Zaytan", 45.5, 6.7, country="FR"),
    ]
    return Gazetteer(Layers([PlaceIndex(make_index(records, frozenset({"SY"})))]))


def test_a_name_of_two_words_may_be_written_as_one() -> None:
    gazetteer = make_gazetteer()
    for spelling in ("Kafrzaytan", "كفرزيتان"):
        best = gazetteer.find_candidates(spelling)[0]
        assert (best.place.place_id, best.reasons[0]) == ("geonames:1", "same name")


def test_a_first_word_may_be_left_out() -> None:
    for spelling in ("Abu Wardan", "أبو وردان"):
        best = make_gazetteer().find_candidates(spelling)[0]
        assert (best.place.place_id, best.reasons[0]) == ("geonames:2", "same name but for its first word")


def test_an_article_is_no_first_word() -> None:
    assert make_gazetteer().layers.find("n", "almazanah") == ()


def test_a_text_may_leave_out_the_first_word() -> None:
    text = "Shells hit the villages of Abu Wardan and Kafr Zaytan in Syria."
    mentions = make_gazetteer().find_mentions(text, "en")
    places = make_gazetteer().resolve(mentions, text=text, lang="en")
    assert [p.place_id for p in places if p is not None][:2] == ["geonames:2", "geonames:1"]
