"""Word lists of a language speak of weapons, sources and events that the packs have."""

import pytest

from sijill.packs import load_packs

CODES = ("en", "ar")


@pytest.mark.parametrize("code", CODES)
def test_words_name_known_weapons_sources_and_events(code: str) -> None:
    packs = load_packs()
    language = packs.get_language(code)
    assert not set(language.weapons) - set(packs.codebook.weapons)
    assert not set(language.sources) - set(packs.sources)
    assert not set(language.events) - set(packs.codebook.event_types)
    # People who were "hit" or "treated" are counted as killed or injured once the whole account is read.
    assert not {outcome.outcome for outcome in language.outcomes} - {*packs.codebook.outcomes, "hit", "treated"}


@pytest.mark.parametrize("code", CODES)
def test_rules_have_an_example(code: str) -> None:
    assert all(rule.example for rule in load_packs().get_language(code).rules)
