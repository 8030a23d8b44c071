from sijill.lang.hashes import read_hashes
from sijill.lang.marks import MARKS, Passages, make_marks

NAME = "\u062a\u0644\u062d\u0648\u0646"
TOWN = "\u0627\u0644\u062d\u0645\u064a\u062f\u064a\u0629"


def test_a_name_leaves_one_mark_in_both_scripts():
    english, arabic = read_hashes(make_marks("a strike on Talhun")), read_hashes(make_marks(NAME))
    assert len(english) == 1
    assert english == arabic


def test_small_words_and_single_digits_tell_nothing_but_numbers_do():
    assert make_marks("the army struck 3 houses") == ""
    assert len(read_hashes(make_marks("the army struck 34 houses"))) == 1


def test_an_article_and_a_conjunction_do_not_change_a_name():
    assert make_marks("\u0648" + TOWN) == make_marks(TOWN)


def test_a_passage_is_the_sentence_of_an_offset_and_its_neighbours():
    text = "Far Aleph. Near Bethlem. Here Gimmel. After Dalethon. Beyond Hezron."
    marks = Passages(text).make_marks([text.index("Here")])
    assert read_hashes(make_marks("Bethlem Gimmel Dalethon")) <= read_hashes(marks)
    assert not read_hashes(make_marks("Hezron")) & read_hashes(marks)


def test_a_long_passage_keeps_a_bounded_number_of_marks():
    assert len(read_hashes(make_marks(" ".join(str(n) for n in range(1000, 3000))))) == MARKS
