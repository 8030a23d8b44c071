from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as change

from sijill.model import IncidentActor, Trigger
from sijill.packs import load_packs
from sijill.publish import EXPORTERS, export_edition
from sijill.publish.base import Edition
from sijill.publish.names import NameCover
from sijill.publish.preview import preview_profile
from sijill.publish.profile import Profile, get_profile
from sijill.publish.redact import redact_edition
from tests.make import make_claim, make_document, make_harm, make_incident
from tests.publish.test_redact_property import read_everything

PACKS = load_packs()
NAMED = "Ahmad Sanhari"
TITLED = "Zarqun Tilali"  # known as a name only where the document calls him a journalist
TEXT = f"A strike killed {NAMED} and the journalist {TITLED}, residents said. {TITLED} was 30."


def make_named() -> Edition:
    document = make_document(text=TEXT, title=f"{TITLED} killed")
    claim = make_claim(
        trigger=Trigger(f"killed {NAMED}", 0, 3),
        harm=(make_harm(quote=f"{NAMED} and {TITLED}", reason=f"{TITLED} was 30"),),
        document=change(make_claim().document, title=f"{TITLED} killed"),
    )
    incident = make_incident(perpetrator=(IncidentActor(actor_id=None, claim_ids=("clm_1",), quote=f"men of {NAMED}"),))
    return Edition(
        incidents=lambda: [(incident, (claim,))], documents=lambda: [document], packs=PACKS, version="1", released=date(2031, 6, 1)
    )


def make_profile(names: str) -> Profile:
    return change(get_profile("partners"), names=names)


@pytest.mark.parametrize("names", ["cover", "initials"])
@pytest.mark.parametrize("format", [e.name for e in EXPORTERS])
def test_no_name_of_a_person_leaves_in_any_format(format, names, tmp_path):
    written = export_edition(redact_edition(make_named(), make_profile(names)), format, tmp_path)
    data = b"".join(map(read_everything, written))
    for part in (*NAMED.split(), *TITLED.split()):
        assert part.lower().encode() not in data


def test_names_stay_where_the_profile_keeps_them(tmp_path):
    written = export_edition(redact_edition(make_named(), make_profile("keep")), "csv", tmp_path)
    assert TITLED.lower().encode() in b"".join(map(read_everything, written))


DOTS = "\u2022"


@pytest.mark.parametrize(("mode", "shown"), [("initials", "killed A. S. today"), ("cover", f"killed {DOTS * 5} {DOTS * 7} today")])
def test_a_name_is_cut_to_initials_or_covered_letter_by_letter(mode, shown):
    assert NameCover(make_named(), mode).cover(f"killed {NAMED} today") == shown


def test_names_in_arabic_are_found_too():
    text = "\u0627\u0644\u0635\u062d\u0641\u064a \u0623\u062d\u0645\u062f \u0645\u062d\u0645\u062f"
    covered = NameCover(make_named(), "cover").cover(text)
    assert covered.startswith("\u0627\u0644\u0635\u062d\u0641\u064a ")
    assert "\u0645\u062d\u0645\u062f" not in covered


def test_the_preview_shows_what_becomes_of_names():
    found = {(c.table, c.column): c.examples for c in preview_profile(make_named(), get_profile("quoted")).columns}
    assert found["claim_harm", "quote"] == [(f"{NAMED} and {TITLED}", "A. S. and Z. T.")]
    assert ("documents", "title") in found


def test_a_profile_of_ones_own_covers_names_unless_it_says_otherwise(tmp_path):
    path = tmp_path / "mine.yml"
    path.write_text("{id: mine, title: Mine, quotes: keep, addresses: keep, sources: keep, place: exact}", encoding="utf-8")
    assert get_profile(str(path)).names == "cover"
    released = replace(make_named(), released=None)
    assert next(iter(redact_edition(released, get_profile(str(path))).documents())).title != f"{TITLED} killed"


def test_places_that_are_called_like_people_keep_their_names():
    place = change(make_claim().place, name=NAMED, quote=f"village of {NAMED}")
    claim = make_claim(place=place, harm=(make_harm(quote=f"three men of {NAMED}"),))
    incident = change(make_incident(title=f"Air strike, {NAMED}"), place=change(make_incident().place, name=NAMED))
    edition = replace(make_named(), incidents=lambda: [(incident, (claim,))])
    ((told, (said,)),) = redact_edition(edition, make_profile("cover")).incidents()
    assert told.title == f"Air strike, {NAMED}"
    assert said.place.quote == f"village of {NAMED}"
    assert said.harm[0].quote == f"three men of {NAMED}"
