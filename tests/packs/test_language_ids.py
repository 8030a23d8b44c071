"""Word lists of a language speak of weapons, sources and events that the packs have."""

import pytest

from sijill.packs import load_packs

CODES = ("ar",)


@pytest.mark.parametrize("code", CODES)
def test_words_name_known_weapons_sources_and_events(code: str) -> None:
    packs = load_packs()
    language = packs.get_language(code)
    assert not set(language.weapons) - set(packs.codebook.weapons)
    assert not set(language.sources) - set(packs.sources)
    assert not set(language.events) - set(packs.codebook.event_types)
    assert not {outcome.outcome for outcome in language.outcomes} - set(packs.codebook.outcomes)


@pytest.mark.parametrize("code", CODES)
def test_rules_have_an_example(code: str) -> None:
    assert all(rule.example for rule in load_packs().get_language(code).rules)
