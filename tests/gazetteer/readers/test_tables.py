import gzip
import zipfile
from pathlib import Path

import pytest

from sijill.errors import InputError
from sijill.gazetteer.readers import read_place_file

DUMP = (
    "100\tSafa\tSafa\tالصفا,Saffa,ba li,SAF\t33.1\t36.2\tP\tPPL\tSY\t\t08\t\t\t\t1200\n"
    "101\tWell\tWell\t\t33\t36\tH\tWLL\tSY\t\t08\t\t\t\t\n"
)


def test_a_dump_may_be_plain_zipped_or_gzipped(tmp_path: Path) -> None:
    plain, packed, zipped = tmp_path / "SY.txt", tmp_path / "SY.txt.gz", tmp_path / "SY.zip"
    plain.write_text(DUMP, encoding="utf-8")
    packed.write_bytes(gzip.compress(DUMP.encode()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("readme.txt", "not this one " * 99)
        archive.writestr("SY.txt", DUMP)
    for path in (plain, packed, zipped):
        place = next(iter(read_place_file(path)))
        assert (place.place_id, place.population, place.admin1, place.kind) == ("geonames:100", 1200, "08", "settlement")
        assert "الصفا" in place.names
        assert not {"ba li", "SAF"} & set(place.names)


def test_a_broken_row_is_named_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_text(DUMP + "102\tShort\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"SY\.txt:3: 2 columns"):
        list(read_place_file(path))


def test_a_truncated_gzip_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt.gz"
    path.write_bytes(gzip.compress(DUMP.encode() * 500)[:60])
    with pytest.raises(InputError, match="cannot be read"):
        list(read_place_file(path))


def test_a_table_with_known_headings_needs_no_map(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("\ufeffname,name_ar,latitude,longitude,country,type\nSafa,الصفا,33.1,36.2,SY,camp\n", encoding="utf-8")
    (place,) = read_place_file(path)
    assert (place.name, place.names, place.kind, place.country) == ("Safa", ["الصفا"], "facility", "SY")
    assert place.place_id == "place:safa-33-100-36-200"


def test_a_column_map_names_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("CODE;LOC;Y;X\nc1;Safa;33.1;36.2\n", encoding="utf-8")
    (place,) = read_place_file(path, {"id": "CODE", "name": "LOC"})
    assert (place.place_id, place.lat, place.lon) == ("place:c1", 33.1, 36.2)


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("a,b\n1,2\n", {}, "no column for lat, lon, name"),
        ("name,lat,lon\nSafa,33,x\n", {}, "places.csv:2: Safa: no usable coordinates"),
        ("name,lat,lon\nSafa,99,36\n", {}, "are not on Earth"),
        ("name,lat,lon\nSafa,33,36\n", {"name": "LOC"}, "no column 'LOC'"),
        ("name,lat,lon\nSafa,33,36\n", {"nmae": "name"}, "unknown field 'nmae'"),
        ("name,lat,lon\n,33,36\n", {}, "a place without a name"),
        ("name,lat,lon\nSafa,nan,36\n", {}, "are not on Earth"),
        ("name,lat,lon,pop\nSafa,33,36,inf\n", {}, "no usable coordinates or population"),
        ('name,lat,lon\n"Safa\nand Marwa",33,36\nZarmanfa,33,x\n', {}, r"places.csv:4: Zarmanfa"),
        (f'name,lat,lon\nSafa,33,36\n"{"x" * 200_000}",33,36\n', {}, r"places.csv:3: not a table"),
    ],
)
def test_mistakes_in_a_table_are_explained(tmp_path: Path, text: str, columns: dict[str, str], message: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_place_file(path, columns))


def test_a_cod_ab_table_gives_its_deepest_level(tmp_path: Path) -> None:
    path = tmp_path / "syr_adm.csv"
    path.write_text(
        "admin1Name_en,admin1Name_ar,admin1Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,latitude,longitude\n"
        "Aleppo,حلب,SY02,Afrin,عفرين,SY0204,36.5,36.9\n",
        encoding="utf-8",
    )
    (place,) = read_place_file(path)
    assert (place.place_id, place.name, place.names, place.kind) == ("pcode:SY0204", "Afrin", ["عفرين", "SY0204"], "district")
    assert (place.country, place.admin1, place.admin2) == ("SY", "Aleppo", "Afrin")


def test_a_cod_ab_table_of_the_newer_form_has_its_second_language(tmp_path: Path) -> None:
    path = tmp_path / "syr_admin3.csv"
    path.write_text(
        "adm0_name,adm0_pcode,adm1_name,adm1_name1,adm1_pcode,adm2_name,adm3_name,adm3_name1,adm3_pcode,center_lat,center_lon\n"
        "Syria,SY,Hama,حماة,SY05,As-Salamiyeh,Saboura,الصبورة,SY050203,35.0,37.4\n",
        encoding="utf-8",
    )
    (place,) = read_place_file(path)
    assert (place.place_id, place.name, place.names, place.kind) == ("pcode:SY050203", "Saboura", ["الصبورة", "SY050203"], "subdistrict")
    assert (place.country, place.admin1, place.admin2) == ("SY", "Hama", "As-Salamiyeh")


def test_populated_places_of_a_cod_ab_keep_their_p_codes_and_where_they_lie(tmp_path: Path) -> None:
    path = tmp_path / "pplp.csv"
    path.write_text(
        "featureName_en,featureName_ar,pcode,admin1Name_en,admin1Pcode,admin2Name_en,Longitude,Latitude\n"
        "Safa,الصفا,C1001,Rural Damascus,SY03,Duma,36.5,33.5\n",
        encoding="utf-8",
    )
    (place,) = read_place_file(path)
    assert (place.place_id, place.name, place.names) == ("pcode:C1001", "Safa", ["الصفا", "C1001"])
    assert (place.country, place.admin1, place.admin2, place.kind) == ("SY", "Rural Damascus", "Duma", "settlement")


def test_numbers_of_two_tables_are_not_the_same_places(tmp_path: Path) -> None:
    ids = []
    for name in ("camps.csv", "dams.csv"):
        path = tmp_path / name
        path.write_text("id,name,lat,lon\n7,Safa,33,36\n", encoding="utf-8")
        ids += [place.place_id for place in read_place_file(path)]
    path = tmp_path / "towns.csv"
    path.write_text("geonameid,name,lat,lon\n7,Safa,33,36\n", encoding="utf-8")
    assert [*ids, next(read_place_file(path)).place_id] == ["place:camps-7", "place:dams-7", "geonames:7"]


def test_a_name_in_latin_letters_is_shown_first(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,names,lat,lon\nالصفا,Safa;Saffa,33,36\n", encoding="utf-8")
    (place,) = read_place_file(path)
    assert place.name == "الصفا"
    path.write_text("name,name_ar,lat,lon\nالصفا,Safa,33,36\n", encoding="utf-8")
    (place,) = read_place_file(path)
    assert (place.name, place.names) == ("Safa", ["الصفا"])


def test_geojson_points_areas_and_whosonfirst_records(tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    square = "[[[36,36],[38,36],[38,38],[36,38],[36,36]]]"
    path.write_text(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","properties":{"name":"Safa","kind":"camp"},"geometry":{"type":"Point","coordinates":[36.2,33.1]}},'
        f'{{"type":"Feature","properties":{{"ADM1_EN":"Aleppo","ADM1_AR":"حلب","ADM1_PCODE":"SY02"}},"geometry":{{"type":"Polygon","coordinates":{square}}}}},'
        '{"type":"Feature","properties":{"wof:name":"Hajin","wof:id":5,"wof:placetype":"locality","geom:latitude":34.7,"geom:longitude":40.8,'
        '"iso:country":"SY","name:ara_x_preferred":["هجين"],"wof:concordances":{"gn:id":174506}}}]}',
        encoding="utf-8",
    )
    camp, region, town = read_place_file(path)
    assert (camp.kind, camp.lat) == ("facility", 33.1)
    assert (region.place_id, region.kind, region.lat, region.lon) == ("pcode:SY02", "region", pytest.approx(37), pytest.approx(37))
    assert region.radius_km == pytest.approx(121, abs=2)
    assert (town.place_id, town.names, town.country) == ("geonames:174506", ["هجين"], "SY")


def test_broken_geojson_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    path.write_text('{"type": "Feature",\n', encoding="utf-8")
    with pytest.raises(InputError, match="not GeoJSON"):
        list(read_place_file(path))


def test_areas_without_a_kind_are_divisions(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    square = '{"type":"Polygon","coordinates":[[[36,36],[36.2,36],[36.2,36.2],[36,36.2],[36,36]]]}'
    path.write_text(
        "\n".join(
            f'{{"type":"Feature","properties":{{"LABEL":"{n}",{p}}},"geometry":{square}}}'
            for n, p in (("Safa", '"iso":null'), ("Marwa", '"iso":"SY-HI"'))
        ),
        encoding="utf-8",
    )
    district, region = read_place_file(path, {"name": "LABEL"})
    assert (district.name, district.kind, region.name, region.kind, region.country) == ("Safa", "district", "Marwa", "region", "SY")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type":"FeatureCollection","features":[3]}', "places.geojson:1: not a feature"),
        (
            '{"type":"Feature","properties":{"name":"Safa"},"geometry":{"type":"Point","coordinates":["x","y"]}}',
            ":1: a geometry that cannot be read",
        ),
        ('{"type":"Feature","properties":{"name":"Safa"},"geometry":null}', ":1: Safa: no usable coordinates"),
        ('{"type":"Feature","properties":[],"geometry":null}', ":1: a place without a name"),
        ('{"a":1}\n{"b":', ":2: not GeoJSON"),
    ],
)
def test_mistakes_in_geojson_are_explained(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "places.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_place_file(path))
