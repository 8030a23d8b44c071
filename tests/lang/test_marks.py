from sijill.lang.marks import MARK_BYTES, MARKS, Passages, join_marks, make_marks, pack_marks

NAME = "\u062a\u0644\u062d\u0648\u0646"
TOWN = "\u0627\u0644\u062d\u0645\u064a\u062f\u064a\u0629"


def read_marks(marks: str) -> list[bytes]:
    packed = pack_marks(marks)
    return [packed[i : i + MARK_BYTES] for i in range(0, len(packed), MARK_BYTES)]


def test_a_name_leaves_one_mark_in_both_scripts():
    english, arabic = read_marks(make_marks("a strike on Talhun")), read_marks(make_marks(NAME))
    assert len(english) == 1
    assert english == arabic


def test_small_words_and_single_digits_tell_nothing_but_numbers_do():
    assert make_marks("the army struck 3 houses") == ""
    assert len(read_marks(make_marks("the army struck 34 houses"))) == 1


def test_an_article_and_a_conjunction_do_not_change_a_name():
    assert make_marks("\u0648" + TOWN) == make_marks(TOWN)


def test_a_passage_is_the_sentence_of_an_offset_and_its_neighbours():
    text = "Far Aleph. Near Bethlem. Here Gimmel. After Dalethon. Beyond Hezron."
    marks = Passages(text).make_marks([text.index("Here")])
    assert set(read_marks(make_marks("Bethlem Gimmel Dalethon"))) <= set(read_marks(marks))
    assert not set(read_marks(make_marks("Hezron"))) & set(read_marks(marks))


def test_a_long_passage_keeps_a_bounded_number_of_marks():
    assert len(read_marks(make_marks(" ".join(str(n) for n in range(1000, 3000))))) == MARKS


def test_packed_marks_of_passages_are_joined_in_order():
    one, other = pack_marks("00000002fffffffe"), pack_marks("0000000100000002")
    assert join_marks([one, other]) == pack_marks("0000000100000002fffffffe") == join_marks([other, one])
    assert join_marks([one, one]) == one
    assert join_marks([]) == b""
    assert pack_marks(None) == b""
