"""The Python blocks of `docs/how-to/use-the-data.md` run on exported files."""

import re
from pathlib import Path

import pytest

from sijill.publish import export_edition
from tests.publish.invented import make_edition

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to" / "use-the-data.md"


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("library", ["pandas", "duckdb"])
def test_the_page_runs(library, tmp_path, monkeypatch, capsys):
    pytest.importorskip(library)
    export_edition(make_edition(), "csv", tmp_path / "out")
    export_edition(make_edition(), "geoparquet", tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    chosen = [b for b in blocks if ("duckdb" in b) == (library == "duckdb")]
    assert chosen
    exec(compile("\n".join(chosen), str(PAGE), "exec"), {})  # our own page
    assert capsys.readouterr().out
