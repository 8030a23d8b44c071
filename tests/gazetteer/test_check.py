from pathlib import Path

from sijill.gazetteer import Gazetteer
from sijill.gazetteer.check import check_places, is_mixed
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.readers import read_place_file


def check(world: Gazetteer, *records: PlaceRecord) -> list[tuple[str, str]]:
    return [(issue.subject or "", issue.code) for issue in check_places(records, world.layers, "mine.csv")]


def test_doubtful_records_are_told_and_good_ones_are_not(world: Gazetteer) -> None:
    good = PlaceRecord("place:a", "Zarmanfa", 34.1, 39.2, "settlement", "SY", names=["زرمنفة", "Зарманфа"])
    near = PlaceRecord("place:b", "Zarmanfa", 34.11, 39.2, "settlement", "SY")
    far = PlaceRecord("place:c", "Zarmanfa", 35.9, 39.2, "settlement", "SY")
    abroad = PlaceRecord("place:d", "Zulmanfa", 48.85, 2.35, "settlement", "SY")
    nowhere = PlaceRecord("place:e", "Qasmanfa", 0.0, 0.0, "settlement", "SY")
    assert check(world, good, near, far, abroad, nowhere) == [
        ("place:b", "double"),
        ("place:d", "outside_country"),
        ("place:e", "no_point"),
    ]


def test_names_in_the_wrong_letters_are_told(world: Gazetteer) -> None:
    arabic = PlaceRecord("place:a", "زرمنفة", 34.1, 39.2, "settlement", "SY", names=["12"])
    mixed = PlaceRecord("place:b", "Zulmanfa", 34.5, 39.2, "settlement", "SY", names=["Zulm\u0430nfa"])
    assert check(world, arabic, mixed) == [("place:a", "no_letters"), ("place:a", "no_latin_name"), ("place:b", "mixed_letters")]


def test_a_latin_name_in_the_arabic_column_is_told_and_kept(world: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,name,name_ar,lat,lon,country\na,Zarmanfa,Zermanfa,34.1,39.2,SY\nb,Zulmanfa,زلمنفة,34.5,39.2,SY\n", encoding="utf-8")
    records = list(read_place_file(path))
    assert records[0].names == ["Zermanfa"]
    assert check(world, *records) == [("place:a", "wrong_script")]


def test_words_of_two_scripts_beside_each_other_are_no_mixture() -> None:
    assert not is_mixed("Zulmanfa زلمنفة")
    assert not is_mixed("‘Ayn al ‘Arab")
    assert is_mixed("Zulmanfaزلمنفة")
