"""Programs that write data files of the packs: their parts, and that the files in the packs are theirs."""

import pytest

from sijill.packs.place_lists import WORLD, iter_districts, iter_regions
from tools.divisions import Town, Written, WrittenNames, cut_types, find_seat, get_middle, split_scripts


def make_town(name: str, lat: float = 0.0, lon: float = 0.0, population: int = 1) -> Town:
    return Town(name, lat, lon, population, [])


def test_a_type_word_is_cut_unless_two_divisions_then_share_a_name() -> None:
    written = WrittenNames(types=["Oblast", "City", "State"], type_prefixes=["Muhafazat"], names={})
    english = {"UA.27": "Zhytomyr Oblast", "UA.12": "Kyiv City", "UA.13": "Kyiv Oblast", "YE.04": "Muhafazat Hadramaout"}
    cut = cut_types(english | {"ZA.03": "Free State"}, written)
    assert cut == {"UA.27": "Zhytomyr", "UA.12": "Kyiv City", "UA.13": "Kyiv Oblast", "YE.04": "Hadramaout", "ZA.03": "Free State"}


def test_the_seat_of_a_district_is_the_larger_town_that_sounds_like_it() -> None:
    towns = [make_town("Jisr ash Shughur", population=9), make_town("Jisr ash Shughur", population=2), make_town("Idlib")]
    assert find_seat("Jisr al-Shughur District", towns) == [towns[0]]
    assert find_seat("Idlib", towns) == []


@pytest.mark.parametrize(("lons", "middle"), [((10.0, 12.0, 20.0), 15.0), ((179.0, -177.0), -179.0)])
def test_the_middle_of_towns_counts_on_across_the_date_line(lons: tuple[float, ...], middle: float) -> None:
    assert get_middle([make_town("X", 1.0, lon) for lon in lons]) == pytest.approx((1.0, middle))


def test_our_own_names_come_first_and_abbreviations_only_from_us() -> None:
    names = ["New South Wales", "N.S.W", "NSW", "نيو ساوث ويلز"]
    assert split_scripts(names, Written(en=["New South Wales", "NSW"])) == (["New South Wales", "NSW", "N.S.W"], ["نيو ساوث ويلز"])


def test_the_tables_name_their_origin() -> None:
    for name in ("regions.tsv", "districts.tsv"):
        head = (WORLD / name).read_text(encoding="utf-8").splitlines()[:2]
        assert "tools/divisions.py" in head[0]
        assert "CC BY 4.0" in head[1]


def test_divisions_have_one_id_each_and_a_point() -> None:
    for rows in (list(iter_regions()), list(iter_districts())):
        ids = [row.place_id for row in rows if row.place_id]
        assert len(ids) == len(set(ids))
        assert all(-90 <= row.lat <= 90 and -180 <= row.lon <= 180 for row in rows)
