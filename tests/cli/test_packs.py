"""`sijill packs`: what a maintainer of packs sees."""

import json

from typer.testing import CliRunner

from sijill.cli.packs import app

RUNNER = CliRunner()


def test_list_writes_one_json_line_for_each_entry_that_matches():
    result = RUNNER.invoke(app, ["list", "actors", "--match", "syrian democratic"])
    assert "sdf" in [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_every_part_can_be_listed():
    for part in ("sources", "languages", "event_types", "weapons", "grades", "date_precisions"):
        assert RUNNER.invoke(app, ["list", part]).exit_code == 0


def test_show_prints_an_actor_and_a_code():
    assert json.loads(RUNNER.invoke(app, ["show", "hezbollah"]).stdout)["kind"] == "rebel_group"
    assert json.loads(RUNNER.invoke(app, ["show", "air_strike"]).stdout)["family"] == "strike"


def test_an_unknown_id_or_part_is_an_error_that_says_what_to_do():
    assert "sijill packs list" in str(RUNNER.invoke(app, ["show", "nobody_known"]).exception)
    assert "there is no part" in str(RUNNER.invoke(app, ["list", "nothing"]).exception)


def test_check_is_silent_on_sound_packs_and_fails_on_others(tmp_path):
    assert RUNNER.invoke(app, ["check"]).exit_code == 0
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "mine.yml").write_text("- {id: other, names: {en: [Hezbollah]}, kind: rebel_group}\n", encoding="utf-8")
    result = RUNNER.invoke(app, ["check", "--packs", str(tmp_path)])
    assert result.exit_code == 1
    assert "mine.yml:1: 'hezbollah' (en) also means 'hezbollah'" in result.stdout
