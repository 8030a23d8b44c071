"""The register's own layer of the map."""

import pytest

from sijill.errors import PackError
from sijill.packs import PACKS_FOLDER
from sijill.present.own_layer import KINDS, load_own_layer

SAMPLE = PACKS_FOLDER / "samples" / "wadi_sahm" / "packs"


def test_the_sample_draws_its_country_with_names_in_both_languages():
    features = load_own_layer([PACKS_FOLDER, SAMPLE]).features
    assert {f.properties["kind"] for f in features} == set(KINDS)
    named = [f for f in features if "name" in f.properties]
    assert named
    assert all(f.properties["name_ar"] for f in named)


def test_no_layer_is_an_empty_one(tmp_path):
    assert load_own_layer([tmp_path]).features == ()


@pytest.mark.parametrize(
    ("text", "message"), [("{", "no GeoJSON"), ('{"features":[{"properties":{"kind":"x"},"geometry":{}}]}', "feature 1 has no")]
)
def test_a_file_that_is_no_layer_is_refused_by_name(tmp_path, text, message):
    (tmp_path / "map.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=message):
        load_own_layer([tmp_path])
