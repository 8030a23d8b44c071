"""The Python and R blocks of `docs/how-to/use-the-data.md` run on exported files."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sijill.publish import export_edition
from tests.publish.invented import make_edition

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to" / "use-the-data.md"
LIBRARIES = ("pandas", "duckdb", "pyogrio")


@pytest.fixture
def exported(tmp_path, monkeypatch) -> Path:
    """A folder with `out/`, in which the blocks run."""
    for name in ("csv", "geoparquet", "geojson", "geopackage"):
        export_edition(make_edition(), name, tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def find_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("library", LIBRARIES)
def test_the_page_runs(library, exported, capsys):
    pytest.importorskip(library)
    chosen = [block for block in find_blocks("python") if library in block]
    assert chosen
    exec(compile("\n".join(chosen), str(PAGE), "exec"), {})  # our own page
    assert capsys.readouterr().out


def test_every_block_is_run():
    assert all(any(library in block for library in LIBRARIES) for block in find_blocks("python"))


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_page_runs_in_r(exported):
    (block,) = find_blocks("r")
    answer = subprocess.run(["Rscript", "--vanilla", "-e", block], capture_output=True, text=True, check=True)
    assert "inc_2" in answer.stdout
    assert "contested" in answer.stdout
