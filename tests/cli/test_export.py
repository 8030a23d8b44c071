import pytest
from typer.testing import CliRunner

from sijill.cli.commands import make_app
from sijill.packs import load_packs
from sijill.pipeline import link_register
from sijill.store import Register
from tests.convert.tables import write_acled
from tests.make import make_claim, make_document


@pytest.fixture
def folder(tmp_path):
    """A register with one incident."""
    with Register.create(tmp_path / "war") as register:
        register.add_documents([make_document()])
        register.add_claims([make_claim()])
        link_register(register, load_packs(), extractor="given", rule="range")
    return tmp_path


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(make_app(), [str(a) for a in arguments])
    return result.exit_code, result.output


def test_without_a_folder_the_main_file_goes_to_standard_output(folder):
    code, output = run("export", "--register", folder / "war", "--format", "geojson")
    assert code == 0
    assert output.startswith('{"type":"FeatureCollection"')


def test_a_wrong_format_is_named_before_anything_is_opened(folder):
    code, output = run("export", "--register", folder / "nowhere", "--format", "xls")
    assert code == 2
    assert "formats are" in output


def test_formats_are_listed_for_machines(folder):
    code, output = run("export", "--list")
    assert code == 0
    assert '"format":"csv"' in output


def test_a_release_can_be_made_once(folder):
    arguments = ("release", "1.0", "--date", "2031-04-01", "--format", "csv", "--register", folder / "war", "--out", folder / "releases")
    assert run(*arguments)[0] == 0
    assert (folder / "releases" / "1.0" / "SHA256SUMS").is_file()
    code, output = run(*arguments)
    assert code == 2
    assert "never changed" in output


def test_a_profile_decides_what_leaves(folder):
    code, output = run("export", "--register", folder / "war", "--format", "csv", "--profile", "cautious")
    assert code == 2
    assert "--date" in output
    code, output = run("export", "--register", folder / "war", "--format", "csv", "--profile", "cautious", "--date", "2031-06-01")
    assert code == 0
    assert "Tell Asfar" not in output


def test_an_export_becomes_a_register_again(folder):
    run("export", "--register", folder / "war", "--out", folder / "export")
    code, output = run("import", folder / "export", folder / "again")
    assert code == 0
    assert "1 documents, 1 claims, 0 decisions, 1 incidents" in output


def test_a_table_becomes_claims_of_its_source(folder):
    table = write_acled(folder / "acled.csv", {}, {"event_id_cnty": "SYR9002", "sub_event_type": "Picnic"})
    code, output = run("import", table, "--register", folder / "war", "--max-issues", "1")
    assert code == 0
    assert "read 2 rows as acled: 1 new claims, 1 left out" in output
    assert "acled.csv:3: column 'sub_event_type': 'Picnic' is none of the codes of the map" in output


def test_a_table_does_not_make_a_register(folder):
    code, output = run("import", write_acled(folder / "acled.csv"), folder / "again")
    assert code == 2
    assert "--register" in output


def test_column_maps_are_listed_for_machines(folder):
    code, output = run("import", "--list")
    assert code == 0
    assert '"id":"ucdp"' in output


def test_a_preview_writes_nothing(folder):
    common = ("--register", folder / "war", "--profile", "public", "--preview")
    code, output = run("export", *common, "--out", folder / "out")
    assert code == 0
    assert '"column":"trigger_quote"' in output
    assert not (folder / "out").exists()
    code, output = run("release", "1.0", "--date", "2031-04-01", *common, "--out", folder / "releases")
    assert code == 0
    assert not (folder / "releases").exists()
    code, output = run("export", "--register", folder / "war", "--preview")
    assert code == 2
    assert "--profile" in output


def test_a_release_is_verified(folder):
    run("release", "1.0", "--date", "2031-04-01", "--format", "csv", "--register", folder / "war", "--out", folder / "releases")
    code, output = run("verify", folder / "releases" / "1.0")
    assert (code, "0 faults" in output) == (0, True)
    (folder / "releases" / "1.0" / "README.md").write_text("changed")
    code, output = run("verify", folder / "releases" / "1.0")
    assert (code, "README.md has been changed" in output) == (1, True)


def test_a_register_is_compared_with_a_table(folder):
    table = write_acled(folder / "acled.csv", {"latitude": "20.5", "longitude": "50.25", "country": "Saudi Arabia"})
    code, output = run("compare", table, "--register", folder / "war", "--out", folder / "comparison")
    assert code == 0
    assert "1 match" in output
    assert (folder / "comparison" / "comparison.csv").is_file()
    code, output = run("compare", table, "--register", folder / "war")
    assert code == 0
    assert '"status":"match"' in output
