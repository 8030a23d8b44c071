"""The digest: nothing is stated without a report, quiet days say so, and both languages can be set and read."""

import re
from datetime import date

import pytest

from sijill.errors import UserError
from sijill.packs import load_packs
from sijill.present.catalogue import load_catalogues
from sijill.present.wording import Wording
from sijill.publish import apply_profile
from sijill.publish.account import Account, References, make_account
from sijill.publish.digest import Scope, make_digest, make_digest_pdf, make_html
from sijill.publish.digest.pdf import make_incident_pdf
from sijill.publish.from_register import make_edition
from sijill.publish.print import check_fonts
from sijill.store import Register
from tests.web.world import fill_register

STRIKE = Scope(date(2031, 3, 4), date(2031, 3, 4))


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "register"
    fill_register(folder)
    with Register.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def packs(register):
    return load_packs(register.pack_dirs())


def make(register, packs, scope=STRIKE, lang="en", profile="partners"):
    edition = apply_profile(make_edition(register, packs, released=scope.last), profile)
    wording = Wording(load_catalogues()[lang], packs)
    return make_digest(edition, scope, wording), wording


def iter_voices(account: Account):
    yield from (voice for finding in account.findings for voice in finding.voices)
    yield from (voice for party in (*account.accused, *account.targets) for voice in party.voices)
    yield from (voice for telling in account.tellings for _, said in telling.fields for voice in said if voice.words)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_voice_names_a_report_that_is_listed(register, packs, lang):
    digest, _ = make(register, packs, lang=lang)
    numbers = {reference.number for reference in digest.references}
    assert digest.accounts
    for account in digest.accounts:
        voices = list(iter_voices(account))
        assert voices
        assert all(voice.refs and set(voice.refs) <= numbers for voice in voices)
        assert set(account.refs) <= numbers


def test_references_are_numbered_as_they_are_cited_and_none_is_idle(register, packs):
    digest, _ = make(register, packs)
    assert [reference.number for reference in digest.references] == list(range(1, len(digest.references) + 1))
    cited = {number for account in (*digest.accounts, *digest.later) for number in account.refs}
    assert cited == {reference.number for reference in digest.references}


def test_the_numbers_of_a_finding_are_those_of_its_incident(register, packs):
    digest, _ = make(register, packs)
    killed = next(f for a in digest.accounts for f in a.findings if f.contested)
    values = [int(n) for voice in killed.voices for n in re.findall(r"\d+", voice.value)]
    low, high = (int(n) for n in re.findall(r"\d+", killed.total))
    assert (low, high) == (min(values), max(values))


@pytest.mark.parametrize(("lang", "said"), [("en", "No report in this register"), ("ar", "لا تقرير في هذا السجل")])
def test_a_quiet_day_says_so_and_states_nothing(register, packs, lang, said):
    digest, wording = make(register, packs, Scope(date(2030, 1, 1), date(2030, 1, 1)), lang)
    html = make_html(digest, wording)
    assert said in html
    assert (digest.accounts, digest.later, digest.references) == ((), (), ())
    assert make_digest_pdf(digest, wording).startswith(b"%PDF")


@pytest.mark.parametrize(("place", "found"), [("tell asfar", True), ("تل اصفر", True), ("Qarn", False), ("Nowhere", False)])
def test_a_place_is_found_by_its_name_in_any_script(register, packs, place, found):
    digest, _ = make(register, packs, Scope(STRIKE.first, STRIKE.last, place=place))
    assert any("Tell Asfar" in account.title for account in digest.accounts) is found


def test_a_week_holds_what_each_of_its_days_holds(register, packs):
    week, _ = make(register, packs, Scope(date(2031, 3, 3), date(2031, 3, 9)))
    days = [make(register, packs, Scope(date(2031, 3, day), date(2031, 3, day)))[0] for day in range(3, 10)]
    assert {a.incident_id for a in week.accounts} == {a.incident_id for digest in days for a in digest.accounts}


def test_what_a_profile_keeps_back_is_not_quoted(register, packs):
    digest, wording = make(register, packs, profile="public")
    html = make_html(digest, wording)
    assert digest.accounts
    assert "government warplanes" not in html
    assert "government warplanes" in make_html(*make(register, packs))


def test_html_asks_for_nothing_and_leads_to_its_own_references(register, packs):
    html = make_html(*make(register, packs))
    assert not re.search(r"<(script|link rel=\"stylesheet\"|img|iframe)", html)
    assert set(re.findall(r'href="#(ref-\d+)"', html)) <= set(re.findall(r'id="(ref-\d+)"', html))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_pdf_is_set_in_both_languages_with_the_same_bytes_each_time(register, packs, lang):
    pytest.importorskip("typst")
    digest, wording = make(register, packs, lang=lang)
    first = make_digest_pdf(digest, wording)
    assert first.startswith(b"%PDF")
    assert first == make_digest_pdf(digest, wording)
    assert b"IBMPlexSansArabic" in first


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_incident_can_be_printed(register, packs, lang):
    pytest.importorskip("typst")
    wording = Wording(load_catalogues()[lang], packs)
    for record in make_edition(register, packs).iter_records():
        account = make_account(record, wording, References(wording))
        assert account.incident_id == record.incident.incident_id
        assert make_incident_pdf(record, wording, register="A register", foot="A foot").startswith(b"%PDF")


def test_without_an_arabic_font_the_error_says_what_to_install():
    check_fonts(["Libertinus Serif", "Noto Sans Arabic"])
    with pytest.raises(UserError, match="fonts-noto-core"):
        check_fonts(["Libertinus Serif", "DejaVu Sans Mono"])
