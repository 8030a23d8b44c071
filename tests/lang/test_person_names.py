"""Names of people in both scripts: what is hidden and what is left alone. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.lang.person_names import find_names
from sijill.packs import load_packs

PACKS = load_packs()


def find(text):
    return [text[start:end] for start, end in find_names(text, PACKS)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Among the dead were journalist Karim Odeh, 31, Tala Odeh, 4, and a man named Bilal al-Nasser.",
            ["Karim Odeh", "Tala Odeh", "Bilal al-Nasser"],
        ),
        ("Mona Darwish (27) was hit; the Khan Yunis hospital said so on 12 March.", ["Mona Darwish"]),
        ("Air strikes on Deir ez-Zor killed Ahmad al-Khatib and his son Omar.", ["Ahmad al-Khatib", "Omar"]),
        ("The victims: Ruba Sabbagh, Hala Sabbagh and Tima Haddad.", ["Ruba Sabbagh", "Hala Sabbagh", "Tima Haddad"]),
        ("قُتل الطفل أحمد محمد العلي في قصف على سوق البلدة، وأصيب والده.", ["أحمد محمد العلي"]),
        ("الشهداء هم: محمد خالد درويش، وفاطمة خالد درويش، وعمر سعيد.", ["محمد خالد درويش", "وفاطمة خالد درويش", "وعمر سعيد"]),
    ],
)  # fmt: skip
def test_names_of_victims_are_found(text, names):
    assert find(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The strike killed 11 civilians in Tell Asfar, residents told Northern Wire.",
        "Forces captured the Umm Wadi dam and the village of Abu Tilal after three days.",
        "قصف على بلدتي أم التلال وأبو الوادي",
        "President Karim Hassan and Foreign Minister Ali Karim met General Omar Said.",
        "Clashes near Qarn between the Free Army and Islamic State on 4 March 2031 left 12 dead.",
        "استشهد الشاب متأثرا بجراحه في مدينة حلب على يد قوات النظام",
        "قال الرئيس محمد خالد إن الغارة على حي علي الطاهر",
        "مقتل 9 مدنيين في غارة على سوق تل أصفر",
    ],
)
def test_places_parties_offices_and_numbers_are_left_alone(text):
    assert find(text) == []


@given(st.text(alphabet="ab AB,.()12\n\u0645\u062d\u062f \u0648\u060c'-\u202e", max_size=80))
def test_spans_are_inside_the_text_in_order_and_apart(text):
    last = 0
    for start, end in find_names(text, PACKS):
        assert last <= start < end <= len(text)
        last = end
