from pathlib import Path

import pytest

from sijill.errors import InputError
from sijill.gazetteer.index import PlaceIndex, make_index
from sijill.gazetteer.place import PlaceRecord
from sijill.gazetteer.place_files import fill_from_world, iter_file_places
from sijill.gazetteer.readers import NameRow, count_rows, iter_names

DUMP = "100\tSafa\tSafa\t\t33.1\t36.2\tP\tPPL\tSY\t\t08\t0801\t\t\t1200\n"
ALTERNATES = "1\t100\tar\tالصفا\t1\t\t\t\n2\t100\tlink\thttps://example.org/Safa\t\t\t\n3\t900\tku\tSefa\n4\t100\tiata\tSAF\n"
CODES = "SY.08.0801\tJabal District\tJabal District\t77\n"


@pytest.fixture
def world() -> PlaceIndex:
    return PlaceIndex(
        make_index(
            [
                PlaceRecord("geonames:1", "Rif Jabal", 33.0, 36.0, "region", "SY", "08", names=["ريف جبل"]),
                PlaceRecord("geonames:900", "Sefar", 33.2, 36.1, "settlement", "SY", "08", population=5000),
            ],
            frozenset({"SY"}),
        )
    )


def write(folder: Path, **files: str) -> dict[Path, dict[str, str]]:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return {folder / f"{name}.txt": {} for name in files}


def test_names_and_district_codes_are_added_to_the_places_of_other_files(tmp_path: Path, world: PlaceIndex) -> None:
    files = write(tmp_path, alternates=ALTERNATES, SY=DUMP, admin2Codes=CODES)
    safa, sefar = iter_file_places(files, world)
    assert (safa.place_id, safa.names, safa.admin2) == ("geonames:100", ["Safa", "Safa", "الصفا"], "Jabal District")
    assert (sefar.place_id, sefar.names, sefar.population) == ("geonames:900", ["Sefar", "Sefa"], 5000)


def test_what_is_no_name_is_left_out_and_rows_are_counted(tmp_path: Path) -> None:
    (alternates, codes) = write(tmp_path, alternates=ALTERNATES, codes=CODES)
    assert list(iter_names(alternates)) == [NameRow("geonames:100", "الصفا"), NameRow("geonames:900", "Sefa")]
    assert list(iter_names(codes)) == [NameRow("geonames:77", "Jabal District", "SY.08.0801")]
    assert count_rows(codes) == (1, "names")


def test_a_broken_row_of_names_is_named_with_its_line(tmp_path: Path) -> None:
    (path,) = write(tmp_path, alternates=ALTERNATES + "no name\n")
    with pytest.raises(InputError, match=r"alternates\.txt:5: neither"):
        list(iter_names(path))


def test_regions_of_a_table_get_the_codes_of_the_world(tmp_path: Path, world: PlaceIndex) -> None:
    path = tmp_path / "villages.csv"
    path.write_text(
        "name,lat,lon,country,admin1\nZarmanfa,33.1,36.1,SY,ريف جبل\nZulmanfa,33.1,36.1,,\nQasmanfa,10,10,SY,Rif Nowhere\n",
        encoding="utf-8",
    )
    places = fill_from_world(list(iter_file_places({path: {}}, world)), world)
    assert [(p.country, p.admin1) for p in places] == [("SY", "08"), ("SY", "08"), ("SY", "Rif Nowhere")]
