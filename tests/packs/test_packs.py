"""The packs that ship with Sijill: they load, agree with one another, and cover what they promise."""

import time

import pytest

from sijill.errors import PackError
from sijill.model import GRADES
from sijill.packs import Actor, Packs, load_packs
from sijill.packs.check import check_packs, is_in_script

PACKS = load_packs()
WARS = {"SY": 40, "IQ": 20, "YE": 12, "PS": 15, "LB": 8, "IL": 8, "UA": 10, "SD": 12, "LY": 15}
INTERCHANGE_EVENT_TYPES = [
    "air_strike",
    "drone_strike",
    "shelling",
    "explosive_device",
    "suicide_bombing",
    "grenade",
    "chemical_attack",
    "mine_or_remnant",
    "clash",
    "armed_attack",
    "killing",
    "execution",
    "torture",
    "sexual_violence",
    "abduction",
    "arrest",
    "release",
    "territory_taken",
    "withdrawal",
    "troop_movement",
    "displacement",
    "looting_or_destruction",
    "hardship_death",
    "protest",
    "riot",
    "agreement",
    "statement",
    "other",
]
ACLED = {
    "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}
AIRWARS_STRIKE_TYPES = {
    "Airstrike",
    "Drone Strike",
    "Artillery",
    "Airstrike and/or Artillery",
    "Ground operation",
    "Counter-Terrorism Action (Ground)",
    "Naval bombardment",
    "Unknown",
}


def test_nothing_in_the_packs_contradicts_itself():
    assert [issue.describe() for issue in check_packs(PACKS)] == []


def test_there_are_actors_of_every_war_in_english_and_arabic():
    assert len(PACKS.actors) >= 150
    for country, least in WARS.items():
        active = [a for a in PACKS.actors.values() if country in a.countries]
        assert len(active) >= least, country
        if country != "UA":
            assert [a.id for a in active if not a.names.get("ar")] == []


def test_actors_that_everything_refers_to_are_there():
    wanted = [
        "syria_government",
        "syria_government_air_force",
        "russia",
        "coalition_oir",
        "united_states_military",
        "islamic_state",
        "sdf",
        "ypg",
        "hts",
    ]
    wanted += [
        "free_syrian_army",
        "syria_opposition",
        "turkey_military",
        "israel_military",
        "iran_irgc",
        "hezbollah",
        "hamas",
        "unknown_gunmen",
        "civilians",
    ]
    assert set(wanted) <= set(PACKS.actors)


def test_sources_cover_agencies_monitors_parties_and_people_without_a_name():
    assert len(PACKS.sources) >= 80
    assert {s.type for s in PACKS.sources.values()} >= {
        "agency",
        "state_media",
        "monitor",
        "local_outlet",
        "armed_party_media",
        "social_platform",
        "collective",
        "medical",
        "civil_defence",
    }
    assert all(PACKS.sources[s].wire for s in ("reuters", "afp", "ap", "anadolu"))
    assert all(PACKS.sources[s].collective for s in ("local_sources", "activists", "eyewitnesses", "medical_sources", "civil_defence"))


def test_the_codebook_has_every_event_type_of_the_interchange_format():
    assert set(PACKS.codebook.event_types) == set(INTERCHANGE_EVENT_TYPES)


def test_the_codebook_has_every_code_of_the_model():
    book = PACKS.codebook
    assert list(book.grades) == list(GRADES)
    assert list(book.outcomes) == ["killed", "injured", "missing", "detained", "abducted", "displaced", "casualties"]
    assert list(book.whos) == ["civilian", "combatant", "mixed", "unknown"]
    assert list(book.groups) == ["children", "women", "men", "elderly", "journalists", "medical", "aid_workers"]
    assert list(book.modalities) == ["asserted", "hedged", "denied", "planned", "hypothetical", "habitual"]
    assert set(book.stances) == {"accused", "admitted", "denied", "possible"}
    assert set(book.exactness) == {"exact", "at_least", "at_most", "about", "vague", "none"}
    assert list(book.place_precisions) == [1, 2, 3, 4, 5, 6, 7]
    assert set(book.date_precisions) == {"day", "week", "month", "year", "range", "unknown"}


@pytest.mark.parametrize("event_type", PACKS.codebook.event_types.values(), ids=lambda e: e.id)
def test_codes_of_other_data_sets_are_spelled_as_there(event_type):
    assert event_type.acled.sub_event_type in ACLED[event_type.acled.event_type]
    assert event_type.acled.disorder_type in {"Political violence", "Demonstrations", "Strategic developments"}
    assert event_type.airwars is None or event_type.airwars in AIRWARS_STRIKE_TYPES
    assert event_type.ucdp.type in {None, 1, 2, 3}


def test_airwars_counts_confirmed_and_fair_and_prints_these_arabic_labels():
    grades = PACKS.codebook.grades
    assert [g.id for g in grades.values() if g.counted] == ["confirmed", "fair"]
    assert all(is_in_script(g.label["ar"], "ar") for g in grades.values())


def test_state_forces_abroad_are_external_forces():
    russia = PACKS.actors["russia"]
    assert (russia.get_inter("RU"), russia.get_inter("SY")) == (1, 8)
    assert PACKS.actors["hts"].get_inter("SY") == 2


def test_an_acled_name_names_the_country_and_never_the_wrong_regime():
    assert PACKS.actors["islamic_state"].get_acled_name("Iraq") == "Islamic State (Iraq)"
    assert PACKS.actors["israel_military"].get_acled_name("Palestine", 2023) == "Military Forces of Israel (2022-)"
    assert PACKS.actors["israel_military"].get_acled_name("Palestine", 2014) == "Military Forces of Israel"
    assert PACKS.actors["turkistan_islamic_party"].get_acled_name("Syria") is None


def test_an_actor_is_active_on_the_days_of_a_year_or_month():
    actor = Actor(id="a", names={"en": ("A Group",)}, kind="rebel_group", valid_from="2013-04", valid_to="2015")
    assert [actor.is_active(day) for day in ("2013-03-31", "2013-04-01", "2015-12-31", "2016-01-01")] == [False, True, True, False]


def test_a_label_falls_back_to_english():
    assert PACKS.actors["hamas"].get_label("xx") == "Hamas"
    assert PACKS.sources["reuters"].get_label("fr") == "Reuters"


def test_lineage_leads_to_the_top():
    assert PACKS.get_lineage("syria_government_air_force") == ("syria_government_air_force", "syria_government")
    assert PACKS.get_lineage("nobody_known") == ("nobody_known",)


def test_a_name_that_passed_on_means_the_actor_of_its_day():
    pair = ("syria_government", "syria_transitional_government")
    assert all("Syrian army" in PACKS.actors[actor_id].names["en"] for actor_id in pair)
    assert PACKS.find_active(pair, "2021-05-01") == pair[:1]
    assert PACKS.find_active(pair, "2025-03-07") == pair[1:]
    assert PACKS.find_active(pair, None) == pair[:1]
    assert PACKS.find_active(("coalition_oir", "saudi_coalition"), "2010-01-01") == ("coalition_oir", "saudi_coalition")


def test_a_source_is_found_by_host_name_and_subdomain():
    assert PACKS.find_source("www.reuters.com") is PACKS.sources["reuters"]
    assert PACKS.find_source("arabic.rt.com") is PACKS.sources["rt"]
    assert PACKS.find_source("example.org") is None


def test_an_unknown_language_is_an_error_that_names_those_there_are():
    with pytest.raises(PackError, match="no language pack for 'xx'"):
        PACKS.get_language("xx")


def test_packs_are_read_quickly():
    def measure() -> float:
        started = time.process_time()
        packs = Packs()
        assert packs.actors
        assert packs.sources
        assert packs.codebook.get_parts()
        return time.process_time() - started

    assert min(measure() for _ in range(3)) < 0.5  # the best of three: a busy machine slows single ones
