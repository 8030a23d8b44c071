"""The veil: offsets stay, names go, and a name that one text gives away is covered in all."""

from sijill.model import Document
from sijill.packs import load_packs
from sijill.present.veil import COVER, Veil
from tests.make import make_claim, make_harm

PACKS = load_packs()
TEXT = "The shelling killed journalist Karim Odeh, 31. Odeh's neighbours said so."


def test_a_covered_text_is_as_long_and_holds_no_name():
    covered = Veil(PACKS).cover(TEXT)
    assert len(covered) == len(TEXT)
    assert "Karim" not in covered
    assert covered.startswith("The shelling killed journalist " + COVER * 5 + " " + COVER * 4 + ", 31.")


def test_a_name_of_one_text_is_covered_in_words_without_their_surroundings():
    veil = Veil(PACKS, [TEXT])
    assert veil.cover("Karim Odeh") == f"{COVER * 5} {COVER * 4}"
    claim = veil.cover_words(make_claim(harm=(make_harm("killed", 1, 1, quote="Karim Odeh"),)))
    assert claim.harm[0].quote == f"{COVER * 5} {COVER * 4}"


def test_a_reader_who_asked_sees_everything():
    document = Document(id="d", text=TEXT, title="Karim Odeh")
    assert Veil(None, [TEXT]).cover_document(document) == document
