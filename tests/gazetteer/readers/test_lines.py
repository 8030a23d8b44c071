import gzip
import zipfile
from pathlib import Path

import pytest

from sijill.errors import InputError
from sijill.gazetteer.readers import read_place_file

TABLE = "\ufeffname,lat,lon\nSafa,33,36\n"


def test_tables_may_be_packed_and_begin_with_a_mark(tmp_path: Path) -> None:
    packed, zipped = tmp_path / "mine.csv.gz", tmp_path / "mine.csv.zip"
    packed.write_bytes(gzip.compress(TABLE.encode()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("README.txt", "not this one " * 99)
        archive.writestr("mine.csv", TABLE)
    assert [next(read_place_file(path)).name for path in (packed, zipped)] == ["Safa", "Safa"]


def make_broken(path: Path, what: str) -> None:
    if what == "nothing inside":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("photo.jpg", b"\xff")
    elif what == "no archive":
        path.write_bytes(b"PK not really")
    elif what == "damaged":
        data = bytearray(gzip.compress(TABLE.encode() * 900))
        data[40:60] = bytes(20)
        path.write_bytes(bytes(data))
    else:
        path.write_text("name,lat,lon\nحلب,36,37\n", encoding="cp1256")


@pytest.mark.parametrize(
    ("name", "what", "message"),
    [
        ("a.zip", "nothing inside", "no place file in the archive"),
        ("a.zip", "no archive", "cannot be read as a place file"),
        ("a.csv.gz", "damaged", "cannot be read as a place file"),
        ("a.csv", "another encoding", "not UTF-8"),
    ],
)
def test_what_cannot_be_unpacked_is_a_clear_error(tmp_path: Path, name: str, what: str, message: str) -> None:
    path = tmp_path / name
    make_broken(path, what)
    with pytest.raises(InputError, match=message):
        list(read_place_file(path))
