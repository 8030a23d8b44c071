from sijill.lang.shingles import containment, find_copies, make_signature, similarity

AGENCY = (
    "The ministry said that two rockets struck the northern edge of the town shortly before dawn and that rescue teams pulled "
    "seven people from the rubble of a bakery while aircraft kept circling above the main road for more than an hour"
)
OTHER = (
    "Farmers in the eastern valley started the wheat harvest a week earlier than last year because the rains ended soon and prices "
    "at the market of the regional capital have been rising since the start of the month according to the chamber of trade"
)


def test_same_text_has_the_same_signature_whatever_its_case_and_punctuation():
    assert make_signature(AGENCY) == make_signature(AGENCY)
    assert similarity(make_signature(AGENCY.upper()), make_signature(AGENCY + " .")) == 1.0


def test_other_texts_are_not_similar():
    assert similarity(make_signature(AGENCY), make_signature(OTHER)) == 0.0
    assert containment(make_signature(AGENCY), make_signature(OTHER)) == 0.0


def test_an_agency_paragraph_inside_a_longer_report_is_found():
    longer = " ".join([OTHER, AGENCY, OTHER.replace("wheat", "barley")])
    assert containment(make_signature(AGENCY), make_signature(longer)) > 0.7
    assert similarity(make_signature(AGENCY), make_signature(longer)) < 0.6


def test_empty_texts_prove_nothing():
    assert similarity(make_signature(""), make_signature("")) == 0.0
    assert similarity(None, make_signature(AGENCY)) == 0.0
    assert containment(make_signature("two words"), make_signature("two words")) == 0.0


def test_copies_are_found_by_their_signatures_alone():
    signatures = {"a": make_signature(AGENCY), "b": make_signature("Agency: " + AGENCY), "c": make_signature(OTHER), "d": None}
    assert list(find_copies(signatures)) == [("a", "b")]


def test_signatures_of_other_programs_prove_nothing():
    own = make_signature("an air strike hit the market of the town at noon")
    for strange in ("", "zzzz", "0123", "\u0660\u0661", own[:3]):
        assert similarity(own, strange) == 0.0
    assert similarity(own, own + ".0123456789abcdef") == 1.0
