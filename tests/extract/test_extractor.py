"""What the whole reader promises, whatever the words."""

import functools
import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.extract import Extraction, Extractor
from sijill.extract.ground import check_claim
from sijill.model import Claim, Document, Quantity
from sijill.packs import load_packs

PIECES = [
    "air strike",
    "killed",
    "25",
    "civilians",
    "at least",
    "the army",
    "shelled",
    "were",
    ",",
    ".",
    "\n",
    "two",
    "children",
    "among them",
    "-",
    "'s",
    "on Monday",
    "may have",
    "said",
    "\u0642\u062a\u0644",
    "\u063a\u0627\u0631\u0629",
    "\u0664\u0665",
    "\u0640",
    "\u200f",
    "(",
    ")",
    "\x00",
    "\ud83d\udca5",
]


@functools.lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor(load_packs(), None)


def _read(text: str, **values: str) -> Extraction:
    return _extractor().extract(Document(id="doc", text=text, **values))  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error_and_every_span_checks(text: str) -> None:
    for claim in _read(text).claims:
        assert check_claim(claim, text) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_any_row_of_telling_words_is_read_and_every_span_checks(text: str) -> None:
    extraction = _read(text)
    assert extraction.issues == ()
    for claim in extraction.claims:
        assert check_claim(claim, text) == []
        assert all(row.min is None or row.max is None or 0 <= row.min <= row.max for row in claim.harm)


