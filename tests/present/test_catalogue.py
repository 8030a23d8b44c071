"""The texts of the interface: complete in every language, nothing missing that a template asks for."""

import re
from pathlib import Path

import pytest

import sijill
from sijill.errors import DefectError
from sijill.link.score import COMPARISONS, get_level_names
from sijill.packs import load_packs
from sijill.present.catalogue import get_plural, load_catalogues

TEMPLATES = sorted(Path(sijill.__file__).parent.rglob("templates/**/*.html"))
HOLES = re.compile(r"\{(\w+)\}")


def test_every_language_has_the_same_texts():
    english, arabic = (load_catalogues()[lang].texts for lang in ("en", "ar"))
    assert set(english) ^ set(arabic) == set()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_everything_that_linking_compares_and_finds_has_words(lang):
    texts = load_catalogues()[lang].texts
    for within in (True, False):
        for name in COMPARISONS:
            assert f"feature.{name}" in texts, name
            for level in get_level_names(name, within=within):
                assert f"level.{level}" in texts, level


def test_translations_fill_in_the_same_values():
    english, arabic = (load_catalogues()[lang].texts for lang in ("en", "ar"))
    for key, text in english.items():
        if isinstance(text, str):
            assert set(HOLES.findall(text)) == set(HOLES.findall(str(arabic[key]))), key


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_text_has_words_and_twelve_months(lang):
    catalogue = load_catalogues()[lang]
    empty = {key for key, text in catalogue.texts.items() if not text}
    assert empty == {"date_precision.day", "date_precision.unknown"}
    assert len(catalogue.months) == 12


def test_arabic_counts_have_all_six_forms():
    for key, text in load_catalogues()["ar"].texts.items():
        if not isinstance(text, str):
            assert set(text) == {"zero", "one", "two", "few", "many", "other"}, key


@pytest.mark.parametrize(
    ("number", "category"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"), (100, "other"), (103, "few")],
)
def test_arabic_plurals_follow_unicode(number, category):
    assert get_plural("ar", number) == category


def test_counts_read_as_a_person_would_say_them():
    catalogues = load_catalogues()
    assert catalogues["en"].get("count.claims", n=1) == "1 claim"
    assert catalogues["ar"].get("count.claims", n=2) == "روايتان"
    assert catalogues["ar"].get("count.claims", n=11) == "11 رواية"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_ask_only_for_texts_that_exist(path):
    catalogue = load_catalogues()["en"]
    for key in re.findall(r"""\bt\(["']([a-z_.]+?)["'][,)]""", path.read_text(encoding="utf-8")):
        assert catalogue.has(key), key


def test_codes_of_the_codebook_have_texts():
    catalogue, codebook = load_catalogues()["en"], load_packs().codebook
    for prefix, codes in {
        "outcome": codebook.outcomes,
        "modality": codebook.modalities,
        "stance": codebook.stances,
        "grade_meaning": codebook.grades,
    }.items():
        for code in codes:
            assert catalogue.has(f"{prefix}.{code}"), (prefix, code)
    for who in (*codebook.whos, *codebook.groups):
        assert catalogue.has(f"harm.killed.{who}"), who
    for number in codebook.place_precisions:
        assert catalogue.has(f"place_precision.{number}"), number


def test_a_missing_text_is_a_defect():
    with pytest.raises(DefectError, match="no text 'nothing'"):
        load_catalogues()["en"].get("nothing")
