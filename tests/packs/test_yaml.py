"""Loading packs: every mistake is named with its file and line, and text stays text."""

import msgspec
import pytest

from sijill.errors import PackError
from sijill.packs.actors import Actor
from sijill.packs.yaml import load_entries, load_yaml, parse_yaml


class Thing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A schema with every kind of value."""

    id: str
    count: int = 0
    wanted: bool = False
    names: dict[str, tuple[str, ...]] = {}
    parts: tuple["Thing", ...] = ()
    note: str | None = None


def fail(text: str, schema=list[Thing]) -> str:
    with pytest.raises(PackError) as caught:
        parse_yaml(text, schema, file="things.yml")
    return str(caught.value)


def test_text_is_never_taken_for_something_else():
    things = parse_yaml("- {id: no, note: 2011}\n- {id: on, note: 1e3}\n- {id: '~', note: }", list[Thing], file="f")
    assert [(t.id, t.note) for t in things] == [("no", "2011"), ("on", "1e3"), ("~", None)]


def test_numbers_and_booleans_come_where_the_schema_asks_for_them():
    assert parse_yaml("{id: a, count: 3, wanted: true}", Thing, file="f") == Thing(id="a", count=3, wanted=True)


def test_a_quoted_null_is_a_word():
    assert parse_yaml("{id: a, note: 'null'}", Thing, file="f").note == "null"


def test_an_unknown_key_names_its_line_and_the_nearest_key():
    assert fail("- id: a\n- id: b\n  nmaes: {en: [x]}\n") == "things.yml:3: unknown key 'nmaes'; did you mean 'names'?"


def test_a_key_like_no_other_lists_what_is_allowed():
    assert "allowed: count, id, names" in fail("- {id: a, zzzzzz: 1}")


def test_a_missing_key_names_the_line_of_its_entry():
    assert fail("- id: a\n\n- count: 1\n") == "things.yml:3: missing id"


def test_all_faults_are_told_at_once_also_deep_down():
    message = fail("- id: a\n  count: many\n  parts:\n  - id: b\n    wanted: perhaps\n  - ide: c\n")
    lines = message.splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "5", "6", "6"]
    assert "given: 'many'" in lines[0]


def test_a_list_where_a_text_is_wanted_is_a_fault():
    assert fail("- id: [a]").startswith("things.yml:1: ")
    assert fail("- id: a\n  names: [x]").startswith("things.yml:2: ")
    assert fail("a text") == "things.yml:1: Expected `array`, got `str` (given: 'a text')"


def test_a_mapping_is_wanted_where_the_schema_has_keys():
    assert fail("- a") == "things.yml:1: expected keys and values of Thing"


def test_a_key_given_twice_is_a_fault():
    assert fail("- id: a\n  count: 1\n  count: 2\n") == "things.yml:3: the key 'count' is given twice"


def test_broken_yaml_and_empty_files_name_their_line():
    assert fail("- id: a\n  - b: [").startswith("things.yml:2: not valid YAML")
    assert fail("# nothing\n") == "things.yml:1: the file is empty"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PackError, match=r"gone\.yml: cannot be read"):
        load_yaml(tmp_path / "gone.yml", Thing)


def test_a_typing_mistake_in_an_actor_names_the_file_and_the_line(tmp_path):
    (tmp_path / "actors").mkdir()
    path = tmp_path / "actors" / "mine.yml"
    path.write_text("- id: a_group\n  names: {en: [A Group]}\n  kind: rebel_grup\n  countries: [sy]\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_entries((tmp_path,), "actors", Actor)
    assert caught.value.line == 3
    assert caught.value.file == str(path)
    assert f"{path}:4: " in str(caught.value)
