"""Checks across entries: each mistake is found, and named with the file and line of its entry."""

import pytest

from sijill.packs import Packs
from sijill.packs.check import check_packs

ACTOR = "- id: {id}\n  names: {names}\n  kind: rebel_group\n"


@pytest.fixture
def check(tmp_path):
    def run(part: str, text: str) -> list[tuple[str, str | None, int | None]]:
        (tmp_path / part).mkdir(exist_ok=True)
        (tmp_path / part / "mine.yml").write_text(text, encoding="utf-8")
        return [(i.code, i.subject, i.line) for i in check_packs(Packs((tmp_path,))) if i.code != "language_pack"]

    return run


def test_entries_of_a_further_folder_are_checked_with_the_built_in_ones(check):
    assert check("actors", ACTOR.format(id="desert_guard", names="{en: [Desert Guard]}") + "  parent: sdf\n") == []


def test_an_entry_of_a_further_folder_replaces_the_built_in_one(tmp_path, check):
    assert check("actors", ACTOR.format(id="hurras_al_din", names="{en: [Hurras al-Din renamed]}")) == []
    assert Packs((tmp_path,)).actors["hurras_al_din"].names["en"] == ("Hurras al-Din renamed",)


def test_an_id_given_twice_in_a_folder_is_found(check):
    entry = ACTOR.format(id="desert_guard", names="{en: [Desert Guard]}")
    assert check("actors", entry + entry) == [("id_twice", "desert_guard", 1)]


def test_an_alias_of_two_actors_is_found_whatever_its_accents_and_case(check):
    assert check("actors", ACTOR.format(id="other_hezbollah", names="{en: [HEZBÓLLAH]}")) == [("alias_of_two", "other_hezbollah", 1)]


def test_a_name_may_pass_to_a_later_actor(check):
    text = "- {id: old_guard, names: {en: [Palace Guard]}, kind: state_forces, valid_to: 2014-06-01}\n"
    text += "- {id: new_guard, names: {en: [Palace Guard]}, kind: state_forces, valid_from: 2014-06-01}\n"
    assert check("actors", text) == []


def test_a_contextual_name_must_not_be_a_full_name_of_another(check):
    text = ACTOR.format(id="desert_guard", names="{en: [Desert Guard]}") + "  contextual: {en: [Islamic State]}\n"
    assert check("actors", text) == [("alias_of_two", "desert_guard", 1)]


def test_contextual_names_may_be_shared(check):
    text = ACTOR.format(id="desert_guard", names="{en: [Desert Guard]}") + "  contextual: {en: [the regime]}\n"
    assert check("actors", text) == []


def test_references_to_nobody_are_found(check):
    text = ACTOR.format(id="desert_guard", names="{en: [Desert Guard]}") + "  parent: nobody\n  backers: [noone]\n  side: nowhere\n"
    assert sorted(code for code, _, _ in check("actors", text)) == ["unknown_actor", "unknown_actor", "unknown_side"]


def test_parents_in_a_circle_are_found(check):
    text = "- {id: hen, names: {en: [Hen Group]}, kind: rebel_group, parent: egg}\n"
    text += "- {id: egg, names: {en: [Egg Group]}, kind: rebel_group, parent: hen}\n"
    assert [code for code, _, _ in check("actors", text)] == ["parent_circle", "parent_circle"]


def test_a_name_in_the_wrong_script_is_found(check):
    assert check("actors", ACTOR.format(id="desert_guard", names="{en: [Desert Guard], ar: [Desert]}")) == [
        ("wrong_script", "desert_guard", 1)
    ]


def test_an_actor_that_ends_before_it_begins_is_found(check):
    text = ACTOR.format(id="desert_guard", names="{en: [Desert Guard]}") + "  valid_from: 2016-05\n  valid_to: '2015'\n"
    assert check("actors", text) == [("validity_reversed", "desert_guard", 1)]


def test_a_source_of_nobody_and_a_host_name_of_two_are_found(check):
    text = "- {id: daily_desert, names: {en: [Daily Desert]}, type: newspaper, affiliation: nobody, domains: [reuters.com]}\n"
    assert sorted(check("sources", text)) == [("domain_of_two", "daily_desert", 1), ("unknown_actor", "daily_desert", 1)]


def test_an_alias_of_two_sources_is_found(check):
    assert check("sources", "\n- {id: daily_desert, names: {en: [reuters]}, type: newspaper}\n") == [("alias_of_two", "daily_desert", 2)]
