from sijill.lang.scan import WordScan


def test_finds_all_words_with_their_places():
    scan = WordScan(["shell", "shelling", "fire"])
    assert scan.words == ["fire", "shell", "shelling"]
    assert scan.find("shelling and fire", overlapping=True) == [(1, 0, 5), (2, 0, 8), (0, 13, 17)]


def test_takes_half_a_character():
    assert WordScan(["fire"]).find("\ud83d fire") == [(0, 2, 6)]
