import re
import zipfile

import pytest

from sijill.errors import UserError
from sijill.publish import excel, export_edition
from sijill.publish.csv_tables import TABLES
from tests.publish.invented import make_edition


def test_a_workbook_has_a_guide_and_a_sheet_for_every_table(tmp_path):
    (path,) = export_edition(make_edition("3"), "excel", tmp_path)
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        guide = book.read("xl/worksheets/sheet1.xml").decode()
    assert names == ["Read me first", *(t.name for t in TABLES)]
    assert "does not mean zero" in guide
    assert "release 3" in guide


def test_quoted_words_never_become_formulas(tmp_path):
    (path,) = export_edition(make_edition(), "excel", tmp_path)
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert any("=2+" in sheet for sheet in sheets)
    assert not any("<f>" in sheet for sheet in sheets)


def test_a_register_that_no_sheet_can_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "MAX_ROWS", 3)
    with pytest.raises(UserError, match="more rows"):
        export_edition(make_edition(), "excel", tmp_path)
    assert list(tmp_path.iterdir()) == []