@pytest.mark.parametrize(
    "word", ["killed ", "25 ", "and ", "civilians, ", "air strike ", "(", "\u0642\u062a\u0644 ", "shelled the town of "]
)
def test_a_long_row_of_one_word_takes_no_long_time(word: str) -> None:
    _read("warm up: two people were killed")
    started = time.perf_counter()
    _read(word * (20_000 // len(word)))
    assert time.perf_counter() - started < 20


def test_a_megabyte_of_events_takes_seconds() -> None:
    _read("warm up: two people were killed")
    started = time.process_time()
    assert _read("Two people were killed in an air strike. " * 25_000).claims
    assert time.process_time() - started < 30


def test_the_same_document_gives_the_same_claims() -> None:
    text = "At least 25 civilians were killed in an air strike on Monday, activists said."
    assert _read(text) == Extractor(load_packs(), None).extract(Document(id="doc", text=text))


def test_offsets_count_code_points() -> None:
    text = "\U0001f4a5\U0001f4a5 Urgent: 12 people were killed in an air strike \u2014 activists"
    (claim,) = _read(text).claims
    (row,) = claim.harm
    assert text[row.start : row.end] == row.quote == "12 people"


def test_a_text_without_a_trigger_is_not_touched() -> None:
    assert _read("The museum opens at ten and closes at five.") == Extraction(())


def test_a_number_that_only_the_title_gives_is_inferred() -> None:
    (claim,) = _read("Police look into a shooting on Monday.", title="Four men wounded in shooting").claims
    (injured,) = [row for row in claim.harm if row.outcome == "injured" and row.group is None]
    assert (injured.min, injured.inferred, injured.quote) == (4, True, None)


def test_a_title_does_not_contradict_the_text() -> None:
    (claim,) = _read("Six people were killed in an air strike on Monday.", title="Air strike kills five").claims
    assert [row.min for row in claim.harm if row.outcome == "killed"] == [6]


def test_a_title_counts_people_who_are_told_of_one_by_one() -> None:
    text = "A woman was killed in a shooting on Monday. A man was shot dead in the shooting, police said."
    (alone,) = _read(text).claims
    assert alone.harm[0].quantity == Quantity.at_least(2)
    assert "one_by_one_killed" in alone.rules
    (claim,) = _read(text, title="Woman killed in shooting").claims
    assert [(h.outcome, h.min, h.max, h.inferred) for h in claim.harm if h.group is None] == [("killed", 1, 1, True)]


def test_an_event_that_only_the_title_tells_of_has_no_span() -> None:
    (claim,) = _read("Read more.", title="Three soldiers killed in car bomb attack").claims
    assert claim.trigger is None
    assert claim.issues == ("title_only",)
    assert all(row.inferred for row in claim.harm)


def test_a_language_without_a_pack_is_not_read_as_another() -> None:
    assert _read("Two people killed", lang="fr").claims == ()


SIDES = [
    "Hezbollah",
    "Hamas",
    "Turkish forces",
    "Russian forces",
    "the Syrian army",
    "the Israeli army",
    "Islamic State",
    "the Houthis",
    "the SDF",
]
SENTENCES = ["On Monday {a} attacked {b}.", "{a} shelled positions of {b} on Monday.", "{a} bombed a convoy of {b} in the valley."]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_swapped_sides_swap_their_roles_and_nothing_else(sentence: str) -> None:
    for a in SIDES:
        for b in SIDES:
            if a != b:
                (one,), (other,) = (_read(sentence.format(a=x, b=y)).claims for x, y in ((a, b), (b, a)))
                assert [p.actor_id for p in one.perpetrator] == [t.actor_id for t in other.target], (a, b)
                assert [t.actor_id for t in one.target] == [p.actor_id for p in other.perpetrator], (a, b)
                assert [row.outcome for row in one.harm] == [row.outcome for row in other.harm]


REPORTED = [
    "Officials said on Tuesday that {a} had shelled {b} near the border, killing four fighters.",
    "At least six people were killed when {a} attacked {b} in the hills east of the town, residents told reporters.",
    "Activists accused {a} of bombing {b} on Friday, leaving nine dead.",
    "Overnight, {a} ambushed {b} on the road to the airport and killed three of them.",
    "{b} were attacked by {a} at dawn on Sunday, a local official said.",
    "Three villages held by {b} were shelled by {a} on Wednesday.",
    "{a} launched an attack on {b} late on Monday, wounding at least twelve people.",
    "Clashes between {a} and {b} left seven people dead on Thursday, according to local sources.",
    "{a} claimed responsibility for the attack on {b}, in which two officers were killed.",
    "The attack by {a} on {b} killed five people, including a child, the monitor said.",
    "Fighting broke out between {a} and {b} on Saturday morning.",
    "{a} carried out raids on positions of {b} in the countryside on Monday.",
    "Two people were wounded as {a} fired rockets; {a} then attacked {b} in the valley.",
    "A convoy of {b} was hit by {a} on Tuesday, killing eight.",
    "{a} bombarded {b} for hours on Friday, and dozens of families fled.",
    "On 3 May {a} stormed a base and attacked {b}, killing eleven soldiers.",
    "According to activists, {a} targeted {b} with artillery on Sunday.",
    "{a} have attacked {b} twice this week, the governor said, killing four civilians.",
    "In a statement, {a} denied involvement in the attack on {b} that killed three people.",
    "{a} are fighting with {b} in the north of the province.",
]
NAMED = {
    "Hezbollah": "hezbollah",
    "Hamas": "hamas",
    "Russian forces": "russia",
    "the Syrian army": "syria_government",
    "the Israeli army": "israel_military",
    "Islamic State": "islamic_state",
    "the Houthis": "houthis",
    "Turkish forces": "turkey_military",
}


@pytest.mark.parametrize("sentence", REPORTED)
def test_sides_of_sentences_as_news_are_written_swap_too(sentence: str) -> None:
    names = list(NAMED)
    for n, a in enumerate(names):
        b = names[(n + 3) % len(names)]
        swapped = {NAMED[a]: NAMED[b], NAMED[b]: NAMED[a]}
        one, other = (_read(_capitalise(sentence.format(a=x, b=y))).claims for x, y in ((a, b), (b, a)))
        assert one
        told = sorted((_told(claim), _roles(claim)) for claim in other)
        assert sorted((_told(claim), _roles(claim, swapped)) for claim in one) == told, (a, b)


def _capitalise(text: str) -> str:
    return text[0].upper() + text[1:]


def _told(claim: Claim) -> tuple[str, str, tuple[tuple[str, int, int], ...]]:
    """Kind, modality and numbers."""
    return claim.event_type, claim.modality, tuple((row.outcome, row.min or 0, row.max or 0) for row in claim.harm)


def _roles(claim: Claim, swapped: Mapping[str, str] = {}) -> tuple[tuple[str, ...], ...]:
    """Perpetrators and targets by id, renamed where `swapped` says so."""
    return tuple(
        tuple(sorted(swapped.get(a.actor_id, a.actor_id) for a in actors if a.actor_id)) for actors in (claim.perpetrator, claim.target)
    )
