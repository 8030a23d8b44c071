import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sijill.cli.places import is_country, parse_columns, parse_point
from sijill.errors import UserError
from sijill.gazetteer import Gazetteer


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    cache = str(Path(tempfile.gettempdir()) / f"sijill-tests-{os.getuid()}")
    environment = {**os.environ, "SIJILL_CACHE": cache, "SIJILL_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-c", "from sijill.cli import main; main()", "places", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_table_is_added_listed_and_found(tmp_path: Path, world: Gazetteer) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("CODE,LOC,Y,X,country\nz1,Qasr Zarmanfa,34.1,39.2,SY\n", encoding="utf-8")
    added = run(tmp_path, "add", str(table), "--columns", "id=CODE,name=LOC,lat=Y,lon=X")
    assert "mine: 1 places" in added.stdout, added.stderr
    assert '"name":"mine"' in run(tmp_path, "list").stdout
    assert "place:z1" in run(tmp_path, "find", "Kasr Zarmanfah").stdout


def test_check_names_doubtful_records_and_fails(tmp_path: Path, world: Gazetteer) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(
        "id,name,lat,lon,country\na,Zarmanfa,34.1,39.2,SY\nb,Zarmanfa,34.11,39.2,SY\nc,Zulmanfa,48.85,2.35,SY\n", encoding="utf-8"
    )
    checked = run(tmp_path, "check", str(table))
    assert checked.returncode == 1
    assert "double" in checked.stdout
    assert "outside_country" in checked.stdout


def test_neither_a_file_nor_a_country_is_a_clear_error(tmp_path: Path) -> None:
    failed = run(tmp_path, "add", "nothing.csv")
    assert failed.returncode == 2
    assert "neither a country's ISO code nor a file" in failed.stderr


def test_options_are_read_or_explained() -> None:
    assert parse_columns("name=A, lat=Y") == {"name": "A", "lat": "Y"}
    assert parse_point("35.4,36.6") == (35.4, 36.6)
    assert is_country("SY")
    with pytest.raises(UserError, match="field=heading"):
        parse_columns("name")
    with pytest.raises(UserError, match="latitude,longitude"):
        parse_point("north")
