import msgspec
import pytest

from sijill.extract.scenes import SceneFinder
from sijill.lang.script import fold
from sijill.packs import load_packs
from sijill.packs.language import PackFile, Scene


def make_finder(**scenes: Scene) -> SceneFinder:
    file = PackFile(code="en", name="English", script="Latn", clitics={"wa": ["and"]}, suffixes=["s"])
    return SceneFinder(msgspec.structs.replace(load_packs().get_language("en"), file=file, scenes=scenes))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the match ended without a goal", True),
        ("wamatch and two goals", True),
        ("a match is a match", False),
        ("the matchbox and the goalless", False),
        ("gunmen opened fire at the goal during the match", False),
    ],
)
def test_a_sentence_is_of_a_scene_by_its_different_words_unless_one_speaks_against_it(text: str, found: bool) -> None:
    finder = make_finder(sport=Scene(words="match\ngoal", unless="gunmen"))
    assert (finder.find(text) is not None) is found


def test_every_language_tells_films_from_war() -> None:
    packs = load_packs()
    for code, text in (
        ("en", "The film, a thriller, won."),
        ("ar", "\u0627\u0644\u0641\u064a\u0644\u0645 \u0627\u0644\u0648\u062b\u0627\u0626\u0642\u064a"),
    ):
        assert SceneFinder(packs.get_language(code)).find(fold(text)) == packs.get_language(code).scenes["screen"]
