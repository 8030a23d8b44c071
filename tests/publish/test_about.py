import json
from dataclasses import replace
from datetime import date

import pytest

from sijill.errors import PackError
from sijill.publish.about import NOBODY, About, load_about, make_datacite
from sijill.publish.release import ReleaseOptions, make_release
from tests.publish.invented import make_edition

WHOLE = """
title: Register of the Sanhar war
description: Invented incidents of an invented war.
publisher: Sanhar Records
creators:
  - {name: Sanhar Records, ror: 'https://ror.org/012345678'}
  - {name: A. Analyst, kind: person, orcid: 'https://orcid.org/0000-0001-2345-6789'}
licence: CC-BY-4.0
contact: data@sanhar.example
doi: 10.5072/sanhar.1
keywords: [armed conflict, civilian harm]
"""
EDITION = replace(make_edition("1.0"), released=date(2031, 4, 1))


@pytest.fixture
def about(tmp_path) -> About:
    (tmp_path / "about.yml").write_text(WHOLE, encoding="utf-8")
    return load_about(None, tmp_path)


def read_crate(folder):
    graph = json.loads((folder / "ro-crate-metadata.json").read_text())["@graph"]
    return {entity["@id"]: entity for entity in graph}


def test_a_register_without_a_statement_says_nothing_of_itself(tmp_path):
    assert load_about(None, tmp_path) == NOBODY
    folder = make_release(EDITION, tmp_path, ReleaseOptions(formats=["csv"]))
    assert not (folder / "datacite.json").exists()
    assert "license" not in read_crate(folder)["./"]
    assert "Licence: none is stated." in (folder / "README.md").read_text()
    for path in folder.rglob("*"):
        assert path.is_dir() or b"FILL IN" not in path.read_bytes()


def test_a_release_says_who_answers_for_it(about, tmp_path):
    folder = make_release(EDITION, tmp_path / "out", ReleaseOptions(formats=["csv"], about=about))
    text = (folder / "README.md").read_text()
    assert "# Register of the Sanhar war, release 1.0" in text
    assert "Cite it as https://doi.org/10.5072/sanhar.1." in text
    crate = read_crate(folder)
    assert crate["./"]["license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}
    for name in ("license", "publisher", "contactPoint"):
        assert crate["./"][name]["@id"] in crate
    assert all(part["@id"] in crate for part in (*crate["./"]["hasPart"], *crate["./"]["creator"]))


def test_a_mistake_in_the_statement_is_named_with_its_line(tmp_path):
    path = tmp_path / "mine.yml"
    path.write_text("publisher: Sanhar Records\ndoi: https://doi.org/10.5072/1\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"mine\.yml:2: .*10"):
        load_about(path, tmp_path)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("change", [{}, {"doi": None}, {"licence": None, "licence_url": "https://sanhar.example/terms"}, {"keywords": ()}])
def test_datacite_accepts_the_metadata(about, change):
    schema = pytest.importorskip("datacite.schema45")
    from msgspec.structs import replace as change_about

    data = make_datacite(change_about(about, **change), EDITION, "text")
    schema.validator.validate(data)
