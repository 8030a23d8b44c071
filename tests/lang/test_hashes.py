from sijill.lang.hashes import join_hashes, make_hash, pack_hashes, read_hashes, write_hashes


def test_hashes_are_written_once_in_order_and_read_back():
    text = write_hashes([make_hash("road"), 2, make_hash("road"), 0xFFFFFFFE])
    assert text.startswith("00000002")
    assert text.endswith("fffffffe")
    assert read_hashes(text) == {2, make_hash("road"), 0xFFFFFFFE}
    assert write_hashes([3, 1, 2], 2) == "0000000100000002"


def test_packed_hashes_of_several_sets_are_joined_in_order():
    one, other = pack_hashes("00000002fffffffe"), pack_hashes("0000000100000002")
    assert join_hashes([one, other]) == pack_hashes("0000000100000002fffffffe") == join_hashes([other, one])
    assert join_hashes([one, one]) == one
    assert join_hashes([]) == b""


def test_what_another_program_wrote_holds_only_the_hashes_at_its_beginning():
    assert pack_hashes("00000007xyz") == b"\0\0\0\7"
    assert pack_hashes("sha256:abc") == pack_hashes(None) == b""
