import re
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.publish.workbook import MAX_TEXT, Workbook, to_letters

DAY = datetime(2031, 4, 1)
SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def write(path: Path, rows: list[list[str | int | float | None]]) -> Path:
    with Workbook(path, title="A & B", comment="Release 1", created=DAY) as book:
        sheet = book.add_sheet("rows")
        for row in rows:
            sheet.write(row)
    return path


def read(path: Path) -> list[dict[str, str]]:
    """Return the cells of the first sheet by column, as any reader of XML finds them."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))  # every part is well formed
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in root.iterfind(".//x:row", SPACE):
        cells = {}
        for cell in row.iterfind("x:c", SPACE):
            text = cell.findtext("x:is/x:t", None, SPACE)
            plain = None if text is None else re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), text)
            cells[re.match("[A-Z]+", cell.get("r"))[0]] = cell.findtext("x:v", None, SPACE) if plain is None else plain
        rows.append(cells)
    return rows


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20) | st.sampled_from(["_x000B_", "a\rb", "=1+1", "<&>"])


@settings(deadline=None)
@given(st.lists(st.lists(texts | st.integers(0, 10**9) | st.floats(-180, 180) | st.none(), min_size=1, max_size=5), min_size=1, max_size=4))
def test_every_cell_is_read_as_it_was_written(tmp_path_factory, rows):
    found = read(write(tmp_path_factory.mktemp("book") / "a.xlsx", rows))
    for written, cells in zip(rows, found, strict=True):
        assert cells == {to_letters(n): v if isinstance(v, str) else repr(v) for n, v in enumerate(written) if v not in (None, "")}


def test_a_text_that_is_too_long_for_a_cell_is_cut(tmp_path):
    (row,) = read(write(tmp_path / "a.xlsx", [["x" * (MAX_TEXT + 1)]]))
    assert len(row["A"]) == MAX_TEXT


def test_the_same_rows_give_the_same_bytes(tmp_path):
    one, other = (write(tmp_path / name, [["a", 1], ["b", None]]) for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == other.read_bytes()


def test_nothing_is_left_of_a_workbook_that_could_not_be_finished(tmp_path):
    book = Workbook(tmp_path / "a.xlsx", title="", comment="", created=DAY)
    with pytest.raises(ZeroDivisionError), book:
        book.add_sheet("rows").write([1 / 0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_by_letters(number, letters):
    assert to_letters(number) == letters
